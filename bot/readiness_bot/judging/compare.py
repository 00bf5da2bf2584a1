"""What a change does to readiness: base against head, both judged on the same day. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readiness_bot.judging.between import forbidden
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.vocabulary import Stage, Status, Timing


@dataclass(frozen=True, slots=True)
class Comparison:
    """From base to head."""

    closes: tuple[ItemResult, ...]
    """Gaps of the base that are none any more, as they are at head."""
    opens: tuple[ItemResult, ...]
    """Gaps of the head that were none at base."""
    moved: tuple[Stage, Stage] | None
    """The stages before and after, if the stage changed."""
    regressions: tuple[ItemResult, ...]
    """Blocking items, due or overdue, that were satisfied at base and are gaps at head."""
    forbidden: tuple[Finding, ...] = ()
    """What this change may not do (rules 6 and 13), at head."""
    corrects: tuple[Finding, ...] = ()
    """What was wrong at base, and is wrong no more."""
    spoils: tuple[Finding, ...] = ()
    """What is wrong at head, and was not at base."""
    owners: Mapping[str, str | None] = field(default_factory=dict)
    """Item → whom it waited for at base: people that the base branch names, not this pull request."""
    adopts: bool = False
    """The base has no `readiness/`, and the head has."""
    removes: bool = False
    """The other way round."""

    @property
    def criteria(self) -> tuple[Stage, ...]:
        """The stages that a promotion leaves behind: their blocking items are its exit criteria."""
        if not self.moved or not self.promotes:
            return ()
        return tuple(stage for stage in Stage if self.moved[0] <= stage < self.moved[1])

    @property
    def promotes(self) -> bool:
        return self.moved is not None and self.moved[1] > self.moved[0]

    @property
    def changes_nothing(self) -> bool:
        told = (
            self.closes,
            self.opens,
            self.moved,
            self.forbidden,
            self.corrects,
            self.spoils,
            self.adopts,
            self.removes,
        )
        return not any(told)


def compare(base: Report, head: Report, strict: bool = False) -> Comparison:
    """Both reports judge one model on one day. `strict`: see `between.forbidden`."""
    pairs = [(base.by_id[result.id], result) for result in head.items if result.id in base.by_id]
    new = [result for result in head.items if result.id not in base.by_id]
    return Comparison(
        closes=tuple(now for before, now in pairs if before.status is Status.GAP and now.status.closed),
        opens=()
        if base.absent
        else (
            *(now for before, now in pairs if before.status is not Status.GAP and now.status is Status.GAP),
            *(now for now in new if now.status is Status.GAP),
        ),
        moved=(base.stage, head.stage) if base.stage != head.stage and not base.absent else None,
        regressions=tuple(
            now
            for before, now in pairs
            if now.blocks and now.timing is not Timing.UPCOMING and before.status is Status.SATISFIED
        ),
        forbidden=() if base.absent else tuple(forbidden(base.terms, head.terms, head.evidence, strict)),
        corrects=_only_in(base.findings, head.findings),
        spoils=_only_in(head.findings, base.findings),
        owners={before.id: before.owner for before, _ in pairs},
        adopts=base.absent and not head.absent,
        removes=head.absent and not base.absent,
    )


def _only_in(these: Sequence[Finding], those: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without lines and columns: what moved is not new."""
    known = {(finding.path, finding.rule, finding.message) for finding in those}
    return tuple(f for f in these if (f.path, f.rule, f.message) not in known)
