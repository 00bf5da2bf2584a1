"""Reads an organisation's policy: its file, and those that it extends. Pure; the edge hands in the bytes.

What is wrong is told where it stands, all of it at once.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from readiness_bot.convention import custom as custom_items
from readiness_bot.convention.custom import Custom, Wrong
from readiness_bot.convention.fields import TYPES, Taken, merged
from readiness_bot.convention.fit import findings
from readiness_bot.convention.fleet_ways import FleetWays
from readiness_bot.convention.item import Item
from readiness_bot.convention.organisation import (
    Layer,
    Organisation,
    Pattern,
    Subject,
    Where,
    strictness,
    weaker,
)
from readiness_bot.convention.overlay import KEYS, adds, dates_of
from readiness_bot.convention.policy import Policy, Rule, Source
from readiness_bot.convention.policy_schema import SCHEMA
from readiness_bot.convention.registry import FILES, ITEMS_BY_ID, schemas_at
from readiness_bot.reading.document import START, Document, Finding, KeyPath, Unreadable
from readiness_bot.reading.yaml import parse
from readiness_bot.text.nearest import nearest
from readiness_bot.vocabulary import Role, Tier

DEEPEST = 5
"""Files in a chain."""
MOST_REMINDERS = 5
MOST_FILES = 20
"""That a policy consists of."""

Read = Callable[[str], "bytes | str"]
"""A file of the chain, by its path; a text says why it cannot be read."""


@dataclass(slots=True)
class _Chain:
    """The files read so far, from the ground up."""

    read: Read
    folder: str
    """The first file's, with a closing slash: how it was named, so that people find the others."""
    layers: list[Layer] = field(default_factory=list)
    ins: list[Pattern] = field(default_factory=list)
    outs: list[Pattern] = field(default_factory=list)
    wrong: list[Finding] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    called: str = ""
    added: dict[str, Custom] = field(default_factory=dict)
    """The items that the files add, by id."""
    ways: FleetWays = field(default_factory=FleetWays)


def recorded(said: str) -> Policy | None:
    """What was in force once, of `Policy.said`; None where this version cannot read it."""
    found = read_organisation("", said.encode())
    policy = found.at(Subject("")) if isinstance(found, Organisation) else None
    return policy if isinstance(policy, Policy) and policy.name else None


def read_organisation(
    path: str, content: bytes, read: Read | None = None, folder: str | None = None
) -> Organisation | list[Finding]:
    """The policy of a file and of those that it extends; or all that is wrong in them.

    `path`: as people know it; empty where it is known only as it was recorded. `read`: the bytes of another
    file, by its path. None: there is no folder to look in. `folder`: the path's, with a closing slash.
    """
    chain = _Chain(
        read or (lambda _: "only a file in a folder can extend another"),
        path[: path.rfind("/") + 1] if folder is None else folder,
        called=_called(path, content),
    )
    top = _add(chain, path, content, ())
    if top is None or chain.wrong:
        return _sorted(chain.wrong)
    name = str(top.data.get("policy") or "")
    if not name and set(top.data) - {"require_verified", "waiver_days"}:
        told = "the policy has no name, so no message could say what asks for this"
        return [Finding(path, 1, 1, "value", told, "write   policy: NAME   and   version: 1")]
    if name and not top.data.get("version"):
        at = top.keys[("policy",)]
        told = "the policy has no version, so nobody could tell which one was in force"
        return [Finding(path, at.line, at.column, "value", told, "write   version: 1   below it")]
    version = top.data.get("version") or 0
    if not isinstance(version, int):
        at = top.position(("version",))
        told = f"version is {version}, which is no whole number"
        return [
            Finding(
                path, at.line, at.column, "value", told, "write version: 1, and raise it by one each time"
            )
        ]
    wrong = [*_loosened(chain.layers)]
    if wrong:
        return _sorted(wrong)
    files = tuple(chain.done)
    own = (tuple(chain.layers), tuple(chain.ins), tuple(chain.outs), files)
    return Organisation(name, version, *own, chain.ways.contact, chain.ways.waves, chain.ways.digest)


def _called(path: str, content: bytes) -> str:
    """`acme policy v3`, before anything is known to be right."""
    found = parse(path, content)
    data = {} if isinstance(found, Unreadable) else found.data
    return f"{data.get('policy')} policy v{data.get('version')}"


