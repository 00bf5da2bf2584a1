"""What to write in place of something wrong: followed to the letter, it makes the value right. Pure.

A type's own advice (`fields.TYPES`) stands where nothing better is known; this looks at what the person
wrote.
"""

from __future__ import annotations

from collections.abc import Mapping

from readiness_bot.convention.fields import Schema, example_at, rules_at
from readiness_bot.convention.meant import list_meant, meant
from readiness_bot.reading.document import Document, KeyPath, Value

_NOT = ("un", "non", "no", "not", "in", "de")


def advice(
    path: KeyPath, rule: str, data: Mapping[str, Value], document: Document, schema: Schema
) -> str | None:
    """For a fault at `path`; None where its own fix is as good as it gets."""
    if rule == "unknown-key":
        return _split_by_comma(path, data, document)
    rules = rules_at(schema, path) or rules_at(schema, path[:-1]).get("valuesrules", {})
    value = _at(data, path)
    if rule == "value":
        return _allowed(rules, value)
    if rule != "type" or not rules:
        return None
    return _typed(path, rules, value, document, example_at(schema, path))


def _typed(path: KeyPath, rules: Schema, value: Value, document: Document, example: str) -> str | None:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if "anyof" in rules:
        return f"write   {key}: {{na: REASON}}   or a list: {example}"
    kind = rules["type"]
    if kind == "list":
        listed = list_meant(rules, value)
        if listed or not isinstance(value, Mapping):
            return f"write {listed or example}"
        return "start each entry with '- '"
    if kind == "dict":
        other = "   or {na: REASON}" if "na" in rules.get("schema", {}) else ""
        return f"write   {key}: {example}{other}" if isinstance(path[-1], str) else f"write {example}"
    found = meant(kind, value, document.raw.get(path), key)
    return f"write {found}" if found is not None else None


def _allowed(rules: Schema, value: Value) -> str | None:
    """The nearest word whatever its capitals; never one that says the opposite (`unmasked` is not
    `masked`)."""
    words = [str(word) for word in rules.get("allowed", ())]
    written = str(value).strip().lower()
    if written in words:
        return f"write {written}"
    starts = [
        word for word in words if len(written) >= 3 and (word.startswith(written) or written.startswith(word))
    ]
    if len(starts) == 1:
        return f"write {starts[0]}"
    if any(
        written == prefix + joint + word for word in words for prefix in _NOT for joint in ("", "-", " ", "_")
    ):
        return f"write one of {', '.join(words)}"
    return None if words else _in_bounds(rules)


def _in_bounds(rules: Schema) -> str | None:
    least, most = rules.get("min"), rules.get("max")
    if least is not None and most is not None:
        return f"write a number from {least} to {most}"
    longest = rules.get("maxlength")
    return f"write at most {longest} characters" if longest else None


def _split_by_comma(path: KeyPath, data: Mapping[str, Value], document: Document) -> str | None:
    """In `{at_least: 2,9}` and `{why: Personal data, people decide}` a comma ended the value, and what
    follows became a key."""
    around = _at(data, path[:-1]) if len(path) > 1 else data
    key = str(path[-1])
    if not isinstance(around, Mapping) or around.get(key) is not None or document.raw.get(path):
        return None
    keys = list(around)
    before = keys[keys.index(key) - 1] if keys.index(key) else None
    if before is None or not _same_line(document, (*path[:-1], before), path):
        return None
    raw = document.raw.get((*path[:-1], before), "")
    if key.isdigit() and raw.lstrip("-").isdigit():
        return f"write {raw}.{key}, since a comma ends a value here"
    if isinstance(around[before], str) and raw and " " in key:
        return f'put the whole text of {before} in double quotes, since a comma ends it here: "{raw}, {key}"'
    return None


def _same_line(document: Document, one: KeyPath, other: KeyPath) -> bool:
    places = document.keys.get(one), document.keys.get(other)
    return places[0] is not None and places[1] is not None and places[0].line == places[1].line


def _at(data: Value, path: KeyPath) -> Value:
    for part in path:
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data
