"""A vendor's calendar in the audit: on the example whose vendor names its model's last day, 53 days before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.models import EXAMPLES

from readiness_bot.audit.audit import audit
from readiness_bot.audit.figures import Audit, ItemFigures
from readiness_bot.audit.question import Question
from readiness_bot.audit.read import open_past
from readiness_bot.demo.repository import build, read_files
from readiness_bot.demo.stories import STORIES
from readiness_bot.demo.story import Story

STORY = STORIES["refund-agent"]
NAMED, REPLACED, LAST = date(2026, 10, 19), date(2026, 10, 22), date(2026, 12, 11)
TODAY = date(2026, 11, 20)


def audited(folder: Path, story: Story, today: date) -> Audit:
    with open_past(build(folder, read_files(EXAMPLES / story.example), story).path) as read:
        return audit(read(), Question(today, today))


def vendors(found: Audit) -> ItemFigures:
    [item] = [item for item in found.items if item.item.id == "governance.third-party"]
    return item


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return audited(tmp_path_factory.mktemp("vendors") / "agent", STORY, TODAY)


def test_it_is_open_from_the_announcement_to_the_replacement(agent: Audit) -> None:
    assert [(one.opened, one.closed) for one in vendors(agent).intervals][-1] == (NAMED, REPLACED)


def test_which_is_not_late(agent: Audit) -> None:
    """It was in order before evaluation began, and is again before the model ends."""
    assert agent.late_governance == ()
    assert vendors(agent).late_days_baseline == (date(2026, 8, 6) - date(2026, 9, 21)).days


def test_until_then_it_is_due_on_the_last_day(tmp_path: Path) -> None:
    found = vendors(audited(tmp_path / "agent", _until("The vendor names the last day of aria-1"), NAMED))
    assert (found.due_date, found.due_date_baseline, found.late_days_baseline) == (LAST, LAST, (NAMED - LAST).days)


def test_after_the_last_day_it_is_late(tmp_path: Path) -> None:
    found = vendors(audited(tmp_path / "agent", _until("The vendor names the last day of aria-1"), date(2026, 12, 21)))
    assert found.late_days_baseline == 10


def _until(message: str) -> Story:
    messages = [step.message for step in STORY.steps]
    return replace(STORY, steps=STORY.steps[: messages.index(message) + 1])
