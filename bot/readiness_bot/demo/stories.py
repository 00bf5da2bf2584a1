"""The stories that the demo can follow, and `examples/build` can build."""

from __future__ import annotations

from readiness_bot.demo import churn_propensity, policy_assistant, refund_agent
from readiness_bot.demo.story import Story

STORIES: dict[str, Story] = {
    each.STORY.example: each.STORY for each in (churn_propensity, policy_assistant, refund_agent)
}
"""By the example's name."""
DEFAULT = churn_propensity.STORY.example
