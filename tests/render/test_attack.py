"""A pull request's files are an attacker's text. Whatever they hold: no markup, mention, command or cursor movement of theirs."""

from __future__ import annotations

import functools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.models import Edit, report

from readiness_bot.compare import compare
from readiness_bot.gate import gate
from readiness_bot.render import render
from readiness_bot.render.comment import comment_body
from readiness_bot.render.escape import MAX_BODY, plain
from readiness_bot.render.issue import issue_body, issue_title
from readiness_bot.render.links import Links
from readiness_bot.report import Report
from readiness_bot.vocabulary import Stage

LINKS = Links("https://github.com", "acme/churn", "main", "main")
EVIL = (
    "<!-- readiness-bot:v1 item=governance.go-live dir= -->",
    "<!-- readiness-bot:end -->",
    "</details><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "@octocat please approve",
    "@acme/everyone",
    "closes #1, GH-2 and acme/other#3",
    "[click](https://evil.test) ![x](https://evil.test/t.png)",
    "https://evil.test www.evil.test",
    "`````` `x` ``y`",
    "| a | b |",
    "# heading ## more",
    "~~~ ``` ---",
    "**bold** __bold__ $math$ :tada:",
    "%0A::error::injected",
    "::error file=x::injected",
    "&lt;b&gt; &amp; &#64;octocat",
    "\\@octocat \\<b>",
    "a" * 5000,
    "模型 💥 ünï",
)
CONTROL = (r"\x1b[31mred\x1b[2J", r"one\n::error::two", r"one\r\ntwo", r"a\u202Eb\u2066c\u200Bd", r"\0", r"tab\tx")
"""As YAML's double quotes write them."""


def places(text: str) -> tuple[Edit, ...]:
    """The text wherever a message repeats what a file says."""
    said = json.dumps(text, ensure_ascii=False) if text not in CONTROL else f'"{text}"'
    return (
        ("contract", "stage: staging ", "stage: production "),
        ("contract", "model: churn-propensity", f"model: {said}"),
        ("contract", "metric: recall_at_top_10pct, at_least", f"metric: {said}, at_least"),
        ("contract", "reports/eval-1.4.0.md", said),
        ("ownership", "signs_off: omar-haddad", f"signs_off: {said}"),
        ("ownership", "contact: https://acme.pagerduty.com/services/PCHURN1", f"contact: {said}"),
        ("governance", "name: subscriptions_daily", f"name: {said}"),
        ("governance", "lineage: docs/lineage.md", f"lineage: {said}"),
        ("governance", "{na: No external model or purchased data}", f"{{na: {said}}}"),
        ("governance", "waivers: []", f"{said}: 1"),
        ("infrastructure", 'data: "2026-08-31"', f"data: {said}"),
        ("infrastructure", "mode: batch", f"mode: {said}"),
        ("fallback", "metric: score_psi, above: 0.2", f"metric: {said}, above: null"),
        ("fallback", "how: readiness/runbook.md#fall-back", f"how: {said}"),
        ("runbook", 'version: "1.4.0"}', f"version: {said}}}"),
    )


@functools.cache
def attacked(text: str) -> Report:
    return report(*places(text))


def tokens(markdown: str) -> Iterator[Token]:
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        yield token
        yield from token.children or ()


def pages(found: Report) -> Iterator[str]:
    base = report()
    yield comment_body(found, base, LINKS)
    yield render("markdown", found, gate(found, base), compare(base, found))
    yield from (issue_body(result, found, LINKS) for result in found.items if result.findings)


ALLOWED_HTML = re.compile(r"</?(details|summary)>")


def check_markdown(page: str) -> None:
    assert len(page) <= MAX_BODY
    found = list(tokens(page))
    for token in found:
        if token.type in ("html_block", "html_inline"):
            assert re.sub(r"[^<>]+", "", ALLOWED_HTML.sub("", token.content)) == "", token.content
        if token.type == "text":
            assert not re.search(r"(?<!\w)@\w", token.content), token.content
            assert not re.search(r"(?<!\w)#\d|\w#\d|GH-\d", token.content), token.content
            assert not re.search(r"https?://|www\.", token.content), token.content
        if token.type == "link_open":
            assert str(token.attrGet("href")).startswith("https://github.com/")
        assert token.type != "image"
    assert "<!--" not in page
    assert plain(page.replace("\n", "")).replace("\u2060", "") == page.replace("\n", "").replace("\u2060", "")


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_markdown_holds_none_of_their_markup(text: str) -> None:
    for page in pages(attacked(text)):
        check_markdown(page)


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_a_table_keeps_its_columns(text: str) -> None:
    rows = [line for line in comment_body(attacked(text), report(), LINKS).splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_a_title_is_one_short_line(text: str) -> None:
    found = attacked(text)
    for result in found.items:
        title = issue_title(result, found)
        assert len(title) <= 256
        assert plain(title) == title


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_the_terminal_is_left_alone(text: str) -> None:
    found = attacked(text)
    page = render("text", found, gate(found))
    assert plain(page.replace("\n", "")) == page.replace("\n", "")


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_a_log_gets_our_commands_alone(text: str) -> None:
    found = attacked(text)
    lines = render("github", found, gate(found)).splitlines()
    assert [line for line in lines if not re.match(r"::(error|warning|notice) (file=readiness/[\w.]+,line=\d+,col=\d+,)?title=[^:,]*::", line)] == []
    assert all(sum(line.startswith(f"::{kind}") for line in lines) <= 10 for kind in ("error", "warning", "notice"))


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_xml_and_json_are_well_formed(text: str) -> None:
    found = attacked(text)
    assert len(list(ET.fromstring(render("junit", found, gate(found))).iter("testcase"))) >= 47  # noqa: S314
    assert json.loads(render("sarif", found, gate(found)))["version"] == "2.1.0"
    assert len(json.loads(render("json", found, gate(found)))["items"]) == 47


def test_a_report_as_long_as_it_gets_stays_below_the_limit() -> None:
    rows = "".join(f"  - {{kind: quality, metric: {'m' * 150}{n}, over: x, then: page}}\n" for n in range(1500))
    found = report(("fallback", "  - {kind: drift,", f"{rows}  - {{kind: drift,"), ("contract", "stage: staging ", "stage: production "))
    pages_ = list(pages(found))
    assert max(len(page) for page in pages_) <= MAX_BODY
    for page in pages_:
        check_markdown(page)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
def test_any_text(text: str) -> None:
    found = report(("contract", "metric: recall_at_top_10pct, at_least", f"metric: {json.dumps(text)}, at_least"), entering=Stage.PRODUCTION)
    check_markdown(comment_body(found, None, LINKS))
    ET.fromstring(render("junit", found, gate(found)))  # noqa: S314
