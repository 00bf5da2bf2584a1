"""`scripts/needs`: everything that is missing in one list, before anything begins."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("bash", "env", "dirname", "cat", "cksum", "awk", "df", "mktemp", "grep", "tail", "cut", "rm", "timeout", "sed")
NO_BROWSER = "  Chromium   install it (Debian: sudo apt-get install chromium), or name a Chromium or Chrome: CHROMIUM=/path/to/chrome\n"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A checkout in a path with a space, on a machine that has the bare tools: no git, no Python, no browser, nobody is root."""
    checkout = tmp_path / "a checkout"
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, checkout / name)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    (checkout / "tests" / "github" / "node").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    put(tmp_path, "id", "echo 1000")
    return tmp_path


def put(machine: Path, name: str, script: str) -> None:
    path = machine / "bin" / name
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


def needs(machine: Path, what: str, **environment: str) -> tuple[int, str]:
    ran = subprocess.run(
        ["bash", str(machine / "a checkout" / "scripts" / "needs"), what], env={"PATH": str(machine / "bin"), "HOME": str(machine)} | environment,
        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=240, check=False,
    )  # fmt: skip
    assert ran.stdout == ""
    return ran.returncode, ran.stderr


def python(machine: Path, refuses: str) -> None:
    put(machine, "python3", f'case "$*" in {refuses}) exit 1;; esac; exec {sys.executable} "$@"')


def test_all_that_is_missing_is_in_one_list(machine: Path) -> None:
    assert needs(machine, "test") == (3, (
        "scripts/test cannot run here yet. Missing:\n"
        "  git        install it (Debian and Ubuntu: sudo apt-get install git)\n"
        "  Python     Python 3.11 or later is needed (found: no python3). Install it, or name one: PYTHON=/path/to/python3.11\n"
        + NO_BROWSER
    ))  # fmt: skip


def test_the_demo_needs_no_browser(machine: Path) -> None:
    assert "Chromium" not in needs(machine, "demo")[1]


def test_a_python_that_is_named_is_taken_at_its_word(machine: Path) -> None:
    python(machine, "nothing")
    code, said = needs(machine, "demo", PYTHON="/opt/none")
    assert code == 3
    assert "(found: no /opt/none)" in said


def test_without_venv(machine: Path) -> None:
    """As on a stock Debian, for a person who is not root."""
    put(machine, "git", "exit 0")
    python(machine, '*"import venv, ensurepip"*|-')
    assert needs(machine, "demo") == (3, (
        "scripts/demo cannot run here yet. Missing:\n"
        "  venv       Python's venv module is missing (Debian and Ubuntu: sudo apt-get install python3-venv)\n"
    ))  # fmt: skip


def test_without_a_network(machine: Path) -> None:
    put(machine, "git", "exit 0")
    python(machine, '*"-m pip"*')
    assert needs(machine, "demo") == (3, (
        "scripts/demo cannot run here yet. Missing:\n"
        "  packages   pip cannot fetch Python packages here; check the network, a proxy, or pip's settings\n"
    ))  # fmt: skip


def test_too_little_space(machine: Path) -> None:
    put(machine, "git", "exit 0")
    python(machine, "-")  # pip is not asked
    (machine / "bin" / "df").unlink()
    put(machine, "df", "echo; echo /dev/sda 9 9 20480 9% /")
    assert needs(machine, "demo")[1].endswith("  disk       200 MB are needed here, 20 MB are free\n")


def test_where_nothing_is_missing_it_says_what_it_gets(machine: Path) -> None:
    put(machine, "git", "exit 0")
    python(machine, "-")
    assert needs(machine, "demo") == (0, "scripts/demo will first get: Python packages (up to 200 MB)\n")


def test_this_machine_has_one() -> None:
    ran = subprocess.run(["bash", str(ROOT / "scripts" / "python")], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert Path(ran.stdout.strip()).exists()
