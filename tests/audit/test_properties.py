"""What holds for every history, whatever happened in it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.audit.histories import audited
from tests.audit.test_replay import random_history

from readiness_bot.audit.figures import Audit
from readiness_bot.audit.first import main_part
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.revision import read_revision
from readiness_bot.render.audit import markdown as audit_markdown
from readiness_bot.render.audit import text as audit_text
from readiness_bot.render.audit.story import story
from readiness_bot.vocabulary import Status, Timing

SEEDS = st.integers(0, 10**6)
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(seed=SEEDS)
@few
def test_days_open_sum_up(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    h = random_history(seed, "")
    found = audited(h.write(tmp_path_factory.mktemp("h")), h.day(60))
    by_role: Counter[str] = Counter()
    for one in found.items:
        ends = [(interval.opened, interval.closed or found.today) for interval in one.intervals]
        assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(ends))
        assert one.days_open == sum((end - start).days for start, end in ends)
        by_role[one.role.value] += one.days_open
    assert {b.role.value: b.open_days for b in found.bottlenecks} == {role: days for role, days in by_role.items() if days}
    assert all(b.sole_blocker_days <= (found.today - h.start).days for b in found.bottlenecks)
    assert sum(b.sole_blocker_days for b in found.bottlenecks) <= (found.today - h.start).days


@given(seed=SEEDS)
@few
def test_the_burndowns_last_point_is_check_today(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    h = random_history(seed, "")
    folder = h.write(tmp_path_factory.mktemp("h"))
    found, report = audited(folder, h.day(60)), evaluate(read_revision(folder, "HEAD"), h.day(60))
    last = found.burndown[-1]
    assert report.facts is not None
    if report.stage is not found.stages[-1].stage or report.facts.contract.wrong_paths:
        return  # what cannot be read: the audit keeps what was read last
    due = [r for r in report.items if r.asked and r.status is not Status.UNKNOWN and r.due <= report.stage]
    assert (last.date, last.due, last.satisfied) == (h.day(60), len(due), sum(r.status.closed for r in due))
    assert last.open_blocking == _blocking(report, found)


def _blocking(report: Report, found: Audit) -> int:
    """As `check` counts; once the evaluation has passed, of the first version or of the one that the contract names now, as
    `check --for production` does."""
    assert report.facts is not None
    stated = report.facts.contract.day("evaluation.passed")
    waits = (found.evaluation_passed is not None and not found.production) or (stated is not None and stated <= report.today)
    return sum(r.blocks and (r.timing is not Timing.UPCOMING or (waits and r.due < "production")) for r in report.items)


@given(seed=SEEDS, live=st.integers(5, 70), since=st.none() | st.integers(1, 60))
@few
def test_every_history_is_told_in_whole_sentences(seed: int, live: int, since: int | None, tmp_path_factory: pytest.TempPathFactory) -> None:
    h = random_history(seed, "")
    found = audited(h.write(tmp_path_factory.mktemp("h")), h.day(60), production=h.day(live), since=h.day(since) if since else None)
    told = story(found)
    for text in told.sentences:
        assert re.fullmatch(r"[A-Z0-9].*\.", text)
        assert not re.search(r"None|  |\.\.|, ,|\b0 (days|weeks)\b|-\d", text), text
    part = main_part(found)
    assert part is None or 0 < part.days <= (found.stall_days or 0)
    assert audit_text.render(found)
    assert audit_markdown.render(found)


@given(seed=SEEDS, stage=st.sampled_from(["development", "evaluation", "staging", "production"]), days=st.integers(1, 200))
@few
def test_a_moved_target_never_lowers_the_lateness_against_the_baseline(seed: int, stage: str, days: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    h = random_history(seed, "")
    before = audited(h.write(tmp_path_factory.mktemp("a")), h.day(60))
    milestones = h.model.data.get("contract", {}).get("milestones")
    if not milestones or stage not in milestones:
        return
    h.put("contract", f"milestones.{stage}", milestones[stage] + timedelta(days=days)).commit(59)
    after = audited(h.write(tmp_path_factory.mktemp("b")), h.day(60))
    for one, other in zip(before.items, after.items, strict=True):
        if one.due_date_baseline and one.item.due < "production" and one.status is other.status:
            assert other.late_days_baseline == one.late_days_baseline, one.id
