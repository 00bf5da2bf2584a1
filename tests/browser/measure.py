"""How long a portfolio takes and what it weighs: `python -m tests.browser.measure [ROWS]` prints it.

Each format is made by a process of its own, from a scan on disk; the page is opened in Chromium from a file, as a person does. Beside the
time on the clock stands the processor's, which other work on the machine hardly changes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page
from tests.browser.chromium import browser, tab
from tests.fleets import many

from readiness_bot.portfolio.scan import row_text, written

_FRAMES = """async ([steps, jump]) => {
  const holder = document.querySelector('.tabulator-tableholder');
  const end = holder.scrollHeight - holder.clientHeight, times = [];
  holder.scrollTop = 0;
  for (let n = 1; n <= steps; n++) {
    const before = performance.now();
    holder.scrollTop = jump ? end * n / steps : n * 90;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b);
}"""


def scrolled(page: Page, steps: int = 150, jump: bool = False) -> list[float]:
    """Milliseconds of each frame, the longest last: scrolled as a wheel does, or in so many jumps to the last row."""
    times: list[float] = page.evaluate(_FRAMES, [steps, jump])
    return times


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


def seen(started: Browser, file: Path) -> Iterator[str]:
    """What a page costs in the browser."""
    with tab(started) as opened:
        page = opened.page
        page.unroute("**/*")
        client = page.context.new_cdp_session(page)
        client.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        ready = page.evaluate("document.documentElement.dataset.ready")
        yield f"interactive after {ready} ms ({processor(client) * 1000:.0f} ms of the processor)"
        for jump, what in ((False, "by wheel"), (True, "by dragging, 150 steps for all rows")):
            before = processor(client)
            times = scrolled(page, jump=jump)
            busy = (processor(client) - before) * 1000 / len(times)
            yield (
                f"a frame, scrolled {what}: {times[len(times) // 2]:.0f} ms; 95 of 100 below {times[int(len(times) * 0.95)]:.0f} ms"
                f" ({busy:.1f} ms of the processor each)"
            )
        yield f"a search: {searched(page, 'churn-0001'):.0f} ms"
        client.send("HeapProfiler.collectGarbage")
        yield f"memory for data and table: {client.send('Runtime.getHeapUsage')['usedSize'] / 1e6:.1f} MB"


def processor(client: CDPSession) -> float:
    """Seconds that the page's main thread was at work."""
    metrics = client.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def run(words: Sequence[object]) -> tuple[float, float, int]:
    """Seconds, those of the processor, and peak megabytes of a command."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "readiness_bot", *map(str, words)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


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
            seconds, busy, peak = run(("fleet", "report", folder / "scan.json", "--format", format_, "--output", out))
            print(f"{format_:9} {seconds:5.1f} s ({busy:.1f} s of the processor)  {peak:5} MB at most  {out.stat().st_size / 1e6:6.2f} MB written")  # noqa: T201
        for line in seen(started, folder / "fleet.html"):
            print(line)  # noqa: T201


if __name__ == "__main__":
    main()
