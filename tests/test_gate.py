"""The verdict, and what a change does."""

from __future__ import annotations

import pytest
from tests.models import Edit, report

from readiness_bot.compare import compare
from readiness_bot.gate import gate
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
