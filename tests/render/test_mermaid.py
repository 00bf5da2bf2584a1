"""Diagrams as text: small, stable, and nobody's words in them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audits import LATE_STAGES, SHAPES, never_live

from readiness_bot.audit.figures import Period, Point
from readiness_bot.render.mermaid import MOST_SAMPLES, burndown, timeline
from readiness_bot.vocabulary import Stage

MONDAY = date(2026, 6, 1)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def series(text: str) -> list[list[int]]:
    return [[int(value) for value in found.split(", ")] for found in re.findall(r"(?:bar|line) \[(.*)\]", text)]


def test_a_burndown() -> None:
    points = [Point(day(0), 10, 0, 9), Point(day(7), 10, 4, 5), Point(day(12), 12, 4, 7), Point(day(21), 12, 12, 0)]
    assert burndown(points).splitlines()[2:] == [
        "xychart-beta",
        '  title "Upper line: due. Lower line: satisfied. Bars: open and blocking."',
        '  x-axis "Weeks since 1 Jun 2026" 0 --> 3.0',
        '  y-axis "Items" 0 --> 12',
        "  bar [9, 5, 7, 0]",
        "  line [10, 10, 12, 12]",
        "  line [0, 4, 4, 12]",
        "```",
    ]


@pytest.mark.parametrize(
    ("days", "axis", "satisfied"),
    [
        (1, '"Days from 1 Jun 2026" ["1 Jun", "2 Jun"]', [0, 4]),
        (3, '"Days from 1 Jun 2026" ["1 Jun", "2 Jun", "3 Jun", "4 Jun"]', [0, 4, 4, 4]),
        (15, '"Weeks since 1 Jun 2026" 0 --> 2.1', [0, 4, 4, 4]),
    ],
)
def test_the_first_days_have_names(days: int, axis: str, satisfied: list[int]) -> None:
    text = burndown([Point(day(0), 10, 0, 9), Point(day(1), 10, 4, 5)], day(days))
    assert f"  x-axis {axis}" in text.splitlines()
    assert series(text)[2] == satisfied


def test_a_quiet_day_changes_nothing() -> None:
    points = [Point(day(0), 10, 0, 9), Point(day(8), 10, 4, 5)]
    assert burndown([*points, Point(day(9), 10, 4, 5)]) == burndown([*points, Point(day(40), 10, 4, 5)]) == burndown(points)


def test_with_today_it_goes_on_until_then() -> None:
    text = burndown([Point(day(0), 10, 0, 9), Point(day(7), 10, 4, 5)], day(21))
    assert series(text) == [[9, 5, 5, 5], [10, 10, 10, 10], [0, 4, 4, 4]]


@pytest.mark.parametrize("points", [[], [Point(MONDAY, 10, 0, 9)], [Point(MONDAY, 3, 0, 3), Point(day(9), 3, 0, 3)]])
def test_without_time_there_is_no_burndown(points: list[Point]) -> None:
    assert burndown(points) == ""


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=60, unique_by=lambda row: row[0]))
def test_any_burndown_is_small_and_keeps_its_ends(rows: list[tuple[int, int, int]]) -> None:
    points = [Point(day(number), due, done, 0) for number, due, done in sorted(rows)]
    text = burndown(points)
    for values, ends in zip(series(text)[1:], ((points[0].due, points[-1].due), (points[0].satisfied, points[-1].satisfied)), strict=False):
        assert 2 <= len(values) <= MOST_SAMPLES
        assert (values[0], values[-1]) == ends


def test_a_timeline() -> None:
    assert timeline(LATE_STAGES, date(2026, 11, 23)).splitlines()[2:] == [
        "gantt",
        "  dateFormat YYYY-MM-DD",
        "  axisFormat %b %Y",
        "  tickInterval 1month",
        "  todayMarker off",
        "  section design",
        "  planned from 4 May 2026 :done, 2026-05-04, 2026-06-01",
        "  actual from 4 May 2026 :2026-05-04, 2026-06-01",
        "  section development",
        "  planned from 1 Jun 2026 :done, 2026-06-01, 2026-07-13",
        "  actual from 1 Jun 2026 :2026-06-01, 2026-07-20",
        "  section evaluation",
        "  planned from 13 Jul 2026 :done, 2026-07-13, 2026-08-03",
        "  actual from 20 Jul 2026, 7 days late :2026-07-20, 2026-08-10",
        "  section staging",
        "  planned from 3 Aug 2026, moved to 10 Aug 2026 :done, 2026-08-03, 2026-08-31",
        "  actual from 10 Aug 2026, 7 days late :2026-08-10, 2026-10-26",
        "  section production",
        "  planned from 31 Aug 2026, moved to 28 Sep 2026 :milestone, 2026-08-31, 0d",
        "  actual since 26 Oct 2026, 56 days late :2026-10-26, 2026-11-23",
        "  section today",
        "  23 Nov 2026 :milestone, 2026-11-23, 0d",
        "```",
    ]


def test_without_today_the_reader_s_browser_marks_it() -> None:
    text = timeline(never_live().stages, ahead={Stage.PRODUCTION: date(2026, 8, 31)})
    assert "todayMarker" not in text
    assert text.splitlines()[-5:] == [
        "  planned from 3 Aug 2026, moved to 10 Aug 2026 :done, 2026-08-03, 2026-08-31",
        "  actual since 10 Aug 2026, 7 days late :milestone, 2026-08-10, 0d",
        "  section production",
        "  planned from 31 Aug 2026 :milestone, 2026-08-31, 0d",
        "```",
    ]


def test_what_vendors_end_stands_below_the_stages() -> None:
    ends = {"vendors retire": [date(2027, 2, 1), date(2027, 8, 31)]}
    assert timeline(never_live().stages, ahead={Stage.PRODUCTION: date(2026, 8, 31)}, ends=ends).splitlines()[-4:] == [
        "  section vendors retire",
        "  1 Feb 2027 :milestone, 2027-02-01, 0d",
        "  31 Aug 2027 :milestone, 2027-08-31, 0d",
        "```",
    ]


@pytest.mark.parametrize(
    ("days", "actual"),
    [
        (0, "actual since 1 Jun 2026 :milestone, 2026-06-01, 0d"),
        (1, "actual since 1 Jun 2026 :2026-06-01, 2026-06-02"),
        (30, "actual since 1 Jun 2026 :2026-06-01, 2026-07-01"),
    ],
)
def test_what_is_actual_ends_today(days: int, actual: str) -> None:
    text = timeline([Period(Stage.DESIGN, day(0), None, None, None)], day(days), {Stage.PRODUCTION: day(200)})
    assert [line.strip() for line in text.splitlines() if "actual" in line] == [actual]


def test_back_to_an_earlier_stage() -> None:
    rows = [(Stage.EVALUATION, 0, 10), (Stage.STAGING, 10, 20), (Stage.EVALUATION, 20, 30), (Stage.STAGING, 30, None)]
    text = timeline([Period(stage, day(start), None if end is None else day(end), None, None) for stage, start, end in rows])
    assert text.splitlines()[7:] == [
        "  actual from 1 Jun 2026 :2026-06-01, 2026-06-11",
        "  again from 21 Jun 2026 :2026-06-21, 2026-07-01",
        "  section staging",
        "  actual from 11 Jun 2026 :2026-06-11, 2026-06-21",
        "  again since 1 Jul 2026 :milestone, 2026-07-01, 0d",
        "```",
    ]


def test_no_stage_no_timeline() -> None:
    assert timeline(()) == ""


@pytest.mark.parametrize("shape", SHAPES)
def test_they_hold_none_of_the_reader_s_text(shape: str) -> None:
    audit = SHAPES[shape]()
    for text in (burndown(audit.burndown, audit.today), timeline(audit.stages, audit.today)):
        assert "evil" not in text
        assert len(text) < 3000
