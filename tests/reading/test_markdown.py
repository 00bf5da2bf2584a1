"""The runbook: front matter as data, headings as CommonMark has them."""

from __future__ import annotations

import pytest

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
    ],
)
def test_steps_below_a_heading(body: str, steps: int) -> None:
    assert headings(f"## Stop\n{body}")[0].steps == steps


@pytest.mark.parametrize(
    ("body", "prose"),
    [("four", 4), ("<!-- a hidden comment -->", 0), ("TODO", 0), ("### Sub\nfour", 4), ("`code` ok", 7), ("![x](y.png)", 0)],
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
