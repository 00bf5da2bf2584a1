"""A portfolio in each format: its full text, and what hostile rows come to."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.fleets import HOSTILE, hostile, many
from tests.render.portfolio.golden import FILES, FOLDER, rendered
from tests.render.test_attack import check_markdown

from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.flat import COLUMNS
from readiness_bot.render.portfolio import csv as as_csv
from readiness_bot.render.portfolio import json as as_json
from readiness_bot.render.portfolio import markdown, text
from readiness_bot.text.escape import MAX_BODY, plain

FOUND = portfolio(hostile())


@pytest.mark.parametrize("format_", FILES)
def test_the_full_text(format_: str) -> None:
    assert rendered(format_).splitlines() == (FOLDER / FILES[format_]).read_text(encoding="utf-8").splitlines()


def test_markdown_holds_none_of_their_markup() -> None:
    check_markdown(markdown.render(FOUND).replace("<sub>", "").replace("</sub>", ""))


def test_a_terminal_and_a_log_are_left_alone() -> None:
    lines = text.render(FOUND).splitlines()
    assert [line for line in lines if plain(line) != line or line.startswith("::")] == []


def test_no_cell_is_a_formula() -> None:
    first, *rows = csv.reader(as_csv.render(hostile()).splitlines())
    assert first == [column.name for column in COLUMNS]
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\t"))] == []
    assert {'\'=cmd|"/c calc"!A1', "'-2+3", "'@SUM(1) ::error::x", "'+1", "' x"} <= set(cells)


def test_json_says_it_as_it_is() -> None:
    told = json.loads(as_json.render(FOUND))
    assert told["schema"] == 1
    assert told["source"] == f"org {HOSTILE}"


def test_thousands_of_rows_stay_on_a_page() -> None:
    found = portfolio(many(3000))
    assert len(markdown.render(found)) <= MAX_BODY
    assert len(text.render(found).splitlines()) < 130


def test_the_docs_name_every_column() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "fleet.md").read_text(encoding="utf-8")
    [columns] = [part for part in docs.split("\n\n") if part.startswith("The columns: ")]
    assert [column.name for column in COLUMNS if f"`{column.name}`" not in columns] == []
