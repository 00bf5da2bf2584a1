"""An audit as text, Markdown and HTML: the answer first, nobody's markup, and within a forge's limits."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from tests.audits import SHAPES, hostile, late_governance, never_live, no_folder, on_time
from tests.render.test_attack import check_markdown

from readiness_bot.audit import terms
from readiness_bot.audit.figures import Point
from readiness_bot.audit.notes import NO_FOLDER
from readiness_bot.audit.terms import TERMS, definitions, key_figures
from readiness_bot.render.audit import charts as audit_charts
from readiness_bot.render.audit import html as audit_html
from readiness_bot.render.audit import markdown as audit_markdown
from readiness_bot.render.audit import text as audit_text
from readiness_bot.render.audit.json import as_data
from readiness_bot.render.audit.plot import svg
from readiness_bot.render.audit.story import story
from readiness_bot.text.escape import MAX_BODY, plain
from readiness_bot.text.links import Links

LINKS = Links("https://github.com", "acme/churn", "main", "main")


def test_text() -> None:
    assert audit_text.render(late_governance()).splitlines()[:27] == [
        "churn-propensity 1.4.0 · audit as of 23 Nov 2026",
        "",
        "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, 8 more than planned, about EUR 144,000.",
        "For 11 of the 12 weeks governance was what was missing; compliance approval came 11 weeks after the",
        "model was evaluated.",
        "First: ask compliance for its list at design. That alone would have saved about 3 weeks, EUR 56,600.",
        "",
        "  Last mile         12 weeks  (4 weeks planned)",
        "  Delay             8 weeks  (7 weeks of it with something open)",
        "  Cost of delay     EUR 144,000  (at EUR 18,000 a week)",
        "  Done in parallel  58%  (of what design and development ask for, before evaluation passed)",
        "  Late governance   4 items  (all still missing when evaluation passed)",
        "",
        "FIX FIRST: what alone held it back, inside the delay",
        "  compliance             Ask compliance for its list at design         3 weeks  EUR 56,600",
        "  approver               Book the go-live decision ahead, with a date  6 days   EUR 16,200",
        "  governance.compliance  Compliance approval                           3 weeks  EUR 54,000",
        "  governance.go-live     Go-live decision                              6 days   EUR 16,200",
        "",
        "BY ROLE: item-days open, and days on which it alone was open",
        "  compliance        192 open  22 alone",
        "  approver          77 open   6 alone",
        "  receiving team    80 open   0 alone",
        "  platform          71 open   0 alone",
        "  model validation  43 open   0 alone",
        "  operations        24 open   0 alone",
        "  lead developer    23 open   0 alone",
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_answer_comes_first(shape: str) -> None:
    audit = SHAPES[shape]()
    if shape == "hostile":
        return
    told = story(audit).happened
    assert " ".join(audit_text.render(audit).split("\n\n")[1].splitlines()).startswith(told)
    assert audit_markdown.render(audit).startswith(f"### {told}".replace("`", "\\`"))
    coded = re.sub(r"`(.*?)`", r"<code>\1</code>", told)
    assert f"<h1>{coded}</h1>" in audit_html.render(audit)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_terminal_is_left_alone(shape: str) -> None:
    page = audit_text.render(SHAPES[shape]())
    assert plain(page.replace("\n", "")) == page.replace("\n", "")
    assert all(len(line) <= 200 for line in page.splitlines())


def undrawn(page: str) -> str:
    """The page without our diagrams, whose text is checked in test_mermaid.py."""
    return re.sub(r"```mermaid\n.*?\n```", "", page, flags=re.DOTALL).replace("<sub>", "").replace("</sub>", "")


@pytest.mark.parametrize("links", [None, LINKS])
@pytest.mark.parametrize("shape", SHAPES)
def test_markdown_holds_none_of_their_markup(shape: str, links: Links | None) -> None:
    page = audit_markdown.render(SHAPES[shape](), links)
    check_markdown(undrawn(page))
    assert page.count("```mermaid") == page.count("\n```\n")


def test_markdown_stays_below_the_limit() -> None:
    audit = hostile()
    audit = replace(audit, items=audit.items * 40, fix_first_roles=audit.fix_first_roles * 400)
    page = audit_markdown.render(audit, Links("https://github.com", "a" * 400, "main", "main"))
    assert len(page) <= MAX_BODY
    assert page.count("<details>") == page.count("</details>")


def test_the_overview_s_diagrams_do_not_change_by_the_day() -> None:
    audit = late_governance()
    tomorrow = replace(audit, today=audit.today.replace(day=24))
    assert audit_markdown.diagrams(audit) == audit_markdown.diagrams(tomorrow) != ""


class Page(HTMLParser):
    """What a browser would find that is not text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [
            f"{tag} {name}={value}" for name, value in attrs
            if name in ("src", "href", "srcset", "action", "data", "poster", "style", "xlink:href") or name.startswith("on")
        ]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_html_runs_and_loads_nothing(shape: str) -> None:
    page = Page(audit_html.render(SHAPES[shape]()))
    assert page.tags & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "foreignobject"} == set()
    assert page.loads == []


