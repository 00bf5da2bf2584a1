"""A pull request's files are an attacker's text. Whatever they hold: no markup, mention, command or cursor movement of theirs."""

from __future__ import annotations

import functools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.attacks import as_github, calls
from tests.models import Edit, comment_of, report

from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Finding
from readiness_bot.render import render
from readiness_bot.render.issue import issue_body, issue_title
from readiness_bot.text.escape import MAX_BODY, plain
from readiness_bot.text.links import Links
from readiness_bot.vocabulary import Severity, Stage, Status, Timing

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
    "&commat;acme/everyone",
    "closes &num;1",
    "`@octocat` \\`@octocat",
    "é@octocat",
    "gh-1 JIRA-1 acme/other@6dcb09b 6dcb09b5b57875f334f61aebed695e2e4193db5e",
    "HTTPS://example.org/x FTP://example.org WWW.example.org",
    "mail@example.org",
    "a\u061cb\u206ac\U000e0041d\u3164e\u00adf",
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
    yield comment_of(found, base, LINKS)
    yield render("markdown", found, gate(found, base), compare(base, found))
    yield from (issue_body(result, found, LINKS) for result in found.items if result.findings)


OWNERS = {result.owner for result in report().items}
ALLOWED_HTML = re.compile(r"</?(details|summary)>")


def check_markdown(page: str) -> None:
    assert len(page) <= MAX_BODY
    found = list(tokens(page))
    for token in found:
        if token.type in ("html_block", "html_inline"):
            assert re.sub(r"[^<>]+", "", ALLOWED_HTML.sub("", token.content)) == "", token.content
        if token.type == "link_open":
            assert str(token.attrGet("href")).startswith("https://github.com/")
        assert token.type != "image"
    assert "<!--" not in page
    assert set(calls(as_github(page))) <= {f"mention @{login}" for login in OWNERS}
    theirs = page.replace("\n", "").replace("⚠️", "").replace("<!\u2060--", "")
    assert plain(theirs) == theirs


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_markdown_holds_none_of_their_markup(text: str) -> None:
    for page in pages(attacked(text)):
        check_markdown(page)


OURS = re.compile(r"(\*\*|✅|This pull request |… and \d+ |\d+ sign-offs |The check |What )|$")


def check_shape(page: str) -> None:
    """One heading, our lists and paragraphs, folds that open and close: no block of theirs, and nothing cut in two."""
    found = list(tokens(page))
    kinds = {token.type for token in found if token.block}
    assert kinds <= {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "html_block", "bullet_list_open",
                     "bullet_list_close", "list_item_open", "list_item_close"}  # fmt: skip
    assert sum(token.type == "heading_open" for token in found) == 1
    html = "".join(token.content for token in found if token.type == "html_block")
    assert html.count("<details>") == html.count("</details>") == html.count("<summary>") == html.count("</summary>")
    for line in page.splitlines():
        assert re.match(r"### |- |  - (\[|`|and \d)|  (\[|`)|</?details>|" + OURS.pattern, line), line


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_a_comment_keeps_its_shape(text: str) -> None:
    check_shape(comment_of(attacked(text), report(), LINKS, "raj-patel"))
    check_shape(comment_of(attacked(text), attacked(text), None, "raj-patel"))


@pytest.mark.parametrize("text", [*EVIL, *CONTROL])
def test_nobody_is_called_by_their_text(text: str) -> None:
    page = comment_of(attacked(text), report(), LINKS, "raj-patel")
    said = "".join(token.content for token in tokens(page) if token.type == "text")
    assert set(re.findall(r"@[\w-]+", said)) <= {f"@{login}" for login in OWNERS}


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


def worst(text: str, findings: int) -> Report:
    """Every item a gap of an owner with a long name, with many findings of this text."""
    found = report(("contract", "stage: staging ", "stage: production "))
    many = tuple(Finding(f"readiness/{text}.yaml", n + 1, 1, "x", text, text) for n in range(findings))
    items = tuple(replace(r, status=Status.GAP, severity=Severity.BLOCKING, timing=Timing.OVERDUE, owner=text, reason=text, findings=many) for r in found.items)
    return replace(found, items=items, findings=many, model=text)


SPECIAL = "".join(chr(n) for n in range(0x21, 0x7F) if not chr(n).isalnum())


@pytest.mark.parametrize(
    "text", ["m" * 5000, SPECIAL * 40, "`" * 4000, "💥模" * 3000, "<!--" * 1500, "@a" * 2000, "\\" * 4000, "|" * 4000, "]( <details>" * 400]
)
@pytest.mark.parametrize("findings", [0, 400])
def test_a_comment_as_long_as_it_gets(text: str, findings: int) -> None:
    page = comment_of(worst(text, findings), report(), LINKS, "raj-patel")
    assert len(page) <= MAX_BODY
    check_shape(page)
    check_markdown(page)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.one_of(st.sampled_from(SPECIAL + "\n\r\t\u2028\u202e a1"), st.characters()), min_size=1, max_size=900), st.integers(0, 70))
def test_any_comment(text: str, findings: int) -> None:
    page = comment_of(worst(text, findings), report(), LINKS, "raj-patel")
    assert len(page) <= MAX_BODY
    check_shape(page)
    check_markdown(page)


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
    check_markdown(comment_of(found, None, LINKS))
    ET.fromstring(render("junit", found, gate(found)))  # noqa: S314
