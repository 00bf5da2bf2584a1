"""The order of a whole run."""

from __future__ import annotations

from pathlib import Path

from tests.order import LONGEST, place

ROOT = Path(__file__).parent.parent


def test_what_is_named_is_there() -> None:
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []


def test_the_longest_come_first_and_the_rest_stays_as_it_was() -> None:
    collected = ["tests/a/test_a.py::test_b", f"{LONGEST[1]}::test_a[x::y]", "tests/a/test_a.py::test_a", f"{LONGEST[0]}::TestA::test_a"]
    assert sorted(collected, key=place) == [collected[3], collected[1], collected[0], collected[2]]
