"""`benchmarks/run WHAT` measures, prints a table, and writes it into its section of docs/performance.md.

Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks.action import action
from benchmarks.audit import audit
from benchmarks.check import check, growth
from benchmarks.events import events
from benchmarks.fleet import fleet
from benchmarks.rates import rates

WHAT: dict[str, tuple[str, Callable[[int], None], int]] = {
    "check": ("a check of the example, whole process, against other linters", check, 31),
    "growth": ("how a check's cost grows with files, commits and changes", growth, 7),
    "rates": ("reading, judging and writing within one process", rates, 7),
    "action": ("the Action from its start to the verdict, against a bare installation", action, 9),
    "events": ("requests and bytes of an event in which nothing changed", events, 1),
    "audit": (
        "audits of 1,000 and of 10,000 commits, against git alone",
        lambda times: audit(times, (1_000, 10_000)),
        9,
    ),
    "fleet": (
        "scans of 100, 1,000 and 10,000 clones, and what is made of them",
        lambda times: fleet(times, (100, 1_000, 10_000)),
        3,
    ),
}
"""Name → what it measures, how, in how many turns unless told."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="benchmarks/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.epilog = "\n".join(f"{name:8} {told}" for name, (told, _, _) in WHAT.items())
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--times", type=int, help="turns")
    options = parser.parse_args()
    _, run, times = WHAT[options.what]
    run(options.times or times)


if __name__ == "__main__":
    main()
