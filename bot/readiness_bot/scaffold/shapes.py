"""Blocks that stand there in a model's form where another kind has one of its own: what they lack. Pure.

Nothing of them is touched: what they say was said by somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.convention.registry import items_at, schemas_at
from readiness_bot.reading.document import Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.guess import CALLED
from readiness_bot.vocabulary import Kind


def other_forms(file: str, content: bytes, templates: tuple[str, str], kind: Kind) -> Iterator[str]:
    """A sentence for each block. `templates`: the file's own as a model gets it, and as `kind` does."""
    here, model, own = (_data(text) for text in (content, *(each.encode() for each in templates)))
    for key, rules in schemas_at(kind)[file].items():
        if rules == schemas_at(Kind.MODEL)[file].get(key) or key not in here or key not in own:
            continue
        if here[key] is None or _is_na(here[key]):
            continue
        told = _differences(here[key], model.get(key), own[key])
        item = next((i.id for i in items_at(kind) if i.file == file and key in i.fields), "")
        if told:
            yield (
                f"`{key}` stays as it is, and {CALLED[kind]} needs another form of it: {told}"
                f" (`readiness explain {item}`)."
            )


def _differences(here: Value, model: Value, own: Value) -> str:
    """`it lacks …, and has no place for …`."""
    if isinstance(own, Mapping) != isinstance(here, Mapping):
        return f"one with {_called(own)}" if isinstance(own, Mapping) else "a list"
    lacks: list[str] = []
    extra: list[str] = []
    for mine, theirs, before in _pairs(here, own, model):
        if not mine:
            lacks.append(f"a row `{_first(theirs)}`")
        else:
            lacks += [f"`{name}`" for name in theirs if name not in mine]
            extra += [f"`{name}`" for name in mine if name in before and name not in theirs]
    parts = (
        f"it lacks {_joined(lacks)}" if lacks else "",
        f"{_joined(extra)} must go" if extra else "",
    )
    return ", and ".join(filter(None, parts))


_Row = Mapping[str, Value]


def _pairs(here: Value, own: Value, model: Value) -> Iterator[tuple[_Row, _Row, _Row]]:
    """A block, or each row of the template with the row that is there in its place; empty where none is."""
    if isinstance(own, Mapping):
        yield _row(here), own, _row(model)
        return
    rows = [_row(row) for row in (here if isinstance(here, list) else ())]
    if not rows:
        return
    before = [_row(row) for row in (model if isinstance(model, list) else ())]
    for theirs in map(_row, own if isinstance(own, list) else ()):
        named = _first(theirs)
        if is_placeholder(named):
            yield rows[0], theirs, before[0] if before else {}
            return
        yield (
            next((row for row in rows if _first(row) == named), {}),
            theirs,
            next((row for row in before if _first(row) == named), {}),
        )


def _first(row: _Row) -> str:
    return str(next(iter(row.values()), ""))


def _row(value: Value) -> _Row:
    return value if isinstance(value, Mapping) else {}


def _is_na(value: Value) -> bool:
    return isinstance(value, Mapping) and "na" in value


def _called(value: Value) -> str:
    return _joined([f"`{name}`" for name in _row(value)])


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _data(content: bytes) -> Mapping[str, Value]:
    read = parse("", content)
    return {} if isinstance(read, Unreadable) else read.data
