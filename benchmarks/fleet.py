"""A fleet of clones: scanned, put together from parts, and reported on."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import page, peers
from benchmarks.fleets import fleet as generated
from benchmarks.measure import Took, environment, took
from benchmarks.repositories import TODAY
from tests.browser.chromium import browser
from tests.browser.measure import seen

from readiness_bot.text.words import plural

_PEER = 1_000
"""Clones that the peer reads at most: it would take half an hour for ten thousand."""


def fleet(times: int, sizes: Sequence[int]) -> None:
    """Fleets of so many distinct clones. The peer reads the same files: yamllint, all of them in one process."""
    rows, points = [], {"readiness fleet scan": dict[float, float](), "yamllint": dict[float, float]()}
    with tempfile.TemporaryDirectory() as top:
        bin_ = peers.programs()
        env = environment(PYTHONPYCACHEPREFIX=f"{top}/bytecode", XDG_CACHE_HOME=f"{top}/cache", HOME=top)
        for size in sizes:
            clones = Path(top) / f"clones{size}"
            generated(clones, size)
            scan = [str(bin_ / "readiness"), "fleet", "scan", "--folder", str(clones), "--today", TODAY]
            whole = Path(top) / f"scan{size}.json"
            lint = [str(bin_ / "yamllint"), "-d", "relaxed", "--no-warnings", str(clones)]
            ours = _best([took([*scan, "--output", str(whole)], env, Path(top)) for _ in range(times)])
            points["readiness fleet scan"][size] = ours.wall
            if size > _PEER:
                rows.append(_row(f"scan, {size:,} clones", ours, size, None))
                continue
            theirs = took(lint, env, Path(top), codes=(0, 1))
            points["yamllint"][size] = theirs.wall
            rows.append(_row(f"scan, {size:,} clones", ours, size, ours.wall / theirs.wall))
            rows.append(_row(f"yamllint on the same files, {size:,} clones", theirs, size, 1.0))
        with_libraries = Path(sys.executable).with_name(
            "readiness"
        )  # of the page, which the peers do without
        rows += _after(with_libraries, env, Path(top), sizes[-1], times)
        opened = _in_a_browser(Path(top) / "report.html")
    head = ["", "s by the clock", "s of processors", "clones a second", "peak MiB", "× yamllint"]
    page.lines("fleet", points, "seconds")
    told = f"\nThe best of {plural(times, 'turn')}. {page.machine()}\n\n{opened}"
    page.write("fleet", page.table(head, rows) + told)


def _after(readiness: Path, env: dict[str, str], top: Path, size: int, times: int) -> list[list[str]]:
    """What is done with the largest scan."""
    parts = [str(top / f"part{number}.json") for number in (1, 2, 3, 4)]
    for number, part in enumerate(parts, 1):
        scan = [
            "fleet",
            "scan",
            "--folder",
            str(top / f"clones{size}"),
            "--today",
            TODAY,
            "--shard",
            f"{number}/4",
        ]
        took([str(readiness), *scan, "--output", part], env, top)
    whole = str(top / f"scan{size}.json")
    work = {
        "merge of four parts": ["fleet", "merge", *parts, "--output", str(top / "merged.json")],
        "report, text": ["fleet", "report", whole, "--output", str(top / "report.txt")],
        "report, HTML": ["fleet", "report", whole, "--format", "html", "--output", str(top / "report.html")],
        "what waits for whom": ["fleet", "waiting", whole, "--all", "--output", str(top / "waiting.txt")],
    }
    found = {
        what: _best([took([str(readiness), *words], env, top) for _ in range(times)])
        for what, words in work.items()
    }
    assert (top / "merged.json").read_bytes() == Path(whole).read_bytes()
    return [_row(f"{what}, {size:,} models", one, size, None) for what, one in found.items()]


def _in_a_browser(report: Path) -> str:
    """The largest fleet's page, opened from its file."""
    size = f"{report.stat().st_size / 1e6:.1f} MB"
    with browser() as started:
        lines = [f"- {line}\n" for line in seen(started, report)]
    return f"The page of that fleet ({size}) in Chromium:\n\n{''.join(lines)}"


def _best(runs: Sequence[Took]) -> Took:
    return min(runs, key=lambda run: run.wall)


def _row(what: str, run: Took, size: int, ratio: float | None) -> list[str]:
    each = f"{size / run.wall:,.0f}"
    told = "" if ratio is None else f"{ratio:.2f}"
    return [what, f"{run.wall:.2f}", f"{run.cpu:.2f}", each, f"{run.memory:.0f}", told]
