"""`fallback.yaml`: how we notice, what happens then, who may do it."""

from readiness_bot.convention.items.fallback import alerts, behaviour, drill, monitors, tell, thresholds
from readiness_bot.convention.items.fallback.schema import SCHEMA as SCHEMA

FILE = "fallback.yaml"
ITEMS = (behaviour.ITEM, monitors.ITEM, tell.ITEM, thresholds.ITEM, alerts.ITEM, drill.ITEM)
