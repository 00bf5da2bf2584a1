"""The session in docs/answer.md: the design stage at medium tier, from a fresh scaffold to nothing open."""

from __future__ import annotations

from datetime import date

import pytest
from tests.transcript import DAY, PAGE, acted, page

from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.vocabulary import Stage, Status


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Report]:
    shown, model = acted(tmp_path_factory.mktemp("acted"))
    return shown, evaluate(read_worktree(model), date.fromisoformat(DAY))


def test_the_page_shows_a_real_session(session: tuple[str, Report]) -> None:
    """Stale? `python -m tests.transcript`."""
    assert page(session[0]) == PAGE.read_text(encoding="utf-8")


def test_one_session_makes_the_design_stage_complete(session: tuple[str, Report]) -> None:
    report = session[1]
    assert [r.id for r in report.items if r.due is Stage.DESIGN and r.status is not Status.SATISFIED] == []
    assert (report.ready_for, report.findings) == (Stage.DEVELOPMENT, ())
