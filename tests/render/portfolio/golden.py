"""Each format's full text on the small fleet. `python -m tests.render.portfolio.golden` writes the files anew; git shows what changed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.fleets import earlier, small

from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.trends import Trail

FOLDER = Path(__file__).parent / "golden"
FILES = {"text": "fleet.txt", "markdown": "fleet.md", "json": "fleet.json", "csv": "fleet.csv", "html": "fleet.html"}
_NOT_OURS = re.compile(r"(<(style|svg|script(?! type))\b[^>]*>).*?(</\2>|</script>)", re.DOTALL)


def rendered(format_: str) -> str:
    """Of the page without what is drawn by a library, and without its programs, which stand in files of their own."""
    module: Any = importlib.import_module(f"readiness_bot.render.portfolio.{format_}")
    trail = Trail(small())
    trail.back(earlier())
    found = portfolio(small(), trail)
    given: tuple[object, ...] = (found,)
    if format_ == "csv":
        given = (small(),)
    elif format_ == "html":
        given = (found, small(), {"acme/churn": "models/acme-churn.html"})
    text = str(module.render(*given)).rstrip("\n") + "\n"
    return re.sub(r"sha256-[^']+", "sha256-…", _NOT_OURS.sub(r"<\2>…\3", text)).replace("</tr><tr>", "</tr>\n<tr>").replace("],[", "],\n[")


def written() -> Iterator[Path]:
    for format_, name in FILES.items():
        path = FOLDER / name
        path.write_text(rendered(format_), encoding="utf-8")
        yield path


if __name__ == "__main__":
    list(written())
