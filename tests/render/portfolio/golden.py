"""Each format's full text on the small fleet. `python -m tests.render.portfolio.golden` writes the files anew; git shows what changed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from tests.fleets import earlier, small

from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.trends import Trail

FOLDER = Path(__file__).parent / "golden"
FILES = {"text": "fleet.txt", "markdown": "fleet.md", "json": "fleet.json", "csv": "fleet.csv", "html": "fleet.html", "parquet": "fleet.parquet.txt"}
_NOT_OURS = re.compile(r"(<(style|svg|script(?! type))\b[^>]*>).*?(</\2>|</script>)", re.DOTALL)


def rendered(format_: str) -> str:
    """Of the page without what is drawn by a library, and without its programs, which stand in files of their own."""
    module: Any = importlib.import_module(f"readiness_bot.render.portfolio.{format_}")
    trail = Trail(small())
    trail.back(earlier())
    found = portfolio(small(), trail)
    given: tuple[object, ...] = (found,)
    if format_ == "parquet":
        return as_lines(module.render(small()))
    if format_ == "csv":
        given = (small(),)
    elif format_ == "html":
        given = (found, small(), {"acme/churn": "models/acme-churn.html"})
    text = str(module.render(*given)).rstrip("\n") + "\n"
    return re.sub(r"sha256-[^']+", "sha256-…", _NOT_OURS.sub(r"<\2>…\3", text)).replace("</tr><tr>", "</tr>\n<tr>").replace("],[", "],\n[")


def as_lines(file: bytes) -> str:
    """What a warehouse reads: each column with its type, then each row's values that are no null and no empty list."""
    table = parquet.read_table(pa.BufferReader(file))
    columns = [f"{field.name}: {field.type}" for field in table.schema]
    rows = [{name: value for name, value in row.items() if value not in (None, [])} for row in table.to_pylist()]
    return "\n".join([*columns, *(line for row in rows for line in ("", *(f"{name} = {value!r}" for name, value in row.items())))]) + "\n"


def written() -> Iterator[Path]:
    for format_, name in FILES.items():
        path = FOLDER / name
        path.write_text(rendered(format_), encoding="utf-8")
        yield path


if __name__ == "__main__":
    list(written())
