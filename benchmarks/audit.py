"""The audit of a long history, against the plain git commands that give the same data."""

from __future__ import annotations

import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import page, peers
from benchmarks.measure import Told, Took, by_turns, environment, took
from benchmarks.repositories import long_history

_LOG = (
    *("log", "--first-parent", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev", "-z"),
    *("--encoding=none", "--format=%H%x00%ct%x00%ae", "HEAD"),
)
_IMPORTS = "import readiness_bot.cli.audit, readiness_bot.audit.audit, readiness_bot.render.audit.json, readiness_bot.cli.check"
_GIT, _OURS, _START = (
    "git alone (log --raw, cat-file --batch)",
    "readiness audit",
    "of that, Python and its imports",
)


def audit(times: int, sizes: Sequence[int]) -> None:
    """Of histories of so many commits, of which every tenth changes a readiness file."""
    rows = [row for commits in sizes for row in _of(commits, times)]
    head = [
        "",
        "commits",
        "s by the clock",
        "s of processors",
        "peak MiB",
        "× git by the clock",
        "quartiles",
        "× git in processors",
    ]
    page.write("audit", page.table(head, rows) + f"\nMedians of {times} turns. {page.machine()}\n")


def _of(commits: int, times: int) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "churn"
        folder.mkdir()
        long_history(folder, commits, commits // 10)
        env = environment(PYTHONPYCACHEPREFIX=f"{top}/bytecode", XDG_CACHE_HOME=f"{top}/cache", HOME=top)
        bin_ = peers.programs()
        git = partial(_git, folder, _readiness_files(_git_log(folder)))
        ours = [str(bin_ / "readiness"), "audit", "--format", "json", "--today", "2027-01-01"]
        found = by_turns(
            times,
            {
                _GIT: partial(_timed, git),
                _OURS: partial(took, ours, env, folder),
                _START: partial(took, [str(bin_ / "python"), "-c", _IMPORTS], env, folder),
            },
        )
    return [_row(each, found[0], commits) for each in found]


def _row(each: Told, git: Told, commits: int) -> list[str]:
    low, high = each.quartiles
    return [
        each.name,
        f"{commits:,}",
        f"{each.wall:.2f}",
        f"{each.cpu:.2f}",
        f"{each.memory:.0f}" if each.memory else "",
        f"{each.ratio:.2f}",
        f"{low:.2f}–{high:.2f}",
        f"{each.cpu / git.cpu:.2f}",
    ]


def _git(folder: Path, names: bytes) -> None:
    """What the audit reads, by git alone: the whole first-parent log, and every version of the readiness files."""
    _git_log(folder)
    _call(folder, "cat-file", "--batch", stdin=names)


def _git_log(folder: Path) -> bytes:
    return _call(folder, *_LOG)


def _readiness_files(output: bytes) -> bytes:
    """Their objects' names in a log, a line each."""
    found = dict.fromkeys(re.findall(rb":\d+ 100\d+ [0-9a-f]+ ([0-9a-f]+) [AMT]\0readiness/", output))
    return b"\n".join([*found, b""])


def _call(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, input=stdin, env=environment(), check=True, capture_output=True).stdout


def _timed(do: Callable[[], None]) -> Took:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    do()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 0)
