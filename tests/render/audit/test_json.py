"""An audit as JSON is an interface: a field that gets another name in `audit/figures.py` would take a key from somebody's dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.audits import late_governance, never_live

from readiness_bot.audit.figures import PersonBottleneck
from readiness_bot.render.audit.json import as_data

FIGURES = (
    "schema model today since adopted version last_mile_weeks evaluation_passed production planned_weeks stall_weeks "
    "readiness_stall_weeks cost_of_delay value_per_week parallelism_percent late_governance late_governance_after_evaluation "
    "items bottlenecks {by_person}fix_first fix_first_roles fix_first_files first burndown stages forecast notes"
)

ROWS = {
    "first": "what saves_weeks cost",
    "first.cost": "amount currency",
    "cost_of_delay": "amount currency",
    "bottlenecks": "role open_days sole_blocker_days",
    "bottlenecks_by_person": "person open_days sole_blocker_days",
    "fix_first": "id sole_blocker_weeks cost",
    "fix_first.cost": "amount currency",
    "items": "id role severity status owner opened closed intervals days_open due_date due_date_baseline late_days late_days_baseline",
    "items.intervals": "opened closed",
    "burndown": "date due satisfied open_blocking scope",
    "stages": "stage entered left planned baseline",
    "forecast": "method ready ready_earliest ready_latest target items cost_of_a_week warnings",
    "forecast.items": "id due_date expected late_days",
    "forecast.cost_of_a_week": "amount currency",
}


def keys(data: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Every place that holds rows or a block → the keys of each, in their order."""
    if isinstance(data, list):
        for each in data:
            yield from keys(each, at)
    elif isinstance(data, dict):
        yield at, " ".join(data)
        for key, below in data.items():
            yield from keys(below, f"{at}.{key}".removeprefix("."))


def test_the_keys_and_their_order() -> None:
    assert " ".join(as_data(never_live())) == FIGURES.format(by_person="")
    by_person = as_data(replace(late_governance(), bottlenecks_by_person=()))
    assert " ".join(by_person) == FIGURES.format(by_person="bottlenecks_by_person ")


def test_the_keys_of_rows() -> None:
    late = replace(late_governance(), bottlenecks_by_person=(PersonBottleneck("ana-ruiz", 3, 1),))
    found = {pair for audit in (late, never_live()) for pair in keys(as_data(audit)) if pair[0]}
    rows = set(ROWS.items()) | {("fix_first_roles", ROWS["fix_first"]), ("fix_first_roles.cost", "amount currency"), ("value_per_week", "amount currency")}
    assert found == rows
