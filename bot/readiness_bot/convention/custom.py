"""Items that an organisation's policy adds without code: one block of YAML makes one.

It gets what the convention's own items get: its keys are checked, its gap has a place and a fix, and whatever
takes an item takes it. Pure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness_bot.convention.checks import (
    each_filled,
    no_developer,
    not_applicable,
    not_in_future,
    required,
    resolves,
)
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import (
    TYPES,
    Schema,
    block,
    choice,
    example_at,
    or_na,
    places_of,
    rows,
    value,
)
from readiness_bot.convention.file import key_path
from readiness_bot.convention.item import EVERY_KIND, Item, SignOff
from readiness_bot.convention.outcome import NotApplicable, Outcome
from readiness_bot.convention.overlay import FLOORS
from readiness_bot.convention.policy import Source
from readiness_bot.reading.document import KeyPath
from readiness_bot.vocabulary import Kind, Proof, Role, Severity, Stage

FILES = ("contract", "ownership", "governance", "infrastructure", "fallback", "runbook")
"""Prefixes that are the convention's."""
ID = re.compile(r"[a-z][a-z0-9_-]{0,38}\.[a-z][a-z0-9_-]{0,58}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,58}(?:\.[a-z][a-z0-9_]{0,58}){0,3}")
_WORDS = {"string": "text", "integer": "number", "float": "number", "boolean": "flag", "date": "day"}
"""Cerberus's types → the convention's (https://docs.python-cerberus.org/validation-rules.html#type)."""
_EXAMPLES = {
    "text": "TEXT",
    "version": "VERSION",
    "number": "NUMBER",
    "flag": "true",
    "day": "YYYY-MM-DD",
    "login": "LOGIN",
    "team": "ORG/TEAM",
    "link": "URL",
}
"""What stands for a value that is still to be filled in."""
_RULES = frozenset(
    {"type", "allowed", "min", "max", "minlength", "maxlength", "schema", "required", "nullable", "meta"}
)
_DEEPEST = 4

SCHEMA: Schema = rows(
    "items that the policy adds",
    block(
        "one item",
        id=value("text", "its id, with a prefix of your own", "acme.data-residency"),
        file=choice("the file that answers it", *(f"{name}.yaml" for name in FILES[:-1]), "runbook.md"),
        key=value("text", "the key that answers it, dotted", "residency.region"),
        title=value("text", "a noun phrase, the title of its issue", "Data residency", maxlength=80),
        what_=value("text", "one sentence: what is asked", "TEXT", maxlength=600),
        why=value("text", "what it costs when it is missing", "TEXT", maxlength=600),
        fix=value("text", "what to paste; without it, the key with what is to be filled in", "TEXT"),
        example=value("text", "the same, filled in", "TEXT"),
        due=choice("the stage by whose end it is due", *Stage),
        severity=choice("at every tier", Severity.BLOCKING, Severity.ADVISORY),
        role=choice("who can close it", *Role),
        kinds=rows("of which kinds it is asked; without it, of all", choice("a kind", *Kind)),
        na=value("flag", "whether `na: REASON` is an answer"),
        signed_by=value("text", "the key, in the block, of who approved it; GitHub must confirm that", "by"),
        note=value("text", "what else to know", "TEXT", maxlength=600),
        source=value("text", "where the requirement comes from", "TEXT", maxlength=200),
    ),
)
_EACH = SCHEMA["schema"]["schema"]
_EACH["schema"] = {
    "type": "dict",
    "nullable": True,
    "allow_unknown": True,
    "meta": {"what": "the rules of its value, as Cerberus has them"},
}
_MUST = ("id", "file", "key", "schema", "title", "what", "why", "due", "severity", "role")


@dataclass(frozen=True, slots=True)
class Custom:
    """One such item, where it stands, and all that was said of it as one text."""

    item: Item
    at: Source
    text: str


class Wrong(Exception):
    """What is wrong in a declaration: below which of its keys, what, and what to do."""

    def __init__(self, below: KeyPath, message: str, fix: str) -> None:
        super().__init__(message)
        self.below, self.message, self.fix = below, message, fix


