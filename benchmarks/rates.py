"""Rates within one process, where nothing has to be imported any more: reading, judging and writing the example.

Each is done over and over for a second; texts differ each time by one comment, so that nothing is remembered.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks import page
from benchmarks.repositories import TODAY, example

from readiness_bot.convention.load import load_files
from readiness_bot.convention.policy import Policy
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.gate import gate
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.render import FORMATS, render

_SECONDS = 1.0


def rates(times: int) -> None:
    """Measure, print, and write the section `rates` of docs/performance.md."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        example(folder)
        snapshot = read_worktree(folder)
        rows = [
            [what, f"{each:,.0f}", f"{1000 / each:.2f}"]
            for what, each in _of(folder, snapshot, times).items()
        ]
    head = ["", "a second", "ms each"]
    page.write(
        "rates", page.table(head, rows) + f"\nMedians of {times} turns of a second each. {page.machine()}\n"
    )


def _of(folder: Path, snapshot: Snapshot, times: int) -> dict[str, float]:
    day, policy = date.fromisoformat(TODAY), Policy()
    report = evaluate(snapshot, day, policy)
    verdict = gate(report, None, strict=True)
    number = itertools.count()

    def fresh() -> Snapshot:
        mark = f"\n# {next(number)}\n".encode()
        return replace(
            snapshot, files={n: t + mark if isinstance(t, bytes) else t for n, t in snapshot.files.items()}
        )

    work: dict[str, Callable[[], object]] = {
        "read the folder, with git's past (six processes)": lambda: read_worktree(folder),
        "parse and check the six files": lambda: load_files(fresh()),
        "evaluate, files never seen before": lambda: evaluate(fresh(), day, policy),
        "evaluate, files remembered": lambda: evaluate(snapshot, day, policy),
        **{f"render {name}": lambda name=name: render(name, report, verdict, None) for name in FORMATS},  # type: ignore[misc]
    }
    return {what: statistics.median(_rate(do) for _ in range(times)) for what, do in work.items()}


def _rate(do: Callable[[], object]) -> float:
    do()
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < _SECONDS:
        do()
        count += 1
    return count / (time.perf_counter() - began)
