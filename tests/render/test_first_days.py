"""The figure of the whole way on a model's first days, and wherever the plan lies: readable, and nothing actual past today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.histories import PLAN, History, audited, due
from tests.audits import SHAPES, item, late_governance, stages

from readiness_bot.audit.figures import Audit
from readiness_bot.render.audit import charts as audit_charts
from readiness_bot.render.audit import html as audit_html
from readiness_bot.render.audit.journey import journey
from readiness_bot.render.audit.plot import svg
from readiness_bot.vocabulary import Stage

Plan = dict[str, int] | None
LATE: Plan = {"development": -100, "evaluation": -60, "staging": -20, "production": 20}
PAST: Plan = {"development": -700, "evaluation": -650, "staging": -600, "production": -500}
FAR: Plan = {"development": 30, "evaluation": 400, "staging": 800, "production": 1090}
NEAR: Plan = {"development": 1, "evaluation": 2, "staging": 3, "production": 4}


def added(plan: Plan, stage: str = "design", *satisfied: str) -> History:
    """The folder came on 5 January 2026, in this stage."""
    return History().stage(stage).milestones(**(plan or {})).satisfy(*satisfied).commit(0)


def dated_later() -> History:
    return added(PLAN).stage("development").commit(30).stage("evaluation").commit(60)


BEGINNINGS: dict[str, Callable[[], History]] = {
    "a plan of four months": lambda: added(PLAN),
    "no plan": lambda: added(None),
    "a plan of days": lambda: added(NEAR),
    "a plan of three years": lambda: added(FAR),
    "in evaluation, and late": lambda: added(LATE, "evaluation", *due("design")),
    "planned live long ago": lambda: added(PAST, "staging", *due("design")),
    "live already": lambda: added(PAST, "production", *due("design")),
    "all is there": lambda: added(PLAN, "design", *due("design", "development", "evaluation", "staging", "production")),
    "commits dated later than today": dated_later,
}


def layers(spec: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each layer's mark with each of its rows."""
    for layer in spec["layer"]:
        for row in layer["data"]["values"]:
            yield layer["mark"], row


def domain(spec: dict[str, Any]) -> tuple[date, date]:
    start, end = spec["encoding"]["x"]["scale"]["domain"]
    return date.fromisoformat(start), date.fromisoformat(end)


def check(audit: Audit, wide: bool) -> None:
    spec = journey(audit, wide)
    assert spec is not None
    start, end = domain(spec)
    for mark, row in layers(spec):
        days = [date.fromisoformat(row[key][:10]) for key in ("start", "end", "at", "due") if key in row]
        assert [day for day in days if not start <= day <= end] == []
        if mark["type"] == "bar" and row["row"] != "planned":
            assert date.fromisoformat(row["end"]) <= audit.today
            assert row["start"] <= row["end"]