def _sorted(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: (finding.path, finding.line, finding.column))


def _add(chain: _Chain, path: str, content: bytes, above: tuple[str, ...]) -> Document | None:
    """Lay a file on what it extends. None where it cannot be read."""
    found = parse(path, content)
    if isinstance(found, Unreadable):
        chain.wrong.append(found.finding)
        return None
    wrong = findings(path, found.data, found, SCHEMA)
    chain.wrong += wrong
    if wrong:
        return found
    for index, name in _entries(found.data.get("extends")):
        at = found.position(("extends", index))
        told = _extend(chain, path, name, (*above, path))
        if told:
            chain.wrong.append(Finding(path, at.line, at.column, "value", *told))
    chain.done.append(path)
    sections = [("sections", index) for index, _ in _entries(found.data.get("sections"))]
    mine = {below: tuple(_custom(chain, path, found, below)) for below in ((), *sections)}
    chain.layers += [_layer(chain, path, found, below, items) for below, items in mine.items()]
    _repositories(chain, path, found)
    chain.wrong += chain.ways.add(path, found)
    return found


def _extend(chain: _Chain, path: str, name: str, above: tuple[str, ...]) -> tuple[str, str] | None:
    """Lay an included file; what is wrong with its mention, and what to do."""
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(path[len(chain.folder) :]), name))
    if posixpath.isabs(name) or "\\" in name or "://" in name or inside.startswith(".."):
        return f"'{name[:80]}' is no file beside the policy, or below it", "write a path such as base.yaml"
    path = chain.folder + inside
    if path in above:
        return f"{name} extends itself, by way of {' → '.join((*above, path))}"[:200], "remove one of them"
    if len(above) >= DEEPEST:
        return f"more than {DEEPEST} files extend each other here", "put some of them together"
    if path in chain.done:
        return None
    if len(chain.done) >= MOST_FILES:
        return f"the policy has more than {MOST_FILES} files", "put some of them together"
    content = chain.read(path)
    if isinstance(content, str):
        return f"{name[:80]} cannot be read: {content}", "correct the path, relative to this file"
    _add(chain, path, content, above)
    return None


def _layer(chain: _Chain, path: str, document: Document, below: KeyPath, added: tuple[Custom, ...]) -> Layer:
    """What stands in a file below a place: the file itself, or a section."""
    data = _at(document.data, below)
    found = document.position(below) if below else START
    at = Source(path, found.line, found.column)
    keys = [key for key in ("require_verified", "waiver_days", "tier") if data.get(key) is not None]
    where = _where(chain, path, document, below) if below else None
    rules = tuple(_rules(chain, path, document, (*below, "items")))
    sources = {key: _source(path, document, (*below, key)) for key in keys}
    settings = {key: said for key, said in _at(data, ("settings",)).items() if said is not None}
    sources |= {f"settings.{key}": _source(path, document, (*below, "settings", key)) for key in settings}
    plugins = {str(name): index for index, name in _entries(data.get("plugins"))}
    sources |= {
        f"plugins.{name}": _source(path, document, (*below, "plugins", index))
        for name, index in plugins.items()
    }
    return Layer(
        at,
        where,
        rules,
        data.get("require_verified"),
        int(data["waiver_days"]) if "waiver_days" in keys else None,
        Tier(data["tier"]) if "tier" in keys else None,
        sources,
        added,
        settings,
        tuple(str(label) for _, label in _entries(data.get("labels"))),
        dict(_routes(chain, path, document, (*below, "routes"))),
        _reminder_days(chain, path, document, (*below, "reminder_days")),
        tuple(plugins),
    )


def _custom(chain: _Chain, path: str, document: Document, below: KeyPath) -> Iterator[Custom]:
    """The items that a file, or one of its sections, adds."""
    for index, said in _entries(_at(document.data, below).get("custom")):
        place: KeyPath = (*below, "custom", index)
        try:
            found = custom_items.custom(said, _source(path, document, place), chain.called)
            _fits_in(found, chain.added)
        except Wrong as wrong:
            at = _source(path, document, (*place, *wrong.below))
            chain.wrong.append(Finding(path, at.line, at.column, "value", wrong.message, wrong.fix))
            continue
        chain.added[found.item.id] = found
        yield found


