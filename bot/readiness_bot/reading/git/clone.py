"""Another repository on disk, for a look: its default branch's small files, and who wrote its newest commits.

Nothing of it is executed, and nothing of it configures git: the folder is made here, without a template and
so without hooks; its files are written by this module, so that no filter (`.gitattributes`, LFS) and no line
ending changes a byte; the index itself refuses paths such as `.git/config` (read-cache.c, verify_path). What
is a link, a submodule or larger than a readiness file may be is in the index, and not in the folder. The
token is in the environment of the fetch alone (`fetch.toward`): neither an argument nor a file of the clone
has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.fetch import fetched
from readiness_bot.reading.git.process import MOST_BYTES, Process, environment

MOST_FILE = 256 * 1024
"""Bytes: nothing that is read of a repository's files may be larger (`snapshot.MAX_FILE_BYTES`)."""
_MOST_FILES = 20_000
_MOST_TOTAL = 64 * 1024 * 1024
_DEPTH = 3000
"""Commits, merges among them, of which a thousand tell who builds the model."""
_ALL_SMALL = f"--filter=blob:limit={MOST_FILE + 1}"
_COMMITS = "--filter=tree:0"
"""https://git-scm.com/docs/git-rev-list, `--filter`."""
_BRANCH = re.compile(r"[^\s\\:?\[~^*\x00-\x20\x7f-][^\s\\:?\[~^*\x00-\x20\x7f]*")
"""git-check-ref-format, as far as a name could be taken for something else."""
_REGULAR = ("100644", "100755")


def clone(url: str, branch: str, folder: Path, given: Mapping[str, str], history: bool) -> str:
    """Make `folder` a clone, on that branch; the commit that it stands at.

    `url`: its address, without credentials, on the server that `given` names with its token
    (`GITHUB_SERVER_URL`, `GITHUB_TOKEN`). `history`: with the newest commits and the tags. Raises CannotRead.
    """
    if not _BRANCH.fullmatch(branch) or ".." in branch:
        raise CannotRead(f"{branch[:80]!r} is not a branch name that git accepts.")
    own = _made(folder, url, branch)
    git = _Git(folder)
    tip = f"refs/remotes/origin/{branch}"
    _fetch(folder, url, given, [f"+refs/heads/{branch}:{tip}"], "--depth=1", _ALL_SMALL)
    if history:
        # Tags say whether it has been released; both are commits alone, without trees or contents.
        wanted = [f"+refs/heads/{branch}:{tip}", "+refs/tags/*:refs/tags/*"]
        _fetch(folder, url, given, wanted, f"--depth={_DEPTH}", _COMMITS)
    git("update-ref", f"refs/heads/{branch}", tip)
    (own / "refs/remotes/origin/HEAD").write_text(f"ref: {tip}\n", encoding="utf-8")
    git("read-tree", "HEAD")
    _write_files(git, folder)
    return git("rev-parse", "--verify", "HEAD").decode().strip()


def clone_history(url: str, folder: Path, given: Mapping[str, str], also: str) -> None:
    """Make `folder` a clone of the default branch's whole past, without contents, and without a file of it.

    Contents are fetched when they are asked for, from the same address (`Git.source`). `also`: a branch that
    comes along where there is one. Raises CannotRead.
    """
    _made(folder, url, "main")
    tip = "refs/remotes/origin/main"
    wanted = [f"+HEAD:{tip}", f"+refs/heads/{also}*:refs/remotes/origin/{also}*"]
    _fetch(folder, url, given, wanted, "--filter=blob:none")
    _Git(folder)("update-ref", "refs/heads/main", tip)


def _made(folder: Path, url: str, branch: str) -> Path:
    """What `git init` makes, and the address: all that git asks of a repository (gitrepository-layout)."""
    own = folder / ".git"
    try:
        for name in ("objects", "refs/heads"):
            (own / name).mkdir(parents=True)
        (own / "HEAD").write_text(f"ref: refs/heads/{branch}\n", encoding="utf-8")
        quoted = url.replace("\\", "\\\\").replace('"', '\\"')
        (own / "config").write_text(_CONFIG.format(quoted), encoding="utf-8")
    except OSError as error:
        raise CannotRead(f"The clone could not be written: {error.strerror}.") from error
    return own


