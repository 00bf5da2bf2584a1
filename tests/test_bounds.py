"""What is too much in a file below 256 KiB is judged or refused: each in a process of its own, which the kernel ends beyond its bounds."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.models import copied

TIMES, MEMORY = 8, 300 * 1024 * 1024
"""Times what the unchanged example takes on the same machine, measured again where it may have become slower meanwhile: a fifth of a second
on a free core, so that this is a second and a half. What failed before took 16 to 100 seconds. Bytes of resident memory."""

FLOW = "a: [" + "[b], " * 50_000 + "]"


def appended(name: str, text: str) -> Callable[[Path], None]:
    def change(readiness: Path) -> None:
        with (readiness / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def valued(name: str, key: str, text: str) -> Callable[[Path], None]:
    def change(readiness: Path) -> None:
        path = readiness / name
        content, count = re.subn(rf"(?m)^{key}:.*\n(?:[ #-].*\n)*", lambda _: f"{key}: {text}\n", path.read_text())
        assert count == 1
        path.write_text(content, encoding="utf-8")

    return change


def everywhere(text: str) -> Callable[[Path], None]:
    def change(readiness: Path) -> None:
        for path in readiness.glob("*.yaml"):
            path.write_text(text, encoding="utf-8")

    return change


CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "brackets in a runbook": (appended("runbook.md", "\n1. " + "!?" * 8000 + "a\n"), ""),
    "more brackets": (appended("runbook.md", "\n1. " + "![" * 100_000 + "a\n"), ""),
    "many bullets": (appended("runbook.md", "\n" + "* a\n" * 60_000), "this file has 60,0"),
    "many cells": (appended("runbook.md", "\n" + "| a " * 100 + "|\n" + "|---" * 100 + "|\n" + ("|b" * 100 + "|\n") * 1_200), "have more than 10,000 cells"),
    "a heading of small words": (appended("runbook.md", "# " + "{#a" * 60_000 + "\n"), ""),
    "a heading of blanks": (appended("runbook.md", "# a" + " " * 200_000 + "b\n"), ""),
    "2,000 unknown keys": (appended("contract.yaml", "".join(f"k{n}:\n" for n in range(2000))), "1,900 more things are wrong below this line"),
    "19,000 unknown keys": (appended("contract.yaml", "".join(f"k{n}:\n" for n in range(19_000))), "this file holds more than 5,000 values"),
    "a link that never ends": (valued("contract.yaml", "purpose", "https://" + "a." * 10_000 + " x"), "this text has 20,010 characters, and 10,000 are the most"),
    "dots as a value": (valued("contract.yaml", "purpose", "…" * 20_000 + " x"), "this text has 20,002 characters, and 10,000 are the most"),
    "as many as are taken": (valued("contract.yaml", "purpose", "…" * 9_990 + " x"), ""),
    "five files of lists": (everywhere(FLOW), "this file holds more than 5,000 values"),
    "five files for the slow parser": (everywhere('#\t\na: ["\t", ' + FLOW[4:]), "this file holds more than 5,000 values"),
    "five files just below": (everywhere('a: ["\t", ' + "b, " * 4_900 + "]"), ""),
    "brackets alone": (everywhere("a: " + "[" * 200_000), "nested more than 20 levels deep"),
    "rows that hold nothing": (valued("governance.yaml", "datasets", "[" + "{}," * 2400 + "]"), ""),
    "rows that are wrong": (valued("governance.yaml", "datasets", "[" + "1," * 4800 + "]"), "more things are wrong below this line"),
    "waivers for nothing": (valued("governance.yaml", "waivers", "[" + "{item: a.b}," * 1500 + "]"), "there is no item 'a.b'"),
    "digits": (valued("contract.yaml", "stage", "0x" + "f" * 5000), "this number has 5,002 characters, and 40 are the most"),
}  # fmt: skip


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("bounds") / "churn").path


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


SHOW = """
import resource, sys
from readiness_bot.cli import main
try:
    main()
finally:
    own, git = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = own.ru_maxrss
    if sys.platform == "linux":  # where ru_maxrss begins with what the process took that started this one
        peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM:"))
    print(own.ru_utime + own.ru_stime + git.ru_utime + git.ru_stime, max(peak, git.ru_maxrss), file=sys.stderr)
"""


def check(folder: Path) -> tuple[int, str, float, int]:
    """Exit code, output, seconds of a processor, and bytes of resident memory: of it and of its git."""
    words = [sys.executable, "-c", SHOW, "check", "--today", "2026-11-20", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, preexec_fn=limited)
    cpu, memory = done.stderr.split()[-2:]
    return done.returncode, done.stdout, float(cpu), int(memory) * (1 if sys.platform == "darwin" else 1024)  # ru_maxrss is in bytes there


@pytest.fixture(scope="module")
def usual(example: Path) -> float:
    return check(example)[2]


@pytest.mark.parametrize("name", CASES)
def test_each_ends_in_time(name: str, example: Path, usual: float, tmp_path: Path, tally: Callable[[str, int], None]) -> None:
    change, told = CASES[name]
    folder = tmp_path / "m"
    subprocess.run(["cp", "-r", str(example), str(folder)], check=True)
    change(folder / "readiness")
    assert all(path.stat().st_size <= 256 * 1024 for path in (folder / "readiness").iterdir())
    code, out, cpu, memory = check(folder)
    assert code in (0, 1), code
    assert told in " ".join(out.split()), out[:2000]
    if cpu >= TIMES * usual:
        usual = check(example)[2]
    assert cpu < TIMES * usual, (cpu, usual)
    assert memory < MEMORY
    tally("files that are too much, judged or refused in time", 1)
