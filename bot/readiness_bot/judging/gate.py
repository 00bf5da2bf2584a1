"""The verdict on a state, or on a change (convention: "gate", default `overdue`). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.convention.settings import GateMode
from readiness_bot.judging.compare import compare
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why it is red; green if there is no reason."""

    wrong: tuple[Finding, ...]
    """What is wrong in the files, and what this change may not do."""
    overdue: tuple[ItemResult, ...]
    """Blocking items whose stage is behind."""
    regressions: tuple[ItemResult, ...]
    """Due blocking items that this change turns back into gaps."""
    forbidden: tuple[Finding, ...] = ()
    """Of these, what this change may not do."""
    absent: bool = False
    mode: GateMode = GateMode.OVERDUE

    @property
    def passed(self) -> bool:
        """Ready, whatever the settings make of it."""
        return not (self.absent or self.wrong or self.overdue or self.regressions)

    @property
    def green(self) -> bool:
        """Whether the check lets it through: the settings may ask for less, to begin with in an old
        repository."""
        if self.mode is GateMode.REGRESSIONS:
            return not (self.absent or self.wrong or self.regressions)
        return self.passed or self.mode is GateMode.OFF

    @property
    def holding(self) -> tuple[ItemResult, ...]:
        """The items that make the check red under these settings."""
        return {GateMode.OVERDUE: self.blocking, GateMode.REGRESSIONS: self.regressions, GateMode.OFF: ()}[
            self.mode
        ]

    @property
    def blocking(self) -> tuple[ItemResult, ...]:
        """Overdue items first, each once."""
        return tuple(dict.fromkeys((*self.overdue, *self.regressions)))


def gate(head: Report, base: Report | None = None, strict: bool = False) -> Verdict:
    """Red if, at head, a file is wrong or a blocking item is overdue; or, against a base, a due one is a gap
    again, or a step is forbidden."""
    change = compare(base, head, strict) if base else None
    forbidden = change.forbidden if change else ()
    return Verdict(
        wrong=head.findings + forbidden,
        overdue=head.blocking,
        regressions=change.regressions if change else (),
        forbidden=forbidden,
        absent=head.absent,
        mode=base.settings.gate if base else GateMode.OVERDUE,  # a pull request may not loosen its own gate
    )
