"""Readiness files at single commits, from the local clone, as far as it has them. I/O only through `Git`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.snapshot import MAX_FILE_BYTES


def read_contents(
    git: Git, prefix: str, pairs: Iterable[tuple[str, str]], former: Sequence[str] = ()
) -> dict[tuple[str, str], bytes | None]:
    """(commit, `governance.yaml`) → its bytes, None where that commit has no such file.

    Commits that are not here are left out.

    `former`: where the folder stood before it moved; looked at where a commit has nothing at `prefix`.
    """
    found = _read(git, prefix, pairs)
    for place in former:
        missing = [pair for pair, content in found.items() if content is None]
        found |= _read(git, place, missing) if missing else {}
    return found


def _read(git: Git, prefix: str, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bytes | None]:
    wanted = list(dict.fromkeys(pairs))
    try:
        here = git.are_commits(commit for commit, _ in wanted)
        wanted = [pair for pair in wanted if here[pair[0]]]
        names = git.names_of(f"{commit}:{prefix}readiness/{name}" for commit, name in wanted)
        blobs = git.blobs((name for name in names if name), MAX_FILE_BYTES)
    except CannotRead:  # a partial clone that cannot fetch what it left out
        return {}
    return {
        pair: None if name is None else blobs[name]
        for pair, name in zip(wanted, names, strict=True)
        if name is None or name in blobs
    }
