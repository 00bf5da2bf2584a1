"""The hidden first line, and whose text is whose."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.text.marker import BEGIN, END, Marker, owned, read_marker, wrap
from readiness_bot.text.markup import md

ITEM = Marker("item=governance.impact")


@pytest.mark.parametrize(
    ("marker", "line"),
    [
        (ITEM, "<!-- readiness-bot:v1 item=governance.impact dir= -->"),
        (Marker("file=governance.yaml", "models/churn/"), "<!-- readiness-bot:v1 file=governance.yaml dir=models/churn/ -->"),
        (Marker("item=a.b", "a b -->/"), "<!-- readiness-bot:v1 item=a.b dir=a%20b%20--%3E/ -->"),
        (Marker("item=a.b", "", "4be19c7", True), "<!-- readiness-bot:v1 item=a.b dir= closed=4be19c7 reopened=1 -->"),
    ],
)
def test_a_marker_is_one_line_and_comes_back(marker: Marker, line: str) -> None:
    assert (marker.line(), read_marker(line + "\nmore")) == (line, marker)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "text\n<!-- readiness-bot:v1 item=a.b dir= -->",
        "<!-- readiness-bot:v1 -->",
        "<!-- readiness-bot:v2 item=a.b dir= -->",
        "<!-- readiness-bot:v1 dir=x -->",
        "<!-- readiness-bot:v1 item=a.b dir= --> and more",
        "> <!-- readiness-bot:v1 item=a.b dir= -->",
    ],
)
def test_no_marker(body: str) -> None:
    assert read_marker(body) is None


def test_a_newer_version_may_add_fields() -> None:
    assert read_marker("<!-- readiness-bot:v1 item=a.b dir= mood=calm -->") == Marker("item=a.b")


def test_lines_of_windows() -> None:
    body = wrap(ITEM, md("one\ntwo")).replace("\n", "\r\n")
    assert (read_marker(body), owned(body)) == (ITEM, "one\ntwo")


def test_what_people_wrote_around_stays() -> None:
    before = f"{ITEM.line()}\nOur notes\n\n{BEGIN}\nold\n{END}\n\n- [ ] a task"
    assert wrap(ITEM, md("new"), before) == f"{ITEM.line()}\nOur notes\n\n{BEGIN}\nnew\n{END}\n\n- [ ] a task"


def test_without_the_marks_the_text_is_theirs() -> None:
    assert owned(f"{ITEM.line()}\nall rewritten") is None


@given(st.text(), st.text())
def test_any_folder_comes_back(folder: str, closed: str) -> None:
    marker = Marker("item=a.b", folder, closed)
    assert read_marker(marker.line()) == marker


def test_a_body_of_nothing_but_marks_is_read_at_once() -> None:
    body = f"{Marker('item=a').line()}\n" + f"{BEGIN}\n" * 2_200
    start = time.process_time()
    assert len(body) < 65_536
    assert owned(body) is None
    assert owned(wrap(Marker("item=a"), md("ours"), body)) == "ours"
    assert time.process_time() - start < 0.05
