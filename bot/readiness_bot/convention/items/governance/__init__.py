"""`governance.yaml`: what was asked, who approved it, until when."""

from readiness_bot.convention.items.governance import (
    compliance,
    datasets,
    design_review,
    documents,
    go_live,
    impact,
    logs,
    model_card,
    next_review,
    oversight,
    red_team,
    third_party,
    tier,
    transparency,
    validation,
)
from readiness_bot.convention.items.governance.schema import SCHEMA as SCHEMA

FILE = "governance.yaml"
ITEMS = (
    tier.ITEM,
    design_review.ITEM,
    datasets.ITEM,
    impact.ITEM,
    third_party.ITEM,
    documents.ITEM,
    model_card.ITEM,
    validation.ITEM,
    red_team.ITEM,
    compliance.ITEM,
    logs.ITEM,
    oversight.ITEM,
    transparency.ITEM,
    go_live.ITEM,
    next_review.ITEM,
)
