"""How long a portfolio takes and what it weighs: `python -m tests.browser.measure [ROWS]` prints it.

Each format is made by a process of its own, from a scan on disk; the page is opened in Chromium from a file, as a person does.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from tests.browser.chromium import browser, tab
from tests.fleets import many

from readiness_bot.portfolio.scan import row_text, written

_FRAMES = """async (steps) => {
  const holder = document.querySelector('.tabulator-tableholder');
  const times = [];
  const end = holder.scrollHeight - holder.clientHeight;
  for (let n = 1; n <= 2 * steps; n++) {
    const before = performance.now();
    holder.scrollTop = n < steps ? n * 90 : end * (n - steps) / steps;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - before);
  }
  return times;
}"""
"""A step a frame: first as a wheel does, then in as many long jumps to the end."""


def scrolled(page: Page, steps: int = 120) -> list[float]:
    """Milliseconds of each frame while the table is scrolled from its first row to its last, sorted."""
    return sorted(page.evaluate(_FRAMES, steps))


def searched(page: Page, words: str) -> float:
    """Milliseconds until a search is shown, without the pause that waits for the next letter."""
    spent: float = page.evaluate(
        """async (words) => {
          const box = document.getElementById('find'), told = document.getElementById('shown'), before = told.textContent;
          box.value = words;
          const start = performance.now();
          box.dispatchEvent(new Event('input'));
          while (told.textContent === before) await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          return performance.now() - start - 120;
        }""",
        words,
    )
    return spent


def seen(started: Browser, file: Path) -> dict[str, Any]:
    """What a page costs in the browser."""
    with tab(started) as opened:
        page = opened.page
        page.unroute("**/*")
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        ready = int(page.evaluate("document.documentElement.dataset.ready"))
        frames = scrolled(page)
        client = page.context.new_cdp_session(page)
        client.send("HeapProfiler.collectGarbage")
        heap = client.send("Runtime.getHeapUsage")["usedSize"]
        rows = page.locator(".tabulator-row").count()
        return {
            "ms to interactive": ready,
            "ms a frame, median": round(frames[len(frames) // 2], 1),
            "ms a frame, 95 of 100": round(frames[int(len(frames) * 0.95)], 1),
            "ms of the longest frame": round(frames[-1], 1),
            "ms a search": round(searched(page, "churn-0001")),
            "MB of JavaScript heap": round(heap / 1e6, 1),
            "rows in the page": rows,
        }


def run(words: Sequence[object]) -> tuple[float, int]:
    """Seconds and peak megabytes of a command."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "readiness_bot", *map(str, words)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return time.perf_counter() - start, used.ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=10_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name, browser() as started:
        folder = Path(name)
        scan = many(rows)
        (folder / "scan.json").write_text("".join(written(scan.head, map(row_text, scan.rows))), encoding="utf-8")
        print(f"{rows} rows; the scan: {(folder / 'scan.json').stat().st_size / 1e6:.1f} MB")  # noqa: T201
        for format_ in ("text", "markdown", "json", "csv", "parquet", "html"):
            out = folder / f"fleet.{format_}"
            seconds, peak = run(("fleet", "report", folder / "scan.json", "--format", format_, "--output", out))
            print(f"{format_:9} {seconds:5.1f} s  {peak:5} MB at most  {out.stat().st_size / 1e6:6.2f} MB written")  # noqa: T201
        for what, value in seen(started, folder / "fleet.html").items():
            print(f"{what:24} {value}")  # noqa: T201


if __name__ == "__main__":
    main()
