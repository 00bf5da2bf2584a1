"""One value in a page of ours, whatever it is: the page keeps its shape, nobody is called, and the words are the same."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from tests.attacks import ATTACKS, HARMLESS, UNSEEN, as_github, calls, calls_in_line, shape, texts

from readiness_bot.text.escape import plain
from readiness_bot.text.fit import Block, fit, fold
from readiness_bot.text.markup import Markdown, body, code, commit_name, fenced, join, link, md, mention, prose, row, table
from readiness_bot.text.title import line, short

Tally = Callable[[str, int], None]
TRIED, OUT = "hostile texts rendered", "mentions, references or links that got out"

PLACES: dict[str, Callable[[str], Markdown]] = {
    "a paragraph": lambda text: md("{}", text),
    "inside a sentence": lambda text: md("Found: {} ({}).", text, code(text)),
    "after another value": lambda text: md("{}{}", md(""), text),
    "between two paragraphs": lambda text: md("one\n\n{}\n\ntwo", text),
    "below a line": lambda text: md("one\n{}\ntwo", text),
    "a heading": lambda text: md("### {}\n\ntext", text),
    "bold": lambda text: md("**{}** x", text),
    "an entry of a list": lambda text: join("\n", [md("- {}", text), md("  - {}: {}", code(text), text)]),
    "a quotation": lambda text: md("> {}", text),
    "after a hard break": lambda text: md("- x\\\n  {}", text),
    "a cell": lambda text: join("\n", table(("a", "b"), [(text, code(text)), (md("x: {}", text), text)])),
    "a fold": lambda text: fit([Block(md("x")), fold(text, [md("- {}", text)])]),
    "a link": lambda text: md("x {} y", link(text, "https://github.com/a")),
    "a link's address": lambda text: md("x {} y", link("z", f"https://github.com/{text}")),
    "code": lambda text: md("{} and {}", code(text), code(text)),
    "code below a line": lambda text: md("one\n{}", code(text)),
    "a block": lambda text: md("x\n\n{}\n\ny", fenced(text, "yaml")),
    "a block in a list": lambda text: md("- x\n\n{}", fenced(text)),
    "a login": lambda text: md("{}: x", mention(text + " ")),
    "a commit": lambda text: md("by {}.", commit_name(text + " ")),
    "a body": lambda text: body(md("{}\n\n{}\n", text, prose(text, 20))),
}


@functools.cache
def with_harmless(place: str) -> object:
    """The page's shape."""
    page = as_github(PLACES[place](HARMLESS))
    assert calls(page) == {}
    return shape(page)


def check(place: str, text: str) -> None:
    page, harmless = as_github(PLACES[place](text)), with_harmless(place)
    assert shape(page) == harmless
    assert calls(page) == {}
    assert UNSEEN.sub("", "".join(page.itertext()).replace("<!\u2060", "<!")) == "".join(page.itertext()).replace("<!\u2060", "<!")


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_page_keeps_its_shape_and_calls_nobody(attack: str, tally: Tally) -> None:
    for place in PLACES:
        check(place, ATTACKS[attack])
    tally(TRIED, len(PLACES))
    tally(OUT, 0)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_any_text_keeps_it_too(text: str) -> None:
    for place in PLACES:
        check(place, text)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_the_words_are_the_same(text: str) -> None:
    words = " ".join(plain(text).split()) or "\ufffd"
    assert "".join(as_github(md("a {} z", text)).itertext()).strip().replace("<!\u2060", "<!") == f"a {words} z"
    assert "".join(as_github(code(words)).itertext()).strip().replace("<!\u2060", "<!") == words


NATURAL = {
    "churn-propensity 1.4.0": "churn-propensity 1.4.0",
    "omar-haddad did not approve": "omar-haddad did not approve",
    "in readiness/contract.yaml, at line 9": "in readiness/contract.yaml, at line 9",
    "Zürich, São Paulo, Kraków; Ελλάδα, Москва, 東京": "Zürich, São Paulo, Kraków; Ελλάδα, Москва, 東京",
    "EUR 144,000 (8 weeks, 58%) at 12:30 on 2026-11-20": "EUR 144,000 (8 weeks, 58%) at 12:30 on 2026-11-20",
    "write 'signs_off: LOGIN'": "write 'signs\\_off: LOGIN'",
    "unknown key '@octocat'; see #12.": "unknown key '`@octocat`'; see `#12`.",
    "at https://example.org/x (or docs/x.md#top)": "at `https://example.org/x` (or `docs/x.md#top`)",
    "`a` < b & c | d": "\\`a\\` &lt; b &amp; c &#124; d",
    "30. Nov. 2026": "30\\. Nov. 2026",
}


@pytest.mark.parametrize("text", NATURAL)
def test_names_look_natural(text: str) -> None:
    assert prose(text) == NATURAL[text]


def test_a_value_begins_a_block_only_where_a_line_begins() -> None:
    assert md("{}", "- x") == "\\- x"
    assert md("Due {}", "30. Nov.") == "Due 30. Nov."
    assert md("a\n{}", "- x") == "a\n\\- x"
    assert row(("- x", "1. y")) == "| - x | 1. y |"


def test_what_is_markdown_stays() -> None:
    assert md("{} {}", md("**a**"), "**a**") == "**a** \\*\\*a\\*\\*"
    assert md("{{na: {}}}", 1234567) == "{na: 1234567}"


def test_a_link_goes_where_we_say() -> None:
    assert link("x", "https://github.com/a(b) c") == "[x](https://github.com/a%28b%29%20c)"
    assert link("x", "javascript:alert(1)") == "x"


def test_people_and_teams_are_mentioned_by_their_logins_alone() -> None:
    assert [mention(login) for login in ("omar-haddad", "mona_acme", "a b", "org/team", "-a", "é")] == [
        "@omar-haddad", "@mona_acme", "`a b`", "@org/team", "`-a`", "`é`",
    ]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_title_calls_nobody(attack: str, tally: Tally) -> None:
    check_title(ATTACKS[attack])
    tally(TRIED, 1)
    tally(OUT, 0)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_any_title(text: str) -> None:
    check_title(text)


def check_title(text: str) -> None:
    title = line("Waive {} for {}", "governance.impact", text)
    assert calls_in_line(title) == {}
    assert len(title) <= 250
    assert len(title.splitlines()) == 1
    assert UNSEEN.sub("", title.replace("\u2060", "")) == title.replace("\u2060", "")


def test_titles_look_natural() -> None:
    assert line("{} at {}: {}", "churn-propensity", short("6dcb09b5b57875f334f61aebed695e2e4193db5e"), "3 gaps") == "churn-propensity at 6dcb09b: 3 gaps"
    assert line("{}", "Größe_v2 (gpt-4, 100%)") == "Größe_v2 (gpt-4, 100%)"
