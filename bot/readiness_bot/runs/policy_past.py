"""The versions of a policy's file that git has, each with the day on which it came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from readiness_bot.convention.organisation import Organisation, Out, Subject
from readiness_bot.convention.organisation_file import read_organisation
from readiness_bot.convention.policy import Policy
from readiness_bot.reading.git import Git
from readiness_bot.reading.place import place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.runs.policy import subject_of

MOST = 500
"""Commits of the policy's files that are looked at, the newest."""


def versions_of(file: Path, directory: Path, now: Policy) -> tuple[tuple[date, Policy], ...]:
    """What was in force at a model's repository, and from which day on, oldest first.

    `now`: as the file stands, which is the last one. Where git has no past of it, it counts for every day. A
    version that is wrong is passed over: the one before it went on. Raises CannotRead.
    """
    place = place_of(file.parent)
    if place is None:
        return ((date.min, now),)
    name = place.prefix + file.name
    paths = (name, f"{place.prefix}*.yaml", f"{place.prefix}*.yml")
    listed = place.git.run(
        "log", "--first-parent", f"--max-count={MOST}", "--format=%H %ct", "HEAD", "--", *paths
    )
    found: list[tuple[date, Policy]] = []
    subjects: dict[tuple[bool, bool, bool], Subject] = {}

    def subject(organisation: Organisation) -> Subject:
        """Looked up once: as the repository is now."""
        asks = (organisation.asks_name, organisation.asks_topics, organisation.asks_properties)
        if asks not in subjects:
            subjects[asks] = subject_of(organisation, directory)
        return subjects[asks]

    for commit, seconds in reversed([line.split(" ") for line in listed.decode().splitlines()]):
        policy = _at(place.git, commit, name, file, subject)
        day = datetime.fromtimestamp(int(seconds), UTC).date()
        if policy is not None and (not found or found[-1][1] != policy):
            found.append((max(day, found[-1][0]) if found else day, policy))
    if not found:
        return ((date.min, now),)
    return (*found[:-1], (found[-1][0], now))


def _at(
    git: Git, commit: str, name: str, file: Path, subject: Callable[[Organisation], Subject]
) -> Policy | None:
    """The policy of a commit; None where it is not there, or wrong."""
    folder = file.as_posix()[: -len(file.name)]
    above = name[: -len(file.name)]
    read = _reader(git, commit, folder, above)
    content = read(file.as_posix())
    if isinstance(content, str):
        return None
    organisation = read_organisation(file.as_posix(), content, read)
    if not isinstance(organisation, Organisation):
        return None
    found = organisation.at(subject(organisation))
    return Policy() if isinstance(found, Out) else found


def _reader(git: Git, commit: str, folder: str, above: str) -> Callable[[str], bytes | str]:
    def read(path: str) -> bytes | str:
        [oid] = git.names_of([f"{commit}:{above}{path[len(folder) :]}"])
        content = git.blobs([oid], MAX_FILE_BYTES).get(oid) if oid else None
        return "this commit does not have it" if content is None else content

    return read