@pytest.mark.parametrize("days", [61, 75, 90, 105, 120, 200, 330, 331, 399, 700])
@pytest.mark.parametrize("wide", [True, False])
def test_no_month_stands_twice_below_a_figure(days: int, wide: bool) -> None:
    start = date(2026, 4, 20)
    audit = replace(late_governance(), burndown=(Point(start, 2, 1, 1), Point(start + timedelta(days), 2, 2, 0)))
    spec = audit_charts.burndown(audit, wide)
    assert spec is not None
    months = re.findall(r">((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: 20\d\d)?)<", svg(spec))
    assert 2 <= len(months) == len(set(months))


def test_html_is_deterministic_and_small() -> None:
    page = audit_html.render(late_governance())
    assert page == audit_html.render(late_governance())
    assert len(page.encode()) < 150_000


def test_every_figure_has_its_definition() -> None:
    page = audit_html.render(late_governance())
    assert [term.name for term in TERMS if f"<dt>{term.name}</dt>" not in page] == []
    assert len({term.name for term in TERMS}) == len(TERMS)


def test_every_figure_in_json_has_its_definition() -> None:
    data = as_data(never_live())
    told = {field.partition(".")[0] for term in TERMS for field in term.fields}
    assert set(data) - told == {"schema", "model", "today", "since", "adopted", "version", "notes"}
    items = {field.partition(".")[2] for term in TERMS for field in term.fields if field.startswith("items.")}
    assert items <= set(data["items"][0])  # type: ignore[index]
    assert "\n### Late\n\nThe day on which it closed (or today)" in definitions()


def test_json_says_what_to_do_first() -> None:
    """In the words of the other formats."""
    assert as_data(late_governance())["first"] == {
        "what": "Ask compliance for its list at design", "saves_weeks": 3.14, "cost": {"amount": 56_600, "currency": "EUR"},
    }  # fmt: skip
    waiting = as_data(never_live())["first"]
    what = "Get acceptance by the people named from jo-tanaka (production owner); it is 84 days late"
    assert waiting == {"what": what, "saves_weeks": None, "cost": None}
    assert [as_data(shape())["first"] for shape in (on_time, no_folder)] == [None, None]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_format_has_every_figure_at_the_top(shape: str) -> None:
    audit = SHAPES[shape]()
    names = [figure.term.name for figure in key_figures(audit)] if audit.adopted else []
    told = (audit_text.render(audit), audit_markdown.render(audit), audit_html.render(audit))
    assert [name for page in told for name in names if name not in page] == []
    assert all(hasattr(audit, field) for field in terms.fields())


def test_another_branch_is_named_where_there_is_nothing_else() -> None:
    audit = replace(no_folder(), notes=("Read from the branch that is checked out, wip; the default branch of the remote is main.", NO_FOLDER))
    for page in (audit_text.render(audit), audit_markdown.render(audit), audit_html.render(audit)):
        assert " ".join(page.split()).count("Read from the branch that is checked out, wip;") == 1
        assert page.count("so there is nothing to audit") == 1


def test_no_format_but_html_needs_its_libraries() -> None:
    code = (
        "import sys\nfrom readiness_bot.render.audit import text, markdown\nimport readiness_bot.cli\n"
        "print(sorted({'jinja2', 'vl_convert', 'markupsafe'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
