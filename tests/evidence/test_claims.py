"""What is asked about at all: at each tier only what can count there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from readiness_bot.evidence.claims import Artifact, Person, claims
from readiness_bot.judging.evaluate import facts_of
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.vocabulary import Tier

OWNERS = {"ownership.production-owner", "ownership.receiving-team", "ownership.layers", "ownership.incidents"}
OTHERS = {"contract.success", "ownership.developers", "ownership.approver"}


@pytest.mark.parametrize(("tier", "people", "artifact"), [(Tier.LOW, set(), 0), (Tier.MEDIUM, OWNERS, 0), (Tier.HIGH, OWNERS | OTHERS, 1)])
def test_people_and_the_artifact_by_tier(example_repository: Path, tier: Tier, people: set[str], artifact: int) -> None:
    facts = replace(facts_of(read_worktree(example_repository / "churn"), date(2026, 11, 20)), tier=tier)
    found = claims(facts)
    assert {claim.item for claim in found if isinstance(claim, Person)} == people
    assert len([claim for claim in found if isinstance(claim, Artifact)]) == artifact
