"""A file's data against its schema: the only module that imports Cerberus. What it finds is *wrong*, not missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cerberus import TypeDefinition, Validator, errors
from cerberus.schema import UnvalidatedSchema

from readiness_bot.convention.advice import advice
from readiness_bot.convention.fields import TYPES, Schema
from readiness_bot.convention.file import dotted
from readiness_bot.reading.document import Document, Finding, KeyPath, Value


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `at_key`: the key is at fault, not its value."""

    path: KeyPath
    rule: str
    message: str
    fix: str
    at_key: bool = False
    meant: KeyPath | None = None
    """Of an unknown key: the place that it was most likely meant for, which is then not known to be empty."""


class _Type(TypeDefinition):  # type: ignore[misc]
    """Adapts one of our types to Cerberus, which asks for classes."""

    def __new__(cls, name: str) -> _Type:
        return super().__new__(cls, name, (), ())  # type: ignore[no-any-return]


class _Validator(Validator):  # type: ignore[misc]
    """Cerberus with the convention's types, and `meta`, which is documentation."""

    def _validate_type(self, data_type: Any, field: str, value: Any) -> None:
        """{'type': ['string', 'list']}"""  # the rule's own schema: Cerberus reads it from here
        names = [data_type] if isinstance(data_type, str) else data_type
        if not any(_is_of(name, value) for name in names):
            self._error(field, errors.BAD_TYPE)
            self._drop_remaining_rules()


for _name in (*TYPES,):
    _Validator.types_mapping[_name] = _Type(_name)


def _is_of(name: str, value: object) -> bool:
    if name in TYPES:
        return TYPES[name].accepts(value)
    return isinstance(value, Mapping) if name == "dict" else isinstance(value, list)


def faults(data: Mapping[str, Value], document: Document, schema: Schema) -> tuple[Fault, ...]:
    """All that is wrong in `data` (without placeholders) of a file, in no particular order."""
    validator = _Validator(UnvalidatedSchema(schema), allow_unknown=False)
    validator.validate(dict(data), normalize=False)
    found = _flatten(validator._errors, document, schema)
    return tuple(_advised(fault, data, document, schema) for fault in found)


def _advised(fault: Fault, data: Mapping[str, Value], document: Document, schema: Schema) -> Fault:
    """With what to write in place of it, where that is known."""
    fix = advice(fault.path, fault.rule, data, document, schema)
    return replace(fault, fix=fix) if fix else fault


def refuse_schema(schema: Schema) -> None:
    """Raises Cerberus's SchemaError where a schema is none. The tests ask, for each of ours: it takes longer than checking a file."""
    _Validator(schema)


def findings(path: str, data: Mapping[str, Value], document: Document, schema: Schema) -> tuple[Finding, ...]:
    """The same as findings in a file at `path`, in the order of its lines."""
    return placed(path, document, faults(data, document, schema))


def placed(path: str, document: Document, found: Iterable[Fault]) -> tuple[Finding, ...]:
    """Faults with their lines, in the order of the file."""
    findings = (_finding(path, document, fault) for fault in found)
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.column)))


def _finding(path: str, document: Document, fault: Fault) -> Finding:
    place = document.keys.get(fault.path) if fault.at_key else None
    place = place or document.position(fault.path)
    return Finding(path, place.line, place.column, fault.rule, fault.message, fault.fix)


def _flatten(found: Any, document: Document, schema: Schema) -> Iterator[Fault]:
    for error in found:
        path: KeyPath = tuple(error.document_path)
        if error.is_logic_error:
            yield from _best_branch(error, path, document, schema)
        elif error.child_errors is not None:
            yield from _flatten(error.child_errors, document, schema)
        else:
            yield _fault(error, path, document, schema)


def _best_branch(error: Any, path: KeyPath, document: Document, schema: Schema) -> Iterator[Fault]:
    """Of the forms that a value may take, the one that its kind (list or mapping) suggests."""
    for branch in error.definitions_errors.values():
        if not any(
            inner.code == errors.BAD_TYPE.code and tuple(inner.document_path) == path for inner in branch
        ):
            yield from _flatten(branch, document, schema)
            return
    yield Fault(
        path, "type", f"{dotted(path)} must be a list, or   {{na: REASON}}", "see `readiness explain`"
    )


def _fault(error: Any, path: KeyPath, document: Document, schema: Schema) -> Fault:
    name = dotted(path)
    if error.code == errors.UNKNOWN_FIELD.code:
        return _unknown_key(path, schema)
    if error.code == errors.UNALLOWED_VALUE.code:
        words: list[str] = list(error.constraint)
        return Fault(
            path,
            "value",
            f"{name} is {_shown(error.value)}, which is none of {', '.join(words)}",
            _nearest(str(error.value), words),
        )
    if error.code == errors.BAD_TYPE.code:
        return _wrong_type(path, name, error, document)
    return Fault(
        path,
        "value",
        f"{name} is {_shown(error.value)}, which is not allowed ({error.rule}: {error.constraint})",
        "change it",
    )


def _wrong_type(path: KeyPath, name: str, error: Any, document: Document) -> Fault:
    kind = error.constraint if isinstance(error.constraint, str) else error.constraint[0]
    if kind == "dict":
        return Fault(
            path,
            "type",
            f"{name} must hold keys with values, and is {_shown(error.value)}",
            "write   {key: value}",
        )
    if kind == "list":
        return Fault(
            path, "type", f"{name} must be a list, and is {_shown(error.value)}", "write   [first, second]"
        )
    written = document.raw.get(path, error.value)
    expected = TYPES[kind]
    if (
        kind in ("version", "text")
        and isinstance(error.value, int | float)
        and not isinstance(error.value, bool)
    ):
        return Fault(
            path, "type", f"{name} is read as the number {error.value}", f'put it in quotes: "{written}"'
        )
    fix = expected.fix
    if kind == "login" and isinstance(error.value, str) and error.value.startswith("@"):
        fix = f"write {error.value[1:]}"
    return Fault(path, "type", f"{name} is {_shown(written)}, and must be {expected.called}", fix)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a block of keys"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "…")


def _unknown_key(path: KeyPath, schema: Schema) -> Fault:
    known = sorted(_keys_at(path[:-1], schema))
    key = str(path[-1])
    inside = f" in {dotted(path[:-1])}" if len(path) > 1 else ""
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    message = f"unknown key '{key[:60]}'{inside}" + (f"; did you mean '{close[0]}'?" if close else "")
    fix = f"write {close[0]}" if close else f"remove it; the keys here are {', '.join(known)}"
    if key.endswith(":"):  # `{by:, date: …}`, which YAML reads as a key named "by:"
        fix = f"write   {close[0] if close else key[:-1]}: VALUE   with a space after the colon"
    return Fault(
        path, "unknown-key", message, fix, at_key=True, meant=(*path[:-1], close[0]) if close else None
    )


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
        level = below
    forms = [form for rules in level for form in rules.get("anyof", [rules])]
    return {key for form in forms if form.get("type") == "dict" for key in form.get("schema", {})}


def _nearest(word: str, words: list[str]) -> str:
    close = difflib.get_close_matches(word, words, n=1)
    return f"write {close[0]}" if close else f"write one of {', '.join(words)}"
