"""Whatever stands in the files: they are judged or refused, in every format, and the audit is made of them."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz.hostile import changed, files, seconds, source
from tests.models import TODAY, comment_of, example

from readiness_bot.audit.audit import audit
from readiness_bot.audit.question import Question
from readiness_bot.convention.organisation import Organisation
from readiness_bot.convention.organisation_file import read_organisation
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.settings import Settings, parse_settings
from readiness_bot.forge.protocol import Issue
from readiness_bot.judging.compare import compare
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.gate import gate
from readiness_bot.judging.report import Report
from readiness_bot.plan.actions import as_data, as_text
from readiness_bot.plan.issues import plan_issues
from readiness_bot.reading.candidates import candidates
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.render import FORMATS, render
from readiness_bot.render.issue import issue_body, issue_title
from readiness_bot.render.overview import overview_body
from readiness_bot.scaffold.card import intended_use
from readiness_bot.text.links import Links
from readiness_bot.vocabulary import Status

Tally = Callable[[str, int], None]
CORPUS = sorted((Path(__file__).parent / "corpus").glob("*"))
DAYS = st.sampled_from((TODAY, TODAY, date.min, date.max))
LINKS = Links("https://github.com", "acme/churn", "main", "main")
_AUDITS = ("text", "json", "markdown", "html")

JUDGED = "hostile inputs judged or refused"
FAULTS = "hostile inputs that met a fault of our own"


def fuzz(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """So many in CI; `--hypothesis-profile=search` multiplies them."""
    factor = 50 if settings.get_current_profile_name() == "search" else 1
    return settings(max_examples=examples * factor, deadline=None, suppress_health_check=list(HealthCheck))


def judged(contents: Mapping[str, bytes], today: date) -> Report:
    """Every page that is made of a state of the files."""
    snapshot = replace(example(), files=contents, paths=example().paths | set(contents))
    report, before = evaluate(snapshot, today), evaluate(example(), today)
    for name in FORMATS:
        text = render(name, report, gate(report, before), compare(before, report))
        text.encode()
        if name in ("json", "sarif"):
            json.loads(text)
        if name in ("junit", "badge"):
            ElementTree.fromstring(text)  # noqa: S314 - our own
    pages: list[str] = [comment_of(report, before, LINKS), overview_body(report, {}, None, LINKS)]
    for result in report.items:
        if result.status is Status.GAP:
            pages += [issue_title(result, report), issue_body(result, report, LINKS)]
    plan = plan_issues(report, [], LINKS, "c" * 40)
    pages += [as_text(plan), json.dumps(as_data(plan)), *candidates(contents)]
    for page in pages:
        page.encode()
    assert all(len(page) <= 65_536 for page in pages)
    return report


def test_any_file(tally: Tally) -> None:
    @fuzz(150)
    @given(files(), DAYS)
    def run(contents: dict[str, bytes], today: date) -> None:
        judged(contents, today)
        tally(JUDGED, 1)

    run()
    tally(FAULTS, 0)


@pytest.mark.parametrize("path", CORPUS, ids=[path.name for path in CORPUS])
@pytest.mark.parametrize("name", ["contract.yaml", "governance.yaml", "fallback.yaml", "runbook.md"])
def test_what_was_found_before(path: Path, name: str, tally: Tally) -> None:
    contents = {**example().files, f"readiness/{name}": path.read_bytes()}
    judged({key: content for key, content in contents.items() if isinstance(content, bytes)}, TODAY)
    tally(JUDGED, 1)


def test_any_past(tally: Tally) -> None:
    moments = st.sampled_from((-(10**11), -1, 0, 1, seconds(date(2026, 9, 1)), seconds(date(2026, 11, 1)), 10**11, 10**12, 10**17, 1 << 62))

    @fuzz(25)
    @given(st.lists(st.tuples(moments, files()), min_size=1, max_size=3), DAYS, DAYS)
    def run(states: list[tuple[int, dict[str, bytes]]], today: date, now: date) -> None:
        past = audit(source(states), Question(today, now), Policy())  # type: ignore[arg-type]
        for name in _AUDITS[:3]:
            importlib.import_module(f"readiness_bot.render.audit.{name}").render(past).encode()
        tally(JUDGED, 1)

    run()


def test_any_past_as_a_page(tally: Tally) -> None:
    page = importlib.import_module("readiness_bot.render.audit.html")

    @fuzz(4)
    @given(files(), DAYS)
    def run(contents: dict[str, bytes], today: date) -> None:
        states = [(seconds(date(2026, 9, 1)), contents), (seconds(date(2026, 10, 1)), contents)]
        page.render(audit(source(states), Question(today, TODAY), Policy())).encode()  # type: ignore[arg-type]
        tally(JUDGED, 1)

    run()


def test_any_settings_policy_and_card(tally: Tally) -> None:
    @fuzz(150)
    @given(changed("gate: overdue\nnew_issues: 10\nlabel: x\ntests: {load: .github/workflows/a.yml}\nrequire_verified: true\nwaiver_days: 30\n"))
    def run(content: bytes) -> None:
        assert isinstance(parse_settings(content), Settings | tuple)
        assert isinstance(read_organisation("policy.yaml", content), Organisation | list)
        assert isinstance(intended_use(content.decode("utf-8", "replace")), str | None)
        tally(JUDGED, 1)

    run()


def test_the_example_is_judged_at_any_time() -> None:
    snapshot: Snapshot = example()
    for today in (date.min, TODAY, date.max):
        assert len(evaluate(snapshot, today).items) > 40


def test_an_issue_of_another_kind_is_no_fault(tally: Tally) -> None:
    @fuzz(60)
    @given(st.text(st.characters(exclude_categories=()), max_size=80), st.sampled_from(("", "<!-- readiness-bot:v1 ", "<!-- readiness-bot:begin -->\n")))
    def run(text: str, start: str) -> None:
        report = evaluate(replace(example(), files={}), TODAY)
        plan_issues(report, [Issue(1, "t", start + text, True, None, "u", 2)], LINKS, "c" * 40)
        tally(JUDGED, 1)

    run()
