"""What a change may not move as it likes: stage, tier, success targets and alert limits, with their places.

Pure (rules 6 and 13).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import peek
from readiness_bot.convention.people import named
from readiness_bot.reading.document import START, Position
from readiness_bot.vocabulary import Kind, Role, Stage, Tier


@dataclass(frozen=True, slots=True)
class Bound:
    """A number with its direction. `least`: no less than this was promised, or no less sets the alert off."""

    least: float | None
    most: float | None
    where: Position = START

    def looser_than(self, other: Bound) -> bool:
        """Lets through what the other did not."""
        return _gave_way(other.least, self.least, up=False) or _gave_way(other.most, self.most, up=True)

    def with_also(self, other: Bound) -> Bound:
        """Both: what one of them holds back, neither lets through."""
        least = [value for value in (self.least, other.least) if value is not None]
        most = [value for value in (self.most, other.most) if value is not None]
        return replace(self, least=max(least) if least else None, most=min(most) if most else None)


def _gave_way(before: float | None, now: float | None, *, up: bool) -> bool:
    if before is None:
        return False
    return now is None or (now > before if up else now < before)


@dataclass(frozen=True, slots=True)
class Terms:
    """As a state's files say; None where they do not, or cannot be read."""

    stage: Stage | None = None
    stage_at: Position = START
    tier: Tier | None = None
    tier_at: Position = START
    kind: Kind | None = None
    kind_at: Position = START
    targets: Mapping[str, Bound] = field(default_factory=dict)
    """`offline recall` → what counts as success."""
    targets_at: Position = START
    limits: Mapping[str, Bound] = field(default_factory=dict)
    """`quality recall` → within which no alert goes off."""
    limits_at: Position = START
    compliance: str | None = None
    """The compliance reviewer."""


def terms_of(facts: Facts) -> Terms:
    contract, governance, fallback = facts.contract, facts.governance, facts.fallback
    stage, tier = peek(contract.text, "stage"), peek(governance.text, "tier.level")
    kind = peek(contract.text, "kind") or facts.kind is not Kind.MODEL
    return Terms(
        stage=Stage(stage) if stage else None,
        stage_at=contract.position("stage"),
        tier=Tier(tier) if tier else None,
        tier_at=governance.position("tier.level"),
        kind=facts.kind if kind else None,
        kind_at=contract.position("kind"),
        targets=peek(_bounds, contract, "success", ("where", "metric"), "at_least", "at_most") or {},
        targets_at=contract.position("success"),
        limits=peek(_bounds, fallback, "monitors", ("kind", "metric"), "below", "above") or {},
        limits_at=fallback.position("monitors"),
        compliance=named(Role.COMPLIANCE, facts.files),
    )


def strictest(first: Terms, *others: Terms) -> Terms:
    """What a model may not fall below that was in several places: the first one's places, and the strictest
    word of each."""
    found = first
    for other in others:
        stages = [stage for stage in (found.stage, other.stage) if stage is not None]
        tiers = [one.tier or Tier.MEDIUM for one in (found, other)]
        found = replace(
            found,
            stage=min(stages) if stages else None,
            tier=max(tiers),
            kind=found.kind or other.kind,
            targets=_both(found.targets, other.targets),
            limits=_both(found.limits, other.limits),
            compliance=found.compliance or other.compliance,
        )
    return found


def _both(one: Mapping[str, Bound], other: Mapping[str, Bound]) -> dict[str, Bound]:
    found = {**other, **one}
    return {name: bound.with_also(other[name]) if name in other else bound for name, bound in found.items()}


def _bounds(file: File, key: str, name: tuple[str, ...], least: str, most: str) -> dict[str, Bound]:
    found: dict[str, Bound] = {}
    for index, _ in enumerate(file.entries(key)):
        where = f"{key}.{index}"
        called = " ".join(file.text(f"{where}.{part}") or "" for part in name).strip()
        low, high = file.number(f"{where}.{least}"), file.number(f"{where}.{most}")
        if called and (low is not None or high is not None):
            bound = Bound(low, high, file.position(where))
            found[called] = bound.with_also(found[called]) if called in found else bound
    return found
