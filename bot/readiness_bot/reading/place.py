"""Where a model's folder stands in its repository. Only "no .git upwards" means that there is none.

The search is ours: git would take a folder that holds `HEAD`, `config`, `objects/` and `refs/` for a
repository, and obey its `config`, which a pull request can bring (`safe.bareRepository`). A `.git` it cannot
bring: git checks out no such path. Then git itself says, standing at the work tree's root, whether the
repository can be read, under the person's own settings, since `safe.directory` is one of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.git.clean import Facts
from readiness_bot.reading.git.persons import FILES, configured, trusted
from readiness_bot.reading.git.process import Process, environment, program

_SECONDS = 30.0
_NONE = "fatal: not a git repository (or any"
_QUESTIONS = (
    "--is-inside-work-tree",
    "--show-cdup",
    "--is-shallow-repository",
    "--show-object-format",
    "--show-ref-format",
    "--git-dir",
    "--git-common-dir",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model's folder stands in its repository."""

    git: Git
    root: Path
    """The work tree's root."""
    prefix: str
    """With a closing slash; empty for the root."""
    shallow: bool


class _NoRepository(Exception):
    """Git passes this `.git` by."""


def place_of(directory: Path) -> Place | None:
    """The repository around a folder, or None where there is none. One git process.

    Raises NoGit, and CannotRead where git refuses it: then nothing is known, and nothing must be judged as if
    there were no history.
    """
    program()
    here = Path(os.path.realpath(directory))
    passed = ""
    for root in _upwards(here):
        try:
            return _opened(root, here)
        except _NoRepository as told:
            passed = passed or _refused(root, str(told))
    if passed:
        raise CannotRead(passed)
    if all((here / name).exists() for name in ("HEAD", "objects", "refs")):
        raise CannotRead(
            f"{directory} is a bare repository, which has no files; clone it and run this in the clone."
        )
    return None


def _upwards(here: Path) -> Iterator[Path]:
    """The folders that hold a `.git`, from the inside out; as git does, not beyond the file system."""
    try:
        device = here.stat().st_dev
        for folder in (here, *here.parents):
            if folder.stat().st_dev != device:
                return
            if os.path.lexists(folder / ".git"):
                yield folder
    except OSError as error:
        raise CannotRead(f"{here} cannot be read: {error.strerror}.") from error


def _opened(root: Path, here: Path) -> Place:
    inside, up, shallow, objects, references, *folders = _answers(root)
    if inside != "true" or len(folders) != 2:
        raise CannotRead(
            _refused(root, "its work tree is another folder (core.worktree), or its path has a line break")
        )
    if up:
        raise _NoRepository("fatal: not a git repository")
    own, shared = (Path(os.path.realpath(root / folder)) for folder in folders)
    prefix = os.path.relpath(here, root)
    if prefix == ".git" or prefix.startswith(".git/"):
        raise CannotRead(f"{here} lies inside git's own folder; name the model's folder.")
    facts = Facts(own, shared, objects, "files" if references.startswith("--") else references)
    return Place(Git(root, facts), root, "" if prefix == "." else f"{prefix}/", shallow == "true")


def _answers(root: Path) -> list[str]:
    """Git's own view of a repository.

    Reads its settings, and does nothing else that settings could change.
    """
    given = configured([*trusted(), ("safe.bareRepository", "explicit"), ("core.fsmonitor", "false")])
    process = Process(
        ["-C", str(root), "rev-parse", *_QUESTIONS],
        environment(
            given | {"GIT_CEILING_DIRECTORIES": str(root.parent)},
            ("HOME", "XDG_CONFIG_HOME", "SUDO_UID", *FILES),
        ),
        root,
        name="git rev-parse",
        seconds=_SECONDS,
    )
    try:
        output = b"".join(process.chunks(1 << 20))
        code, said = process.wait(), process.said()
    finally:
        process.close()
    if code == 0:
        return output.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")
    if said.startswith(_NONE):
        raise _NoRepository(said)
    raise CannotRead(_refused(root, said))


def _refused(root: Path, said: str) -> str:
    """Git's own first line, and what to do."""
    if "dubious ownership" in said:
        do = f"If you trust whoever owns it: git config --global --add safe.directory {root}"
    elif "bad config" in said or "bad numeric config" in said or "bad boolean config" in said:
        do = "Fix that line; `git status` says when it is right."
    elif "extension" in said or "repo version" in said:
        do = "A newer git may know it; otherwise clone the repository again."
    else:
        do = "Run `git status` there until it works."
    return f"git refuses to read {root}: {said}. Nothing was judged. {do}"
