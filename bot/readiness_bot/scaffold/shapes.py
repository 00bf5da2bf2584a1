"""Blocks that stand there in a model's form where another kind has one of its own: what they lack. Pure.

Nothing of them is touched: what they say was said by somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.registry import items_at, schemas_at
from readiness_bot.reading.document import Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.guess import CALLED
from readiness_bot.vocabulary import Kind


def other_forms(file: str, content: bytes, template: str, kind: Kind) -> Iterator[str]:
    """A sentence for each block. `template`: the file's own, as this kind gets it."""
    here, own = _data(content), _data(template.encode())
    former = schemas_at(Kind.MODEL)[file]
    for key, rules in schemas_at(kind)[file].items():
        if key not in former or rules == former[key] or key not in own or _says_nothing(here.get(key)):
            continue
        told = _differences(here[key], own[key], _fields(former[key]), _fields(rules))
        item = next((i.id for i in items_at(kind) if i.file == file and key in i.fields), "")
        if told:
            yield (
                f"`{key}` stays as it is, and {CALLED[kind]} needs another form of it: {told}"
                f" (`readiness explain {item}`)."
            )


def _differences(here: Value, own: Value, former: Set[str], known: Set[str]) -> str:
    """What it lacks, and what must go. `former`, `known`: the keys that it, or a row of it, may have at a
    model and at this kind."""
    if isinstance(own, Mapping):
        if not isinstance(here, Mapping):
            return f"one with {_joined([f'`{name}`' for name in own])}"
        lacks = [f"`{name}`" for name in own if name not in former and name not in here]
        extra = [f"`{name}`" for name in here if name in former and name not in known]
    else:
        lacks, extra = _rows_lack(here, own, former), []
    parts = (f"it lacks {_joined(lacks)}" if lacks else "", f"{_joined(extra)} must go" if extra else "")
    return ", and ".join(filter(None, parts))


def _rows_lack(here: Value, own: Value, former: Set[str]) -> list[str]:
    """Keys, where no row has any of the new ones, since not every row needs all of them; or rows of a kind of
    their own."""
    rows, wanted = _mappings(here), _mappings(own)
    new = {name: None for row in wanted for name in row if name not in former}
    if new:
        return [] if any(name in row for row in rows for name in new) else [f"`{name}`" for name in new]
    there = {_first(row) for row in rows}
    return [f"a row `{_first(row)}`" for row in wanted if _first(row) not in there]


def _fields(rules: Schema) -> frozenset[str]:
    """The keys of a block, or of a list's rows, in any of its forms."""
    forms = rules.get("anyof", [rules])
    inner = [form.get("schema", {}) for form in forms]
    rows = [each["schema"] for each in inner if isinstance(each.get("schema"), dict) and "type" in each]
    return frozenset(key for each in (*inner, *rows) for key in each)


def _first(row: Mapping[str, Value]) -> str:
    return str(next(iter(row.values()), ""))


def _mappings(value: Value) -> list[Mapping[str, Value]]:
    return [row for row in (value if isinstance(value, list) else ()) if isinstance(row, Mapping)]


def _says_nothing(value: Value) -> bool:
    return value is None or value == [] or (isinstance(value, Mapping) and "na" in value)


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _data(content: bytes) -> Mapping[str, Value]:
    read = parse("", content)
    return {} if isinstance(read, Unreadable) else read.data
