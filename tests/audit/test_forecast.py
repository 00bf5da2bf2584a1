"""What today's closing rate leads to, for a model that is not live."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.audit.histories import PLAN, History, audited, due

from readiness_bot.audit.figures import Forecast, Money


def forecast(history: History, at: int, tmp_path: Path) -> Forecast:
    found = audited(history.write(tmp_path), history.day(at)).forecast
    assert found is not None
    return found


def steady() -> History:
    """In evaluation since day 56; one of its ten items closes every seven days from then on, up to day 84."""
    h = History().stage("design").milestones(**PLAN).satisfy(*due("design")).commit(0)
    h.satisfy(*due("development")).commit(20).stage("evaluation").commit(56)
    for number, id_ in enumerate(("contract.evaluation", "governance.model-card", "infrastructure.artifact", "infrastructure.staging"), 1):
        h.satisfy(id_).commit(56 + 7 * number)
    return h


def test_the_rate_is_counted(tmp_path: Path) -> None:
    h = steady()
    found = forecast(h, 84, tmp_path)  # 8 weeks back is day 28: four closed since
    assert found.method == (
        "4 blocking items closed in the last 56 days (0.5 a week); what is open closes at that rate, in the order of its due dates. The range takes "
        "the count as 4 ± 2.0, within which the true rate lies about two times in three. It knows nothing of holidays, nor of how hard an item is."
    )
    left = 5 + 10  # of evaluation and staging; the load test is advisory, and so is none of them
    assert len(found.items) == left - 1
    assert found.ready == h.day(84 + 14 * (left - 1))
    assert found.ready_earliest == h.day(84) + timedelta(days=-(-14 * 56 // 6))
    assert found.ready_latest == h.day(84 + 14 * 28)
    assert (found.target, found.cost_of_a_week) == (h.day(112), Money(7000, "EUR"))


def test_which_items_will_be_late(tmp_path: Path) -> None:
    h = steady()
    found = forecast(h, 84, tmp_path)
    assert found.items[0].id == "governance.go-live"  # last of all
    assert found.items[0].late_days == 84 + 14 * 14 - 112
    first = min(found.items, key=lambda one: one.expected or h.day(9999))
    assert (first.due_date, first.expected, first.late_days) == (h.day(84), h.day(98), 14)


def test_what_should_have_started(tmp_path: Path) -> None:
    h = History().stage("design").milestones(**PLAN).satisfy(*due("design")).commit(0)
    h.satisfy(*(id_ for id_ in due("development") if not id_.startswith("infrastructure."))).stage("development").commit(30)
    found = forecast(h, 56, tmp_path)  # seven blocking items in 56 days: nine more take 72, and had to begin on day 40
    assert found.warnings == (
        (
            "Infrastructure should have started two weeks ago: none of its 9 blocking items is done, at today's rate they take ten weeks even if nothing "
            "else is done, and the last of them is due on 2026-04-27."
        ),
    )


def test_too_few_closings(tmp_path: Path) -> None:
    h = History().stage("design").milestones(**PLAN).satisfy(*due("design")).commit(0).satisfy("ownership.layers").commit(30)
    found = forecast(h, 84, tmp_path)
    assert found.method == "An estimate needs at least 3 closed blocking items; in the last 56 days there was 1."
    assert (found.ready, found.ready_earliest, found.ready_latest, found.warnings) == (None, None, None, ())
    assert {(one.expected, one.late_days) for one in found.items} == {(None, None)}


def test_too_short_a_history(tmp_path: Path) -> None:
    h = History().stage("design").milestones(**PLAN).satisfy(*due("design")).commit(0).satisfy(*due("development")).commit(5)
    assert forecast(h, 13, tmp_path).method == "An estimate needs at least 14 days of readiness/; it has been here for 13 days."


def test_nothing_is_open(tmp_path: Path) -> None:
    h = History().stage("design").milestones(**PLAN).satisfy(*due("design")).commit(0).satisfy(*due("development", "evaluation", "staging")).commit(50)
    found = forecast(h, 61, tmp_path)
    assert (found.method, found.ready, found.items) == ("Nothing that production waits for is open.", h.day(61), ())


VENDORS = [
    (112 + 90, "On {}, 13 weeks after it is planned to go live, a vendor retires a model that it calls: plan the replacement now."),
    (112, "On {}, on the day it is planned to go live, a vendor retires a model that it calls: plan the replacement now."),
    (112 - 14, "On {}, two weeks before it is planned to go live, a vendor retires a model that it calls: plan the replacement now."),
    (112 + 91, None),
    (84, None),
]


@pytest.mark.parametrize(("day", "told"), VENDORS)
def test_a_vendor_that_ends_a_model_soon_after_go_live(day: int, told: str | None, tmp_path: Path) -> None:
    """It goes live on day 112, by the plan."""
    h = History().stage("design").milestones(**PLAN).put("contract", "kind", "llm-app")
    h.put("governance", "third_party", [{"name": "aria", "id": "auroralm/aria@2", "retires": h.day(day)}]).commit(0)
    assert [warning for warning in forecast(h, 84, tmp_path).warnings if "vendor" in warning] == ([told.format(h.day(day))] if told else [])


def test_by_the_rate_where_there_is_one(tmp_path: Path) -> None:
    h = History().stage("design").milestones(**PLAN).put("contract", "kind", "llm-app")
    h.put("governance", "third_party", [{"name": "aria", "id": "auroralm/aria@2", "retires": h.day(300)}]).commit(0)
    for number, id_ in enumerate(due("design")[:5], 1):
        h.satisfy(id_).commit(7 * number)
    found = forecast(h, 56, tmp_path)
    assert found.ready is not None
    assert found.warnings[0].startswith(f"On {h.day(300)}, ")
    assert "it is expected to be ready, a vendor retires a model that it calls: plan the replacement now." in found.warnings[0]
