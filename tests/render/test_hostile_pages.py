"""Every page of the bot, made of nothing but one attack: its shape is that of a harmless text's, and GitHub finds nobody new in it."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.attacks import ATTACKS, HARMLESS, UNSEEN, Shape, as_github, calls, calls_in_line, shape, texts
from tests.models import comment_of, report
from tests.poison import worst_audit, worst_report
from tests.rows import item, row

from readiness_bot.commands.grammar import parse
from readiness_bot.commands.waiver import Waiver, refusal
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.forge.protocol import Proposal
from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.judging.sides import Sides
from readiness_bot.plan.closing import _item_closed as closing_comment
from readiness_bot.portfolio.waiting import Person, waiting
from readiness_bot.render import markdown, replies
from readiness_bot.render.audit import markdown as audit_markdown
from readiness_bot.render.comment import Writing, comment_body, page
from readiness_bot.render.issue import file_issue_body, file_issue_title, issue_body, issue_title
from readiness_bot.render.overview import Past, overview_body, overview_title
from readiness_bot.render.portfolio import digest, waiting_markdown
from readiness_bot.render.reminder import Late, digest_text, reminder_text
from readiness_bot.text.links import Links
from readiness_bot.text.marker import BEGIN, END, Marker, owned, read_marker, reply, wrap
from readiness_bot.text.markup import Markdown, issue, mention
from readiness_bot.text.title import Line
from readiness_bot.vocabulary import Status

Tally = Callable[[str, int], None]
Pages = Iterable[tuple[str, Markdown]]
DAY = date(2026, 11, 2)
ITEM = "governance.impact"


@functools.lru_cache(maxsize=256)
def comments(text: str) -> Pages:
    """Two tests read them."""
    return tuple(_comments(text))


def _comments(text: str) -> Pages:
    found, before = worst_report(text), report()
    verdict, change = gate(found, before), compare(before, found)
    links = Links("https://github.com", text, text, text, text)
    yield "the comment", comment_of(found, before, links, text)
    yield "the comment, without links", comment_of(found, None, None)
    yield "a comment that calls", page(found, verdict, change, Writing(links, called=frozenset(found.by_id)))
    yield "nothing wrong", comment_of(replace(found, findings=()), before, links, text)
    yield "the job summary", markdown.render(found, verdict, change)
    several = [Sides(replace(found, model=name), before, concerned=True) for name in (text, f"{text}2")]
    yield "the comment on two models", comment_body(several, lambda _: None, text, text)


def issues(text: str) -> Pages:
    found = worst_report(text)
    links = Links("https://github.com", text, text, text, text)
    numbers, shown = {result.id: 7 for result in found.items}, {result.id: issue(7) for result in found.items}
    gaps = [result for result in found.items if result.status is Status.GAP]
    for result in gaps[:6]:
        yield f"the issue of {result.id}", issue_body(result, found, links, text)
        yield f"the issue of {result.id}, without links", issue_body(result, found, None)
    yield "a missing file's issue", file_issue_body(text, gaps, links, text)
    audit = worst_audit(text)
    yield "the overview", overview_body(found, shown, Past(audit, audit), links)
    late = [Late(DAY, tuple(gaps[:3])), Late(DAY, tuple(gaps[3:5]))]
    yield "a reminder", reminder_text(found, late, numbers)
    yield "a reminder of somebody else", reminder_text(found, late, numbers, "production owner", text)
    yield "a digest", digest_text(found, late, gaps[:4], numbers, None)
    for result in found.items[:7]:
        told = closing_comment(found, result, "6dcb09b5b57875f334f61aebed695e2e4193db5e")
        if told:
            yield f"the last comment on {result.id}", told[0]
    yield "the audit", audit_markdown.render(audit, links)


def answers(text: str) -> Pages:
    found = worst_report(text)
    links = Links("https://github.com", text, text, text, text)
    asked = [("approver", text), (text, None)]
    waiver = Waiver(ITEMS_BY_ID[ITEM], DAY, text, text, text, text, DAY)
    bare = replace(waiver, controls="", grants=None)
    yield "a mistake", replies.mistake(3, text, text)
    yield "who may not", replies.may_not(text, asked)
    yield "who is not asked", replies.not_asked(text, asked)
    for result in found.items[:7]:
        yield f"{result.id} explained", replies.explained(result.id, found, links)
    yield "a waiver proposed", replies.proposed(waiver, Proposal(text, 7), links)
    yield "a waiver on a branch", replies.proposed(bare, Proposal(text, None), links)
    yield "a waiver that was not written", replies.not_written(bare, text, links)
    yield "a waiver's pull request", replies.proposal_body(waiver, 5, 77, links)
    yield "a bare one", replies.proposal_body(bare, 5, 77, None)
    for result in found.items[:7]:
        command = parse(f"/readiness waive {result.id} until 2026-12-01 because {text}")
        refused = refusal(command, found, {}, 30) if type(command).__name__ == "Waive" and result.status is not Status.GAP else None  # type: ignore[arg-type]
        if refused is not None:
            yield f"{result.id} cannot be waived", refused


def titles(text: str) -> Iterator[Line]:
    found = worst_report(text)
    yield overview_title(found)
    yield digest.title(Person(text))
    yield file_issue_title(text, found)
    yield issue_title(found.items[0], found)
    yield replies.proposal_title(Waiver(ITEMS_BY_ID[ITEM], DAY, text, text, text, text, DAY), found)


def fleet(text: str) -> Pages:
    odd = item(text, 9, title=text, message=text, fix=f"add   {text}   {text}", path=text, stands_in=True)
    rows = [row(text, odd, url="", folder=text, model=text, value=5, currency=text, wrong=1, wrong_first=text, owner=text)]
    rows.append(replace(rows[0], name=f"{text}2", url=f"https://github.com/{text}", commit=text))
    people = waiting(rows, DAY)
    yield "what waits", waiting_markdown.page(people, DAY, text)
    for number, person in enumerate(replace(each, login="kim") for each in people):  # whose digest it is, it calls
        yield f"digest {number}", digest.body(person, calls=True)
        yield f"digest {number}, of nothing", digest.body(Person(text), calls=False)
        yield f"news {number}", digest.news(person, person.waits)


KINDS: dict[str, Callable[[str], Pages]] = {"comments": comments, "issues": issues, "answers": answers, "fleet": fleet}


@functools.cache
def harmless_pages(kind: str) -> dict[str, tuple[Shape, Counter[str]]]:
    read = {name: as_github(page) for name, page in KINDS[kind](HARMLESS)}
    return {name: (shape(page), calls(page)) for name, page in read.items()}


def check(text: str, kind: str) -> int:
    harmless = harmless_pages(kind)
    count = 0
    for name, rendered in KINDS[kind](text):
        assert isinstance(rendered, Markdown)
        read = as_github(rendered)
        plain_words = "".join(read.itertext()).replace("<!\u2060", "<!").replace("⚠️", "")
        assert UNSEEN.sub("", plain_words) == plain_words, name
        if name in harmless and len(text) < 300:
            assert (shape(read), calls(read)) == harmless[name], name
        count += 1
    return count


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_page_keeps_its_shape_and_calls_nobody(attack: str, kind: str, tally: Tally) -> None:
    tally("hostile texts rendered", check(ATTACKS[attack], kind))
    tally("mentions, references or links that got out", 0)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_so_does_every_page_of_any_text(kind: str, text: str) -> None:
    assume(mention(text) != f"@{text}")  # a login is mentioned where that is wanted
    check(text, kind)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_title_calls_nobody(attack: str, tally: Tally) -> None:
    for title in titles(ATTACKS[attack]):
        assert isinstance(title, Line)
        assert calls_in_line(title) == {}
        assert len(title) <= 250
    tally("hostile texts rendered", 4)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_remembered_stays_ours(attack: str) -> None:
    """A body's hidden line, and the marks around our text, are found again, whatever stands between them."""
    text = ATTACKS[attack]
    marker = Marker("item=governance.impact", text, text, True, text, text, text, text, (text.replace(",", "") + "=3",) if text.strip(" ,") else ())
    for name, rendered in comments(text):
        body = wrap(marker, rendered)
        assert body.count(BEGIN) == body.count(END) == 1, name
        assert owned(body) == rendered.strip()
        assert owned(wrap(marker, None, body)) == rendered.strip()
    hidden = as_github(marker.line())
    assert calls(hidden) == {}
    assert "".join(hidden.itertext()).strip() == ""
    assert reply(marker, Markdown("x")).count("\n") == 1
    if not any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        assert read_marker(marker.line()) == marker
