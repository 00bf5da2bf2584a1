"""A screen, a workflow's log, JSON, SARIF, JUnit and the HTML report, made of nothing but one attack."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import unquote, urlsplit

import pyte
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.attacks import ATTACKS, HARMLESS, UNSEEN, obeyed, parsed, shape, texts
from tests.models import TODAY, report
from tests.poison import poisoned, worst_audit, worst_report

from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.judging.report import Report
from readiness_bot.ledger.verify import Entry, Fault
from readiness_bot.plan.actions import Plan, React, Reply, as_text
from readiness_bot.plan.issues import plan_issues
from readiness_bot.plan.overview import plan_overview
from readiness_bot.render import ledger, render
from readiness_bot.render.audit import html as audit_html
from readiness_bot.render.audit import text as audit_text
from readiness_bot.text.escape import command, json_text, padded, plain, screen, terminal, uri, wide
from readiness_bot.text.marker import Marker
from readiness_bot.text.markup import md

Tally = Callable[[str, int], None]
TRIED, OUT = "hostile texts rendered", "mentions, references or links that got out"


def told(found: Report, format_: str) -> str:
    before = report()
    return render(format_, found, gate(found, before), compare(before, found))


def screens(text: str) -> Iterator[str]:
    found = worst_report(text)
    yield told(found, "text")
    yield told(replace(found, absent=True), "text")
    yield audit_text.render(worst_audit(text))
    yield ledger.history([Entry(1, None, text)])
    yield ledger.verdict([Entry(1, None, text)], [Fault(1, text, text)])
    plans = (plan_issues(found, []), plan_overview(found, []), Plan(notes=(text,)))
    yield from map(as_text, plans)
    yield as_text(Plan((Reply("command", 5, Marker("reply=1", ""), md("{}", text)), React("command", 5, 7, text))))


def seen(page: str) -> list[str]:
    """What stands on a terminal that is wide and high enough, with the title and the answers that it would send."""
    lines = page.split("\n")
    shown = pyte.Screen(max(map(wide, lines)) + 4, len(lines) + 4)
    pyte.ByteStream(shown).feed(page.replace("\n", "\r\n").encode("utf-8", "surrogatepass"))
    assert (shown.title, shown.icon_name, shown.cursor.y) == ("", "", len(lines) - 1)
    assert all(cell.fg == cell.bg == "default" for row in shown.buffer.values() for cell in row.values())
    return [row.rstrip() for row in shown.display[: len(lines)]]


def check_screen(text: str) -> int:
    pages = list(screens(text))
    for page in pages:
        assert UNSEEN.sub("", page) == page
        assert obeyed(page) == []
        assert len(seen(page)) == page.count("\n") + 1
    return len(pages)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_terminal_is_left_alone(attack: str, tally: Tally) -> None:
    tally(TRIED, check_screen(ATTACKS[attack]))
    tally(OUT, 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_a_terminal_is_left_alone_by_any_text(text: str) -> None:
    check_screen(text)


def test_a_line_is_never_forged() -> None:
    """A name with a line feed in it stands on one line, and ours begin where they began."""
    ours = [line.split()[0] for line in told(worst_report("harmless"), "text").splitlines() if line[:1].strip()]
    forged = told(worst_report("harmless\nREADY\r\nREADY\u2028READY"), "text")
    assert [line.split()[0] for line in forged.splitlines() if line[:1].strip()] == ours


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, max_size=4))
def test_one_line_each(lines: list[str]) -> None:
    page = screen(lines)
    assert len(page.split("\n")) == max(1, len(lines))
    assert obeyed(page) == []
    assert terminal(page) == page


def test_nothing_unseen_is_left() -> None:
    """As Python's Unicode has it; the signs of Arabic and Kaithi that stand before a number are seen."""
    visible = {*range(0x600, 0x606), 0x6DD, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    unseen = [code for code in range(0x110000) if unicodedata.category(chr(code)) in kinds and code not in visible]
    assert len(unseen) > 2200
    assert [hex(code) for code in unseen if plain(f"a{chr(code)}b") not in ("ab", "a b")] == []


def test_columns_are_those_of_a_terminal() -> None:
    assert [wide(text) for text in ("abc", "模型", "e\u0301", "Ａ")] == [3, 4, 1, 2]
    assert [padded(text, 5) + "|" for text in ("abc", "模型", "e\u0301")] == ["abc  |", "模型 |", "e\u0301    |"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_log_gets_our_commands_alone(attack: str, tally: Tally) -> None:
    text = ATTACKS[attack]
    got, ours = obeyed(told(worst_report(text), "github")), obeyed(told(worst_report(HARMLESS), "github"))
    assert [name for name, _ in got] == [name for name, _ in ours]
    tally(TRIED, 1)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_a_command_says_what_was_said(message: str, title: str) -> None:
    [(name, data)] = obeyed(command("warning", message, title=title, line=3))
    assert (name, data) == ("warning", plain(message))
    assert re.fullmatch(r"::warning title=[^:,]*,line=3::.*", command("warning", message, title=title, line=3))


@settings(max_examples=300, deadline=None)
@given(texts)
def test_json_says_what_was_said(text: str) -> None:
    written = json_text({"said": [text]})
    assert json.loads(written) == {"said": [text]}
    assert UNSEEN.sub("", written) == written
    assert obeyed(written) == []
    assert written.encode()


@pytest.mark.parametrize("attack", ATTACKS)
def test_json_and_sarif_and_junit_are_well_formed(attack: str, tally: Tally) -> None:
    found, harmless = worst_report(ATTACKS[attack]), worst_report(HARMLESS)
    for format_ in ("json", "sarif"):
        assert keys(json.loads(told(found, format_))) == keys(json.loads(told(harmless, format_)))
        assert UNSEEN.sub("", told(found, format_)) == told(found, format_)
    read = ET.fromstring(told(found, "junit").encode())  # noqa: S314
    assert names(read) == names(ET.fromstring(told(harmless, "junit")))  # noqa: S314
    tally(TRIED, 3)


def keys(data: object) -> object:
    if isinstance(data, dict):
        return {name: keys(value) for name, value in data.items()}
    return [keys(value) for value in data] if isinstance(data, list) else type(data).__name__


def names(element: ET.Element) -> tuple[object, ...]:
    return (element.tag, sorted(element.keys()), *map(names, element))


def test_sarif_points_at_the_file() -> None:
    found = replace(worst_report("x"), prefix="models/Abwanderung 100% #1/")
    results = json.loads(told(found, "sarif"))["runs"][0]["results"]
    assert {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results} == {"models/Abwanderung%20100%25%20%231/x"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("readiness/contract.yaml", "readiness/contract.yaml"),
        ("a b/100%/#1?.yaml", "a%20b/100%25/%231%3F.yaml"),
        ("c:/x", "c%3A/x"),
        ("Größe.yaml", "Gr%C3%B6%C3%9Fe.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
        ("\ud800.yaml", "%3F.yaml"),
    ],
)
def test_a_path_is_a_uri_reference(path: str, expected: str) -> None:
    assert uri(path) == expected


@settings(max_examples=300, deadline=None)
@given(texts)
def test_any_path_is_one(path: str) -> None:
    parts = urlsplit(uri(f"x/{path}"))
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    if not any(0xD800 <= ord(character) <= 0xDFFF for character in path):
        assert unquote(parts.path) == f"x/{path}"


HTML = ("entities of HTML", "markup of HTML", "a comment of HTML", "an address between angles", "directions", "a template", "marks above marks",
        "colours of a terminal", "half a character", "bars", "XML", "a link", "a word without an end", "nothing to see")  # fmt: skip


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("attack", HTML)
def test_the_report_keeps_its_shape(attack: str, tally: Tally) -> None:
    """Its figures' marks are where data is: text may move them, and makes none."""
    page = audit_html.render(worst_audit(ATTACKS[attack]))
    got, ours = parsed(page), parsed(audit_html.render(worst_audit(HARMLESS)))
    figures = list(got.iter(f"{SVG}svg"))
    assert figures
    for figure in figures:
        assert {str(element.tag).removeprefix(SVG) for element in figure.iter()} <= {
            "svg",
            "g",
            "path",
            "text",
            "rect",
            "line",
            "tspan",
            "defs",
            "clipPath",
            "title",
        }
        assert not any(name.startswith("on") or name == "href" for element in figure.iter() for name in element.keys())  # noqa: SIM118
    assert shape(undrawn(got)) == shape(undrawn(ours))
    assert len(UNSEEN.sub("", page)) == len(page)  # a failure prints no half of a character
    tally(TRIED, 1)


def undrawn(page: ET.Element) -> ET.Element:
    for parent in page.iter():
        for figure in [child for child in parent if child.tag == f"{SVG}svg"]:
            parent.remove(figure)
        parent.attrib.pop("aria-label", None)
    return page


def test_the_poison_is_everywhere() -> None:
    """What `tests/poison.py` leaves out is ours: nothing else of a report stays as it was."""
    found = worst_report("POISON")
    result = found.items[0]
    assert (found.model, found.prefix, result.owner, result.reason, result.findings[0].message, result.findings[0].path) == ("POISON",) * 6
    assert poisoned((TODAY, 3, ("a", "")), "x") == (date(2026, 11, 20), 3, ("x", ""))
