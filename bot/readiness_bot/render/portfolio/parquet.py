"""A fleet as Parquet, for a warehouse: a typed row for each row of the scan, with its open items as a list.

Needs the extra `readiness-bot[parquet]` (PyArrow): imported when this format is asked for, and only then.
"""

from __future__ import annotations

import pyarrow as pa
from pyarrow import parquet

from readiness_bot.portfolio.flat import COLUMNS, Kind, Value, subject
from readiness_bot.portfolio.row import OpenItem, Row
from readiness_bot.portfolio.scan import SCHEMA, Scan
from readiness_bot.text.data import data_of
from readiness_bot.text.escape import plain

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.FLAG: pa.bool_(),
    Kind.COUNT: pa.int64(),
    Kind.AMOUNT: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.TEXTS: pa.list_(pa.string()),
}
_OPEN = pa.struct(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("role", pa.string()),
        ("owner", pa.string()),
        ("stands_in", pa.bool_()),
        ("timing", pa.string()),
        ("due", pa.string()),
        ("due_date", pa.date32()),
        ("late", pa.bool_()),
        ("since", pa.date32()),
        ("message", pa.string()),
        ("path", pa.string()),
        ("line", pa.int64()),
    ]
)
_READINESS = pa.struct([("file", pa.string()), ("percent", pa.int64())])


def render(scan: Scan) -> bytes:
    """The file. A list is empty where there is nothing; what is not known is null."""
    subjects = [subject(row, scan.head.scanned, scan.head.source) for row in scan.rows]
    arrays = {
        column.name: pa.array([_cell(column.value(it)) for it in subjects], _TYPES[column.kind])
        for column in COLUMNS
    }
    arrays["readiness"] = pa.array([_readiness(row) for row in scan.rows], pa.list_(_READINESS))
    arrays["open"] = pa.array([[_item(item) for item in row.open] for row in scan.rows], pa.list_(_OPEN))
    about = {"readiness.schema": str(SCHEMA), "readiness.version": scan.head.version}
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table(arrays).replace_schema_metadata(about), sink, compression="zstd")
    return bytes(sink.getvalue())


def _cell(value: Value) -> object:
    """Text that is no text (half a character) would be refused."""
    match value:
        case str():
            return plain(value)
        case list() | tuple():
            return [plain(each) for each in value]
    return value


def _readiness(row: Row) -> list[dict[str, object]]:
    return [{"file": plain(file), "percent": percent} for file, percent in row.readiness.items()]


def _item(item: OpenItem) -> dict[str, object]:
    """A day as a day: Arrow makes none of a text."""
    told = {name: _cell(value) for name, value in data_of(item).items()}
    return {**told, "due_date": item.due_date, "since": item.since}
