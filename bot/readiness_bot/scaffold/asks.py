"""What a tier asks for, as keys of the templates: the convention's registry decides. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from readiness_bot.convention.fields import rules_at
from readiness_bot.convention.item import Item
from readiness_bot.convention.registry import FILES, items_at, schemas_at
from readiness_bot.judging.report import Report
from readiness_bot.scaffold.answers import ANSWERS, Value
from readiness_bot.scaffold.blocks import KeyPath
from readiness_bot.vocabulary import Kind, Severity, Stage, Tier

_ALWAYS: Mapping[str, tuple[KeyPath, ...]] = {
    "contract.yaml": (("model",), ("kind",), ("stage",)),
    "governance.yaml": (("tier", "level"),),
}
"""Without these nobody knows what is judged, how far it is, and how strictly."""
_BEYOND_LOW: Mapping[str, tuple[KeyPath, ...]] = {"governance.yaml": (("waivers",),)}


def is_asked(severity: Severity | None, tier: Tier) -> bool:
    """At low tier what blocks, and nothing else; from medium up advice too."""
    return severity is Severity.BLOCKING if tier is Tier.LOW else severity is not None


def asked_items(tier: Tier, report: Report | None = None, kind: Kind = Kind.MODEL) -> frozenset[str]:
    """The ids of what a tier asks for. `report`: the files as they are, whose content may ask for more."""
    asked = {item.id for item in items_at(kind) if is_asked(item.severity_at(tier), tier)}
    if report is not None and report.tier is tier:
        asked |= {result.id for result in report.items if is_asked(result.severity, tier)}
    return frozenset(asked)


def asked_keys(file: str, tier: Tier, asked: Set[str], kind: Kind = Kind.MODEL) -> frozenset[KeyPath]:
    """The keys of a file that its asked items read, and those that are always there."""
    keys = {
        tuple(key.split("."))
        for item in items_at(kind)
        if item.file == file and item.id in asked
        for key in item.fields
    }
    keys |= set(_ALWAYS.get(file, ()))
    keys |= set(() if tier is Tier.LOW else _BEYOND_LOW.get(file, ()))
    return frozenset(keys | {child for key in keys for child in _children(file, key)})


def _children(file: str, key: KeyPath) -> Iterator[KeyPath]:
    """Of a block that low tier has in part: each of its keys can be missing alone."""
    if any(always[:-1] == key for always in _ALWAYS.get(file, ()) if len(always) > 1):
        yield from ((*key, name) for name in rules_at(schemas_at(Kind.MODEL)[file], key)["schema"])


def known_keys(file: str, values: Mapping[str, Value]) -> frozenset[KeyPath]:
    """The keys whose value somebody gave or the repository tells: writing them down costs nobody anything."""
    return frozenset(
        tuple(answer.where.split(".")) for answer in ANSWERS if answer.file == file and answer.slot in values
    )


def begins(file: str, kind: Kind = Kind.MODEL) -> str:
    """From which stage on a file asks for anything that blocks, at each tier.

    One sentence for all tiers, so that it stays true when the tier is raised.
    """
    first = {tier: _first(file, tier, kind) for tier in Tier}
    usual = first[Tier.MEDIUM]
    others = "".join(f"; at {tier} tier {_from(stage)}" for tier, stage in first.items() if stage != usual)
    return f"Asked {_from(usual)}{others}."


def _from(stage: Stage | None) -> str:
    return f"from the {stage} stage on" if stage else "not at all"


def _first(file: str, tier: Tier, kind: Kind) -> Stage | None:
    return min((item.due for item in blocking(tier, kind) if item.file == file), default=None)


def blocking(tier: Tier, kind: Kind = Kind.MODEL) -> Iterator[Item]:
    """The items that can hold a model back at a tier."""
    return (item for item in items_at(kind) if item.severity_at(tier) is Severity.BLOCKING)


def due_first(tier: Tier, kind: Kind = Kind.MODEL) -> dict[Stage, int]:
    """How many of them are due in each stage."""
    return {stage: sum(item.due is stage for item in blocking(tier, kind)) for stage in Stage}


BEGINS = {kind: {file: begins(file, kind) for file in FILES} for kind in Kind}
"""Kind and file → when it begins to ask."""
