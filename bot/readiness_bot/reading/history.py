"""The past of the readiness files, by `git log` and `git cat-file`. I/O only through `Git`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readiness_bot.reading.authors import COMMITS_COUNTED, login, main_authors
from readiness_bot.reading.errors import TooMuch
from readiness_bot.reading.git import Git
from readiness_bot.reading.git.stream import fields
from readiness_bot.reading.log import LOG, NEVER, Commit, commits_in, moment
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Committer, History, Revision

SHALLOW = "this clone is shallow; `git fetch --unshallow` fetches the history"
NO_COMMITS = "this repository has no commits yet"
_TOO_MUCH = "the history of the readiness files is too large to be read"
_FILE = "100"
"""How the mode of a regular file begins; what is none had no text."""


class _Change(NamedTuple):
    path: str
    mode: str
    blob: str


def past_ahead(git: Git, revision: str, folder: str, names: Iterable[str]) -> None:
    """Let git begin with what `read_history` and `read_committers` ask."""
    git.ahead(*_history(revision, _paths(folder, names)))
    git.ahead(*_addresses(revision, folder))


def _paths(folder: str, names: Iterable[str]) -> dict[str, str]:
    return {f"{folder}readiness/{name}": f"readiness/{name}" for name in names}


def _history(revision: str, paths: Iterable[str]) -> tuple[str, ...]:
    return (*LOG, revision, "--", *(f":(top,literal){path}" for path in paths))


def _addresses(revision: str, folder: str) -> tuple[str, ...]:
    newest = ("log", "-z", "--no-merges", f"--max-count={COMMITS_COUNTED}", "--encoding=none", "--format=%ae")
    return (*newest, revision, "--", *([f":(top,literal){folder}"] if folder else ()))


def read_history(git: Git, revision: str, folder: str, names: Iterable[str]) -> History:
    """First-parent revisions of the readiness files, newest first.

    `folder` is the model's folder inside the repository, with a closing slash. A blob larger than a readiness
    file may be counts as empty. Merges show what they brought to the first parent.
    """
    paths = _paths(folder, names)
    output = git.lists(*_history(revision, paths))
    commits = [(commit, list(_changes(commit, paths))) for commit in commits_in(fields(output))]
    wanted = (change.blob for _, changes in commits for change in changes if change.mode.startswith(_FILE))
    try:
        blobs = git.blobs(wanted, MAX_FILE_BYTES)
    except TooMuch:
        return History(why_unknown=_TOO_MUCH)
    revisions: dict[str, list[Revision]] = defaultdict(list)
    when = NEVER
    for commit, changes in reversed(commits):
        when = moment(commit.committed, when)
        for path, mode, blob in changes:
            content = None if set(mode) == {"0"} else blobs.get(blob, b"")
            revisions[path].append(Revision(commit.id, when, content, login(commit.email)))
    return History(
        known=True, revisions={path: tuple(found[::-1]) for path, found in revisions.items()}, why_unknown=""
    )


def _changes(commit: Commit, paths: dict[str, str]) -> Iterator[_Change]:
    for line, path in zip(commit.changes[::2], commit.changes[1::2], strict=True):
        if path in paths:
            _, mode, _, blob, _ = line.split(" ", 4)
            yield _Change(paths[path], mode, blob)


def read_committers(git: Git, revision: str, folder: str) -> tuple[Committer, ...]:
    """Who wrote a real share of the last 1,000 commits that are no merges, as far as noreply addresses tell a
    login.

    `folder`: the model's, with a closing slash; whoever wrote another model did not build this one.
    """
    return main_authors(read_addresses(git, revision, folder))


def read_addresses(git: Git, revision: str, folder: str) -> list[str]:
    """The author's address of each of the last 1,000 commits that are no merges, newest first.

    `folder`: only those that changed it; empty for the whole repository.
    """
    return [email for some in fields(git.lists(*_addresses(revision, folder))) for email in some]
