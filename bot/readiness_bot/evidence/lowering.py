"""What a change lowers, as claims that the compliance reviewer approved it (rule 6). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.item import SignOff
from readiness_bot.convention.outcome import CannotTell, peek
from readiness_bot.convention.terms import Bound, Terms, terms_of
from readiness_bot.evidence.answers import LOWERED
from readiness_bot.evidence.claims import Approval
from readiness_bot.evidence.past import former, since
from readiness_bot.evidence.values import signed
from readiness_bot.reading.document import Position, Value
from readiness_bot.text.words import first_of
from readiness_bot.vocabulary import Kind, Tier


@dataclass(frozen=True, slots=True)
class Lowering:
    """Something that a change makes easier to meet."""

    item: str
    file: str
    key: str
    told: str
    at: Position


_OWN = {"governance.tier": ("level",)}


def lowering_claims(base: Facts, head: Facts, number: int = 0) -> tuple[Approval, ...]:
    """The reviewer is the base's: a change may not choose who approves it.

    `number`: the pull request that is being judged.
    """
    before, after = terms_of(base), terms_of(head)
    found: list[Approval] = []
    if before.compliance is None:
        return ()
    for lowering in lowerings(before, after):
        stem = lowering.file.partition(".")[0]
        block = SignOff(
            f"{stem}.{lowering.key}",
            f"{lowering.key} in {lowering.file}",
            signer="",
            own=_OWN.get(lowering.item, ()),
            item=LOWERED + lowering.item,
        )
        try:
            value = signed(head.files, block, ())
        except CannotTell:
            continue
        read = _reading(block)
        origin, past = since(head, block.file, read), former(head, block.file, read, value)
        who = before.compliance
        found.append(
            Approval(
                block.item,
                lowering.file,
                lowering.key,
                who,
                block,
                (),
                value,
                origin,
                (),
                number=number,
                past=past,
            )
        )
    return tuple(found)


def _reading(block: SignOff) -> Callable[[File], Value]:
    return lambda past: peek(signed, {block.file: past}, block, ())


def lowerings(base: Terms, head: Terms) -> list[Lowering]:
    """One for each item at most: its first."""
    found: list[Lowering] = []
    if (head.tier or Tier.MEDIUM) < (base.tier or Tier.MEDIUM):
        told = f"the tier goes from {_tier(base)} down to {_tier(head)}"
        found.append(Lowering("governance.tier", "governance.yaml", "tier", told, head.tier_at))
    if (head.kind or Kind.MODEL) is not (base.kind or Kind.MODEL):
        told = f"the kind goes from {_kind(base)} to {_kind(head)}"
        found.append(Lowering("contract.identity", "contract.yaml", "kind", told, head.kind_at))
    targets = _loosened(base.targets, head.targets, "the success target", ("at least", "at most"))
    if targets and head.stage is not None:
        at = targets[1] or head.targets_at
        found.append(Lowering("contract.success", "contract.yaml", "success", targets[0], at))
    limits = _loosened(base.limits, head.limits, "the alert limit", ("below", "above"))
    if limits and head.stage is not None:
        at = limits[1] or head.limits_at
        found.append(Lowering("fallback.thresholds", "fallback.yaml", "monitors", limits[0], at))
    return found


def _tier(terms: Terms) -> str:
    """An unset one counts as medium."""
    return terms.tier or f"{Tier.MEDIUM} (none is written)"


def _kind(terms: Terms) -> str:
    """An unset one counts as a model."""
    return terms.kind or f"{Kind.MODEL} (none is written)"


def _loosened(
    base: Mapping[str, Bound], head: Mapping[str, Bound], what: str, words: tuple[str, str]
) -> tuple[str, Position | None] | None:
    """The first, with its numbers, and how many more; its place, where it still has one."""
    found: list[tuple[str, Position | None]] = []
    for name, before in base.items():
        now = head.get(name)
        if now is None:
            found.append((f"{what} {name} ({_shown(before, words)}) is removed", None))
        elif now.looser_than(before):
            told = f"{what} {name} goes from {_shown(before, words)} to {_shown(now, words)}"
            found.append((told, now.where))
    if not found:
        return None
    return first_of([told for told, _ in found], 1, rest=" (and {} more like it)"), found[0][1]


def _shown(bound: Bound, words: tuple[str, str]) -> str:
    """`at least 2 and at most 5`."""
    pairs = zip(words, (bound.least, bound.most), strict=True)
    return " and ".join(
        f"{word} {str(value).removesuffix('.0')}" for word, value in pairs if value is not None
    )
