"""The organisation's policy: read where it is named, and what of it is in force at a repository."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.convention.policy import Policy
from readiness_bot.reading.place import place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.runs.bounded import read_at_most
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.runs.forge import repository_of
from readiness_bot.runs.output import say

if TYPE_CHECKING:  # a command without a policy does not import them
    from readiness_bot.convention.organisation import Organisation, Subject
    from readiness_bot.reading.document import Finding


def policy_of(file: Path | None, directory: Path) -> Policy:
    """What is in force at the repository around a folder, by `--policy FILE`.

    Raises WrongUsage for a policy that is wrong, with every line.
    """
    if file is None:
        return Policy()
    organisation = organisation_of(file)
    from readiness_bot.convention.organisation import Out

    found = organisation.at(subject_of(organisation, directory))
    if isinstance(found, Out):
        say(f"{organisation.called} leaves this repository out: {found.reason}.", err=True)
        return Policy()
    for doubt in found.unsure:
        say(f"{doubt}.", err=True)
    return found


def organisation_of(file: Path) -> Organisation:
    """A policy by its file. Raises WrongUsage."""
    read = checked(file)
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
    """The same, or all that is wrong in it. Raises WrongUsage where it cannot be read."""
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
    """The repository around a folder, as far as it can be told here."""
    from readiness_bot.convention.organisation import Subject

    if not organisation.asks_name:
        return Subject("")
    return Subject(repository_of(os.environ, place_of(directory)))


def lines(findings: Iterable[Finding]) -> list[str]:
    """Each with its place, what is wrong, and what to do."""
    return [f"{each.where}: {each.message}; {each.fix}  [{each.rule}]" for each in findings]
