"""Reading a model for a command: the files, the policy, the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from readiness_bot.convention.policy import Policy, parse_policy
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Finding
from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.revision import Place, place_of, read_revision
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Snapshot
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.runs.bounded import read_at_most
from readiness_bot.runs.errors import CannotDo, WrongUsage, told
from readiness_bot.runs.former import former_selves
from readiness_bot.vocabulary import Stage


def snapshot_of(directory: Path) -> Snapshot:
    """The model as its folder stands."""
    with told(CannotRead):
        return read_worktree(directory)


def snapshot_at(directory: Path, revision: str) -> Snapshot:
    """The model as a commit holds it. An unknown revision is wrong usage."""
    try:
        return read_revision(directory, revision)
    except NoSuchRevision as error:
        raise WrongUsage(str(error)) from error
    except CannotRead as error:
        raise CannotDo(str(error)) from error


def former_at(directory: Path, revision: str, present: Snapshot) -> list[Snapshot]:
    """What the model was at a commit, in the same folder or by its name. An unknown revision is wrong usage."""
    try:
        return former_selves(directory, revision, present)
    except NoSuchRevision as error:
        raise WrongUsage(str(error)) from error
    except CannotRead as error:
        raise CannotDo(str(error)) from error


def try_snapshot_at(directory: Path, revision: str, place: Place | None = None) -> Snapshot | None:
    """The same, or None where the commit is not in this checkout (a shallow one, a rewritten branch)."""
    try:
        return read_revision(directory, revision, place)
    except NoSuchRevision:
        return None


def report_of(
    directory: Path, day: date, policy: Policy | None = None, entering: Stage | None = None
) -> Report:
    """The model as its folder stands."""
    return evaluate(snapshot_of(directory), day, policy, entering)


def report_at(directory: Path, revision: str, day: date, policy: Policy | None = None) -> Report:
    """The model as a commit holds it. An unknown revision is wrong usage."""
    return evaluate(snapshot_at(directory, revision), day, policy)


def read_head(directory: Path) -> Snapshot:
    """What the commit holds that is checked out; without one, the folder as it stands."""
    with told(CannotRead):
        return read_revision(directory, "HEAD") if head_of(directory) else read_worktree(directory)


def read_policy(file: Path | None) -> Policy:
    """`--policy FILE`; a wrong one is wrong usage, with every line that is wrong."""
    if file is None:
        return Policy()
    try:
        content = read_at_most(file, MAX_FILE_BYTES, "The policy")
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror}") from error
    read = parse_policy(str(file), content)
    if isinstance(read, Policy):
        return read
    raise WrongUsage("The policy is wrong:\n" + "\n".join(_line(finding) for finding in read))


def _line(finding: Finding) -> str:
    return f"{finding.where}: {finding.message}; {finding.fix}  [{finding.rule}]"


def head_of(directory: Path) -> str:
    """The commit that is checked out, or nothing."""
    place = place_of(directory)
    return (place.git.head() or "") if place else ""
