"""Building blocks of the Cerberus schemas. Each type is declared once: its test, its words, its JSON Schema.

Every value may be null: a key without a value is "not there yet", which the items judge, and never "wrong".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from readiness_bot.late import re
from readiness_bot.reading.document import KeyPath, Value

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)

Schema: TypeAlias = dict[str, Any]
"""A Cerberus schema, or the rules of one field."""

_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[-_](?=[A-Za-z0-9])){0,98}(?:\[bot\])?")
_TEAM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,98}/[A-Za-z0-9][\w.-]{0,98}")
_WORKFLOW = re.compile(r"\.github/workflows/[\w.-]+\.ya?ml")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type of value: how to tell, what to call it in a message, and its JSON Schema."""

    name: str
    accepts: Callable[[object], bool]
    called: str
    json: Mapping[str, object]
    fix: str = ""


LARGEST = 1e15
"""No number of a readiness file is beyond it, and sums and products of such numbers stay exact enough to
print."""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


TYPES: dict[str, FieldType] = {
    kind.name: kind
    for kind in (
        FieldType(
            "text", lambda v: isinstance(v, str), "text", {"type": "string"}, "put it in double quotes"
        ),
        FieldType(
            "version",
            lambda v: isinstance(v, str),
            "a version in quotes",
            {"type": "string"},
            'write it in quotes: "1.4.0"',
        ),
        FieldType(
            "number",
            _is_number,
            "a number",
            {"type": "number"},
            "write a plain number, without a unit, currency or separators",
        ),
        FieldType(
            "flag", lambda v: isinstance(v, bool), "true or false", {"type": "boolean"}, "write true or false"
        ),
        FieldType(
            "day",
            lambda v: isinstance(v, date) and not isinstance(v, datetime),
            "a date",
            {"type": "string", "format": "date"},
            "write the date as YYYY-MM-DD, without quotes and without a time",
        ),
        FieldType(
            "retirement",
            lambda v: v in ("unannounced", "never") or (isinstance(v, date) and not isinstance(v, datetime)),
            "a day, unannounced or never",
            {"type": "string", "pattern": r"^(?:\d{4}-\d{2}-\d{2}|unannounced|never)$"},
            "write the day as YYYY-MM-DD without quotes; unannounced, if the vendor names none; or never,"
            " for weights that you keep yourself",
        ),
        FieldType(
            "login",
            _matches(_LOGIN),
            "a login",
            {"type": "string", "pattern": f"^{_LOGIN.pattern}$"},
            "write one person's login, without '@': mei-chen",
        ),
        FieldType(
            "team",
            _matches(_TEAM),
            "a team",
            {"type": "string", "pattern": f"^{_TEAM.pattern}$"},
            "write organisation/team: acme/retention-ops",
        ),
        FieldType(
            "slug",
            _matches(_SLUG),
            "a short name",
            {"type": "string", "pattern": f"^{_SLUG.pattern}$"},
            "use lowercase letters, digits, '-', '_' and '.': churn-propensity",
        ),
        FieldType(
            "workflow",
            _matches(_WORKFLOW),
            "a workflow file",
            {"type": "string", "pattern": f"^{_WORKFLOW.pattern}$"},
            "write its path from the repository's root: .github/workflows/integration.yml",
        ),
        FieldType(
            "link",
            lambda v: isinstance(v, str),
            "a link",
            {"type": "string"},
            "write an https URL, or a path from the repository's root",
        ),
    )
}


def value(kind: str, what: str, example: str = "", **rules: Any) -> Schema:
    """A single value of one of `TYPES`. `what` tells the person who fills it in what belongs there."""
    return {"type": kind, "nullable": True, "meta": {"what": what, "example": example}, **rules}


def other(kind: str, what: str, example: str = "") -> Schema:
    """A key that stands instead of the one before it: `above` and `below`."""
    return {"type": kind, "nullable": True, "meta": {"what": what, "example": example, "instead": True}}


def choice(what: str, *words: str) -> Schema:
    """One of a closed list of words."""
    return {
        "type": "text",
        "nullable": True,
        "allowed": list(words),
        "meta": {"what": what, "example": words[0]},
    }


def block(what: str, **fields: Schema) -> Schema:
    """A mapping with known keys. A trailing underscore frees a key that is a Python word: `from_`."""
    schema = {name.removesuffix("_"): rules for name, rules in fields.items()}
    return {"type": "dict", "nullable": True, "schema": schema, "meta": {"what": what}}


def open_block(what: str, values: Schema) -> Schema:
    """A mapping whose keys people choose, such as metric names."""
    return {
        "type": "dict",
        "nullable": True,
        "keysrules": {"type": "text"},
        "valuesrules": values,
        "meta": {"what": what},
    }


