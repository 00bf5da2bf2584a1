"""Whole processes by turns: seconds by the clock and of all processors, peak memory, instructions.

What is compared runs interleaved, each as fresh processes, since a machine is seldom as fast as a minute ago. A median of
all turns stands for each; a ratio is the median of the ratios of the single turns.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Took:
    """One run: seconds by the clock, seconds of all processors together, peak memory of its largest process in MiB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Told:
    """Medians of one command, and its ratios to the first one, turn by turn, as the median and the quartiles around it."""

    name: str
    wall: float
    cpu: float
    memory: float
    best: float
    ratio: float
    quartiles: tuple[float, float]


def environment(**more: str) -> dict[str, str]:
    """Nobody's settings of git or Python, and no colours."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("GIT_", "PYTHON", "GITHUB_", "READINESS_"))
    }
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1", **more}


_RUN = """
import os, sys, time
output = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT | os.O_TRUNC)
began = time.perf_counter()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, output, n) for n in (1, 2)])
_, status, used = os.wait4(pid, 0)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""A process's peak memory counts what started it: so that is a Python with nothing in it (9 MiB)."""


def took(command: Command, env: Mapping[str, str], folder: Path, codes: Sequence[int] = (0,)) -> Took:
    """Run it once. A command that ends with another code than these has not done its work."""
    with tempfile.NamedTemporaryFile() as output:
        run = [sys.executable, "-I", "-S", "-c", _RUN, output.name, *command]
        done = subprocess.run(run, env=dict(env), cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
        wall, cpu, memory, code = done.stdout.split()
        assert int(code) in codes, f"{command}: {code}\n{output.read()[-2000:].decode(errors='replace')}"
    # macOS counts bytes, Linux KiB (getrusage(2)).
    scale = 1024 if sys.platform != "darwin" else 1
    return Took(float(wall), float(cpu), int(memory) * scale / 1024**2)


def by_turns(times: int, named: Mapping[str, Callable[[], Took]]) -> list[Told]:
    """What each took; the first is what the others are compared with. A turn before them warms the caches."""
    for run in named.values():
        run()
    turns = [{name: run() for name, run in named.items()} for _ in range(times)]
    first = next(iter(named))
    return [told(name, [turn[name] for turn in turns], [turn[first] for turn in turns]) for name in named]


def told(name: str, runs: Sequence[Took], first: Sequence[Took]) -> Told:
    ratios = [run.wall / other.wall for run, other in zip(runs, first, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    walls = [run.wall for run in runs]
    return Told(
        name,
        statistics.median(walls),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.memory for run in runs),
        min(walls),
        middle,
        (low, high),
    )


def instructions(command: Command, env: Mapping[str, str], folder: Path) -> int | None:
    """Instructions of the command and of what it starts, in user mode; None where neither perf nor valgrind can count them.

    They hardly depend on how busy the machine is. The hash seed is fixed, since sets and dicts cost by it.
    """
    fixed = {**env, "PYTHONHASHSEED": "0"}
    return _perf(command, fixed, folder) or _valgrind(command, fixed, folder)


def _perf(command: Command, env: Mapping[str, str], folder: Path) -> int | None:
    if not shutil.which("perf"):
        return None
    said = _said(["perf", "stat", "-x,", "-e", "instructions:u", *command], env, folder)
    found = re.search(r"^(\d+),", said, re.MULTILINE)
    return int(found[1]) if found else None


def _valgrind(command: Command, env: Mapping[str, str], folder: Path) -> int | None:
    if not shutil.which("valgrind"):
        return None
    with tempfile.TemporaryDirectory() as out:
        said = _said(
            [
                "valgrind",
                "--tool=callgrind",
                "--trace-children=yes",
                f"--callgrind-out-file={out}/%p",
                *command,
            ],
            env,
            folder,
        )
    counted = re.findall(r"Collected : (\d+)", said)
    return sum(map(int, counted)) if counted else None


def _said(command: Command, env: Mapping[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, env=dict(env), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    return done.stderr.decode(errors="replace")