def _fits_in(found: Custom, others: Mapping[str, Custom]) -> None:
    """Raises Wrong where another item has its id, or its key."""
    twice, item = others.get(found.item.id), found.item
    if twice:
        raise Wrong(("id",), f"{item.id} is declared twice, first at {twice.at}", "remove one of them")
    try:
        for kind in item.kinds:
            schema = schemas_at(kind)[item.file]
            for other in (each.item for each in others.values()):
                if other.file == item.file and kind in other.kinds:
                    schema = merged(schema, other.keys)
            merged(schema, item.keys)
    except Taken as taken:
        raise Wrong(("key",), str(taken), "choose another key") from taken


def _where(chain: _Chain, path: str, document: Document, below: KeyPath) -> Where:
    said = _at(document.data, below).get("for") or {}
    properties = said.get("property") or {}
    where = Where(
        str(said.get("topic") or ""),
        str(said.get("name") or ""),
        tuple(sorted((str(key), str(each)) for key, each in properties.items() if each is not None)),
    )
    if where == Where():
        at = document.position(below)
        told = "this section says of no repository that it is for it"
        fix = "write   for: {topic: TOPIC}   in it, or {name: PATTERN}, or {property: {NAME: VALUE}}"
        chain.wrong.append(Finding(path, at.line, at.column, "value", told, fix))
    return where


def _rules(chain: _Chain, path: str, document: Document, below: KeyPath) -> Iterator[Rule]:
    """Each thing that is asked of an item, as far as it asks anything."""
    for name, said in _at(document.data, below).items():
        place: KeyPath = (*below, name)
        item = ITEMS_BY_ID.get(name) or (chain.added[name].item if name in chain.added else None)
        if item is None:
            at = document.keys[place]
            close = nearest(name, (*ITEMS_BY_ID, *chain.added))
            hint, fix = (f"; did you mean '{close}'?", f"write {close}") if close else ("", "remove it")
            told = f"there is no item '{name[:60]}'{hint}"
            chain.wrong.append(Finding(path, at.line, at.column, "unknown-item", told, fix))
            continue
        for key in (key for key in KEYS if (said or {}).get(key) is not None):
            rule = Rule(name, key, _value(said[key]), _source(path, document, (*place, key)))
            why = _pointless(item, rule) or _mixed(key, said)
            if why and rule.at:
                told, fix = why
                chain.wrong.append(Finding(path, rule.at.line, rule.at.column, "value", told, fix))
            yield rule


def _value(said: Any) -> str | int:
    return int(said) if isinstance(said, float | int) else str(said)


def _pointless(item: Item, rule: Rule) -> tuple[str, str] | None:
    """What a rule would promise and not keep, and what to do."""
    if rule.key == "off" and not item.waivable:
        return f"{item.id} cannot be switched off: without it nobody answers for the model", "remove this"
    if rule.key == "off" and item.id == "governance.tier":
        return f"{item.id} cannot be switched off: everything else depends on the tier", "remove this"
    if rule.key == "evidence" and item.proof is None:
        return f"nothing that GitHub records could confirm {item.id}", "remove this"
    if rule.key == "expires" and not any(
        dates_of(form, {**schemas_at(kinds[0])[form.file], **form.keys}) for kinds, form in item.forms
    ):
        return f"{item.id} has no date of its own from which days could be counted", "remove this"
    if rule.key in ("severity", "due") and not adds(item, rule.key, rule.said):
        least = f"due by the end of {item.due}" if rule.key == "due" else "as strict at every tier"
        return (
            f"{item.id} is {least} already, and a policy can only ask for more",
            "write something stricter, or remove this; to ask for less, switch it off with a reason",
        )
    return None


def _mixed(key: str, said: Mapping[str, object]) -> tuple[str, str] | None:
    others = [other for other in KEYS if other != "off" and said.get(other) is not None]
    if key == "off" and others:
        return f"it is switched off, and {others[0]} asks for it", f"remove off or {others[0]}"
    return None


