"""Reports, audits, ledgers, replies and actions of nothing but one text, whatever it is: each page is made, and is a whole text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz.hostile import TEXTS
from tests.fuzz.test_files import DAYS, JUDGED, LINKS, fuzz
from tests.models import report
from tests.poison import worst_audit, worst_report
from tests.render.test_hostile_pages import answers, comments, issues

from readiness_bot.convention.policy import Policy
from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.ledger.line import Line
from readiness_bot.ledger.verify import Entry, disagreeing, entries_of, left_behind, not_here, rewritten, unordered
from readiness_bot.plan.actions import AssignIssue, Plan, as_data, as_text
from readiness_bot.plan.issues import plan_issues
from readiness_bot.render import FORMATS, render
from readiness_bot.render import ledger as pages
from readiness_bot.render.audit import html as audit_html
from readiness_bot.render.audit import json as audit_json
from readiness_bot.render.audit import text as audit_text
from readiness_bot.vocabulary import Stage, Status, Tier

Tally = Callable[[str, int], None]
PATHS = st.one_of(TEXTS, st.sampled_from(("", " ", "\udcff", "a/\udcfc/b.md", "\ud800\udc00", "x" * 70_000, "\n" * 3_000, "`" * 3_000, "a\x00b")))


def whole(page: str, most: int = 1 << 30) -> None:
    """No half of a character is in it, and a forge takes it."""
    page.encode()
    assert len(page) <= most


def test_any_text_in_a_report(tally: Tally) -> None:
    @fuzz(20)
    @given(PATHS, st.integers(0, 300))
    def run(text: str, findings: int) -> None:
        found = worst_report(text, findings)
        verdict, change = gate(found, report()), compare(report(), found)
        for name in FORMATS:
            page = render(name, found, verdict, change)
            whole(page)
            if name in ("json", "sarif"):
                json.loads(page)
            if name in ("junit", "badge"):
                ElementTree.fromstring(page)  # noqa: S314 - our own
        plan = plan_issues(found, [], LINKS, "c" * 40)
        more = (*plan.actions, AssignIssue("x", 7, text))
        whole(as_text(replace(plan, actions=more)))
        json.dumps(as_data(Plan(more, (text,)))).encode()
        tally(JUDGED, 1)

    run()


def test_any_text_in_a_page_of_the_bots(tally: Tally) -> None:
    @fuzz(6)
    @given(PATHS)
    def run(text: str) -> None:
        for made in (comments, issues, answers):
            for _, page in made(text):
                whole(page, 65_536)
        tally(JUDGED, 1)

    run()


def test_any_text_in_an_audit(tally: Tally) -> None:
    @fuzz(4)
    @given(PATHS)
    def run(text: str) -> None:
        past = worst_audit(text)
        for page in (audit_text.render(past), audit_html.render(past)):
            whole(page)
        json.loads(audit_json.render(past))
        tally(JUDGED, 1)

    run()


def line(text: str, day: date) -> Line:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Line(moment, day, text, text, text, Stage.DESIGN, Tier.LOW, text, Policy(), 0, {text: Status.GAP, "a.b": Status.WAIVED}, None)


def test_any_text_in_a_ledger(tally: Tally) -> None:
    @fuzz(60)
    @given(PATHS, DAYS, DAYS)
    def run(text: str, day: date, other: date) -> None:
        entries = (Entry(1, line(text, day)), Entry(2, None, text), Entry(3, line("a", other)), *entries_of(text))
        faults = [*unordered(entries), *rewritten("c" * 40, text.encode("utf-8", "replace"), b"x"), not_here(1, line(text, day), True),
                  left_behind(1, line(text, day)), *disagreeing(1, line(text, day), text, report(), ())]  # fmt: skip
        for page in (pages.history(entries), pages.verdict(entries, faults), pages.verdict_json(entries, faults)):
            whole(page)
        tally(JUDGED, 1)

    run()
