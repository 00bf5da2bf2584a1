"""The scan's file: what is read is what was written, and no other file is taken for one."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models import EXAMPLE

from readiness_bot.judging.evaluate import evaluate
from readiness_bot.portfolio.row import Row, row_of
from readiness_bot.portfolio.scan import Head, Scan, Shard, WrongScan, merged, read, row_text, written
from readiness_bot.reading.worktree import read_worktree

DAY = date(2026, 11, 26)
HEAD = Head(DAY, "folder", version="1.0.0")
FULL = row_of(evaluate(read_worktree(EXAMPLE), date(2027, 3, 1)), Row("acme/fraud", url="https://example.com/acme/fraud"))


def text_of(head: Head, *rows: Row) -> str:
    return "".join(written(head, map(row_text, rows)))


@pytest.mark.parametrize("rows", [(), (Row("a"),), (Row("a", error="it cannot be read."), FULL, replace(FULL, folder="models/x/"))])
def test_what_is_written_is_read(rows: tuple[Row, ...]) -> None:
    assert read(text_of(HEAD, *rows)) == Scan(HEAD, rows)


def test_a_row_is_a_line() -> None:
    assert text_of(HEAD, Row("a"), Row("b")).count("\n") == 4


def test_what_an_older_version_wrote() -> None:
    """It knew fewer keys."""
    assert read('{"schema": 1, "scanned": "2026-11-26", "source": "folder", "repositories": [{"name": "a"}]}').rows == (Row("a"),)


@pytest.mark.parametrize("count", [2, 3, 7])
def test_parts_hold_each_name_once(count: int) -> None:
    names = [f"acme/m{number}" for number in range(50)]
    parts = [Shard(number, count) for number in range(1, count + 1)]
    assert sorted(name for part in parts for name in names if part.holds(name)) == sorted(names)


def part(number: int, of: int, *rows: Row, **head: Any) -> Scan:
    return Scan(replace(HEAD, shard=Shard(number, of), **head), rows)


APART = {
    "part 2 of 3 is missing": (part(1, 3), part(3, 3)),
    "part 1 of 2 is there twice": (part(1, 2), part(1, 2)),
    "a stands in more than one of them": (part(1, 2, Row("a")), part(2, 2, Row("a"))),
    "they are parts of different scans: of 2 and of 3 parts": (part(1, 2), part(2, 3)),
    "one of them is a whole scan already; give the parts alone": (part(1, 2), Scan(HEAD, ())),
    "they are no parts of one scan: their day differs (2026-11-25 and 2026-11-26)": (part(1, 2), part(2, 2, scanned=date(2026, 11, 25))),
    "they are no parts of one scan: their policy differs (acme v2 and none)": (part(1, 2), part(2, 2, policy="acme v2")),
}


@pytest.mark.parametrize("told", APART)
def test_what_does_not_belong_together(told: str) -> None:
    with pytest.raises(WrongScan) as error:
        merged(APART[told])
    assert str(error.value) == told


WHOLE = json.loads(text_of(HEAD, FULL))
SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ANYTHING = st.recursive(SIMPLE, lambda below: st.lists(below, max_size=2) | st.dictionaries(st.text(max_size=3), below, max_size=2))


@given(st.sampled_from(sorted(WHOLE)), st.sampled_from(sorted(WHOLE["repositories"][0])), ANYTHING, st.booleans())
def test_a_strange_file_is_read_or_refused(key: str, inner: str, odd: object, in_row: bool) -> None:
    data = json.loads(json.dumps(WHOLE))
    if in_row:
        data["repositories"][0][inner] = odd
    else:
        data[key] = odd
    with suppress(WrongScan):
        read(json.dumps(data))
