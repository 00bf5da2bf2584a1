"""`contract.yaml`: what we promise, by when, and what waiting costs."""

from readiness_bot.convention.items.contract import (
    evaluation,
    identity,
    milestones,
    outcome,
    retirement,
    success,
    value,
)
from readiness_bot.convention.items.contract.schema import SCHEMA as SCHEMA

FILE = "contract.yaml"
ITEMS = (
    identity.ITEM,
    success.ITEM,
    milestones.ITEM,
    value.ITEM,
    evaluation.ITEM,
    outcome.ITEM,
    retirement.ITEM,
)
