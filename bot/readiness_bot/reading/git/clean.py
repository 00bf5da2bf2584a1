"""A git directory of our own, in the place of the repository's.

Git believes what stands in `.git/config`: it starts the programs that it names (fsmonitor, filters, ssh,
credential helpers, upload-pack of a promisor remote), follows includes, and prints what settings such as
`diff.relative` say. Lists of harmful keys are never complete, so none of it is read: every process gets a
fresh directory whose configuration is the few lines below, with links to what is data: objects, references,
the index. Users' and systems' settings are left out too, so that the answers are the same on every machine.
Tried with git 2.39.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.process import environment
from readiness_bot.stopping import held

_SHARED = ("objects", "refs", "packed-refs", "shallow", "reftable")
_PSEUDO = ("FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "AUTO_MERGE")
_CONFIG = """[core]
	repositoryformatversion = 1
	bare = false
	commitGraph = false
	multiPackIndex = false
	fsmonitor = false
	hooksPath = /dev/null
	excludesFile = /dev/null
	attributesFile = /dev/null
	bigFileThreshold = 1m
[protocol]
	allow = never
[gc]
	auto = 0
"""
"""A commit-graph or a multi-pack index could claim parents and objects that are none. Large objects are
streamed, not held."""
_MAC = "[core]\n\tignoreCase = true\n\tprecomposeUnicode = true\n"
_SMALL = 64 * 1024
_PREFIX = "readiness-git-"
_DAY = 24 * 60 * 60.0
_CLEARED: set[Path] = set()
"""Temporary folders in which this process has looked for what killed runs left."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What git itself says about a repository."""

    own: Path
    """Git's folder of this worktree, where `HEAD` is."""
    shared: Path
    """Git's folder of all worktrees, where the references and objects are."""
    objects: str
    """`sha1` or `sha256`."""
    references: str
    """`files` or `reftable`; git before 2.45 does not tell, and knows the first alone."""


class CleanDirectory:
    """Lives as long as it is used; `remove` takes it away."""

    def __init__(self, facts: Facts) -> None:
        """Raises CannotRead."""
        _refuse_alternates(facts.shared)
        try:
            self.top = Path(tempfile.mkdtemp(prefix=_PREFIX))
            _clear_beside(self.top)
            self.shared = self.top / "git"
            self.own = self.shared
            self._share(facts)
            if facts.own == facts.shared:
                self._own(facts.own, self.shared)
            else:
                self.own = self.top / "worktree"
                self.own.mkdir()
                (self.own / "commondir").write_text(f"{self.shared}\n", encoding="utf-8")
                self._own(facts.own, self.own)
                _link(facts.own / "refs", self.own / "refs")
                _link(facts.own / "reftable", self.own / "reftable")
        except OSError as error:
            raise CannotRead(
                f"No temporary folder for git's settings can be written ({error.strerror}); set TMPDIR to"
                " one."
            ) from error
        self.environment = environment(
            {
                "HOME": str(self.top),
                "XDG_CONFIG_HOME": str(self.top),
                "GIT_CONFIG_GLOBAL": os.devnull,
                "GIT_CONFIG_NOSYSTEM": "1",
            }
        )

    def _share(self, facts: Facts) -> None:
        self.shared.mkdir()
        (self.shared / "info").mkdir()
        extensions = f"[extensions]\n\tobjectFormat = {facts.objects}\n"
        if facts.references != "files":
            extensions += f"\trefStorage = {facts.references}\n"
        text = _CONFIG + (_MAC if sys.platform == "darwin" else "") + extensions
        (self.shared / "config").write_text(text, encoding="utf-8")
        for name in _SHARED:
            _link(facts.shared / name, self.shared / name)
        _link(facts.shared / "info" / "exclude", self.shared / "info" / "exclude")
        _copy_head(facts.shared, self.shared)

    @staticmethod
    def _own(source: Path, target: Path) -> None:
        _copy_head(source, target)
        for name in ("index", "logs", *_PSEUDO):
            _link(source / name, target / name)
        for entry in os.scandir(source):
            if entry.name.startswith("sharedindex."):
                _link(source / entry.name, target / entry.name)

    def remove(self) -> None:
        with held():
            shutil.rmtree(self.top, ignore_errors=True)


def _clear_beside(top: Path) -> None:
    """Remove what this person's killed runs left there, once a process: such a folder may hold many thousand
    names, and a run over many repositories makes a directory for each.

    A folder less than a day older than ours may be in use.
    """
    if top.parent in _CLEARED:
        return
    _CLEARED.add(top.parent)
    ours = top.stat()
    with suppress(OSError), os.scandir(top.parent) as found:
        for entry in found:
            if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                theirs = entry.stat(follow_symlinks=False)
                if theirs.st_uid == ours.st_uid and theirs.st_mtime < ours.st_mtime - _DAY:
                    shutil.rmtree(entry.path, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    """A link to what is there. A pipe or a device in the place of a file would keep git waiting."""
    try:
        kind = source.stat().st_mode
    except OSError:
        return
    if stat.S_ISREG(kind) or stat.S_ISDIR(kind):
        target.symlink_to(source)


def _copy_head(source: Path, target: Path) -> None:
    """Git takes no link for a HEAD, unless it leads to a reference's name, as very old ones do."""
    head = source / "HEAD"
    text = f"ref: {head.readlink()}\n".encode() if head.is_symlink() else read_small(head)
    (target / "HEAD").write_bytes(text)


def read_small(path: Path) -> bytes:
    """A regular file of at most 64 KiB; empty where there is none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(handle, _SMALL) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(handle)


def _refuse_alternates(shared: Path) -> None:
    """Objects of another repository, which this one names: they may be anybody's."""
    path = shared / "objects" / "info" / "alternates"
    if not os.path.lexists(path):
        return
    named = [line for line in read_small(path).splitlines() if line.strip() and not line.startswith(b"#")]
    if named or not path.is_file():
        raise CannotRead(
            f"This repository borrows another one's objects ({path}), and those are not read. "
            "`git repack -a -d` copies them here; then delete that file and run this again."
        )
