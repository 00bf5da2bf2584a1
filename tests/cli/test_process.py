"""The process: told to end, it clears up first and leaves no git behind; and a Python that cannot run it is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SLOW_GIT = """#!/bin/bash
case "$*" in *rev-parse*show-cdup*) exec {git} "$@";; esac
echo $$ > "$TMPDIR/started"
exec sleep 60
"""


@pytest.mark.parametrize("word", ["check", "audit"])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left(word: str, sent: signal.Signals, model: Path, tmp_path: Path) -> None:
    temporary, programs = tmp_path / "temp", tmp_path / "bin"
    temporary.mkdir()
    programs.mkdir()
    (programs / "git").write_text(SLOW_GIT.format(git=git_of_the_machine()))
    (programs / "git").chmod(0o755)
    started = subprocess.Popen(
        [sys.executable, "-m", "readiness_bot", word, str(model)],
        env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=as_at_a_terminal,
    )  # fmt: skip
    git = int(waited(temporary / "started"))
    started.send_signal(sent)
    said = started.communicate(timeout=30)[0]
    assert (started.returncode, said) == (128 + sent, "\nStopped before it was done. Run it again.\n")
    (temporary / "started").unlink()
    assert list(temporary.iterdir()) == []
    assert ended(git)


def test_without_docstrings(model: Path) -> None:
    done = subprocess.run([sys.executable, "-OO", "-m", "readiness_bot", "check", str(model)], capture_output=True, text=True, check=False)
    told = "readiness needs its docstrings, and -OO removes them; set PYTHONOPTIMIZE to 1 at most.\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", told)


def as_at_a_terminal() -> None:
    """A shell lets what it starts in the background ignore the keyboard, and nohup a terminal that is closed."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def git_of_the_machine() -> str:
    return subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()


def waited(file: Path) -> str:
    for _ in range(400):
        if file.exists() and (text := file.read_text()):
            return text
        time.sleep(0.05)
    pytest.fail("git was not started within 20 seconds")


def ended(pid: int) -> bool:
    for _ in range(40):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