def _routes(chain: _Chain, path: str, document: Document, below: KeyPath) -> Iterator[tuple[str, str]]:
    """A role or a file, and who hears of its items."""
    for name, to in _at(document.data, below).items():
        at = document.keys[(*below, name)]
        whom = str(to or "").removeprefix("@")
        file = next((file for file in FILES if name in (file, file.rpartition(".")[0])), "")
        if name not in list(Role) and not file:
            told, fix = f"'{name[:60]}' is no role and no file", f"write one of {', '.join((*Role, *FILES))}"
            chain.wrong.append(Finding(path, at.line, at.column, "value", told, fix))
        elif not (TYPES["login"].accepts(whom) or TYPES["team"].accepts(whom)):
            told, fix = (
                f"'{whom[:60]}' is no login and no team",
                "write such as priya-nair or acme/model-risk",
            )
            chain.wrong.append(Finding(path, at.line, at.column, "value", told, fix))
        yield file or name, whom


def _reminder_days(chain: _Chain, path: str, document: Document, below: KeyPath) -> tuple[int, ...]:
    said = _at(document.data, below[:-1]).get(str(below[-1]))
    days = tuple(int(day) for _, day in _entries(said))
    if list(days) != sorted(set(days)) or len(days) > MOST_REMINDERS:
        at = document.position(below)
        told = f"these are not up to {MOST_REMINDERS} numbers of days, each larger than the one before"
        chain.wrong.append(Finding(path, at.line, at.column, "value", told, "write such as [7, 14, 28]"))
    return days


def _repositories(chain: _Chain, path: str, document: Document) -> None:
    said = _at(document.data, ("repositories",))
    for index, pattern in _entries(said.get("in")):
        at = _source(path, document, ("repositories", "in", index))
        chain.ins.append(Pattern(pattern, at))
    for pattern, reason in (said.get("out") or {}).items():
        at = _source(path, document, ("repositories", "out", pattern))
        if not reason:
            told = f"nothing says why {pattern[:60]} is out"
            fix = "write a reason, which people there will read"
            chain.wrong.append(Finding(path, at.line, at.column, "value", told, fix))
        chain.outs.append(Pattern(pattern, at, str(reason or "")))


def _loosened(layers: Iterable[Layer]) -> Iterator[Finding]:
    """What would loosen what a file or the whole policy fixed before it."""
    rules: dict[tuple[str, str], Rule] = {}
    fixed: dict[str, tuple[Any, Source]] = {}
    for layer in layers:
        for rule in layer.rules:
            before = rules.get((rule.item, rule.key))
            if rule.key == "off":
                kept = [rules[item, key] for item, key in rules if item == rule.item and key != "off"]
                if kept and rule.at:
                    yield _looser(rule.at, f"{rule.item} is switched off", kept[0].key, kept[0])
            elif before and strictness(rule) < strictness(before) and rule.at:
                yield _looser(rule.at, f"{rule.key} of {rule.item} is {rule.said}", str(before.said), before)
        for key, at in layer.own_sources:
            said = getattr(layer, key)
            if key in fixed and weaker(key, said, fixed[key][0]):
                was, where = fixed[key]
                told = f"{key} is {_shown(said)}, but {where} fixed {_shown(was)}, which nothing can loosen"
                yield Finding(at.path, at.line, at.column, "weaker", told, "write no less, or remove it")
        if layer.where is None:
            rules |= {(rule.item, rule.key): rule for rule in layer.rules}
            fixed |= {key: (getattr(layer, key), at) for key, at in layer.own_sources}


def _looser(at: Source, said: str, was: str, fixed: Rule) -> Finding:
    told = f"{said}, but {fixed.at} fixed {was}, which nothing can loosen"
    return Finding(at.path, at.line, at.column, "weaker", told, "write no less, or remove it")


def _shown(said: object) -> str:
    return str(said).lower() if isinstance(said, bool) else str(said)


def _source(path: str, document: Document, place: KeyPath) -> Source:
    at = document.keys.get(place) or document.position(place)
    return Source(path, at.line, at.column)


def _at(data: Mapping[str, Any], place: KeyPath) -> Mapping[str, Any]:
    """The block there; an empty one where there is none."""
    found: Any = data
    for part in place:
        found = found[int(part)] if isinstance(found, list) else (found or {}).get(part)
    return found if isinstance(found, Mapping) else {}


def _entries(said: Any) -> list[tuple[int, Any]]:
    """Those of a list that say something, with their places."""
    return [(index, each) for index, each in enumerate(said or ()) if each is not None]
