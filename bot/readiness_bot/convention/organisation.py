"""An organisation's policy for all its models, and what of it is in force at one repository. Pure.

The files of a chain are laid one on the other, an included one first, and each section on top where it fits.
The stricter word holds, whoever says it: so what a file fixes, nothing on top of it can loosen, and a reader
of `base.yaml` knows what every model keeps. `organisation_file.py` reads the files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from readiness_bot.convention.custom import Custom
from readiness_bot.convention.fleet_ways import DigestWay
from readiness_bot.convention.floors import is_weaker
from readiness_bot.convention.policy import Overlay, Policy, Rule, Source
from readiness_bot.reading.globs import matches
from readiness_bot.vocabulary import Severity, Stage, Tier


@dataclass(frozen=True, slots=True)
class Subject:
    """A repository, as a policy sees it."""

    name: str
    """`acme/churn`; empty where it has none."""
    topics: frozenset[str] | None = None
    """None: not known."""
    properties: Mapping[str, str | Sequence[str]] | None = None
    """GitHub's custom properties; None: not known."""
    archived: bool = False
    fork: bool = False


@dataclass(frozen=True, slots=True)
class Out:
    """The policy leaves this repository out: none of it is in force here."""

    reason: str


@dataclass(frozen=True, slots=True)
class Where:
    """The repositories that a section is for: all that fit each of its conditions."""

    topic: str = ""
    name: str = ""
    """A pattern of `reading/globs.py`: of the whole name where it has a slash, else of what follows the
    owner."""
    property: tuple[tuple[str, str], ...] = ()

    def fits(self, subject: Subject) -> bool | None:
        """None: that cannot be told, since its topics or properties are not known."""
        if self.name and not named(self.name, subject.name):
            return False
        found: list[bool | None] = []
        if self.topic:
            found.append(None if subject.topics is None else self.topic in subject.topics)
        for key, wanted in self.property:
            found.append(None if subject.properties is None else _holds(subject.properties.get(key), wanted))
        return False if False in found else None if None in found else True

    def __str__(self) -> str:
        topic = [f"topic {self.topic}"] if self.topic else []
        name = [f"name {self.name}"] if self.name else []
        return ", ".join([*topic, *name, *(f"property {key}: {value}" for key, value in self.property)])


def named(pattern: str, name: str) -> bool:
    """Whether a pattern means a repository."""
    return bool(matches([pattern], name if "/" in pattern else name.rpartition("/")[2]))


def _holds(found: str | Sequence[str] | None, wanted: str) -> bool:
    return found == wanted if isinstance(found, str) else wanted in (found or ())


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file, or one of its sections, says."""

    at: Source
    where: Where | None = None
    """None: it is for every repository."""
    rules: tuple[Rule, ...] = ()
    require_verified: bool | None = None
    waiver_days: int | None = None
    tier: Tier | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    """`tier` → where it is said."""
    added: tuple[Custom, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    routes: Mapping[str, str] = field(default_factory=dict)
    reminder_days: tuple[int, ...] = ()
    plugins: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[object, ...]:
        """All that it asks, without where that is said."""
        added = [(each.item.id, each.text) for each in self.added]
        own = ("at", "sources", "added")
        return (*added, *(getattr(self, each.name) for each in fields(self) if each.name not in own))

    @property
    def own_sources(self) -> list[tuple[str, Source]]:
        """Of the keys that a layer has one word for."""
        return [(key, at) for key, at in self.sources.items() if "." not in key]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Repositories in or out, by their names."""

    pattern: str
    at: Source
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A policy as its files say it."""

    name: str = ""
    version: int = 0
    layers: tuple[Layer, ...] = ()
    """From the ground up."""
    ins: tuple[Pattern, ...] = ()
    """Empty: every repository is in."""
    outs: tuple[Pattern, ...] = ()
    files: tuple[str, ...] = ()
    """The chain, from the ground up."""
    contact: str = ""
    """Who answers a team's questions about a roll-out."""
    waves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name → patterns: who comes before whom in a roll-out."""
    digest: DigestWay | None = None
    """How the digest reaches people; None: the command's options say it."""
    _known: dict[tuple[bool | None, ...], Policy] = field(default_factory=dict, compare=False, repr=False)
    """Thousands of repositories fit the same few sections."""

    @property
    def called(self) -> str:
        """`acme policy v3`; of a file that names none, `this policy`."""
        return f"{self.name} policy v{self.version}" if self.name else "this policy"

    @property
    def asks(self) -> tuple[object, ...]:
        """All that it asks, without its version and where in the files that is said."""
        places = [(each.pattern, bool(each.reason)) for each in (*self.ins, *self.outs)]
        return (*(each.asks for each in self.layers), *places)

    @property
    def asks_name(self) -> bool:
        """Whether it matters which repository it is."""
        return bool(self.ins or self.outs or any(layer.where for layer in self.layers))

    @property
    def asks_topics(self) -> bool:
        """Whether a section depends on a repository's topics."""
        return any(layer.where and layer.where.topic for layer in self.layers)

    @property
    def asks_properties(self) -> bool:
        """Whether a section depends on its custom properties."""
        return any(layer.where and layer.where.property for layer in self.layers)

    def at(self, subject: Subject) -> Policy | Out:
        """What is in force at a repository."""
        left_out = self._left_out(subject)
        if left_out:
            return Out(left_out)
        fits = tuple(layer.where.fits(subject) if layer.where else True for layer in self.layers)
        if fits not in self._known:
            chosen = [layer for layer, fit in zip(self.layers, fits, strict=True) if fit]
            doubtful = [layer for layer, fit in zip(self.layers, fits, strict=True) if fit is None]
            self._known[fits] = _policy(self, chosen, doubtful)
        return self._known[fits]

    def _left_out(self, subject: Subject) -> str:
        """Why none of it is in force there; empty where it is."""
        if subject.archived:
            return "it is archived"
        if subject.fork:
            return "it is a fork"
        for out in self.outs:
            if named(out.pattern, subject.name):
                return f"{out.reason} ({out.at})"
        if self.ins and not any(named(each.pattern, subject.name) for each in self.ins):
            return f"none of the names in `repositories.in` fits it ({self.ins[0].at})"
        return ""


