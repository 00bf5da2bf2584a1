"""An issue's text, where it depends on more than its item."""

from __future__ import annotations

import pytest
from tests.models import TODAY, Edit, edited, example

from readiness_bot.convention.policy import Policy
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.render.issue import issue_body


@pytest.mark.parametrize(("days", "told"), [(30, "for 30 days at most"), (7, "for 7 days at most"), (1, "for 1 day at most")])
def test_how_long_a_waiver_may_hold_is_the_policys(days: int, told: str) -> None:
    found = evaluate(edited(example(), ("fallback", "minutes: 18", "minutes: 45")), TODAY, Policy(waiver_days=days))
    assert told in issue_body(found.by_id["fallback.drill"], found, None)


@pytest.mark.parametrize(
    ("item", "edit", "do"),
    [
        ("governance.third-party", ("governance", "retires: 2027-08-31", "retires: 2027-01-10"), "`release a version on auroralm/aria-3@2026-09-30"),
        ("infrastructure.artifact", ("prompts/agent.md", "Never promise", "Do not promise"), '`evaluate them as a new version, then write   digest: "sha256:'),
        ("infrastructure.guardrails", ("infrastructure", "test_step_limit.py", "test_steps.py"), "`write the test, then its path"),
    ],
)
def test_nothing_to_paste_that_would_lose_what_is_there(item: str, edit: Edit, do: str) -> None:
    """More rows or files than the form has, and a vendor's day, which nobody may write otherwise."""
    found = evaluate(edited(example("refund-agent"), edit), TODAY)
    text = issue_body(found.by_id[item], found, None)
    assert f"**Do:** {do}" in text
    assert "```yaml" not in text


def test_where_the_form_has_room_it_is_pasted() -> None:
    found = evaluate(edited(example("refund-agent"), ("infrastructure", "per_day: 150, ", "")), TODAY)
    assert "  caps: {per_request: 0.25, per_day: NUMBER, then: " in issue_body(found.by_id["infrastructure.capacity"], found, None)


def test_a_part_that_need_not_be_is_not_the_item() -> None:
    """`index: {na: REASON}` in the form of a release."""
    found = evaluate(edited(example("refund-agent"), ("prompts/agent.md", "Never promise", "Do not promise")), TODAY)
    assert "Not needed:" not in issue_body(found.by_id["infrastructure.artifact"], found, None)
