"""The verdict, and what a change does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.models import Edit, report

from readiness_bot.convention.settings import GateMode
from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.vocabulary import Stage

GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")
OVERDUE: Edit = ("governance", "expires: 2027-10-16", "expires: 2026-11-19")
WRONG: Edit = ("governance", "compliance: {by", "complience: {by")
ADVICE: Edit = ("contract", "retire_when: Uplift below 0.5% for two quarters", "retire_when: TBD")
PROMOTED: Edit = ("contract", "stage: staging ", "stage: production ")
BACK: Edit = ("contract", "stage: staging ", "stage: design ")


@pytest.mark.parametrize(
    ("head", "passes"),
    [
        ((), True),
        ((GAP,), True),
        ((ADVICE,), True),
        ((OVERDUE,), False),
        ((WRONG,), False),
        ((GAP, PROMOTED), False),
        ((PROMOTED,), True),
        ((WRONG, BACK), False),
        ((OVERDUE, BACK), True),
    ],
)
def test_a_state(head: tuple[Edit, ...], passes: bool) -> None:
    assert gate(report(*head)).passed is passes


@pytest.mark.parametrize(
    ("base", "head", "passes"),
    [((), (GAP,), False), ((GAP,), (GAP,), True), ((GAP,), (), True), ((), (ADVICE,), True), ((), (GAP, BACK), True)],
)
def test_a_change(base: tuple[Edit, ...], head: tuple[Edit, ...], passes: bool) -> None:
    assert gate(report(*head), report(*base)).passed is passes


def test_what_a_change_does() -> None:
    found = compare(report(GAP), report(OVERDUE, PROMOTED))
    assert [result.id for result in found.closes] == ["fallback.drill"]
    assert [result.id for result in found.opens] == ["governance.compliance"]
    assert found.moved == (Stage.STAGING, Stage.PRODUCTION)
    assert found.promotes


def test_nothing_changed() -> None:
    assert compare(report(GAP), report(GAP)).changes_nothing


def test_what_is_wrong_is_compared_without_its_line() -> None:
    moved: Edit = ("governance", "# What was asked, who approved it, until when", "#\n# What was asked")
    found = compare(report(WRONG), report(WRONG, moved))
    assert (found.corrects, found.spoils, found.changes_nothing) == ((), (), True)
    assert [finding.rule for finding in compare(report(), report(WRONG)).spoils] == ["unknown-key"]
    assert [finding.rule for finding in compare(report(WRONG), report()).corrects] == ["unknown-key"]


@pytest.mark.parametrize(
    ("base", "head", "stages"),
    [((), (), ()), ((), (PROMOTED,), (Stage.STAGING,)), ((PROMOTED,), (), ()), ((BACK,), (), (Stage.DESIGN, Stage.DEVELOPMENT, Stage.EVALUATION))],
)
def test_a_promotion_leaves_stages_behind(base: tuple[Edit, ...], head: tuple[Edit, ...], stages: tuple[Stage, ...]) -> None:
    assert compare(report(*base), report(*head)).criteria == stages


@pytest.mark.parametrize(
    ("mode", "holding"),
    [
        (GateMode.OVERDUE, ["governance.compliance", "fallback.drill"]),
        (GateMode.REGRESSIONS, ["governance.compliance", "fallback.drill"]),
        (GateMode.OFF, []),
    ],
)
def test_what_holds_it_back_follows_the_mode(mode: GateMode, holding: list[str]) -> None:
    base = report()
    verdict = gate(report(OVERDUE, GAP), replace(base, settings=replace(base.settings, gate=mode)))
    assert [result.id for result in verdict.holding] == holding


def test_what_was_overdue_before_holds_nothing_back_with_regressions() -> None:
    base = report(OVERDUE)
    verdict = gate(report(OVERDUE, GAP), replace(base, settings=replace(base.settings, gate=GateMode.REGRESSIONS)))
    assert [result.id for result in verdict.holding] == ["fallback.drill"]
