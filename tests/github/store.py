"""Two repositories of one disk: what a push and a fetch move between them, without the eight processes that git's transport takes.

Objects are linked and references written, as git would; what is out of the ordinary here (a push that is no fast forward, an object that is
not loose) is left to git itself.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from subprocess import CalledProcessError

from readiness_bot.demo.repository import Repository

NOTHING = "0" * 40


def reference(folder: Path, name: str) -> str:
    """What `refs/heads/main` or `HEAD` of a git directory names; empty where nothing does."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        said = (folder / name).read_text(encoding="utf-8").strip()
        return reference(folder, said.removeprefix("ref: ")) if said.startswith("ref: ") else said
    return _packed(folder).get(name, "")


def _packed(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / "packed-refs").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {name: oid for oid, _, name in (line.partition(" ") for line in lines if line[:1] not in "#^")}


def branches(folder: Path) -> list[str]:
    """`refs/heads/…` of a git directory, by name."""
    loose = {str(path.relative_to(folder)) for path in (folder / "refs" / "heads").rglob("*") if path.is_file()}
    return sorted(loose.union(name for name in _packed(folder) if name.startswith("refs/heads/")))


def head(clone: Repository) -> str:
    """The commit that is checked out."""
    return reference(clone.path / ".git", "HEAD")


def push(clone: Repository, bare: Path, branch: str, before: str) -> bool:
    """HEAD becomes the branch, whose commit was `before` (NOTHING: it is new). False: nothing was done, and git must be asked."""
    after = head(clone)
    if before != NOTHING and not _forward(clone, before, after):
        return False
    new = clone.git("rev-list", "--objects", "--no-object-names", after, "--not", "--remotes=origin").split()
    if not all(_link(clone.path / ".git" / "objects", bare / "objects", oid) for oid in new):
        return False
    write(bare, f"refs/heads/{branch}", after)
    write(clone.path / ".git", f"refs/remotes/origin/{branch}", after)
    return True


def fetch(clone: Repository, bare: Path) -> None:
    """`git fetch origin`."""
    folder = clone.path / ".git"
    for some in (bare / "objects").iterdir():
        if len(some.name) == 2 or some.name == "pack":
            there = folder / "objects" / some.name
            have = set(os.listdir(there)) if there.is_dir() else set()
            there.mkdir(exist_ok=True)
            for name in sorted(set(os.listdir(some)) - have, key=lambda name: name.endswith(".idx")):
                os.link(some / name, there / name)
    for name in branches(bare):
        oid, ours = reference(bare, name), name.replace("refs/heads/", "refs/remotes/origin/", 1)
        if reference(folder, ours) != oid:
            write(folder, ours, oid)


def _forward(clone: Repository, before: str, after: str) -> bool:
    """Whether `after` is upon `before`; no, where the clone does not know that one."""
    try:
        clone.git("merge-base", "--is-ancestor", before, after)
    except CalledProcessError:
        return False
    return True


def _link(source: Path, target: Path, oid: str) -> bool:
    """A loose object; whether it is there now."""
    place = Path(oid[:2], oid[2:])
    if (target / place).exists():
        return True
    try:
        (target / oid[:2]).mkdir(exist_ok=True)
        os.link(source / place, target / place)
    except FileNotFoundError:
        return False
    return True


def write(folder: Path, name: str, oid: str) -> None:
    """A reference from now on."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"{oid}\n", encoding="utf-8")
