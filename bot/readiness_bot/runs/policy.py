"""The organisation's policy: where it is, what of it is in force at a repository, and what counts where it
cannot be seen.

It comes from `--policy FILE` or from READINESS_POLICY, never from the repository that is judged.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.convention.policy import Policy
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.place import place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.runs.bounded import read_at_most
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.runs.output import say

if TYPE_CHECKING:  # a command without a policy does not import them
    from readiness_bot.convention.organisation import Organisation, Subject
    from readiness_bot.reading.document import Finding

VARIABLE = "READINESS_POLICY"
NONE = "none"
"""What the variable says where no policy is meant to be in force any more."""
_REPOSITORY = re.compile(r"([\w.-]+/[\w.-]+?)(?:@([\w./-]+))?:([\w./-]+)", re.ASCII)


def policy_of(file: Path | None, directory: Path, remember: bool = False) -> Policy:
    """What is in force at the repository around a folder.

    `remember`: where the policy cannot be seen, the last one that the ledger saw counts. Raises WrongUsage
    for a policy that is wrong, with every line, and CannotDo for one that cannot be read.
    """
    word = os.environ.get(VARIABLE, "").strip() if file is None else ""
    if file is None and word in ("", NONE):
        return _last_seen(directory, f"{VARIABLE} is not set") if remember and not word else Policy()
    try:
        organisation = organisation_of(file) if file else named(word)
        return _at(organisation, directory)
    except (CannotDo, WrongUsage) as error:
        if file is not None or not remember:
            raise
        return _last_seen(directory, str(error).partition("\n")[0].rstrip(".:"), error)


def _at(organisation: Organisation, directory: Path) -> Policy:
    from readiness_bot.convention.organisation import Out

    found = organisation.at(subject_of(organisation, directory))
    if isinstance(found, Out):
        say(f"{organisation.called} leaves this repository out: {found.reason}.", err=True)
        return Policy()
    for doubt in found.unsure:
        say(f"{doubt}.", err=True)
    return with_plugins(found, directory)


def with_plugins(policy: Policy, directory: Path) -> Policy:
    """The policy with what its plugins add. Raises PluginFailed, CannotRead."""
    if not policy.plugins:
        return policy
    from readiness_bot.runs import plugins

    place = place_of(directory) if directory.is_dir() else None
    return plugins.with_plugins(policy, place.root if place else directory)


def _last_seen(directory: Path, why: str, error: Exception | None = None) -> Policy:
    """What the ledger recorded last. Raises `error` where it recorded none."""
    from readiness_bot.ledger.policies import last_seen
    from readiness_bot.runs.memory import lines_under_policies

    try:
        lines_ = lines_under_policies(place_of(directory)) if directory.is_dir() else []
    except CannotRead:
        lines_ = []
    found = last_seen(lines_, partial(with_plugins, directory=directory))
    if found is None:
        if error is not None:
            raise error
        return Policy()
    day, policy = found
    counts = f"{policy.called} counts, the last one that was seen here (recorded on {day})"
    say(f"{why}. So {counts}.", err=True)
    short = "could not be read" if error else "is not set"
    return replace(policy, note=f"{VARIABLE} {short}, so {counts}")


def organisation_of(file: Path) -> Organisation:
    """A policy by its file. Raises WrongUsage."""
    return _right(checked(file))


def of_the_fleet(file: Path | None) -> Organisation | None:
    """What many repositories are judged by: the policy in `file`, else the one that READINESS_POLICY names;
    None where neither names one. Raises WrongUsage, CannotDo."""
    if file is not None:
        return organisation_of(file)
    word = os.environ.get(VARIABLE, "").strip()
    # The workflow may well run in the policy's own repository: it is not that one's workflow that is judged.
    return None if word in ("", NONE) else named(word, judged="")


def named(word: str, judged: str | None = None) -> Organisation:
    """A policy as READINESS_POLICY names it: `OWNER/REPOSITORY:PATH`, an https address, or its whole text.

    `judged`: the repository that may not bring its own; default: the workflow's. Raises WrongUsage, CannotDo.
    """
    from readiness_bot.convention.organisation_file import read_organisation

    place = _REPOSITORY.fullmatch(word)
    if place:
        repository, ref, path = place[1], place[2] or "", place[3]
        own = os.environ.get("GITHUB_REPOSITORY", "") if judged is None else judged
        if repository.lower() == own.lower():
            raise WrongUsage(
                f"{VARIABLE} names {repository}, the repository that is judged, which could then decide what"
                " it is judged by. Keep the policy in another one, such as the organisation's .github."
            )
        folder = f"{repository}/"
        read = _on_github(repository, ref, folder)
        return _right(read_organisation(folder + path, _required(read(folder + path)), read, folder))
    if re.match(r"https?://", word):
        if not word.startswith("https://") or any(sign.isspace() for sign in word):
            raise WrongUsage(f"{VARIABLE} is no https address. Write it as https://…, without blanks.")
        return _right(read_organisation(word, _required(_at_address(word)), _at_address))
    if ":" not in word:
        raise WrongUsage(
            f"{VARIABLE} is {word[:60]!r}; write OWNER/REPOSITORY:PATH, an https address, or the policy's"
            " whole text."
        )
    return _right(read_organisation(VARIABLE, word.encode("utf-8", "surrogateescape")))


def _on_github(repository: str, ref: str, folder: str) -> Callable[[str], bytes | str]:
    from readiness_bot.forge.protocol import ForgeError
    from readiness_bot.runs.forge import policy_file

    def read(path: str) -> bytes | str:
        try:
            return policy_file(repository, ref, path.removeprefix(folder))
        except ForgeError as error:
            return str(error)

    return read


def _at_address(address: str) -> bytes | str:
    from readiness_bot.forge.protocol import ForgeError
    from readiness_bot.runs.forge import policy_page

    try:
        return policy_page(address)
    except ForgeError as error:
        return str(error)


def _required(found: bytes | str) -> bytes:
    if isinstance(found, str):
        raise CannotDo(f"The policy cannot be read: {found}")
    return found


def _right(read: Organisation | list[Finding]) -> Organisation:
    if isinstance(read, list):
        raise WrongUsage("The policy is wrong:\n" + "\n".join(lines(read)))
    return read


def organisation_at(file: Path, revision: str) -> Organisation | None:
    """The same file as a commit has it, with those that it extends; None where it has none.

    Raises WrongUsage for a policy that was wrong there, CannotRead.
    """
    from readiness_bot.convention.organisation_file import read_organisation

    place = place_of(file.parent)
    if place is None:
        raise WrongUsage(f"{file} is in no git repository; say what the policy was with --from FILE.")
    commit = place.git.commit_of(revision)
    if commit is None:
        raise WrongUsage(f"'{revision[:80]}' is not a commit of this repository; `git log` lists them.")

    def at(path: str) -> bytes | str:
        own = posixpath.normpath(place.prefix + os.path.relpath(path, file.parent))
        [name] = place.git.names_of([f"{commit}:{own}"])
        return place.git.blobs([name], MAX_FILE_BYTES).get(name, "") if name else "No such file or directory"

    content = at(str(file))
    if isinstance(content, str):
        return None
    read = read_organisation(file.as_posix(), content, at)
    if isinstance(read, list):
        raise WrongUsage(f"The policy at {revision[:80]} is wrong:\n" + "\n".join(lines(read)))
    return read


def checked(file: Path) -> Organisation | list[Finding]:
    """A policy by its file, or all that is wrong in it. Raises WrongUsage where it cannot be read."""
    from readiness_bot.convention.organisation_file import read_organisation

    try:
        content = read_at_most(file, MAX_FILE_BYTES, "The policy")
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror}") from error
    return read_organisation(file.as_posix(), content, _read)


def _read(path: str) -> bytes | str:
    """Another file of the chain."""
    try:
        return read_at_most(Path(path), MAX_FILE_BYTES, "It")
    except OSError as error:
        return str(error.strerror)
    except CannotDo as error:
        return str(error)


def subject_of(organisation: Organisation, directory: Path) -> Subject:
    """The repository around a folder, as far as it can be told here.

    In an Action GitHub is asked for its topics and properties, where the policy depends on them. Raises
    CannotDo.
    """
    from readiness_bot.convention.organisation import Subject
    from readiness_bot.runs.forge import about_repository, repository_of

    if not organisation.asks_name:
        return Subject("")
    subject = Subject(repository_of(os.environ, place_of(directory) if directory.is_dir() else None))
    asks = organisation.asks_topics or organisation.asks_properties
    if not asks or not os.environ.get("GITHUB_ACTIONS"):
        return subject
    from readiness_bot.forge.protocol import ForgeError

    try:
        found = about_repository(organisation.asks_properties)
    except ForgeError as error:
        raise CannotDo(str(error)) from error
    return replace(
        subject,
        topics=found.topics,
        properties=found.properties,
        archived=found.archived,
        fork=found.fork,
    )


def lines(findings: Iterable[Finding]) -> list[str]:
    """Each with its place, what is wrong, and what to do."""
    return [f"{each.where}: {each.message}; {each.fix}  [{each.rule}]" for each in findings]
