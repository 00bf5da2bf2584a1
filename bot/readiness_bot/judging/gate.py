"""The verdict on a state, or on a change (convention: "gate", default `overdue`). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.convention.settings import GateMode
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
    concerned: bool = True
    """The change concerns readiness. One that does not passes whatever is overdue: a hotfix must not wait for
    a renewal."""

    @property
    def passed(self) -> bool:
        """Ready, whatever the settings make of it."""
        return not (self.absent or self.wrong or self.overdue or self.regressions)

    @property
    def green(self) -> bool:
        """Whether the check lets it through: the settings may ask for less, to begin with in an old
        repository."""
        if not self.concerned and self.mode is not GateMode.STRICT:
            return True
        if self.mode is GateMode.REGRESSIONS:
            return not (self.absent or self.wrong or self.regressions)
        return self.passed or self.mode is GateMode.OFF

    @property
    def awaited(self) -> tuple[str, ...]:
        """The logins of those whose approval is all that is missing; empty where something else is, or
        nothing."""
        if self.green or self.absent:
            return ()
        findings = [*self.wrong, *(found for result in self.holding for found in result.findings or (None,))]
        logins = [found.awaits if found else "" for found in findings]
        return tuple(dict.fromkeys(logins)) if all(logins) else ()

    @property
    def holding(self) -> tuple[ItemResult, ...]:
        """The items that hold the change back under these settings."""
        if not self.concerned and self.mode is not GateMode.STRICT:
            return ()
        modes = {GateMode.REGRESSIONS: self.regressions, GateMode.OFF: ()}
        return modes.get(self.mode, self.blocking)

    @property
    def blocking(self) -> tuple[ItemResult, ...]:
        """Overdue items first, each once."""
        return tuple(dict.fromkeys((*self.overdue, *self.regressions)))


def gate(head: Report, base: Report | None = None, strict: bool = False, concerned: bool = True) -> Verdict:
    """Red if, at head, a file is wrong or a blocking item is overdue; or, against a base, a due one is a gap
    again, or a step is forbidden.

    `concerned`: the change touches readiness, or what it points at, or moves an item.
    """
    change = None
    if base:
        from readiness_bot.judging.compare import compare  # what a plain check does not need

        change = compare(base, head, strict)
    forbidden = change.forbidden if change else ()
    return Verdict(
        wrong=head.findings + forbidden,
        overdue=head.blocking,
        regressions=change.regressions if change else (),
        forbidden=forbidden,
        absent=head.absent,
        mode=base.settings.gate if base else GateMode.OVERDUE,  # a pull request may not loosen its own gate
        concerned=concerned,
    )
