"""Whether data surely fits its schema; only what may not is handed to Cerberus, which says what is wrong.

Most files are right, and Cerberus takes a tenth of a whole `check` to be imported. What is not known here (a
rule, a key, a type) does not fit, so that Cerberus decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from readiness_bot.convention.fields import TYPES, Schema
from readiness_bot.convention.wrong import Fault, placed
from readiness_bot.reading.document import Document, Finding, Value


def faults(data: Mapping[str, Value], document: Document, schema: Schema) -> tuple[Fault, ...]:
    """All that is wrong in `data` (without placeholders) of a file, in no particular order."""
    if fits(data, schema):
        return ()
    from readiness_bot.convention.validate import faults

    return faults(data, document, schema)


def findings(path: str, data: Mapping[str, Value], document: Document, schema: Schema) -> tuple[Finding, ...]:
    """The same as findings in a file at `path`, in the order of its lines."""
    return placed(path, document, faults(data, document, schema))


def fits(data: Mapping[str, Value], schema: Schema) -> bool:
    """Whether every key is known and every value is as its rules say."""
    return all(key in schema and _fits(value, schema[key]) for key, value in data.items())


def _fits(value: Value, rules: Schema) -> bool:
    if value is None:
        return rules.get("nullable") is True
    for rule, said in rules.items():
        holds = _RULES.get(rule)
        if holds is None or not holds(value, said):
            return False
    return True


def _has_type(value: Any, name: object) -> bool:
    if name == "dict":
        return isinstance(value, dict)
    if name == "list":
        return isinstance(value, list)
    return isinstance(name, str) and name in TYPES and TYPES[name].accepts(value)


def _below(value: Any, schema: Schema) -> bool:
    """`schema` has the rules of each key of a mapping, or those of every row of a list."""
    if isinstance(value, list):
        return all(_fits(each, schema) for each in value)
    return isinstance(value, dict) and fits(value, schema)


_RULES: Mapping[str, Callable[[Any, Any], bool]] = {
    "meta": lambda value, said: True,
    "nullable": lambda value, said: True,
    "type": _has_type,
    "schema": _below,
    "allowed": lambda value, words: isinstance(value, str) and value in words,
    "min": lambda value, least: isinstance(value, int | float) and value >= least,
    "max": lambda value, most: isinstance(value, int | float) and value <= most,
    "minlength": lambda value, least: isinstance(value, str | list) and len(value) >= least,
    "maxlength": lambda value, most: isinstance(value, str | list) and len(value) <= most,
    "anyof": lambda value, forms: any(_fits(value, form) for form in forms),
    "keysrules": lambda value, rules: isinstance(value, dict) and all(_fits(key, rules) for key in value),
    "valuesrules": lambda value, rules: (
        isinstance(value, dict) and all(_fits(each, rules) for each in value.values())
    ),
}
"""Rule of Cerberus → whether a value is surely as it says."""
