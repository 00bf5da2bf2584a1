"""What a job waits for the Action: from its start to the verdict, against the bare installation of what it needs.

All get their packages from one folder of wheels, so that no network is measured. *Bare* is what its users would write
themselves: an environment, and pip with the same lock.
"""

from __future__ import annotations

import hashlib
import itertools
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import page, peers
from benchmarks.measure import ROOT, Took, by_turns, environment, took
from benchmarks.repositories import TODAY, example

_LOCK = ROOT / "requirements" / "runtime.txt"
_BARE = "a bare installation"


def action(times: int) -> None:
    """Measure, print, and write the section `action` of docs/performance.md."""
    with tempfile.TemporaryDirectory() as top:
        found = by_turns(times, _Place(Path(top)).runs())
    rows = [
        [
            each.name,
            f"{each.wall:.2f}",
            f"{each.best:.2f}",
            f"{each.cpu:.2f}",
            f"{each.ratio:.2f}",
            f"{each.quartiles[0]:.2f}–{each.quartiles[1]:.2f}",
        ]
        for each in found
    ]
    head = ["", "s by the clock", "best", "s of processors", f"× {_BARE}", "quartiles"]
    page.write("action", page.table(head, rows) + f"\nMedians of {times} turns. {page.machine()}\n")


class _Place:
    """A checked-out model, the Action's own files, and a folder of wheels."""

    def __init__(self, top: Path) -> None:
        self.top, self.repository = top, top / "churn"
        self.repository.mkdir()
        example(self.repository)
        self.action = top / "action"
        for name in ("bot", "requirements", "scripts"):
            shutil.copytree(ROOT / name, self.action / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.wheels = _wheels()
        self.numbers = itertools.count()
        self.env = environment(
            HOME=str(top), TMPDIR=str(top), RUNNER_TEMP=str(top), READINESS_WHEELHOUSE=str(self.wheels)
        )

    def runs(self) -> dict[str, Callable[[], Took]]:
        check = f"check --today {TODAY}"
        return {
            _BARE: self._bare,
            "the Action to its verdict, nothing installed": lambda: self._run(check, self._new()),
            "the Action to its verdict, installed by an earlier job": partial(self._run, check, self._new()),
            "the Action to its start, installed by an earlier job": partial(
                self._run, "--version", self._new()
            ),
        }

    def _new(self) -> Path:
        return self.top / f"tools-{next(self.numbers)}"

    def _run(self, command: str, tools: Path) -> Took:
        env = {**self.env, "RUNNER_TOOL_CACHE": str(tools), "READINESS_COMMAND": command}
        return took(["bash", str(self.action / "scripts" / "run-action")], env, self.repository)

    def _bare(self) -> Took:
        venv = shlex.quote(str(self._new()))
        python = shlex.quote(sys.executable)
        wanted = f"--no-deps --require-hashes --no-index --find-links {shlex.quote(str(self.wheels))}"
        install = (
            f"{python} -m pip --disable-pip-version-check --python {venv}/bin/python install --quiet {wanted}"
        )
        script = f"{python} -m venv --without-pip {venv} && {install} -r {shlex.quote(str(_LOCK))}"
        return took(["bash", "-c", script], self.env, self.repository)


def _wheels() -> Path:
    """The packages of the lock, fetched once for each."""
    key = hashlib.sha256(_LOCK.read_bytes()).hexdigest()[:16]
    folder = peers.HERE / f"wheels-{key}"
    if not folder.exists():
        coming = folder.with_suffix(".new")
        shutil.rmtree(coming, ignore_errors=True)
        wanted = ["--no-deps", "--require-hashes", "--requirement", str(_LOCK), "--dest", str(coming)]
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *wanted], check=True)
        coming.rename(folder)
    return folder