def fits(drawn: str, wide: bool) -> bool:
    """A figure that grew beyond its frame is shrunk by the page until nobody can read it."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ', drawn)
    assert found
    return float(found[1]) <= (audit_charts.WIDE if wide else audit_charts.NARROW) + 30


@pytest.mark.parametrize("days", [0, 1, 3, 7])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_first_days(beginning: str, days: int, tmp_path: Path) -> None:
    history = BEGINNINGS[beginning]()
    audit = audited(history.write(tmp_path), history.day(days))
    for wide in (True, False):
        check(audit, wide)
        for spec in (journey(audit, wide), audit_charts.burndown(audit, wide)):
            if spec:
                drawn = svg(spec)
                assert fits(drawn, wide)
                ticks = re.findall(r">(\d\d [A-Z][a-z]{2}|[A-Z][a-z]{2}(?: \d{4})?)<", drawn)
                assert len(ticks) == len(set(ticks))


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("shape", [name for name in SHAPES if name != "no_folder"])
def test_any_audit(shape: str, wide: bool) -> None:
    audit = SHAPES[shape]()
    check(audit, wide)
    spec = journey(audit, wide)
    assert spec is not None
    assert fits(svg(spec), wide)


def test_the_first_day() -> None:
    """One stage, one open item, a plan: each stands where it belongs."""
    today = date(2026, 5, 4)
    plan = {Stage.DEVELOPMENT: date(2026, 6, 1), Stage.EVALUATION: date(2026, 7, 13), Stage.PRODUCTION: date(2026, 8, 31)}
    audit = replace(
        late_governance(), today=today, stages=stages((Stage.DESIGN, today, None, None)), ahead=plan, production=None,
        evaluation_passed=None, items=(item("contract.identity", (today, None), today=today, plan=plan),),
    )  # fmt: skip
    spec = journey(audit, True)
    assert spec is not None
    assert domain(spec) == (today, date(2026, 9, 7))
    bars = [(row["row"], row["start"], row["end"], row.get("name") or row.get("after", "")) for mark, row in layers(spec) if mark["type"] == "bar"]
    assert bars == [
        ("planned", "2026-06-01", "2026-07-13", "development"),
        ("planned", "2026-07-13", "2026-08-31", "evaluation"),
        ("planned", "2026-08-31", "2026-09-07", ""),
        ("actual", "2026-05-04", "2026-05-04", "design"),
        ("0 Purpose and limits", "2026-05-04", "2026-05-04", ""),
    ]
    assert [row["name"] for mark, row in layers(spec) if mark["type"] == "rule"] == ["planned live 31 Aug", "today 4 May"]
    assert [row["due"] for mark, row in layers(spec) if mark["type"] == "tick"] == ["2026-06-01"]


@pytest.mark.parametrize(
    ("live", "end", "told"),
    [
        (date(9999, 12, 31), date(2029, 6, 27), "planned live 31 Dec 9999 →"),
        (date(2028, 1, 1), date(2028, 2, 1), "planned live 1 Jan 2028"),
        (date(1970, 1, 1), date(2026, 6, 1), "← planned live 1 Jan 1970"),
    ],
)
def test_a_plan_out_of_reach_is_named_at_the_edge(live: date, end: date, told: str) -> None:
    today = date(2026, 5, 4)
    audit = replace(
        late_governance(), today=today, stages=stages((Stage.DESIGN, today, None, None)), ahead={Stage.PRODUCTION: live}, production=None,
        evaluation_passed=None, items=(),
    )  # fmt: skip
    spec = journey(audit, True)
    assert spec is not None
    assert told in {row["name"] for _, row in layers(spec) if "at" in row}
    assert abs(domain(spec)[1] - end) < timedelta(days=60)
    assert fits(svg(spec), True)


DAYS = st.dates()


@given(DAYS, st.lists(DAYS, max_size=4), st.dictionaries(st.sampled_from(Stage), DAYS), st.booleans(), DAYS)
def test_any_days(today: date, moves: list[date], plan: dict[Stage, date], wide: bool, passed: date) -> None:
    """Whatever is planned for whenever: no bar past today, nothing beyond the axis, no error."""
    entered = sorted(min(day, today) for day in [*moves, today])
    order = [Stage.DESIGN, Stage.EVALUATION, Stage.STAGING, Stage.EVALUATION, Stage.STAGING]
    rows = [(stage, day, plan.get(stage), plan.get(stage)) for stage, day in zip(order, entered, strict=False)]
    audit = replace(
        late_governance(), today=today, stages=stages(*rows), ahead=plan, production=None, evaluation_passed=min(passed, today),
        items=tuple(item(name, (day, None), today=today, plan=plan) for name, day in zip(("contract.identity", "governance.logs"), entered, strict=False)),
    )  # fmt: skip
    check(audit, wide)


def test_the_words_of_the_first_day(tmp_path: Path) -> None:
    history = added(PLAN)
    page = audit_html.render(audited(history.write(tmp_path), history.day(0)))
    assert "8 blocking items are open, none of them past its due date." in page
    assert "readiness/; it was added today." in page
    assert "no governance item is past its due date" in page
