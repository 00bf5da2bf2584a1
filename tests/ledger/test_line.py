"""A line and its text: what goes in comes out, and nothing else is taken for a line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.convention.policy import Policy
from readiness_bot.ledger.line import Line, Row, WrongLine, as_json, from_json
from readiness_bot.vocabulary import Stage, Status, Tier

TIMES = st.integers(1_600_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TEXT = st.text(max_size=30)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
BASIS = st.lists(st.tuples(st.text(min_size=1, max_size=9), st.integers(0) | TEXT | st.lists(TEXT).map(tuple)), unique_by=lambda pair: pair[0]).map(tuple)
ROWS = st.builds(
    Row, item=TEXT, claim=TEXT, who=TEXT, answer=st.sampled_from(["verified", "refuted", "unknown"]), told=TEXT, fix=TEXT,
    asked=DAYS, since=st.none() | DAYS, on=BASIS,
)  # fmt: skip
HASH = st.text("0123456789abcdef", min_size=40, max_size=40)
LINES = st.builds(
    Line, time=TIMES,
    day=DAYS, commit=HASH, tree=HASH, model=TEXT, stage=st.sampled_from(Stage), tier=st.sampled_from(Tier), version=TEXT,
    policy=st.builds(Policy, st.booleans(), st.integers(1, 99)), wrong=st.integers(0, 9),
    statuses=st.dictionaries(TEXT, st.sampled_from(Status)), evidence=st.none() | st.lists(ROWS).map(tuple),
)  # fmt: skip


@given(LINES)
def test_what_goes_in_comes_out(line: Line) -> None:
    text = as_json(line)
    assert text.isascii()
    assert len(text.splitlines()) == 1
    again = from_json(text)
    assert (again, again.time, again.day, again.commit, again.version) == (line, line.time, line.day, line.commit, line.version)
    assert days(again) == days(line)


def days(line: Line) -> list[tuple[date, date | None]]:
    return [(row.asked, row.since) for row in line.evidence or ()]


@given(LINES, LINES)
def test_a_line_says_something_new_or_not(one: Line, other: Line) -> None:
    """When, where and by which version it was found is no news."""
    said = (one.tree, one.model, one.stage, one.tier, one.policy, one.wrong, one.statuses, one.evidence)
    assert (one == other) is (said == (other.tree, other.model, other.stage, other.tier, other.policy, other.wrong, other.statuses, other.evidence))


@given(
    st.text() | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)).map(str)
)
def test_nothing_else_is_a_line(text: str) -> None:
    with pytest.raises(WrongLine):
        from_json(text)


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("commit", "HEAD", "its commit or tree is no name that git gives"),
        ("tree", 7, "its commit or tree is no name that git gives"),
        ("stage", "live", "it is not written as the bot writes one"),
        ("policy", None, "it is not written as the bot writes one"),
        ("policy", {"require_verified": False, "waiver_days": 10**30}, "its waivers would hold longer than 3650 days, or not at all"),
        ("wrong", float("inf"), "it is not written as the bot writes one"),
        ("time", "0001-01-01T00:00:00+23:59", "it is not written as the bot writes one"),
        ("model", "\ud800", "it is not written as the bot writes one"),
        ("schema", "x" * 999, "its schema is 'xxxxxxxxxxxxxxxxxxx, and this version of readiness-bot reads 1"),
        ("statuses", [], "it is not written as the bot writes one"),
        ("evidence", [{"item": "x"}], "it has no 'answer'"),
        ("evidence", [{"answer": "yes"}], "one of its answers is neither verified, refuted nor unknown"),
    ],
)
def test_a_wrong_value(key: str, value: object, why: str) -> None:
    line = Line(
        datetime(2026, 11, 20, tzinfo=UTC), date(2026, 11, 20), "a" * 40, "b" * 40, "churn", Stage.STAGING, Tier.HIGH, "1.0.0", Policy(), 0, {}, (),
    )  # fmt: skip
    with pytest.raises(WrongLine) as error:
        from_json(json.dumps(json.loads(as_json(line)) | {key: value}))
    assert str(error.value) == why
