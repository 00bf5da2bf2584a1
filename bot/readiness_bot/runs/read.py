"""What people name on the command line: another commit, a policy. A wrong one is wrong usage."""

from __future__ import annotations

from pathlib import Path

from readiness_bot.convention.policy import Policy, parse_policy
from readiness_bot.reading.document import Finding
from readiness_bot.reading.errors import NoSuchRevision
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Snapshot
from readiness_bot.runs.bounded import read_at_most
from readiness_bot.runs.errors import WrongUsage
from readiness_bot.runs.former import former_selves
from readiness_bot.runs.run import Run


def former_at(run: Run, revision: str, present: Snapshot) -> list[Snapshot]:
    """What the model was at a commit, in the same folder or by its name; the one to compare with first."""
    try:
        return former_selves(run.directory, revision, present, run.place)
    except NoSuchRevision as error:
        raise WrongUsage(str(error)) from error


def former_states(run: Run, revision: str, present: Snapshot) -> list[Snapshot]:
    """The same; empty where the commit is not in this checkout (a shallow one, a rewritten branch)."""
    try:
        return former_selves(run.directory, revision, present, run.place)
    except NoSuchRevision:
        return []


def read_policy(file: Path | None) -> Policy:
    """`--policy FILE`; a wrong one is told with every line that is wrong."""
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
