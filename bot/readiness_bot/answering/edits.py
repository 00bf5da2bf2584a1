"""An answer put into its file: one place of it, all else to the byte. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from readiness_bot.answering.form import form_of
from readiness_bot.answering.place import Place, value_at, written_at
from readiness_bot.answering.questions import Question, Shape, pattern_for
from readiness_bot.convention.facts import Facts
from readiness_bot.editing.edit import append, overwrite
from readiness_bot.editing.front import in_front_matter
from readiness_bot.reading.document import KeyPath, Value


def put(content: bytes, place: Place, value: Value) -> bytes:
    """The file with a value at a place, whatever stands there. Raises CannotEdit."""
    return _in_yaml(place.file, content, lambda text: overwrite(text, place.path, value))


def add(content: bytes, place: Place, entry: Value) -> bytes:
    """The file with one more entry in a list. Raises CannotEdit."""
    return _in_yaml(place.file, content, lambda text: append(text, place.path, entry))


def _in_yaml(name: str, content: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    return in_front_matter(content, edit) if name.endswith(".md") else edit(content)


def answered(content: bytes, question: Question, value: Value, facts: Facts) -> bytes:
    """The file with the answer in it. Raises CannotEdit."""
    place, file = question.place, facts.files[question.place.file]
    present = value_at(file, place.path)
    if question.shape is Shape.ENTRIES and isinstance(value, list):
        if question.more and isinstance(present, list):
            for entry in value:
                content = add(content, place, entry)
            return content
        return put(content, place, value)
    if question.shape is Shape.NUMBERS and isinstance(value, Mapping):
        kept = dict(present) if isinstance(present, Mapping) else {}
        return put(content, place, {**kept, **value})
    row = place.row
    if row is not None and _is_new(row, facts):
        pattern = pattern_for(form_of(question.item), facts, row)
        return add(content, row.block, _filled(pattern, place.path[len(row.path) :], value))
    if isinstance(value_at(file, (*place.block.path, "na")), str):  # it does apply, then
        return put(content, place.block, {str(place.path[-1]): value})
    return put(content, place, value)


def instead(content: bytes, place: Place, key: str, value: Value, facts: Facts) -> bytes:
    """The file with another key in the place of this one: `at_most` for `at_least`. Raises CannotEdit."""
    around = written_at(facts.files[place.file], place.block.path)
    kept = dict(around) if isinstance(around, Mapping) else {}
    old = str(place.path[-1])
    keys = [key if name == old else name for name in kept] if old in kept else [*kept, key]
    return put(content, place.block, {name: value if name == key else kept.get(name) for name in keys})


def _is_new(row: Place, facts: Facts) -> bool:
    entries = value_at(facts.files[row.file], row.block.path)
    return row.path[-1] == (len(entries) if isinstance(entries, list) else 0)


def _filled(pattern: Mapping[str, Value], path: KeyPath, value: Value) -> dict[str, Value]:
    """The pattern's row with a value in it; its placeholders hold the other places."""
    first, *rest = path
    row: dict[str, Value] = dict(pattern)
    inner = row.get(str(first))
    row[str(first)] = (
        _filled(inner if isinstance(inner, Mapping) else {}, tuple(rest), value) if rest else value
    )
    return row