@dataclass(frozen=True, slots=True)
class Filled:
    """The check: the key and what is required below it are there, links lead somewhere, days have come."""

    file: str
    key: str
    rules: Schema
    wanted: tuple[str, ...]
    signed_by: str = ""

    def __call__(self, facts: Facts) -> Iterator[Outcome]:
        """What is missing."""
        file = facts.files[self.file]
        reasons: list[NotApplicable] = list(not_applicable(file, self.key))
        if reasons:
            yield from reasons
            return
        for where in self.wanted:
            before, row, after = where.partition(".*")
            yield from required(file, before)
            if row and after:
                yield from each_filled(file, before, (after.removeprefix("."),))
        for place in places_of("link", self.rules):
            for where in file.each(place):
                yield from resolves(facts, file, where, where)
        for place in places_of("day", self.rules):
            for where in file.each(place) if place.endswith("date") else ():
                yield from not_in_future(facts, file, where)
        if self.signed_by:
            yield from no_developer(facts, file, f"{self.key}.{self.signed_by}", "approve it")


def custom(said: Mapping[str, Any], at: Source, called: str) -> Custom:
    """An item of its declaration, which agrees with SCHEMA. Raises Wrong.

    `called`: the policy, as messages write it.
    """
    for name in _MUST:
        if said.get(name) is None:
            shown = _EACH[name]["meta"].get("example", "{type: string}")
            raise Wrong((), f"{name} is missing", f"write   {name}: {shown}")
    id_, key = str(said["id"]), str(said["key"])
    if not ID.fullmatch(id_) or id_.partition(".")[0] in FILES:
        told = f"'{id_[:60]}' is no id: a prefix of your own, a dot and a name, in small letters"
        raise Wrong(("id",), told, "write such as acme.data-residency")
    if not _KEY.fullmatch(key):
        raise Wrong(("key",), f"'{key[:60]}' is no key", "write such as residency or residency.region")
    rules = _rules(said["schema"], ("schema",), str(said["what"]), 1)
    rules = or_na(rules) if said.get("na") else rules
    keys = _nested(key, rules, str(said["title"]))
    wanted = tuple(_wanted(said["schema"], key))
    signer, stem = str(said.get("signed_by") or ""), str(said["file"]).partition(".")[0]
    if signer and rules.get("schema", {}).get(signer, {}).get("type") != "login":
        told = f"'{signer[:60]}' is no login of its schema, so nobody could be asked"
        raise Wrong(("signed_by",), told, f"add   {signer[:60]}: {{type: login}}   to the schema")
    form = _form(key, example_at(keys, key_path(key)))
    severity = FLOORS[Severity(said["severity"])]
    kinds = tuple(Kind(each) for each in said.get("kinds") or () if each)
    item = Item(
        id=id_,
        title=str(said["title"]),
        what=str(said["what"]),
        why=str(said["why"]),
        fix=_ended(said.get("fix") or form),
        example=_ended(said.get("example") or said.get("fix") or form),
        due=Stage(said["due"]),
        severity=severity,
        floor=severity,
        role=Role(said["role"]),
        fields=(key,),
        check=Filled(str(said["file"]), key, keys, wanted, signer),
        sources=(str(said["source"]),) if said.get("source") else (),
        proof=Proof.APPROVAL if signer else None,
        signed=SignOff(f"{stem}.{key}", f"the approval of {said['title']}", signer) if signer else None,
        note=str(said.get("note") or "")
        or ("Write `na: REASON` if it does not apply." if said.get("na") else ""),
        kinds=kinds or EVERY_KIND,
        keys=keys,
        answered_in=str(said["file"]),
        added_by=called,
        because=(f"{called} asks for it{at.shown}",),
    )
    return Custom(item, at, json.dumps(said, sort_keys=True, default=str))


