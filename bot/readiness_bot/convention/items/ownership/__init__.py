"""`ownership.yaml`: one human for each responsibility."""

from readiness_bot.convention.items.ownership import (
    acceptance,
    approver,
    developers,
    incidents,
    layers,
    on_call,
    production_owner,
    receiving_team,
)
from readiness_bot.convention.items.ownership.schema import SCHEMA as SCHEMA

FILE = "ownership.yaml"
ITEMS = (
    production_owner.ITEM,
    developers.ITEM,
    receiving_team.ITEM,
    approver.ITEM,
    acceptance.ITEM,
    layers.ITEM,
    incidents.ITEM,
    on_call.ITEM,
)
