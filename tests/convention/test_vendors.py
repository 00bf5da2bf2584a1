"""A vendor's calendar: the day on which a model ends is a due date like any other."""

from __future__ import annotations

from datetime import date

import pytest
from tests.assistants import report_at
from tests.models import TODAY, Edit

from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.render.issue import issue_body
from readiness_bot.render.phrases import before
from readiness_bot.vocabulary import Kind, Status, Timing

ENDS = date(2027, 8, 31)
"""As the example has it."""
ITEM = "governance.third-party"


def report(today: date, *edits: Edit) -> Report:
    """Somebody has just looked whether the other model has a last day."""
    return report_at(Kind.LLM_APP, ("governance", "checked: 2026-10-30", f"checked: {today}"), *edits, today=today)


def vendors(today: date, *edits: Edit) -> ItemResult:
    return report(today, *edits).by_id[ITEM]


@pytest.mark.parametrize(
    ("today", "status", "due"),
    [
        (date(2027, 7, 1), Status.SATISFIED, None),
        (date(2027, 7, 2), Status.GAP, ENDS),
        (date(2027, 8, 31), Status.GAP, ENDS),
        (date(2027, 9, 1), Status.GAP, ENDS),
    ],
)
def test_sixty_days_before_it_is_a_gap_again_and_due_on_that_day(today: date, status: Status, due: date | None) -> None:
    found = vendors(today)
    assert (found.status, found.due_date if found.dated else None, found.ahead) == (status, due, (ENDS,))


@pytest.mark.parametrize(("today", "late"), [(date(2027, 8, 30), False), (date(2027, 8, 31), False), (date(2027, 9, 1), True)])
def test_late_the_day_after(today: date, late: bool) -> None:
    assert (vendors(today).late, vendors(today).timing, vendors(today).blocks) == (late, Timing.OVERDUE, True)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2027, 7, 2), "Due by 31 Aug 2027."),
        (date(2027, 9, 1), "Was due by 31 Aug 2027."),
    ],
)
def test_its_issue_names_the_day_and_no_stage(today: date, told: str) -> None:
    found = report(today)
    assert told in issue_body(found.by_id[ITEM], found, None)
    assert before(found.by_id[ITEM]) == "by 31 Aug 2027"


def test_another_gap_of_the_same_item_has_the_stages_date() -> None:
    found = vendors(TODAY, ("governance", "    replacement: auroralm/aria-3@2026-09-30, on trial at 0.93\n", ""))
    assert (found.status, found.dated, before(found)) == (Status.GAP, False, "before evaluation")


def test_a_model_has_no_such_days() -> None:
    assert [result.id for result in report_at(Kind.MODEL).items if result.ahead or result.dated] == []
