"""A portfolio's figures: rows in, one line each out."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from tests.audits import SHAPES, late_governance
from tests.fleets import ALERTS, COMPLIANCE, DRILL, RUNBOOK, earlier, hostile, item, model, scan, small
from tests.rows import DAY

from readiness_bot.audit.figures import Money
from readiness_bot.portfolio.audits import Past, past, rebuilt
from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.defined import definitions
from readiness_bot.portfolio.figures import TERMS, Portfolio
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Scan
from readiness_bot.portfolio.trends import Trail
from readiness_bot.render.audit.json import as_data
from readiness_bot.text.data import data_of
from readiness_bot.vocabulary import Role, Stage, Timing

FOUND = portfolio(small())


def EUR(amount: float) -> Money:  # noqa: N802
    return Money(amount, "EUR")


def USD(amount: float) -> Money:  # noqa: N802
    return Money(amount, "USD")


def test_every_figure_is_declared() -> None:
    around = {"scanned", "today", "source", "policy", "notes"}
    assert {name.partition(".")[0] for term in TERMS for name in term.fields} == {each.name for each in fields(Portfolio)} - around


def keys(told: object) -> set[str]:
    below = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return {*(told if isinstance(told, dict) else ()), *(key for each in below for key in keys(each))}


def test_every_key_of_the_json_is_documented() -> None:
    around = {"scanned", "today", "source", "policy", "notes", "amount", "currency", "it is archived"}
    assert {key for key in keys(data_of(FOUND)) - around if not re.search(rf"[`.]{key}`", definitions())} == set()


def test_how_many_there_are() -> None:
    assert (FOUND.repositories, FOUND.models, FOUND.ready, FOUND.ready_percent, FOUND.absent) == (10, 6, 2, 33, 2)
    assert portfolio(scan()).ready_percent is None
    assert FOUND.left_out == {"it is archived": 1}


def test_models_by_stage() -> None:
    assert [(row.stage, row.models, row.ready, row.stalled) for row in FOUND.stages if row.models] == [
        (Stage.EVALUATION, 1, 1, 0),
        (Stage.STAGING, 4, 0, 4),
        (Stage.PRODUCTION, 1, 1, 0),
    ]
    lost = portfolio(scan(replace(model("a/b"), stage=None))).stages[-1]
    assert (lost.stage, lost.models) == (None, 1)


def test_what_blocks_most_often() -> None:
    assert [(row.id, row.models, row.repositories, row.percent, row.late, row.common) for row in FOUND.blockers] == [
        (COMPLIANCE, 3, 3, 50, 3, True),
        (DRILL, 1, 1, 16, 1, False),
        (RUNBOOK, 1, 1, 16, 1, False),
        (ALERTS, 1, 1, 16, 0, False),
    ]
    assert FOUND.blockers[0].places == ("acme/fraud", "acme/churn", "acme/pricing")


COMMON = {
    "two repositories": ([("a/1", ""), ("a/2", "")], 2, False),
    "three models of two repositories": ([("a/1", "x/"), ("a/1", "y/"), ("a/2", "")], 0, False),
    "three of ten": ([("a/1", ""), ("a/2", ""), ("a/3", "")], 7, True),
    "three of eleven": ([("a/1", ""), ("a/2", ""), ("a/3", "")], 8, False),
}


@pytest.mark.parametrize("case", COMMON)
def test_a_gap_that_many_share_is_a_platform_s(case: str) -> None:
    gaps, others, common = COMMON[case]
    rows = [model(name, item(COMPLIANCE), folder=folder) for name, folder in gaps]
    [blocker] = portfolio(scan(*rows, *(model(f"b/{number}") for number in range(others)))).blockers
    assert blocker.common is common


def test_delay_by_role() -> None:
    shown = [(row.role, row.models, row.items, row.late_models, row.days_late, row.longest, row.undated, row.alone_days) for row in FOUND.roles]
    assert shown == [
        (Role.COMPLIANCE, 3, 3, 3, 46, 30, 1, 22),
        (Role.OPERATIONS, 2, 2, 2, 8, 5, 0, 0),
        (Role.DEVELOPER, 1, 1, 0, 0, 0, 0, 0),
        (Role.APPROVER, 0, 0, 0, 0, 0, 0, 6),
    ]
    assert [row.per_week for row in FOUND.roles] == [(EUR(31000), USD(9000)), (EUR(18000),), (), ()]


def test_days_go_on_after_the_scan() -> None:
    week_later = portfolio(small(), today=DAY + timedelta(days=7))
    assert [row.days_late for row in week_later.roles][:2] == [46 + 2 * 7, 8 + 2 * 7]


def test_without_audits_nobody_knows_the_days_alone() -> None:
    assert portfolio(scan(model("a/b", item(COMPLIANCE, 2)))).roles[0].alone_days is None
    assert portfolio(earlier()).delay is None


def test_stalled_value() -> None:
    stalled = FOUND.stalled
    assert (stalled.models, stalled.per_week, stalled.unknown) == (4, (EUR(31000), USD(9000)), ("acme/ranking",))
    assert [(row.id, row.models, row.per_week, row.alone_models, row.alone, row.unknown) for row in stalled.causes] == [
        (COMPLIANCE, 3, (EUR(31000), USD(9000)), 2, (EUR(13000), USD(9000)), 0),
        (RUNBOOK, 1, (EUR(18000),), 0, (), 0),
        (DRILL, 1, (), 0, (), 1),
        ("wrong", 1, (), 0, (), 1),
    ]


def test_what_is_due_now_stalls_nothing() -> None:
    now = item(ALERTS, timing=Timing.DUE)
    assert [row.id for row in portfolio(scan(model("a/b", now, item(DRILL, 1)))).stalled.causes] == [DRILL]


@pytest.mark.parametrize("amount", [float("inf"), float("nan"), -5.0, 1e300])
def test_an_amount_that_is_none_is_not_known(amount: float) -> None:
    stalled = portfolio(scan(model("a/b", item(DRILL, 1), value=EUR(amount)), model("a/c", item(DRILL, 1), value=EUR(7)))).stalled
    assert (stalled.per_week, stalled.unknown) == ((EUR(7),), ("a/b",))


def test_cost_so_far() -> None:
    assert FOUND.delay is not None
    assert (FOUND.delay.models, FOUND.delay.stall_weeks, FOUND.delay.cost, FOUND.delay.unknown) == (1, 8.0, (EUR(144000),), ())


def test_what_is_no_model() -> None:
    assert [(each.place, each.why) for each in (*FOUND.not_set_up, *FOUND.unreadable)] == [
        ("acme/train", "training code (src/train.py)"),
        ("acme/lost", "GitHub answers 403."),
    ]


def test_what_did_not_run_for_a_week() -> None:
    assert FOUND.runs is not None
    assert [(each.place, (DAY - each.last_run).days) for each in FOUND.runs.silent] == [("acme/fraud", 9)]
    assert FOUND.runs.never == ("acme/pricing", "acme/ranking", "acme/search", "acme/shop/models/basket")
    assert portfolio(earlier()).runs is None


def walked(*before: Scan) -> Trail:
    trail = Trail(small())
    for each in before:
        trail.back(each)
    return trail


def test_trends() -> None:
    found = portfolio(small(), walked(earlier()))
    assert [((DAY - each.date).days, each.models, each.ready_percent, each.late, each.stalled, each.per_week) for each in found.trends] == [
        (14, 3, 33, 3, 2, (EUR(31000),)),
        (0, 6, 33, 5, 4, (EUR(31000), USD(9000))),
    ]


def first_seen(*before: Scan) -> dict[tuple[str, str], int]:
    return {(each.place, each.id): (DAY - each.first_seen).days for each in portfolio(small(), walked(*before)).open}


def test_since_when_an_item_is_seen() -> None:
    longer = replace(earlier(), head=replace(earlier().head, scanned=DAY - timedelta(days=21)))
    seen = first_seen(earlier(), longer)
    assert (seen["acme/churn", COMPLIANCE], seen["acme/churn", RUNBOOK], seen["acme/pricing", COMPLIANCE]) == (21, 0, 0)


def test_a_scan_that_could_not_read_it_breaks_no_line() -> None:
    older = scan(model("acme/ranking", item(DRILL)), day=DAY - timedelta(days=21))
    assert first_seen(earlier(), older)["acme/ranking", DRILL] == 21


def test_a_scan_in_which_it_was_closed_breaks_the_line() -> None:
    older = scan(model("acme/pricing", item(COMPLIANCE)), day=DAY - timedelta(days=21))
    assert first_seen(earlier(), older)["acme/pricing", COMPLIANCE] == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_an_audit_comes_back_from_its_json(shape: str) -> None:
    """But for what JSON does not tell: planned stages that lie ahead, and days on which an item was lost."""
    audit = replace(SHAPES[shape](), ahead={}, bottlenecks_by_person=None)
    audit = replace(audit, items=tuple(replace(each, lost=()) for each in audit.items))
    again = rebuilt(as_data(audit), audit.prefix)
    assert again is not None
    assert as_data(again) == as_data(audit)


@pytest.mark.parametrize("data", [{}, {"model": 3}, {"bottlenecks": "none", "stall_weeks": "1", "cost_of_delay": [1]}])
def test_what_is_no_audit(data: dict[str, object]) -> None:
    assert rebuilt(data) is None
    assert past(data) == Past(None, None, {})


ODD: tuple[object, ...] = (None, [], {}, "x", 1e999, [None], [{}], [[]], -1)


def test_an_audit_with_anything_else_in_its_place() -> None:
    """Each value by turns: it is an audit or none, and never a fault."""
    whole = as_data(late_governance())
    for name in whole:
        for odd in ODD:
            broken = {**whole, name: odd}
            past(broken)
            rebuilt(broken)


def test_rows_of_every_kind_of_nonsense() -> None:
    found = portfolio(hostile())
    assert (found.models, found.stalled.models, len(found.unreadable)) == (4, 4, 1)
    assert portfolio(Scan(small().head, (Row("a"),))).models == 1
