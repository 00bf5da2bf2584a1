"""`infrastructure.yaml`: where it will run, and proof that it does."""

from readiness_bot.convention.items.infrastructure import (
    artifact,
    capacity,
    dependencies,
    evals,
    guardrails,
    integration_test,
    interface,
    load_test,
    production,
    rollout,
    security,
    serving,
    staging,
    tools,
)
from readiness_bot.convention.items.infrastructure.schema import SCHEMA as SCHEMA

FILE = "infrastructure.yaml"
ITEMS = (
    serving.ITEM,
    interface.ITEM,
    dependencies.ITEM,
    capacity.ITEM,
    tools.ITEM,
    artifact.ITEM,
    evals.ITEM,
    guardrails.ITEM,
    staging.ITEM,
    security.ITEM,
    integration_test.ITEM,
    load_test.ITEM,
    production.ITEM,
    rollout.ITEM,
)
