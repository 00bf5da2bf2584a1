"""Readiness files at single commits, from the local clone, as far as it has them. I/O only through `Git`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git import Git
from readiness_bot.reading.snapshot import MAX_FILE_BYTES

CONTRACT_FILE = "contract.yaml"


def read_contents(
    git: Git, prefixes: Sequence[str], pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], bytes | None]:
    """(commit, `governance.yaml`) → its bytes, None where that commit has no such file.

    Commits that are not here are left out, and those in which the model stands nobody knows where.

    `prefixes`: the model's folder, and where it stood before it moved.
    """
    wanted = list(pairs)
    if len(prefixes) == 1:
        return _read(git, prefixes[0], wanted)
    asked = [(commit, CONTRACT_FILE) for commit in dict.fromkeys(commit for commit, _ in wanted)]
    contracts = [_read(git, prefix, asked) for prefix in prefixes]
    found: dict[tuple[str, str], bytes | None] = {}
    places = {
        pair[0]: stood_in(prefixes, [read[pair] for read in contracts])
        for pair in asked
        if all(pair in read for read in contracts)
    }
    for prefix in prefixes:
        found |= _read(git, prefix, [pair for pair in wanted if places.get(pair[0]) == prefix])
    return found


def stood_in(prefixes: Sequence[str], contracts: Sequence[bytes | None]) -> str | None:
    """In which of its folders a model stood at a commit, by the contract.yaml in each; None: nobody knows.

    One answer for all files: else whoever lays out a file where the folder will move to has it taken for what
    was approved. Names do not help where two models stand: a branch can change them for an hour.
    """
    there = [prefix for prefix, text in zip(prefixes, contracts, strict=True) if text is not None]
    if not there:
        return prefixes[-1]
    return there[0] if len(there) == 1 else None


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