_CONFIG = """[core]
	repositoryformatversion = 0
	bare = false
[remote "origin"]
	url = "{}"
"""


class _Git:
    """Git in the clone, without anybody's settings."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        given = {"HOME": str(folder), "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        self._environment = environment({**given, "GIT_CEILING_DIRECTORIES": str(folder.parent)})

    def __call__(self, *arguments: str, stdin: bytes = b"") -> bytes:
        process = Process(arguments, self._environment, self._folder, name=f"git {arguments[0]}", stdin=stdin)
        try:
            output = b"".join(process.chunks(MOST_BYTES))
            if process.wait() != 0:
                raise CannotRead(f"git {arguments[0]} failed: {process.said()}")
            return output
        finally:
            process.close()


def _fetch(folder: Path, url: str, given: Mapping[str, str], wanted: Sequence[str], *options: str) -> None:
    noop = ("fetch.negotiationAlgorithm", "noop")
    said = fetched(folder / ".git", url, wanted, noop, *options, given=given)
    if said:
        raise CannotRead(f"git could not fetch {url}: {said.rstrip('.')}.")


def _write_files(git: _Git, folder: Path) -> None:
    listed = list(_index(git))
    names = dict.fromkeys(oid for mode, oid, _ in listed if mode in _REGULAR)
    asked = "".join(f"{oid}\n" for oid in names).encode()
    sizes = _sizes(git("cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=asked)) if names else {}
    skipped, count, total = list[bytes](), 0, 0
    some = dict[str, list[bytes]]()
    for mode, oid, path in listed:
        size = sizes.get(oid, MOST_FILE + 1) if mode in _REGULAR else MOST_FILE + 1
        if size > MOST_FILE or count == _MOST_FILES or total + size > _MOST_TOTAL:
            skipped.append(path)
            continue
        count, total = count + 1, total + size
        some.setdefault(oid, []).append(path)
    for oid, content in _contents(git, list(some), sizes):
        for path in some[oid]:
            _put(folder, path, content)
    if skipped:
        git("update-index", "-z", "--skip-worktree", "--stdin", stdin=b"\0".join([*skipped, b""]))


def _index(git: _Git) -> Iterator[tuple[str, str, bytes]]:
    """Mode, object and path of each entry."""
    for line in git("ls-files", "-z", "--stage").split(b"\0"):
        meta, _, path = line.partition(b"\t")
        if path:
            mode, oid, _ = meta.decode().split(" ")
            yield mode, oid, path


def _sizes(said: bytes) -> dict[str, int]:
    """What was left out, for it is large, is `missing`."""
    pairs = (line.split(" ") for line in said.decode().splitlines())
    return {name: int(size) for name, size in pairs if size.isdecimal()}


def _contents(git: _Git, names: Sequence[str], sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """As many at once as one answer may hold."""
    some, held = list[str](), 0
    for name in (*names, ""):
        if some and (not name or held + sizes[name] > MOST_BYTES // 2):
            yield from _batch(
                git("cat-file", "--batch", stdin="".join(f"{n}\n" for n in some).encode()), sizes
            )
            some, held = [], 0
        if name:
            some.append(name)
            held += sizes[name] + 100


def _batch(said: bytes, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """`NAME blob SIZE`, the content, and a line's end; one after the other."""
    at = 0
    while at < len(said):
        end = said.index(b"\n", at)
        name = said[at:end].split(b" ")[0].decode()
        start = end + 1
        at = start + sizes[name] + 1
        yield name, said[start : at - 1]


def _put(folder: Path, path: bytes, content: bytes) -> None:
    """Below `folder`, whatever git let pass."""
    parts = path.split(b"/")
    if any(part in (b"", b".", b"..") or part.lower() == b".git" for part in parts):
        raise CannotRead("A path of this repository leads out of it, so it is not read.")
    target = folder.joinpath(*(part.decode("utf-8", "surrogateescape") for part in parts))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise CannotRead(f"The clone could not be written: {error.strerror}.") from error
