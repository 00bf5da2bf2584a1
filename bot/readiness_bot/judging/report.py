"""What an evaluation found: plain frozen data, which renders and plans are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import Item
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.settings import Settings
from readiness_bot.convention.terms import Terms
from readiness_bot.evidence.answers import Evidence
from readiness_bot.reading.document import Finding
from readiness_bot.vocabulary import Assurance, Severity, Stage, Status, Tier, Timing


@dataclass(frozen=True, slots=True, eq=False)
class ItemResult:
    """One item of one model at one moment."""

    item: Item
    status: Status
    severity: Severity | None
    """None: the tier does not ask for it."""
    due: Stage
    """Its due stage here; content may ask for it sooner than the convention (`item.due`)."""
    timing: Timing
    due_date: date | None
    """The planned first day of the stage after; or a date of its own."""
    late: bool
    """A gap whose date has passed, whatever the stage says."""
    owner: str | None
    """The login of the person who can close it."""
    stands_in: bool
    """Nobody is named for the item's role yet: the owner is who can see to that."""
    evidence: Assurance | None = None
    """Behind `satisfied`; None otherwise."""
    findings: tuple[Finding, ...] = ()
    """What is missing, in the order of the file; of a satisfied item, what is worth saying all the same."""
    reason: str = ""
    """Why it is waived, not applicable or unknown."""
    unverified: bool = False
    """The tier asks for a proof that was not looked for, or not found, here."""
    dated: bool = False
    """The date is its own, and no stage's: a vendor's, say."""
    ahead: tuple[date, ...] = ()
    """Days that somebody else has set, after which it will not be satisfied any more."""
    refuted: bool = False
    """A gap although the text is in order: the forge says otherwise, and each finding's fix says who must do
    what there."""

    @property
    def id(self) -> str:
        return self.item.id

    @property
    def blocks(self) -> bool:
        """A blocking gap."""
        return self.status is Status.GAP and self.severity is Severity.BLOCKING

    @property
    def overdue(self) -> bool:
        return self.timing is Timing.OVERDUE

    @property
    def asked(self) -> bool:
        """The tier asks for it."""
        return self.severity is not None


@dataclass(frozen=True)
class Report:
    """One model at one moment."""

    model: str
    stage: Stage
    """What contract.yaml says."""
    entering: Stage | None
    """Judged as if entering this stage (`--for`)."""
    tier: Tier
    tier_stated: bool
    today: date
    items: tuple[ItemResult, ...]
    """All of them, in the convention's order."""
    findings: tuple[Finding, ...]
    """What is wrong: at every stage this blocks."""
    milestones: dict[Stage, date]
    """Planned first days, as far as they are filled in."""
    missing_files: tuple[str, ...] = ()
    unreadable_files: tuple[str, ...] = ()
    absent: bool = False
    """There is no readiness/ folder."""
    require_verified: bool = False
    prefix: str = ""
    """The model's folder inside its repository, with a closing slash; empty for the root."""
    revision: str | None = None
    settings: Settings = field(default_factory=Settings)
    """What this state of the repository sets for itself."""
    terms: Terms = field(default_factory=Terms)
    """What a change may not move as it likes."""
    evidence: Evidence | None = None
    """What the forge told, where it was asked."""
    facts: Facts | None = field(default=None, repr=False, compare=False)
    """What was judged: for texts that fill in what is known."""

    @property
    def policy(self) -> Policy:
        """What it was judged by."""
        return self.facts.policy if self.facts else Policy()

    @cached_property
    def by_id(self) -> dict[str, ItemResult]:
        return {result.id: result for result in self.items}

    @property
    def judged(self) -> Stage:
        """The stage that timings are counted from."""
        return self.entering or self.stage

    @property
    def ready(self) -> bool:
        """No blocking gap is overdue and nothing is wrong: the verdict behind exit code 0."""
        return not self.absent and not self.findings and not self.blocking

    @property
    def blocking(self) -> tuple[ItemResult, ...]:
        """What makes it not ready: overdue blocking gaps, and with `require_verified` what could not be
        verified."""
        return tuple(result for result in self.items if result.overdue and self._holds_back(result))

    @property
    def ready_for(self) -> Stage:
        """The furthest stage such that no blocking gap is due before it; design where even that is open."""
        return min((r.due for r in self.items if self._holds_back(r)), default=Stage.PRODUCTION)

    @property
    def unverified(self) -> tuple[str, ...]:
        return tuple(result.id for result in self.items if result.unverified)

    def _holds_back(self, result: ItemResult) -> bool:
        if result.blocks:
            return True
        proof = self.require_verified or result.item.proven
        return proof and result.unverified and result.severity is Severity.BLOCKING

    def due_in(self, stage: Stage) -> tuple[ItemResult, ...]:
        """The exit criteria of a stage that this tier asks for."""
        return tuple(result for result in self.items if result.due is stage and result.asked)

    def gaps(self, timing: Timing) -> tuple[ItemResult, ...]:
        return tuple(
            result for result in self.items if result.timing is timing and result.status is Status.GAP
        )

    def readiness(self) -> Iterator[tuple[str, int | None]]:
        """Each file's share of closed items among those due by the end of the current stage, in percent;
        None: none are due."""
        for name in dict.fromkeys(result.item.file for result in self.items):
            due = [r for r in self.items if r.item.file == name and r.due <= self.judged]
            yield (
                name.rpartition(".")[0],
                (100 * sum(r.status.closed for r in due) // len(due) if due else None),
            )
