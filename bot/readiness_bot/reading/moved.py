"""A model's folder that moved: where it was before, and its past there. I/O only through `Git`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.git import Git
from readiness_bot.reading.git.listing import REGULAR, entries_of
from readiness_bot.reading.git.stream import fields
from readiness_bot.reading.history import SHALLOW, read_history
from readiness_bot.reading.mentions import READINESS
from readiness_bot.reading.place import Place
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, History, Revision, Snapshot
from readiness_bot.reading.yaml import parse

CONTRACT = "readiness/contract.yaml"
_MOVES = 10
"""So often is a folder followed."""


def read_past(place: Place, commit: str, words: Iterable[str]) -> tuple[History, dict[str, bool]]:
    """The past up to a commit, and which of these words are commits.

    Nothing of it is known in a shallow clone.
    """
    if place.shallow:
        return History(why_unknown=SHALLOW), {}
    with place.git.one_reader():
        return read_followed(place.git, commit, place.prefix), place.git.are_commits(words)


def read_followed(git: Git, revision: str, folder: str) -> History:
    """The past of the readiness files, also from before their folder moved with what is in it.

    A copy is no move: the old folder must be gone in the very commit that brings the new one, and be of the
    model of the same name.
    """
    found, at, former = None, revision, list[str]()
    while True:
        stood = former[-1] if former else folder
        part = read_history(git, at, stood, READINESS)
        older = _moved_from(git, part, stood) if len(former) < _MOVES else None
        if older is not None and part.revisions[CONTRACT][-1].commit != older[0]:  # it was here once before
            part = read_history(git, f"{older[1]}..{at}", stood, READINESS)
        found = part if found is None else _joined(found, part)
        if older is None:
            return replace(found, former=tuple(former)) if former else found
        _, at, was = older
        former.append(was)


def _joined(newer: History, older: History) -> History:
    names = dict.fromkeys((*newer.revisions, *older.revisions))
    revisions = {
        name: _once((*newer.revisions.get(name, ()), *older.revisions.get(name, ()))) for name in names
    }
    return replace(newer, revisions=revisions)


def _once(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """The commit that moved the folder is no change of a file that it left as it was."""
    kept = [r for r, before in pairwise(revisions) if r.content != before.content]
    return (*kept, *revisions[-1:])


def _moved_from(git: Git, history: History, folder: str) -> tuple[str, str, str] | None:
    """The commit in which the folder came last, the state before it, and where it was there; None where it
    came from nowhere."""
    here = list(takewhile(lambda revision: revision.content is not None, history.revisions.get(CONTRACT, ())))
    if not here:
        return None
    commit, name = here[-1].commit, model_of(here[-1].content or b"")
    parent = git.first_parent(commit)
    if parent is None or name is None:
        return None
    removed = git.lists(
        "diff-tree", "-r", "-z", "--no-renames", "--name-only", "--diff-filter=D", parent, commit
    )
    gone = _folders(path for some in fields(removed) for path in some)
    same = [one for one, called in names_at(git, parent, gone).items() if one != folder and called == name]
    return (commit, parent, same[0]) if len(same) == 1 else None


def model_of(contract: bytes) -> str | None:
    """The name that a contract.yaml gives its model."""
    read = parse(CONTRACT, contract)
    name = None if isinstance(read, Unreadable) else read.data.get("model")
    return name.strip().lower() if isinstance(name, str) and name.strip() else None


def named(snapshot: Snapshot) -> str | None:
    """How its model is called."""
    contract = snapshot.files.get(CONTRACT)
    return model_of(contract) if isinstance(contract, bytes) else None


def came_from(stood: Mapping[str, bool], gone: Collection[str]) -> list[str]:
    """`stood`: folder → whether it has the model's name, of all models but that of the same folder; `gone`:
    those of them that are there no more."""
    same = [one for one, called in stood.items() if called]
    if any(one in gone for one in same):
        return same
    return [*same, *(one for one in gone if one not in same)]


def models_at(git: Git, commit: str, name: str | None) -> dict[str, bool]:
    """Where models stand at a commit, each with a closing slash (the root is empty), and whether they are
    called `name`."""
    stood = {path.removesuffix(CONTRACT): file for path, file in entries_of(git, commit) if is_contract(path)}
    files = {folder: file.oid for folder, file in stood.items() if file.mode.startswith(REGULAR)}
    texts = git.blobs(files.values() if name else (), MAX_FILE_BYTES)
    called = {
        blob for blob, text in texts.items() if name and _may_say(text, name) and model_of(text) == name
    }
    return {folder: files.get(folder) in called for folder in stood}


def _may_say(contract: bytes, name: str) -> bool:
    """Whether it is worth a parse, of which a repository of many models would need thousands.

    A name may be broken over lines or quoted; what is escaped, or has capitals that only Unicode knows, is
    left to the parser.
    """
    return not contract.isascii() or b"\\" in contract or _bare(name.encode()) in _bare(contract)


def _bare(text: bytes) -> bytes:
    return b"".join(text.lower().replace(b"'", b"").split())


def names_at(git: Git, commit: str, folders: Sequence[str]) -> dict[str, str | None]:
    if not folders:
        return {}
    blobs = git.names_of(f"{commit}:{folder}{CONTRACT}" for folder in folders)
    texts = git.blobs((blob for blob in blobs if blob), MAX_FILE_BYTES)
    found = zip(folders, blobs, strict=True)
    return {folder: model_of(texts.get(blob, b"")) if blob else None for folder, blob in found}


def _folders(paths: Iterable[str]) -> list[str]:
    return [path.removesuffix(CONTRACT) for path in paths if is_contract(path)]


def is_contract(path: str) -> bool:
    return (path == CONTRACT or path.endswith(f"/{CONTRACT}")) and "\n" not in path