def _policy(organisation: Organisation, layers: Sequence[Layer], doubtful: Sequence[Layer]) -> Policy:
    sources: dict[str, Source] = {}
    said: dict[str, Any] = {}
    for layer in layers:
        for key, at in layer.own_sources:
            word = getattr(layer, key)
            if key not in said or weaker(key, said[key], word):
                said[key], sources[key] = word, at
    floors: dict[str, object] = {}
    for layer in layers:
        for key, least in layer.settings.items():
            if key not in floors or is_weaker(key, floors[key], least):
                floors[key], sources[f"settings.{key}"] = least, layer.sources[f"settings.{key}"]
    routes = {key: to for layer in layers for key, to in layer.routes.items()}
    for layer in layers:
        sources |= {f"custom.{each.item.id}": each.at for each in layer.added}
        sources |= {key: at for key, at in layer.sources.items() if key.startswith("plugins.")}
    doubts = tuple(_doubt(organisation, layer) for layer in doubtful)
    policy = Policy(
        name=organisation.name,
        version=organisation.version,
        settings=tuple(sorted(floors.items())),
        labels=tuple(dict.fromkeys(label for layer in layers for label in layer.labels)),
        routes=tuple(sorted(routes.items())),
        plugins=tuple(dict.fromkeys(name for layer in layers for name in layer.plugins)),
        reminder_days=next((layer.reminder_days for layer in reversed(layers) if layer.reminder_days), ()),
        sources=sources,
        unsure=doubts,
        **said,
    )
    if not policy.name:
        return policy
    rules, added = joined(layers), tuple(each for layer in layers for each in layer.added)
    overlay = overlay_of(policy, rules, added)
    return replace(policy, overlay=overlay, said=json.dumps(_flat(policy, rules, added)))


def _flat(policy: Policy, rules: Iterable[Rule], added: Iterable[Custom]) -> dict[str, object]:
    """What is in force, as a policy's one file says it."""
    items: dict[str, dict[str, object]] = {}
    for rule in rules:
        items.setdefault(rule.item, {})[rule.key] = rule.said
    data: dict[str, object] = {
        "policy": policy.name,
        "version": policy.version,
        **{key: getattr(policy, key) for key in policy.sources if "." not in key},
        "items": items,
        "custom": [json.loads(each.text) for each in added],
        "settings": dict(policy.settings),
        "labels": policy.labels,
        "routes": dict(policy.routes),
        "reminder_days": policy.reminder_days,
        "plugins": policy.plugins,
    }
    return {key: value for key, value in data.items() if value not in ((), [], {})}


def overlay_of(policy: Policy, rules: tuple[Rule, ...], added: Sequence[Custom]) -> Overlay:
    """The overlay of a named policy."""
    said = [policy.name, policy.version, policy.require_verified, policy.waiver_days, policy.tier]
    said += [policy.settings, policy.labels, policy.routes, policy.reminder_days, policy.plugins]
    told = [sorted([rule.item, rule.key, rule.said] for rule in rules), sorted(each.text for each in added)]
    places = [*(str(rule.at) for rule in rules), *(str(each.at) for each in added)]
    digest, identity = _hash([said, told]), _hash([said, told, places])
    return Overlay(identity, digest, rules, tuple(each.item for each in added), policy.called)


def _hash(data: object) -> str:
    return hashlib.sha256(json.dumps(data).encode()).hexdigest()


def weaker(key: str, one: Any, other: Any) -> bool:
    """Whether of two words for a policy's key the first asks for less."""
    return bool(one > other) if key == "waiver_days" else bool(one < other)


def _doubt(organisation: Organisation, layer: Layer) -> str:
    return (
        f"whether a section of {organisation.called} ({layer.at}) holds here is not known: it is for"
        f" {layer.where}"
    )


def joined(layers: Iterable[Layer]) -> tuple[Rule, ...]:
    """The strictest rule for each key of an item; an item is off only where no layer asks more of it."""
    found: dict[tuple[str, str], Rule] = {}
    for rule in (rule for layer in layers for rule in layer.rules):
        key = (rule.item, rule.key)
        if key not in found or strictness(rule) > strictness(found[key]):
            found[key] = rule
    asked = {item for item, key in found if key != "off"}
    return tuple(rule for (item, key), rule in sorted(found.items()) if key != "off" or item not in asked)


def strictness(rule: Rule) -> int:
    """Of two rules with the same key, the one with the larger number asks for more."""
    match rule.key:
        case "severity":
            return [Severity.ADVISORY, Severity.BLOCKING].index(Severity(str(rule.said)))
        case "due":
            return -Stage(str(rule.said)).rank
        case "expires":
            return -int(rule.said)
        case _:
            return 0
