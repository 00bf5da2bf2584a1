"""What is built around a language model, to judge: a retrieval assistant and an agent, in memory, ready for production."""

from __future__ import annotations

import functools
from datetime import UTC, date, datetime
from pathlib import Path

from tests.models import TODAY, Edit, edited, example

from readiness_bot.convention.policy import Policy
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.mentions import READINESS, with_folders
from readiness_bot.reading.snapshot import History, Revision, Snapshot
from readiness_bot.vocabulary import Kind, Stage

KINDS = Path(__file__).parent / "kinds"
FOLDERS = {Kind.LLM_APP: KINDS / "policy-assistant", Kind.AGENT: KINDS / "refund-agent"}
WRITTEN = datetime(2026, 7, 1, 12, tzinfo=UTC)
"""When its only commit was made."""


@functools.cache
def good(kind: Kind) -> Snapshot:
    """Ready for production; of a model, the example."""
    if kind is Kind.MODEL:
        return example()
    files = texts_of(kind)
    past = {f"readiness/{name}": (Revision("c" * 40, WRITTEN, files[f"readiness/{name}"], "ana-ruiz"),) for name in READINESS}
    return Snapshot(files, with_folders(files), History(known=True, revisions=past, why_unknown=""), commits={"4c1f9e2": True})


def texts_of(kind: Kind) -> dict[str, bytes]:
    """Path → bytes of every file of its folder."""
    folder = FOLDERS[kind]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def report_at(kind: Kind, *edits: Edit, today: date = TODAY, entering: Stage | None = None, policy: Policy | None = None) -> Report:
    return evaluate(edited(good(kind), *edits), today, policy, entering)
