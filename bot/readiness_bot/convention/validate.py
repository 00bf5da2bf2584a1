"""A file's data against its schema: the only module that imports Cerberus.

What it finds is *wrong*, not missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cerberus import TypeDefinition, Validator, errors
from cerberus.schema import UnvalidatedSchema

from readiness_bot.convention.advice import advice
from readiness_bot.convention.fields import LARGEST, TYPES, Schema
from readiness_bot.convention.file import dotted
from readiness_bot.convention.unknown_keys import take_out, unknown_key_faults
from readiness_bot.convention.wrong import MOST_FINDINGS, Fault, placed
from readiness_bot.reading.document import Document, Finding, KeyPath, Value
from readiness_bot.text.nearest import nearest


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

    def _error(self, *args: Any) -> None:
        """Cerberus sorts all errors again for each new one, and files each in trees that nothing here
        reads."""
        if len(args) == 1:
            self._errors.extend(args[0])
        else:
            super()._error(*args)


for _name in (*TYPES,):
    _Validator.types_mapping[_name] = _Type(_name)


def _is_of(name: str, value: object) -> bool:
    if name in TYPES:
        return TYPES[name].accepts(value)
    return isinstance(value, Mapping) if name == "dict" else isinstance(value, list)


def faults(data: Mapping[str, Value], document: Document, schema: Schema) -> tuple[Fault, ...]:
    """All that is wrong in `data` (without placeholders) of a file, in no particular order."""
    known, unknown = take_out(data, schema)
    validator = _Validator(UnvalidatedSchema(schema), allow_unknown=False)
    validator.validate(known, normalize=False)
    groups = tuple(_flatten(validator._errors, document)), unknown_key_faults(unknown, schema)
    return tuple(
        _advised(fault, data, document, schema) if n < MOST_FINDINGS else fault
        for found in groups
        for n, fault in enumerate(found)
    )


def _advised(fault: Fault, data: Mapping[str, Value], document: Document, schema: Schema) -> Fault:
    """With what to write in place of it, where that is known."""
    fix = advice(fault.path, fault.rule, data, document, schema)
    return replace(fault, fix=fix) if fix else fault


def refuse_schema(schema: Schema) -> None:
    """Raises Cerberus's SchemaError where a schema is none.

    The tests ask, for each of ours: it takes longer than checking a file.
    """
    _Validator(schema)


def findings(path: str, data: Mapping[str, Value], document: Document, schema: Schema) -> tuple[Finding, ...]:
    """The same as findings in a file at `path`, in the order of its lines."""
    return placed(path, document, faults(data, document, schema))


def _flatten(found: Any, document: Document) -> Iterator[Fault]:
    for error in found:
        path: KeyPath = tuple(error.document_path)
        if error.is_logic_error:
            yield from _best_branch(error, path, document)
        elif error.child_errors is not None:
            yield from _flatten(error.child_errors, document)
        else:
            yield _fault(error, path, document)


def _best_branch(error: Any, path: KeyPath, document: Document) -> Iterator[Fault]:
    """Of the forms that a value may take, the one that its kind (list or mapping) suggests."""
    for branch in error.definitions_errors.values():
        if not any(
            inner.code == errors.BAD_TYPE.code and tuple(inner.document_path) == path for inner in branch
        ):
            yield from _flatten(branch, document)
            return
    yield Fault(
        path, "type", f"{dotted(path)} must be a list, or   {{na: REASON}}", "see `readiness explain`"
    )


def _fault(error: Any, path: KeyPath, document: Document) -> Fault:
    name = dotted(path)
    if error.code == errors.UNALLOWED_VALUE.code:
        words: list[str] = list(error.constraint)
        return Fault(
            path,
            "value",
            f"{name} is {_shown(error.value)}, which is not one of {', '.join(words)}",
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
            f"{name} must be a block of keys, but is {_shown(error.value)}",
            "write   {key: value}",
        )
    if kind == "list":
        return Fault(
            path, "type", f"{name} must be a list, but is {_shown(error.value)}", "write   [first, second]"
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
    if kind == "number" and isinstance(error.value, int | float) and abs(error.value) > LARGEST:
        return Fault(
            path, "type", f"{name} is {written}, which is too large", f"write at most {LARGEST:,.0f}"
        )
    fix = expected.fix
    if kind == "login" and isinstance(error.value, str) and error.value.startswith("@"):
        fix = f"write {error.value[1:]}"
    return Fault(path, "type", f"{name} is {_shown(written)}, but must be {expected.called}", fix)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a block of keys"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "…")


def _nearest(word: str, words: list[str]) -> str:
    close = nearest(word, words)
    return f"write {close}" if close else f"write one of {', '.join(words)}"
