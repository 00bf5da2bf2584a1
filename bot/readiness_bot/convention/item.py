"""An item of the convention: everything there is to say about it, declared once, in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Kind, Proof, Role, Severity, Stage, Tier

if TYPE_CHECKING:
    from readiness_bot.convention.facts import Facts


@dataclass(frozen=True, slots=True)
class Severities:
    """Severity by tier; None: the tier does not ask for the item."""

    low: Severity | None
    medium: Severity | None
    high: Severity | None

    def at(self, tier: Tier) -> Severity | None:
        return self.low if tier is Tier.LOW else self.medium if tier is Tier.MEDIUM else self.high


def stricter(one: Severity | None, other: Severity | None) -> Severity | None:
    """The severity that blocks more."""
    if Severity.BLOCKING in (one, other):
        return Severity.BLOCKING
    return one or other


_B, _A = Severity.BLOCKING, Severity.ADVISORY
BLOCKS = Severities(_B, _B, _B)
BLOCKS_FROM_MEDIUM = Severities(None, _B, _B)
BLOCKS_AT_HIGH = Severities(None, None, _B)
ADVISES = Severities(_A, _A, _A)
ADVISES_BLOCKS_FROM_MEDIUM = Severities(_A, _B, _B)
ADVISES_BLOCKS_AT_HIGH = Severities(_A, _A, _B)


@cache
def file_of(where: str) -> str:
    """`runbook.confirmation` → `runbook.md`."""
    stem = where.partition(".")[0]
    return f"{stem}.md" if stem == "runbook" else f"{stem}.yaml"


@dataclass(frozen=True, slots=True)
class SignOff:
    """A block of a file that a person signs, and what else they approve by it.

    A cover is `stem.key.path`, as `contract.evaluation.version`; `*` stands for every row of a list. Covers
    are compared as parsed values: a formatter, a comment or another order of keys voids nothing. They were
    chosen by asking what an honest approver believes to have approved, and no wider: what changes in daily
    work (monitors, people on call) voids no go-live. docs/evidence.md shows them to people.
    """

    where: str
    """`governance.compliance`; of rows, the list: `governance.datasets`."""
    called: str
    """In a sentence: `the compliance approval`."""
    signer: str = "by"
    """The key of the login, below it."""
    covers: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """What of the block was signed, where that is not all of it."""
    rows: tuple[str, ...] = ()
    """Of a list: the keys by which a row is found again when rows are added above it."""
    item: str = ""
    """The item that it satisfies, which the registry fills in; empty for a waiver, which stands for the item
    that it names."""
    proof: Proof = Proof.APPROVAL
    """The item's."""

    @property
    def file(self) -> str:
        return file_of(self.where)

    @property
    def key(self) -> str:
        """Without the file's stem."""
        return self.where.partition(".")[2]


