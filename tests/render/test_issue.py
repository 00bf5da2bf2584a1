"""An issue's text, where it depends on more than its item."""

from __future__ import annotations

import pytest
from tests.models import TODAY, edited, example

from readiness_bot.convention.policy import Policy
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.render.issue import issue_body


@pytest.mark.parametrize(("days", "told"), [(30, "for 30 days at most"), (7, "for 7 days at most"), (1, "for 1 day at most")])
def test_how_long_a_waiver_may_hold_is_the_policys(days: int, told: str) -> None:
    found = evaluate(edited(example(), ("fallback", "minutes: 18", "minutes: 45")), TODAY, Policy(waiver_days=days))
    assert told in issue_body(found.by_id["fallback.drill"], found, None)
