"""Lines for a terminal: broken at blanks alone, measured in its columns, and coloured without changing a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.text.escape import wide
from readiness_bot.text.layout import BLANK, Part, Tone, beside, flow, part, plain_rows, trimmed

TEXT = "write   purpose: TEXT   (what it predicts)"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (TEXT, 80, ["  write   purpose: TEXT   (what it predicts)"]),
        (TEXT, 30, ["  write   purpose: TEXT", "    (what it predicts)"]),
        ("a path/that/is/much/wider/than/the/line:1:2 stands alone", 20, ["  a", "    path/that/is/much/wider/than/the/line:1:2", "    stands alone"]),
        ("名前 名前 名前", 11, ["  名前 名前", "    名前"]),
        ("", 20, []),
        ("   ", 20, []),
    ],
)
def test_flow(text: str, width: int, lines: list[str]) -> None:
    assert plain_rows(flow([part(text)], width, 2, 4)).splitlines() == lines


def test_a_command_is_never_broken() -> None:
    told = [Part("5 pieces of advice: "), Part("readiness check models/churn --all", whole=True)]
    assert plain_rows(flow(told, 40, 0, 2)).splitlines() == ["5 pieces of advice:", "  readiness check models/churn --all"]


PLACE, SHORT, LONG = part("readiness/contract.yaml:5:8"), part("stage: staging"), part("write the whole thing again in words that fill more than forty columns")


@pytest.mark.parametrize(
    ("told", "width", "column", "lines"),
    [
        (SHORT, 60, 0, ["  readiness/contract.yaml:5:8  stage: staging"]),
        (SHORT, 60, 27, ["  readiness/contract.yaml:5:8", "    stage: staging"]),
        (SHORT, 80, 30, ["  readiness/contract.yaml:5:8     stage: staging"]),
        (LONG, 60, 0, ["  readiness/contract.yaml:5:8", "    write the whole thing again in words that fill more than", "      forty columns"]),
        (
            LONG,
            80,
            0,
            ["  readiness/contract.yaml:5:8  write the whole thing again in words that fill", "                               more than forty columns"],
        ),
    ],
)
def test_a_place_and_what_to_write_there(told: Part, width: int, column: int, lines: list[str]) -> None:
    assert plain_rows(beside(PLACE, [[told]], width, 2, column)).splitlines() == lines


def test_blank_rows_stand_alone_and_not_at_an_end() -> None:
    one = (Part("x"),)
    assert trimmed([BLANK, one, BLANK, BLANK, one, BLANK]) == (one, BLANK, one)


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(Tone))), st.integers(20, 100))
def test_nothing_gets_lost_and_no_line_with_two_words_is_too_wide(pieces: list[tuple[str, Tone]], width: int) -> None:
    parts = [part(text, tone) for text, tone in pieces]
    rows = list(flow(parts, width))
    assert "".join(piece.text for row in rows for piece in row).replace(" ", "") == "".join(piece.text for piece in parts).replace(" ", "")
    for row in rows:
        line = "".join(piece.text for piece in row)
        assert wide(line) <= width or " " not in line.strip()
