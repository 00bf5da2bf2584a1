"""The runbook: front matter as data, headings as CommonMark has them."""

from __future__ import annotations

import pytest

from readiness_bot.reading.anchors import same_anchor
from readiness_bot.reading.document import Document, Heading, Unreadable
from readiness_bot.reading.markdown import parse_markdown, parse_runbook


def headings(text: str) -> tuple[Heading, ...]:
    return parse_markdown("x.md", text.encode()).headings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# One\n## Two", [(1, "One", 1), (2, "Two", 2)]),
        ("One\n===\nTwo\n---", [(1, "One", 1), (2, "Two", 3)]),
        ("```\n# no\n```\n# yes", [(1, "yes", 4)]),
        ("    # no\n\n# yes", [(1, "yes", 3)]),
        ("<!--\n# no\n-->\n\n# yes", [(1, "yes", 5)]),
        ("> # no", []),
        ("#no\n#\tyes #", [(1, "yes", 2)]),
        ("# `code` and **bold** [link](x)", [(1, "code and bold link", 1)]),
        ("## Fall back {#fb}", [(2, "Fall back", 1)]),
        ("<h1 align='center'>Churn</h1>\n\n<h2>Stop <b>it</b></h2>\n\nx", [(1, "Churn", 1), (2, "Stop it", 3)]),
        ("<div>\n<h2>One</h2>\n<!--\n<h2>no</h2>\n-->\n<h3>Two</h3>\n</div>", [(2, "One", 2), (3, "Two", 6)]),
        ("One\u2028two\u0085three\x0c## no\n\n## Stop it", [(2, "Stop it", 3)]),
        ("One\r\n\r\n## Two\r\r# Three", [(2, "Two", 3), (1, "Three", 5)]),
        ("+++\ntitle = 'x'\n+++\n# One", [(1, "One", 4)]),
        ("---\ntitle: x\n---\n# One", [(1, "One", 4)]),
        ("---\n# One", [(1, "One", 2)]),
    ],
)
def test_headings(text: str, found: list[tuple[int, str, int]]) -> None:
    assert [(h.level, h.text, h.position.line) for h in headings(text)] == found


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("# Fall back", ["fall-back"]),
        ("# Who, what: why?", ["who-what-why"]),
        ("# A\n# A\n# A", ["a", "a-1", "a-2"]),
        ("# Größe_x 模型", ["größe_x-模型"]),
        ("# การกู้คืนระบบ", ["การกู้คืนระบบ"]),
        ("# वापस जाना", ["वापस-जाना"]),
        ("# Re\u0301seau", ["re\u0301seau"]),
        ("# ОТКАТ модели", ["откат-модели"]),
        ("# 🚨 Stop it!", ["-stop-it"]),
        ("# 3️⃣ Stop", ["3️⃣-stop"]),
        ("# :warning: Stop", ["warning-stop"]),
        ("# A ‿ b — c", ["a-‿-b--c"]),
        ("# x² and Ⅳ", ["x-and-ⅳ"]),
    ],
)
def test_anchors_are_those_of_github(text: str, anchors: list[str]) -> None:
    assert [heading.anchor for heading in headings(text)] == anchors


@pytest.mark.parametrize(
    ("body", "steps"),
    [
        ("1. one\n2. two", 2),
        ("- one\n  - two", 2),
        ("text alone", 0),
        ("```\nmake stop\n```", 1),
        ("1. do\n   ```\n   make\n   ```", 1),
        ("1. TODO", 0),
        ("1. TBD: later", 0),
        ("-\n-", 0),
        ("1. ...", 0),
        ("### Deeper\n1. one", 1),
        ("1. one\n## Next\n1. two", 1),
        ("* one\n* two", 2),
        ("3) one\n4) two", 2),
        ("- [ ] make stop\n- [x] look", 2),
        ("- [ ]", 0),
        ("| who | where |\n|---|---|\n| sam | pager |\n| mei | |\n| | |", 2),
        ("| who |\n|---|", 0),
        ("Step 1: run it\n\n**Step 2.** look", 2),
        ("1. [More Information Needed]", 0),
        ("1. {{ stop_command }}", 0),
        ("1. <your command>", 0),
        ("<ol><li>make stop</li><li><code>look</code></li></ol>", 2),
        ("text\n<!--\n1. hidden\n-->", 0),
    ],
)
def test_steps_below_a_heading(body: str, steps: int) -> None:
    assert headings(f"## Stop\n{body}")[0].steps == steps


