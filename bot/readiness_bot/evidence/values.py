"""Parsed values at dotted places, with `*` for every row: what two moments are compared by. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from readiness_bot.convention.file import File, Files
from readiness_bot.convention.item import SignOff, file_of
from readiness_bot.reading.document import Value


def value_at(files: Files, where: str) -> Value:
    """The value at `stem.key.path`; with `*`, the list of the rows' values.

    Raises CannotTell where it is wrong.
    """
    file = files[file_of(where)]
    key = where.partition(".")[2]
    return _below(file.get(key.partition(".*")[0]), key.partition(".*.")[2]) if ".*" in key else file.get(key)


def signed(files: Files, block: SignOff, row: tuple[Value, ...]) -> Value:
    """What a person signed: the block, its own keys of it, or the row with this identity; None where it is
    not there.

    Rows that share an identity are one value, so that none of them passes for another that was approved
    alone.
    """
    file = files[block.file]
    if block.rows:
        places = [n for n, _ in enumerate(file.entries(block.key)) if identity(file, block, n) == row]
        rows = [file.get(f"{block.key}.{index}") for index in places]
        return rows if len(rows) > 1 else rows[0] if rows else None
    if not block.own:
        return file.get(block.key)
    found = [value_at(files, f"{block.where}.{key}") for key in block.own]
    return None if all(value is None for value in found) else found


def identity(file: File, block: SignOff, index: int) -> tuple[Value, ...]:
    """By what a row is known."""
    return tuple(file.get(f"{block.key}.{index}.{key}") for key in block.rows)


def _below(rows: Value, key: str) -> Value:
    if not isinstance(rows, list):
        return None
    return [_inside(row, key) for row in rows] if key else rows


def _inside(row: Value, key: str) -> Value:
    for part in key.split("."):
        row = row.get(part) if isinstance(row, Mapping) else None
    return row