def rows(what: str, each: Schema) -> Schema:
    """A list."""
    return {"type": "list", "nullable": True, "schema": each, "meta": {"what": what}}


def or_na(rules: Schema) -> Schema:
    """The same, or `{na: reason}` where the item allows it."""
    reason = value("text", "why this does not apply here", "REASON")
    if rules["type"] == "dict":
        return {**rules, "schema": {**rules["schema"], "na": reason}}
    return {
        "nullable": True,
        "anyof": [rules, block("why this does not apply here", na=reason)],
        "meta": rules["meta"],
    }


def declared(kind: type[DataclassInstance]) -> Schema:
    """The schema of a file that is read into a dataclass: a field's metadata are its key's rules, and its
    default is their example. A field without is no key."""
    declared = (each for each in fields(kind) if each.metadata)
    return {each.name: _with_example(dict(each.metadata), each.default) for each in declared}


def _with_example(rules: Schema, default: object) -> Schema:
    meta = rules["meta"]
    if meta.get("example") != "":
        return rules
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    return {**rules, "meta": {**meta, "example": shown}}


def filled(default: D, given: Mapping[str, Value]) -> D:
    """What a file that agrees with its schema sets, as values of the kinds that the defaults have; a key
    without a value sets nothing."""
    found = {key: said for key, said in given.items() if said is not None}
    return replace(default, **{key: type(getattr(default, key))(said) for key, said in found.items()})


class Taken(ValueError):
    """Something else stands at a key. The text says at which."""


def merged(schema: Schema, keys: Mapping[str, Schema]) -> Schema:
    """A file's schema with more keys, which may stand in a block that is there. Raises Taken."""
    found = dict(schema)
    for name, rules in keys.items():
        present = found.get(name)
        if present is None:
            found[name] = rules
        elif "schema" in present and "schema" in rules and present["type"] == rules["type"] == "dict":
            found[name] = {**present, "schema": merged(present["schema"], rules["schema"])}
        else:
            raise Taken(f"there is a key {name} already")
    return found


def rules_at(schema: Schema, path: KeyPath) -> Schema:
    """The rules of a place in a file; empty where nothing is declared, as below keys that people choose."""
    rules: Schema = {"type": "dict", "schema": schema}
    for part in path:
        forms = rules.get("anyof", [rules])
        if isinstance(part, int):
            rules = next((form["schema"] for form in forms if form.get("type") == "list"), {})
        else:
            blocks = (form.get("schema", {}) for form in forms if form.get("type") == "dict")
            rules = next((block[part] for block in blocks if part in block), {})
    return rules


def places_of(kind: str, schema: Schema, at: str = "") -> Iterator[str]:
    """Where values of a type stand, dotted, with `*` for every row of a list: `oversight.*.person`."""
    for key, rules in schema.items():
        for form in rules.get("anyof", (rules,)):
            where, inner = f"{at}{key}", form.get("schema", {})
            if form.get("type") == "list":
                yield from places_of(kind, {"*": inner}, f"{where}.")
            elif form.get("type") == kind:
                yield where
            else:
                yield from places_of(kind, inner, f"{where}.")


def how_to_fill(schema: Schema, path: KeyPath) -> str:
    """What to do about a missing value: `write   by: LOGIN   (who assessed it)`, `add   impact: {kind:
    …}`."""
    rules = rules_at(schema, path)
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    what = rules.get("meta", {}).get("what", "")
    verb = "add" if "schema" in rules or "anyof" in rules or "valuesrules" in rules else "write"
    return f"{verb}   {key}: {_example(rules)}" + (f"   ({what})" if what else "")


def example_at(schema: Schema, path: KeyPath) -> str:
    """What may stand at a place, to overwrite: `{person: LOGIN, backup: LOGIN}`."""
    return _example(rules_at(schema, path))


def _example(rules: Schema) -> str:
    """A value to overwrite, in one line of YAML. Of keys that exclude each other, the first."""
    if "anyof" in rules:
        return _example(rules["anyof"][0])
    if rules.get("type") == "list":
        return f"[{_example(rules['schema'])}]"
    if "valuesrules" in rules:
        return f"{{NAME: {_example(rules['valuesrules'])}}}"
    if rules.get("type") == "dict":
        shown = {
            n: f for n, f in rules["schema"].items() if n != "na" and not f.get("meta", {}).get("instead")
        }
        inner = (f"{name}: {_example(field)}" for name, field in shown.items())
        return "{" + ", ".join(inner) + "}"
    return str(rules.get("meta", {}).get("example", "TEXT"))