def _rules(said: Any, below: KeyPath, what: str, depth: int) -> Schema:
    """The rules of a value in the convention's words. Raises Wrong."""
    if not isinstance(said, Mapping) or depth > _DEEPEST:
        raise Wrong(below, "this is no rule of a value", "write   {type: string}")
    strange = next((name for name in said if name not in _RULES), None)
    if strange is not None:
        told = f"'{str(strange)[:60]}' is not one of the rules that a policy's item can have"
        raise Wrong((*below, strange), told, f"write one of {', '.join(sorted(_RULES))}")
    kind = _WORDS.get(str(said.get("type")), str(said.get("type")))
    meta = said.get("meta")
    own: Mapping[str, Any] = meta if isinstance(meta, Mapping) else {}
    about: dict[str, Any] = {"what": str(own.get("what") or what)}
    if kind == "dict":
        inner = said.get("schema")
        if not isinstance(inner, Mapping) or not inner:
            raise Wrong(below, "a dict needs a schema with its keys", "write   schema: {KEY: {type: string}}")
        for name in inner:
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,58}", str(name)) or name == "na":
                raise Wrong((*below, "schema", name), f"'{str(name)[:60]}' is no key", "write small letters")
        fields = {name: _rules(each, (*below, "schema", name), "", depth + 1) for name, each in inner.items()}
        return {"type": "dict", "nullable": True, "schema": fields, "meta": about}
    if kind == "list":
        each = _rules(said.get("schema"), (*below, "schema"), "", depth + 1)
        return {"type": "list", "nullable": True, "schema": each, "meta": about}
    if kind not in TYPES:
        words = ", ".join(dict.fromkeys([*_WORDS, *TYPES, "list", "dict"]))
        raise Wrong((*below, "type"), f"'{kind[:60]}' is no type", f"write one of {words}")
    about["example"] = own.get("example")
    return {"type": kind, "nullable": True, **_limits(said, below, kind, about)}


def _limits(said: Mapping[str, Any], below: KeyPath, kind: str, about: dict[str, Any]) -> Schema:
    found: Schema = {}
    allowed = said.get("allowed")
    if allowed is not None:
        accepts = TYPES[kind].accepts
        if not isinstance(allowed, list) or not allowed or not all(map(accepts, allowed)) or kind == "day":
            message = f"allowed is no list of values that are each {TYPES[kind].called}"
            raise Wrong((*below, "allowed"), message, "write   [first, second]")
        found["allowed"] = list(allowed)
    for name in ("min", "max", "minlength", "maxlength"):
        if said.get(name) is not None:
            if not TYPES["number"].accepts(said[name]) or (kind == "number") is not (name in ("min", "max")):
                raise Wrong((*below, name), f"{name} does not go with {kind}", "remove it")
            found[name] = said[name]
    first = str(allowed[0]) if allowed else _EXAMPLES.get(kind, "TEXT")
    return {**found, "meta": {"what": about["what"], "example": str(about["example"] or first)}}


def _nested(key: str, rules: Schema, title: str) -> dict[str, Schema]:
    """`residency.region` → `{residency: {a block with region}}`."""
    first, *rest = key.split(".")
    for part in reversed(rest):
        rules = {"type": "dict", "nullable": True, "schema": {part: rules}, "meta": {"what": title}}
    return {first: rules}


def _wanted(said: Mapping[str, Any], key: str) -> Iterator[str]:
    """The places that must be filled in, with `*` for every row: each that is not `required: false`."""
    kind = said.get("type")
    if kind == "dict":
        for name, each in said["schema"].items():
            if each.get("required") is not False:
                yield from _wanted(each, f"{key}.{name}")
    elif kind == "list" and said["schema"].get("type") == "dict":
        yield key
        for name, each in said["schema"]["schema"].items():
            if each.get("required") is not False and each.get("type") not in ("dict", "list"):
                yield f"{key}.*.{name}"
    else:
        yield key


def _form(key: str, example: str) -> str:
    """A key with what is to be filled in, as a file holds it."""
    parts = key.split(".")
    above = "".join(f"{'  ' * depth}{part}:\n" for depth, part in enumerate(parts[:-1]))
    return f"{above}{'  ' * (len(parts) - 1)}{parts[-1]}: {example}\n"


def _ended(text: object) -> str:
    return f"{str(text).rstrip()}\n"
