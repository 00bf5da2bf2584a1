"""Reads what a repository says about a model.

Without git, or with half of it missing, the rest is still read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from readiness_bot.reading.authors import COMMITS_COUNTED, count_authors, main_authors
from readiness_bot.reading.errors import NoGit
from readiness_bot.reading.history import SHALLOW, read_addresses
from readiness_bot.reading.mentions import CARDS, SETTINGS
from readiness_bot.reading.revision import Place, place_of
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.reading.worktree import read_bounded
from readiness_bot.scaffold.card import intended_use
from readiness_bot.scaffold.codeowners import MOST_BYTES, PLACES
from readiness_bot.scaffold.neighbours import AT_ROOT, IN_FOLDER, Neighbours
from readiness_bot.scaffold.plan import destination
from readiness_bot.scaffold.read_code import read_code
from readiness_bot.scaffold.sources import Sources, Text
from readiness_bot.scaffold.templates import TEMPLATES

_VERSION = re.compile(r"(?:v|v?[0-9]{1,8}\.)[0-9]{1,8}(?:\.[0-9]{1,8}){0,3}", re.ASCII)
"""`1.2`, `v1.2.0`, `v20250625`; a bare number may be a build's."""


def root_of(directory: Path, prefix: str) -> Path:
    """The repository's root, which paths of a scaffold are relative to."""
    return directory.resolve().joinpath(*[".."] * prefix.count("/")).resolve()


def read_sources(directory: Path) -> Sources:
    """All that init infers from.

    What is not there is told in `notes`; raises CannotRead where git refuses the repository.
    """
    notes: list[str] = []
    place = _place(directory, notes)
    prefix = place.prefix if place else ""
    root = root_of(directory, prefix)
    folder = directory.resolve()
    paths = [*(destination(name, prefix) for name in TEMPLATES), SETTINGS]
    addresses = _addresses(place, notes) if place else []
    return Sources(
        folder=folder.name,
        prefix=prefix,
        remote=place.git.remote() if place else "",
        branch=_branch(place) if place else "",
        committers=main_authors(addresses),
        commits=len(addresses),
        authors=count_authors(addresses),
        in_git=place is not None,
        release=_release(place) if place else "",
        codeowners=_codeowners(root, notes),
        card=_card(folder),
        dvc=_text(folder, "dvc.yaml"),
        contract=_text(folder, "readiness/contract.yaml"),
        present=frozenset(path for path in paths if os.path.lexists(root / path)),
        existing={path: content for path in paths if isinstance(content := read_bounded(root, path), bytes)},
        beside=_neighbours(root, folder, _not_added(place, paths) if place else ()),
        code=read_code(root, prefix, place),
        notes=tuple(notes),
    )


def _place(directory: Path, notes: list[str]) -> Place | None:
    try:
        place = place_of(directory)
    except NoGit:
        notes.append(
            "git is not installed here, so the people who commit and the default branch are not known."
        )
        return None
    if place is None:
        notes.append(
            "This folder is not in a git repository; the workflows can run only after `git init` and a push"
            " to the forge."
        )
    return place


def _branch(place: Place) -> str:
    """The branch that a clone follows, else `main` or `master` where there is one, else the present one."""
    followed = place.git.ask("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    if followed:
        return followed.removeprefix("refs/remotes/origin/")
    for usual in ("main", "master"):
        if place.git.ask("rev-parse", "--verify", "--quiet", f"refs/heads/{usual}"):
            return usual
    return place.git.ask("symbolic-ref", "--quiet", "--short", "HEAD") or ""


def _release(place: Place) -> str:
    said = place.git.ask("for-each-ref", "--sort=-creatordate", "--format=%(refname:short)", "refs/tags")
    return next((tag for tag in (said or "").splitlines() if _VERSION.fullmatch(tag)), "")


def _addresses(place: Place, notes: list[str]) -> list[str]:
    """Of a shallow clone nothing, since whoever made its few commits need not have built the model."""
    head = place.git.head()
    addresses = read_addresses(place.git, head, place.prefix) if head else []
    if place.shallow and len(addresses) < COMMITS_COUNTED:
        notes.append(f"Who builds the model is not known, since {SHALLOW}.")
        return []
    return addresses


def _neighbours(root: Path, folder: Path, ignored: tuple[str, ...]) -> Neighbours:
    try:
        beside = frozenset(each.name for each in os.scandir(folder) if each.is_dir(follow_symlinks=False))
    except OSError:
        beside = frozenset()
    return Neighbours(_texts(root, AT_ROOT), _texts(folder, IN_FOLDER), beside, ignored)


def _not_added(place: Place, paths: Iterable[str]) -> tuple[str, ...]:
    """Paths that a .gitignore of the repository keeps out, as git tells them; none that it follows."""
    said = place.git.ask("check-ignore", "--verbose", "--", *paths)
    return tuple((said or "").splitlines())


def _codeowners(root: Path, notes: list[str]) -> Text | None:
    """The first that is there decides, as on GitHub.

    One that is not read whole would name the wrong people, so it names nobody.
    """
    for name in PLACES:
        content = read_bounded(root, name, MOST_BYTES - 1)
        if isinstance(content, Refusal):
            why = (
                "is 3 MB or larger, so GitHub does not load it either"
                if content is Refusal.TOO_LARGE
                else "cannot be read"
            )
            notes.append(f"{name} {why} ({content.value.replace('-', ' ')}): nobody was taken from it.")
            return None
        if content is not None:
            return Text(name, content.decode("utf-8-sig", "replace"))
    return None


def _card(folder: Path) -> Text | None:
    """The first card that says what the model is for, else the first that is there."""
    found = [text for name in CARDS if (text := _text(folder, name))]
    return next((text for text in found if intended_use(text.content)), found[0] if found else None)


def _texts(base: Path, names: Iterable[str]) -> dict[str, str]:
    return {name: text.content for name in names if (text := _text(base, name))}


def _text(base: Path, name: str) -> Text | None:
    content = read_bounded(base, name)
    return Text(name, content.decode("utf-8-sig", "replace")) if isinstance(content, bytes) else None
