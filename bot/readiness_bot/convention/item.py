"""An item of the convention: everything there is to say about it, declared once, in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Severity, Stage, Tier

if TYPE_CHECKING:
    from readiness_bot.convention.facts import Facts


@dataclass(frozen=True, slots=True)
class Severities:
    """Severity by tier; None: the tier does not ask for the item."""

    low: Severity | None
    medium: Severity | None
    high: Severity | None

    def at(self, tier: Tier) -> Severity | None:
        return {Tier.LOW: self.low, Tier.MEDIUM: self.medium, Tier.HIGH: self.high}[tier]


_B, _A = Severity.BLOCKING, Severity.ADVISORY
BLOCKS = Severities(_B, _B, _B)
BLOCKS_FROM_MEDIUM = Severities(None, _B, _B)
BLOCKS_AT_HIGH = Severities(None, None, _B)
ADVISES = Severities(_A, _A, _A)
ADVISES_BLOCKS_FROM_MEDIUM = Severities(_A, _B, _B)
ADVISES_BLOCKS_AT_HIGH = Severities(_A, _A, _B)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One requirement. Texts are plain sentences; `fix` is what to paste, in the file's own format."""

    id: str
    """`file.item`, stable for ever."""
    title: str
    """A noun phrase, the title of its issue: `Impact assessment`."""
    what: str
    """One sentence: what is asked."""
    why: str
    """One or two sentences: what it costs when it is missing."""
    fix: str
    """What to paste; every value to fill in is a placeholder (see `placeholders.py`)."""
    example: str
    """The same, filled in."""
    due: Stage
    severity: Severities
    role: Role
    fields: tuple[str, ...]
    """The keys of its file that it reads, dotted: `incidents.schedule`. Empty where it reads something else."""
    check: Callable[[Facts], Iterable[Outcome]]
    answers: tuple[str, ...] = ()
    """Codes of the questions that it answers (docs/convention.md): Q1–5, G1–4, R1–5, H1–5, L."""
    sources: tuple[str, ...] = ()
    """Where the requirement comes from: a standard's name and clause."""
    proof: Proof | None = None
    """What a forge can confirm about it."""
    note: str = ""
    """What else to know: cross-file rules, limits, exceptions."""
    raised: Callable[[Facts], Severity | None] | None = None
    """A severity that the content asks for, in place of the tier's; None leaves the tier's."""
    sooner: Callable[[Facts], Stage | None] | None = None
    """An earlier due stage that the content asks for."""
    deadline: Callable[[Facts], date | None] | None = None
    """A date of its own, for items due in production."""

    @property
    def file(self) -> str:
        """`governance.yaml`, or `runbook.md`."""
        stem = self.id.partition(".")[0]
        return "runbook.md" if stem == "runbook" else f"{stem}.yaml"

    @property
    def path(self) -> str:
        """`readiness/governance.yaml`."""
        return f"readiness/{self.file}"

    def severity_at(self, tier: Tier) -> Severity | None:
        """At low tier only what answers one of the five questions or a "ready" criterion blocks."""
        severity = self.severity.at(tier)
        if (
            tier is Tier.LOW
            and severity is Severity.BLOCKING
            and not any(code[0] in "QR" for code in self.answers)
        ):
            return Severity.ADVISORY
        return severity