@pytest.mark.parametrize(
    ("body", "prose"),
    [
        ("four", 4),
        ("<!-- a hidden comment -->", 0),
        ("TODO", 0),
        ("### Sub\nfour", 4),
        ("`code` ok", 7),
        ("![x](y.png)", 0),
        ("[More Information Needed]", 0),
        ("More information needed", 0),
        ("{{ bias | default('[More Information Needed]', true) }}", 0),
        ("<!-- Provide a longer summary of what this model is. -->\n\n{{ x }}", 0),
        ("Coming soon.", 0),
        ("| a | b |\n|---|---|\n| c | d |", 4),
        ("<table><tr><td>four</td></tr></table>", 4),
        ("<p>R&amp;D</p>", 3),
    ],
)
def test_prose_below_a_heading(body: str, prose: int) -> None:
    assert headings(f"## Limits\n\n{body}")[0].prose == prose


def test_front_matter() -> None:
    found = parse_runbook("readiness/runbook.md", b"---\nconfirmation: {by: jo}\n---\n# R\n")
    assert isinstance(found, Document)
    assert (found.data, found.values[("confirmation", "by")].line, found.headings[0].position.line) == ({"confirmation": {"by": "jo"}}, 2, 4)


def test_without_front_matter() -> None:
    found = parse_runbook("readiness/runbook.md", b"# R\n")
    assert isinstance(found, Document)
    assert (found.data, len(found.headings)) == ({}, 1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"---\na: 1\n# R", "1:1 the front matter opened by '---' is never closed"),
        (b"---\na: @x\n---\n", "2:4 '@x' starts with '@', which YAML does not allow unquoted"),
        (b"# R\n\xff", "2:1 this file is not UTF-8 text"),
    ],
)
def test_what_is_refused(content: bytes, told: str) -> None:
    found = parse_runbook("readiness/runbook.md", content)
    assert isinstance(found, Unreadable)
    assert f"{found.finding.line}:{found.finding.column} {found.finding.message}" == told


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("fall-back", "## Fall back", True),
        ("Fall-Back", "## Fall back", True),
        ("r%C3%BCckfall", "## Rückfall", True),
        ("rückfall", "## Ru\u0308ckfall", True),
        ("%E0%B8%81%E0%B8%B9%E0%B9%89", "## กู้", True),
        ("fb", 'Text <a id="fb"></a>\n', True),
        ("fb", "<a name='fb'></a>\n\n## Other", True),
        ("fb", "<h2 id=fb>Other</h2>", True),
        ("fb", "## Fall back {#fb}", True),
        ("fall-back-1", "## Fall back\n## Fall back", True),
        ("user-content-fall-back", "## Fall back", True),
        ("fall-back", "```\n## Fall back\n```", False),
        ("fb", '`<a id="fb">`', False),
        ("", "## Fall back", False),
        ("fall", "## Fall back", False),
    ],
)
def test_where_a_link_leads(written: str, text: str, found: bool) -> None:
    assert same_anchor(written, parse_markdown("x.md", text.encode()).anchors) is found


def test_many_items_take_no_time() -> None:
    assert len(headings("## Stop\n" + "-\n" * 60_000)) == 1
    assert len(headings("## Stop\n" + "." * 200_000 + "x")) == 1
    assert len(headings("## Stop\n\n<h2>" + "<li>" * 50_000)) == 1
