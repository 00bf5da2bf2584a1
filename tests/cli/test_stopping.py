"""Ctrl-C, or being told to end, at each kind of moment: the same exit code and sentence, and nothing half-written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_process import as_at_a_terminal
from tests.commandline import Readiness

from readiness_bot.demo.repository import Repository

AT = """
import os, sys
count = 0
def look(event, arguments):
    global count
    if event == {event!r} and {word!r} in str(arguments):
        count += 1
        if count == {nth}:
            os.kill(os.getpid(), {sent:d})
sys.addaudithook(look)
from readiness_bot.__main__ import main
main()
"""
"""The signal comes as the interpreter is about to do something: https://docs.python.org/3/library/audit_events.html."""
TOLD = "\nStopped before it was done. Run it again.\n"

WHOLE = {
    "init": ["init", "--tier", "medium"],
    "more": ["init"],
    "answer": ["answer", "--set", "ownership.production_owner.person=jo-marsh", "--set", "contract.milestones.staging=2026-08-24"],
    "check": ["check", "--output", "report.json", "--format", "json", "--today", "2026-11-20"],
    "audit": ["audit", "--output", "audit.txt", "--today", "2026-11-20"],
    "demo": ["demo", "story"],
}
"""Command lines that read, ask git, and write."""


@pytest.mark.parametrize(
    ("name", "event", "word", "nth"),
    [
        ("check", "import", "readiness_bot.cli", 1),
        ("audit", "import", "click", 1),
        ("check", "tempfile.mkdtemp", "readiness-git-", 1),
        ("audit", "subprocess.Popen", "'log'", 1),
        ("check", "open", "report.json", 1),
        ("init", "open", ".tmp", 4),
        ("init", "os.link", "", 6),
        ("more", "os.rename", "", 1),
        ("answer", "os.rename", "", 1),
        ("demo", "open", "readiness/contract.yaml", 2),
    ],
)
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.turns(2)
def test_at_any_moment(
    churn: Path, readiness: Readiness, monkeypatch: pytest.MonkeyPatch, name: str, event: str, word: str, nth: int, sent: signal.Signals
) -> None:
    if name == "init":
        shutil.rmtree(churn / "readiness")
        shutil.rmtree(churn / ".github")
    whole, temporary = churn.parent / "whole" / "churn", churn.parent / "temporary"
    shutil.copytree(churn, whole)
    temporary.mkdir()
    before = files(churn)
    stopped = run(AT.format(event=event, word=word, nth=nth, sent=sent), *WHOLE[name], folder=churn, TMPDIR=str(temporary))
    assert (stopped.returncode, stopped.stderr) == (128 + sent, TOLD)
    assert list(temporary.iterdir()) == []
    if files(churn) != before:
        monkeypatch.chdir(whole)
        readiness(*WHOLE[name])
        assert files(churn) == files(whole)


def test_nothing_stops_what_is_done(churn: Path) -> None:
    """As Python ends, its own clearing up is left in peace."""
    done = run(AT.format(event="shutil.rmtree", word="readiness-git-", nth=1, sent=signal.SIGINT), *WHOLE["audit"], folder=churn)
    assert (done.returncode, done.stderr) == (0, "")


MISSED = """
import os, signal, threading, time
from readiness_bot.stopping import heard, listen
def send():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)
listen()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
threading.Thread(target=send).start()
with heard():
    os.read(os.pipe()[0], 1)
"""
"""The signal is another thread's, so that it does not end the wait: as one that comes between Python's last look and the wait."""


def test_a_wait_hears_what_came_just_before_it(tmp_path: Path) -> None:
    assert run(MISSED, folder=tmp_path).returncode == 130


DROPPED = """
import os, signal, time
from readiness_bot.stopping import listen
class Odd:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
listen()
Odd()
time.sleep(20)
"""


def test_a_moment_in_which_python_drops_it(tmp_path: Path) -> None:
    stopped = run(DROPPED, folder=tmp_path)
    assert (stopped.returncode, stopped.stderr) == (130, "")


@pytest.fixture(scope="module")
def scaffold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Low tier's files, where high tier was chosen since."""
    folder = Repository.create(tmp_path_factory.mktemp("stopping") / "churn").path
    for words in (["init", "--tier", "low", "--developers", "ana-ruiz"], ["answer", "--set", "governance.tier.level=high"]):
        run("from readiness_bot.__main__ import main; main()", *words, folder=folder).check_returncode()
    made = Repository(folder)
    made.git("add", "--all")
    made.git("commit", "--quiet", "-m", "Start")
    return folder


@pytest.fixture
def churn(scaffold: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(scaffold, tmp_path / "churn"))


def files(folder: Path) -> dict[str, bytes]:
    """All that stands there, but for git's own."""
    every = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path): (folder / path).read_bytes() for path in every if path.parts[0] != ".git"}


def run(code: str, *words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, env=os.environ | environment, preexec_fn=as_at_a_terminal,
        stdin=subprocess.PIPE, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
