"""The replay judges only what changed. Here every item of every day is judged from nothing, and both must say the same."""

from __future__ import annotations

import random
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.audit.histories import DAY, PARTS, History, due, on_time, replayed

from readiness_bot.audit.audit import audit, audits
from readiness_bot.audit.question import Question
from readiness_bot.audit.read import open_past
from readiness_bot.audit.replay import Replay
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import Snapshot

Plain = tuple[str, str | None, str, date | None, str | None]


def plain(report: Report) -> dict[str, Plain]:
    return {r.id: (r.status.value, r.severity.value if r.severity else None, r.due.value, r.due_date, r.owner) for r in report.items}


def played(replay: Replay, day: date) -> dict[str, Plain]:
    found = {}
    for id_ in (item.id for item in replay.items):
        track = replay.tracks[id_]
        step = [step for step in track if step.day <= day][-1]
        found[id_] = (step.status.value, step.severity.value if step.severity else None, step.due.value, step.due_date, step.owner)
    return found


def commits(folder: Path) -> list[tuple[str, date]]:
    """Oldest first."""
    said = subprocess.run(["git", "-C", str(folder), "log", "--first-parent", "--format=%H %ct", "main"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in said.splitlines()]
    return [(commit, date(1970, 1, 1) + timedelta(days=int(when) // 86400)) for commit, when in reversed(rows)]


def same_every_day(folder: Path, model: Path, until: date) -> int:
    """Compares each day up to `until`; how many states there were."""
    replay = replayed(model, until)
    snapshots: dict[str, Snapshot] = {}
    past = commits(folder)
    assert replay.adopted
    day = replay.adopted
    while day <= until:
        current = [commit for commit, when in past if when <= day][-1]
        if current not in snapshots:
            snapshots[current] = read_revision(model, current)
        assert played(replay, day) == plain(evaluate(snapshots[current], day)), day
        day += timedelta(days=1)
    return len(snapshots)


def test_a_whole_life_with_its_expiries(tmp_path: Path) -> None:
    history = on_time()
    folder = history.write(tmp_path)
    assert same_every_day(folder, folder, history.day(300)) == 9


ODD = (
    ("contract", "stage", "staging"), ("contract", "stage", "evaluation"), ("contract", "stage", "production"), ("contract", "stage", "prodution"),
    ("contract", "milestones.evaluation", date(2026, 1, 20)), ("contract", "milestones", None), ("contract", "evaluation.version", "2.0"),
    ("contract", "evaluation.passed", date(2026, 2, 3)), ("contract", "evalution", {"version": "3"}), ("contract", "value.per_week", "much"),
    ("governance", "tier.level", "high"), ("governance", "tier.level", "low"), ("governance", "tier.level", None), ("governance", "complience", {"by": "x"}),
    ("governance", "compliance.expires", date(2026, 2, 10)), ("governance", "datasets.0.personal_data", True), ("governance", "waivers", [
        {"item": "governance.impact", "reason": "later", "controls": "none", "requested_by": "ana", "by": "omar", "date": DAY, "expires": date(2026, 2, 12)}]),
    ("governance", "waivers", [{"item": "governance.nothing"}]), ("governance", "next_review", date(2026, 2, 14)),
    ("governance", "design_review.asks", [{"document": "Lineage", "due": "staging", "url": "docs/b.md"}]), ("governance", "impact", {"na": "none"}),
    ("infrastructure", "environments.staging.data", "live"), ("infrastructure", "interface.schema", "docs/b.json"), ("infrastructure", "interface.consumers", ["acme/x"]),
    ("infrastructure", "artifact.digest", "sha256:" + "b" * 64), ("infrastructure", "artifact.commit", "deadbee"), ("infrastructure", "serving.code", "docs"),
    ("infrastructure", "environments.production.ready", date(2026, 2, 8)), ("infrastructure", "tests.load.date", date(2026, 1, 6)),
    ("fallback", "drill.date", date(2025, 8, 20)), ("fallback", "monitors", [{"kind": "quality", "metric": "recall", "below": 0.5, "then": "fallback"}]),
    ("fallback", "fallback.how", "docs/b.md#there"), ("fallback", "owner", "stranger"), ("ownership", "developers", ["omar", "priya"]),
    ("ownership", "production_owner", None), ("ownership", "layers.platform", "TBD"), ("runbook", "confirmation.date", date(2026, 2, 20)),
)  # fmt: skip
TEXTS = (
    ("docs/b.json", "{}"), ("docs/b.json", "{"), ("docs/b.md", "## There\n1. x\n"), ("docs/b.md", "## Elsewhere\n"), ("docs/a.md", None), ("api.json", None),
    ("MODEL_CARD.md", "# Nothing\n"), ("README.md", "## Data\n" + "words " * 20), ("src/train.py", "x"), ("readiness/notes.md", "x"),
)  # fmt: skip


def random_history(seed: int, prefix: str) -> History:
    """Things happen, in an order that nobody planned."""
    pick = random.Random(seed)  # noqa: S311
    h = History(prefix=prefix)
    h.stage("design").milestones(development=3, evaluation=15, staging=30, production=50).satisfy(*pick.sample(due("design"), 8)).commit(0)
    at = 0
    for _ in range(pick.randint(6, 14)):
        at += pick.choice((0, 1, 1, 2, 5))
        for _ in range(pick.randint(1, 4)):
            kind = pick.random()
            if kind < 0.5:
                h.satisfy(*pick.sample(sorted(PARTS), 4), "runbook.sections")
            elif kind < 0.85:
                stem, where, value = pick.choice(ODD)
                if _has_parent(h, stem, where):
                    h.put(stem, where, value)
            elif kind < 0.97:
                path, text = pick.choice(TEXTS)
                h.model.texts.pop(path, None)
                if text is not None:
                    h.model.texts[path] = text
            else:
                h.model.data.pop(pick.choice(sorted(h.model.data)), None)
        h.commit(at)
    return h


def _has_parent(h: History, stem: str, where: str) -> bool:
    at: object = h.model.data.get(stem, {})
    for part in where.split(".")[:-1]:
        at = at[int(part)] if isinstance(at, list) and at else at.get(part, {}) if isinstance(at, dict) else None
    return isinstance(at, dict)


@given(seed=st.integers(0, 10**6), prefix=st.sampled_from(["", "models/churn/"]))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_changed_and_everything_say_the_same(seed: int, prefix: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    history = random_history(seed, prefix)
    folder = history.write(tmp_path_factory.mktemp("history"))
    same_every_day(folder, folder / prefix, history.day(45))


@pytest.mark.parametrize("at", [(90, 103, 108), (109, 150), (0, 300)])
def test_as_of_several_days_the_past_is_played_once(tmp_path: Path, at: tuple[int, ...]) -> None:
    """As of 90, what came later is dated wrong; after 108 nothing came."""
    history = on_time()
    days = [history.day(one) for one in at]
    with open_past(history.write(tmp_path)) as read:
        source = read()
        assert audits(source, days) == [audit(source, Question(day, day)) for day in days]
