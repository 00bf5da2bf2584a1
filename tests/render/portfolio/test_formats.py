"""A portfolio in each format: its full text, and what hostile rows come to."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.fleets import HOSTILE, hostile, many, small
from tests.fleets import scan as scan_of
from tests.render.portfolio.golden import FILES, FOLDER, as_lines, rendered
from tests.render.test_attack import check_markdown

from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.flat import COLUMNS
from readiness_bot.portfolio.scan import Scan
from readiness_bot.render.audit.page import data
from readiness_bot.render.portfolio import csv as as_csv
from readiness_bot.render.portfolio import html, markdown, parquet, text
from readiness_bot.render.portfolio import json as as_json
from readiness_bot.render.portfolio.places import address, folder
from readiness_bot.text.escape import MAX_BODY, plain

FOUND = portfolio(hostile())


class Page(HTMLParser):
    """What a browser would find that is not text."""

    def __init__(self, text_: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.scripts = 0
        self.feed(text_)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.scripts += tag == "script"
        odd = ("src", "href", "srcset", "action", "data", "poster", "style", "xlink:href")
        self.loads += [f"{tag} {name}={value}" for name, value in attrs if name in odd or name.startswith("on")]


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


def test_parquet_takes_whatever_a_row_says() -> None:
    told = as_lines(parquet.render(hostile()))
    assert "name = '=cmd|\"/c calc\"!A1'\n" in told
    assert "value_per_week = 5.0\n" in told


def test_parquet_of_no_row_has_its_columns() -> None:
    assert as_lines(parquet.render(scan_of())).startswith("scanned: date32[day]\nsource: string\n")


@pytest.mark.parametrize("scan", [small(), hostile()], ids=["small", "hostile"])
def test_the_page_has_links_of_ours_alone(scan: Scan) -> None:
    """Whatever a row says, it makes no element and no address."""
    pages = {"acme/churn": "models/acme-churn.html"}
    read = Page(html.render(portfolio(scan), scan, pages))
    assert read.tags & {"img", "iframe", "object", "embed", "link", "form", "base", "foreignobject"} == set()
    assert read.loads == ["a href=#models"]
    assert read.scripts == 3


def test_a_model_s_folder_is_a_page_of_its_repository() -> None:
    assert folder("https://github.com/acme/shop", "c0ffee", "models/basket/") == "https://github.com/acme/shop/tree/c0ffee/models/basket"
    assert folder("https://ghe.acme.test:8443/acme/shop", "", "models/a b/") == "https://ghe.acme.test:8443/acme/shop"
    assert folder("https://github.com/acme/churn", "c0ffee", "") == "https://github.com/acme/churn"


REFUSED = (
    "javascript:alert(1)", "http://github.com/a/b", "https://user:secret@github.com/a/b", "https://github.com/a\" onclick=\"x",
    "https://github.com", "//github.com/a/b", "https://github.com/a/../../b", " https://github.com/a/b", "https://github.com/a\nb", "data:text/html,x",
)  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_address(url: str) -> None:
    assert address(url) == ""


def test_nothing_ends_the_data() -> None:
    told = data({"name": "</script><!--\u2028 & ]]>"})
    assert told == '{"name":"\\u003c/script\\u003e\\u003c!--\\u2028 \\u0026 ]]\\u003e"}'


def test_the_table_s_program_is_the_one_that_is_named() -> None:
    folder_ = Path(html.__file__).parent.parent / "pages" / "tabulator"
    digest = sha256((folder_ / "tabulator.min.js").read_bytes()).hexdigest()
    assert digest in (folder_ / "README.md").read_text(encoding="utf-8")


def test_the_docs_name_every_column() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "fleet.md").read_text(encoding="utf-8")
    [columns] = [part for part in docs.split("\n\n") if part.startswith("The columns: ")]
    assert [column.name for column in COLUMNS if f"`{column.name}`" not in columns] == []
