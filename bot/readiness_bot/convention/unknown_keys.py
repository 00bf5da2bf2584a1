"""Keys that a schema does not know: taken out before the validator looks, which would compare each with all
others. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.file import dotted
from readiness_bot.convention.wrong import MOST_FINDINGS, Fault
from readiness_bot.reading.document import KeyPath, Value
from readiness_bot.text.nearest import nearest


def take_out(data: Mapping[str, Value], schema: Schema) -> tuple[dict[str, Value], list[KeyPath]]:
    """The data with known keys alone, and where the unknown ones stand, in the order of the file."""
    unknown: list[KeyPath] = []
    found = _known({"type": "dict", "schema": schema}, data, (), unknown)
    return (dict(found) if isinstance(found, Mapping) else {}), unknown


def _known(rules: Schema, value: Value, path: KeyPath, unknown: list[KeyPath]) -> Value:
    forms: Sequence[Schema] = rules.get("anyof", [rules])
    if isinstance(value, list):
        each: Schema = next((form["schema"] for form in forms if form.get("type") == "list"), {})
        return [_known(each, inner, (*path, index), unknown) for index, inner in enumerate(value)]
    blocks = [form for form in forms if form.get("type") == "dict"]
    if not isinstance(value, Mapping) or not blocks or any(form.get("allow_unknown") for form in blocks):
        return value
    named = {key: inner for form in blocks for key, inner in form.get("schema", {}).items()}
    chosen = next((form["valuesrules"] for form in blocks if "valuesrules" in form), None)
    kept: dict[str, Value] = {}
    for key, inner in value.items():
        rules_ = named.get(key, chosen)
        if rules_ is None:
            unknown.append((*path, key))
        else:
            kept[key] = _known(rules_, inner, (*path, key), unknown)
    return kept


def unknown_key_faults(unknown: Sequence[KeyPath], schema: Schema) -> list[Fault]:
    """What each was most likely meant to be; beyond the findings that a file shows, nobody reads that."""
    return [_fault(path, schema, look=n < MOST_FINDINGS) for n, path in enumerate(unknown)]


def _fault(path: KeyPath, schema: Schema, *, look: bool) -> Fault:
    known = sorted(_keys_at(path[:-1], schema)) if look else []
    key = str(path[-1])
    inside = f" in {dotted(path[:-1])}" if len(path) > 1 else ""
    close = nearest(key, known, cutoff=0.6)
    message = f"unknown key '{key[:60]}'{inside}" + (f"; did you mean '{close}'?" if close else "")
    fix = f"write {close}" if close else f"remove it; the keys here are {', '.join(known)}"
    if key.endswith(":"):  # `{by:, date: …}`, which YAML reads as a key named "by:"
        fix = f"write   {close or key[:-1][:60]}: VALUE   with a space after the colon"
    meant = (*path[:-1], close) if close else None
    return Fault(path, "unknown-key", message, fix, at_key=True, meant=meant)


def _keys_at(path: KeyPath, schema: Schema) -> set[str]:
    """The keys that the schema knows at a place, in all the forms that it may take there."""
    level: list[Schema] = [{"type": "dict", "schema": schema}]
    for part in path:
        below: list[Schema] = []
        for rules in level:
            for form in rules.get("anyof", [rules]):
                inner = form.get("schema", {})
                if form.get("type") == "list" and isinstance(part, int):
                    below.append(inner)
                elif form.get("type") == "dict" and part in inner:
                    below.append(inner[part])
                elif "valuesrules" in form:
                    below.append(form["valuesrules"])
        level = below
    forms = [form for rules in level for form in rules.get("anyof", [rules])]
    return {key for form in forms if form.get("type") == "dict" for key in form.get("schema", {})}
