"""Dataclasses as plain data, the way JSON has it, and back: a key is a field, and is declared there alone.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)


_NEVER = object()
"""The `empty` of a key that is always there."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class _Key:
    read: Callable[[Any], object] = _same
    write: Callable[[Any], object] = _same
    empty: object = _NEVER
    name: str = ""
    shown: bool = True


_PLAIN = _Key()


def key(
    read: Callable[[Any], object] = _same,
    write: Callable[[Any], object] = _same,
    *,
    empty: object = _NEVER,
    name: str = "",
) -> Mapping[str, _Key]:
    """What a field's name and value do not say of its key: `field(metadata=key(…))`.

    `read` makes the value of what stands there, and raises where it is none; `write` is its inverse. With the
    value `empty` the key is left out, and without the key that is the value. `name`: the key's, where it is
    not the field's.
    """
    return {"key": _Key(read, write, empty, name)}


UNSHOWN: Mapping[str, _Key] = {"key": _Key(shown=False)}
"""Of a field that has no key: it is for the program alone."""


_PLAIN_TYPES = frozenset({str, int, float, bool, type(None)})


def data_of(value: Any) -> Any:
    """A dataclass by its keys, a day as ISO text, an enum's member as its word, a tuple as a list; all else
    as it is."""
    if type(value) in _PLAIN_TYPES:  # nearly all there is
        return value
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return [data_of(each) for each in value]
        case Mapping():
            return {name: data_of(below) for name, below in value.items()}
    return _document(value) if is_dataclass(value) and not isinstance(value, type) else value


@cache
def _keys(kind: type[DataclassInstance]) -> Mapping[str, _Key]:
    keys = ((each.name, each.metadata.get("key", _PLAIN)) for each in fields(kind))
    return {name: replace(key, name=key.name or name) for name, key in keys if key.shown}


def _document(value: DataclassInstance) -> dict[str, Any]:
    held = ((key, getattr(value, name)) for name, key in _keys(type(value)).items())
    return {key.name: data_of(key.write(it)) for key, it in held if it != key.empty}


def made(kind: type[D], data: Mapping[str, Any]) -> D:
    """The dataclass again.

    Raises KeyError for a key that may not be missing, and what the fields' `read` raises.
    """
    found = {
        name: key.empty if key.empty is not _NEVER and key.name not in data else key.read(data[key.name])
        for name, key in _keys(kind).items()
    }
    return kind(**found)
