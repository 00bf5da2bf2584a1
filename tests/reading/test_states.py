"""Git's log as commits, however its bytes arrive."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.reading.states import Commit, Log

ID, LINE = "a" * 40, f":100644 100644 {'1' * 40} {'2' * 40} M"


class Said:
    """In the place of a git that is at work."""

    def __init__(self, chunks: list[bytes]) -> None:
        self.chunks = chunks

    def stream(self, *arguments: str) -> list[bytes]:
        return self.chunks


def commits(*chunks: bytes) -> list[Commit]:
    git: Any = Said(list(chunks))
    return list(Log(git))


def entry(*paths: str, seconds: object = 7, email: str = "a@b.io") -> str:
    """One commit, as `git log --raw -z` writes it."""
    return f"{ID}\0{seconds}\0{email}\0" + "".join(f"{'' if number else chr(10)}{LINE}\0{path}\0" for number, path in enumerate(paths))


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("", []),
        (entry(), [()]),
        (entry("a", "b/c") + entry() + entry("d"), [("a", "b/c"), (), ("d",)]),
        (entry("a\nb", " ", "ü", "\udcff"), [("a\nb", " ", "ü", "\udcff")]),
        (entry(ID, "a") + entry("b"), [(ID, "a"), ("b",)]),  # a path that looks like a commit
        (entry(LINE, "a"), [(LINE, "a")]),
    ],
)
def test_what_commits_changed(said: str, changed: list[tuple[str, ...]]) -> None:
    found = commits(said.encode("utf-8", "surrogateescape"))
    assert [commit.changes[1::2] for commit in found] == changed
    assert all(line == LINE for commit in found for line in commit.changes[::2])


def test_who_and_when() -> None:
    assert commits(entry("a", seconds=-5).encode()) == [Commit(ID, -5, "a@b.io", (LINE, "a"))]


@pytest.mark.parametrize(
    ("seconds", "committed"),
    [("7", 7), ("-5", -5), ("", -1), ("x", -1), ("253402300800", 253402300800), ("9" * 5000, 1 << 62), ("1 2", -1), ("\u0663", -1)],
)
def test_a_date_may_be_anything(seconds: str, committed: int) -> None:
    assert [commit.committed for commit in commits(entry("a", seconds=seconds).encode())] == [committed]


@pytest.mark.parametrize("email", ["", " ", "a\x01b@x.io", f"\x01{ID} 7 evil@b.io", f":{LINE}", ID, "\n:100644", "\udcff"])
def test_an_address_may_be_anything(email: str) -> None:
    said = entry("a", email=email) + entry(email=email) + entry("b", email=email)
    found = commits(said.encode("utf-8", "surrogateescape"))
    assert [(commit.id, commit.email, commit.changes[1::2]) for commit in found] == [(ID, email, ("a",)), (ID, email, ()), (ID, email, ("b",))]


def test_an_address_of_a_megabyte_is_cut() -> None:
    [commit] = commits(*[b"%s\x007\0" % ID.encode(), *[b"a" * 65536] * 16, b"\0"])
    assert commit.email == "a" * 256


@given(st.lists(st.integers(1, 40), max_size=60))
def test_the_bytes_may_arrive_in_any_pieces(sizes: list[int]) -> None:
    said = (entry("a", "ü/b") + entry() + entry(ID)).encode()
    pieces = []
    rest = said
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]
    assert commits(*[piece for piece in [*pieces, rest] if piece]) == commits(said)
