"""A line and its text: what goes in comes out, and nothing else is taken for a line."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.convention.policy import Policy
from readiness_bot.ledger.line import Line, Row, WrongLine, as_json, from_json
from readiness_bot.vocabulary import Stage, Status, Tier

TIMES = st.integers(1_600_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
DAY = date(2026, 11, 20)
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


WRITTEN = (
    '{"schema":1,"time":"2026-11-20T09:30:15Z","day":"2026-11-20","commit":"' + "a" * 40 + '","tree":"' + "b" * 40 + '","model":"churn",'
    '"stage":"staging","tier":"high","version":"1.0.0","policy":{"require_verified":false,"waiver_days":30},"wrong":2,'
    '"statuses":{"fallback.drill":"not-applicable"},"evidence":['
    '{"item":"governance.go-live","claim":"c1","who":"","answer":"verified","told":"caf\\u00e9","asked":"2026-11-20","since":"2026-11-01",'
    '"on":{"pull":42,"pushed_by":["ana"],"commit":"abc"}},'
    '{"item":"fallback.drill","claim":"c2","who":"omar","answer":"refuted","fix":"ask","asked":"2026-11-20"}]}'
)  # fmt: skip
"""As the first version that kept a ledger wrote it. What is on a branch stays there: neither the order nor a byte may change."""


def test_a_line_is_written_as_ever() -> None:
    rows = (
        Row("governance.go-live", "c1", "", "verified", "café", "", DAY, date(2026, 11, 1), (("pull", 42), ("pushed_by", ("ana",)), ("commit", "abc"))),
        Row("fallback.drill", "c2", "omar", "refuted", "", "ask", DAY),
    )  # fmt: skip
    line = Line(
        datetime(2026, 11, 20, 9, 30, 15, 700, UTC), DAY, "a" * 40, "b" * 40, "churn", Stage.STAGING, Tier.HIGH, "1.0.0", Policy(), 2,
        {"fallback.drill": Status.NOT_APPLICABLE}, rows,
    )  # fmt: skip
    assert as_json(line) == WRITTEN
    assert as_json(replace(line, evidence=None)).endswith('"evidence":null}')
    assert as_json(from_json(WRITTEN)) == WRITTEN


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(ODD, st.data())
def test_any_value_in_any_place_is_read_or_refused(value: object, data: st.DataObject) -> None:
    """Who may write the branch may write anything: no other exception than WrongLine."""
    line: Any = json.loads(WRITTEN)
    place = line
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    with suppress(WrongLine):
        as_json(from_json(json.dumps(line)))


@pytest.mark.parametrize("place", ["evidence", "policy", "statuses", "model", "time", "schema"])
def test_what_is_nested_without_end_is_refused(place: str) -> None:
    deep = WRITTEN.removesuffix("}") + f',"{place}":' + "[" * 50_000 + "]" * 50_000 + "}"
    with pytest.raises(WrongLine):
        from_json(deep)


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
        ("commit", "HEAD", "its commit or tree is not a git object name"),
        ("tree", 7, "its commit or tree is not a git object name"),
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
