"""Each format's full text on the small fleet. `python -m tests.render.portfolio.golden` writes the files anew; git shows what changed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.fleets import earlier, small

from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.trends import Trail

FOLDER = Path(__file__).parent / "golden"
FILES = {"text": "fleet.txt", "markdown": "fleet.md", "json": "fleet.json", "csv": "fleet.csv"}


def rendered(format_: str) -> str:
    module: Any = importlib.import_module(f"readiness_bot.render.portfolio.{format_}")
    trail = Trail(small())
    trail.back(earlier())
    return str(module.render(small() if format_ == "csv" else portfolio(small(), trail))).rstrip("\n") + "\n"


def written() -> Iterator[Path]:
    for format_, name in FILES.items():
        path = FOLDER / name
        path.write_text(rendered(format_), encoding="utf-8")
        yield path


if __name__ == "__main__":
    list(written())