EVERY_KIND = tuple(Kind)
LLM_KINDS = (Kind.LLM_APP, Kind.AGENT)
"""What is built around a language model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What an item asks for at other kinds, under its one id. What is None stays as the item has it."""

    kinds: tuple[Kind, ...]
    title: str | None = None
    what: str | None = None
    why: str | None = None
    fix: str | None = None
    example: str | None = None
    keys: Mapping[str, Schema] | None = field(default=None, hash=False)
    severity: Severities | None = None
    fields: tuple[str, ...] | None = None
    check: Callable[[Facts], Iterable[Outcome]] | None = None
    answers: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    signed: SignOff | None = None
    note: str | None = None
    deadline: Callable[[Facts], date | None] | None = None
    ahead: Callable[[Facts], Iterable[date]] | None = None


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
    """The keys of its file that it reads, dotted: `incidents.schedule`. Empty where it reads something
    else."""
    check: Callable[[Facts], Iterable[Outcome]]
    answers: tuple[str, ...] = ()
    """Codes of the questions that it answers (docs/convention.md): Q1–5, G1–4, R1–5, H1–5, L."""
    sources: tuple[str, ...] = ()
    """Where the requirement comes from: a standard's name and clause."""
    proof: Proof | None = None
    """What a forge can confirm about it."""
    signed: SignOff | None = None
    tested_by: tuple[str, ...] = ()
    """Words of which the workflow that made the run must have one, in its file or its name."""
    tested: tuple[str, ...] = ("infrastructure.interface",)
    """What such a run has tested, as a cover writes it: it is run again when that changes."""
    acting: bool = False
    """Names who must act: from medium tier up a name that left reopens it (rule 10)."""
    note: str = ""
    """What else to know: cross-file rules, limits, exceptions."""
    waivable: bool = True
    """False: without it nobody answers for the model at all."""
    raised: Callable[[Facts], Severity | None] | None = None
    """A severity that the content asks for, in place of the tier's; None leaves the tier's."""
    sooner: Callable[[Facts], Stage | None] | None = None
    """An earlier due stage that the content asks for."""
    deadline: Callable[[Facts], date | None] | None = None
    """A date of its own: for items due in production, and for what somebody else's calendar ends."""
    ahead: Callable[[Facts], Iterable[date]] | None = None
    """Days that somebody else has set, and after which it will not be satisfied any more."""
    kinds: tuple[Kind, ...] = EVERY_KIND
    """What it is asked of."""
    keys: Mapping[str, Schema] = field(default_factory=dict, hash=False)
    """Top-level keys of its file that only these kinds have, or have in another shape than the folder's
    schema says."""
    variants: tuple[Variant, ...] = ()
    floor: Severities | None = None
    """The least severity at each tier, by the organisation's policy."""
    off: str = ""
    """Why the organisation's policy does not ask for it."""
    proven: bool = False
    """The policy asks at every tier that the forge confirms it, and what could not be verified blocks."""
    because: tuple[str, ...] = ()
    """What the policy asks of it beyond the convention, in sentences."""
    answered_in: str = ""
    """The file, where the id does not say it: an item that a policy adds."""
    added_by: str = ""
    """Which policy adds it, as messages write it; empty: it is the convention's."""

    def at(self, kind: Kind) -> Item:
        """The item as it is asked of a kind that it is asked of."""
        for variant in self.variants:
            if kind in variant.kinds:
                said = {each.name: getattr(variant, each.name) for each in fields(variant)}
                said = {name: value for name, value in said.items() if value is not None and name != "kinds"}
                return replace(self, **said, variants=())
        return replace(self, variants=()) if self.variants else self

    @property
    def forms(self) -> tuple[tuple[tuple[Kind, ...], Item], ...]:
        """The kinds that it is asked of, together where they are asked the same, and what they are asked."""
        found: dict[tuple[str, str], tuple[Kind, ...]] = {}
        asked = {kind: self.at(kind) for kind in self.kinds}
        for kind, item in asked.items():
            found[item.what, item.fix] = (*found.get((item.what, item.fix), ()), kind)
        return tuple((kinds, asked[kinds[0]]) for kinds in found.values())

    @property
    def file(self) -> str:
        """`governance.yaml`, or `runbook.md`."""
        return self.answered_in or file_of(self.id)

    @property
    def path(self) -> str:
        """`readiness/governance.yaml`."""
        return f"readiness/{self.file}"

    def severity_at(self, tier: Tier) -> Severity | None:
        """At low tier only what answers one of the five questions or a "ready" criterion blocks; what a
        policy asks for comes on top."""
        if self.off:
            return None
        severity = self._own_severity(tier)
        return stricter(severity, self.floor.at(tier)) if self.floor else severity

    def _own_severity(self, tier: Tier) -> Severity | None:
        severity = self.severity.at(tier)
        if (
            tier is Tier.LOW
            and severity is Severity.BLOCKING
            and not any(code[0] in "QR" for code in self.answers)
        ):
            return Severity.ADVISORY
        return severity
