"""The Action's installer: runners of one machine share the tool cache, and may be killed at any time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "env", "dirname", "mkdir", "mktemp", "find", "rm", "cat", "sleep")
STEP = '  - uses: actions/setup-python@v6%0A    with:%0A      python-version: "3.12"'


@dataclass
class Runner:
    """A machine with the Action checked out, its requirements empty, and a program that says how it was called."""

    folder: Path

    quick: str = ""
    """A PATH whose Python has no ensurepip: the machine's pip fills the environment, in a quarter of the time."""

    @property
    def cache(self) -> Path:
        return self.folder / "tool cache"

    def start(self, path: str | None = None, **environment: str) -> subprocess.Popen[str]:
        settings = {"PATH": path or self.quick, "RUNNER_TOOL_CACHE": str(self.cache), "RUNNER_TEMP": str(self.folder / "temp")}
        return subprocess.Popen(
            ["bash", str(self.folder / "action" / "scripts" / "run-action")], cwd=self.folder / "checkout", env=settings | environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def run(self, path: str | None = None, **environment: str) -> tuple[int, str]:
        started = self.start(path, **environment)
        said = started.communicate(timeout=240)[0]
        return started.returncode, said

    def installed(self) -> list[Path]:
        return sorted(self.cache.glob("*")) if self.cache.exists() else []

    def programs(self, *names: str, **scripts: str) -> str:
        """A PATH with these of the machine's programs, and some of our own."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        for name in names:
            (folder / name).symlink_to(str(shutil.which(name)))
        for name, script in scripts.items():
            (folder / name).write_text(f"#!/bin/bash\n{script}\n")
            (folder / name).chmod(0o755)
        return str(folder)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    for name in ("action/scripts", "action/requirements", "action/bot/readiness_bot", "checkout", "temp"):
        (tmp_path / name).mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "run-action", tmp_path / "action" / "scripts")
    for name in ("runtime", "report"):
        (tmp_path / "action" / "requirements" / f"{name}.txt").write_text(f"# {name}: nothing\n")
    (tmp_path / "action" / "bot" / "readiness_bot" / "__main__.py").write_text("import sys\nprint('ran', *sys.argv[1:], sys.prefix != sys.base_prefix)\n")
    runner = Runner(tmp_path)
    runner.quick = runner.programs(*TOOLS, python3=f'case "$*" in *"venv, ensurepip"*) exit 1;; esac; exec {sys.executable} "$@"')
    return runner


def wait_for(happened: Callable[[], bool]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen within 30 seconds")


def last(said: str) -> str:
    return said.rstrip().rpartition("\n")[2]


def test_it_is_installed_once_for_each_lock(runner: Runner) -> None:
    code, said = runner.run()
    assert (code, last(said)) == (0, "ran run . True"), said
    assert "::group::Install readiness-bot" in said
    assert runner.run(READINESS_DIRECTORY="models/a") == (0, "ran run models/a True\n")
    code, said = runner.run(READINESS_REPORT="audit.html")
    assert (code, last(said)) == (0, "ran audit . --format html --output audit.html True")
    assert len(runner.installed()) == 2
    assert all(f"py{sys.version_info[0]}.{sys.version_info[1]}" in path.name for path in runner.installed())


@pytest.mark.parametrize(
    ("given", "words"),
    [("", "ran run . True"), ("command", "ran run --only command . True"), ("issues", "ran run --only issues . True")],
)
def test_a_job_may_do_one_half(runner: Runner, given: str, words: str) -> None:
    code, said = runner.run(READINESS_ONLY=given)
    assert (code, last(said)) == (0, words), said


@pytest.mark.parametrize("given", ["Command", "issues command", "--plan", "issues; id", "$(id)", "*"])
def test_which_half_is_one_of_two_words(runner: Runner, given: str) -> None:
    """Told before anything is installed."""
    told = "::error::The input `only` of readiness-bot is neither `command` nor `issues`. Write one of the two below `with:`, or leave it out.\n"
    assert runner.run(READINESS_ONLY=given) == (3, told)
    assert runner.installed() == []


def test_two_at_once(runner: Runner) -> None:
    started = [runner.start() for _ in range(2)]
    told = [(one.communicate(timeout=240)[0], one.returncode) for one in started]
    assert [(last(said), code) for said, code in told] == [("ran run . True", 0)] * 2
    assert len(runner.installed()) == 1


def test_killed_in_between(runner: Runner) -> None:
    started = runner.start()
    wait_for(lambda: any(path.name.count(".new.") and path.is_dir() for path in runner.installed()))
    os.killpg(started.pid, signal.SIGKILL)
    started.communicate(timeout=10)
    assert not any((path / "bin").exists() for path in runner.installed() if ".new." not in path.name)
    code, said = runner.run()
    assert (code, last(said)) == (0, "ran run . True")


def test_what_a_killed_run_left_is_cleared_after_a_day(runner: Runner) -> None:
    old, young = (runner.cache / f"readiness-bot-0123.new.{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 200_000,) * 2)
    runner.run()
    assert (old.exists(), young.exists()) == (False, True)


def test_a_broken_one_is_not_used(runner: Runner) -> None:
    """Its Python was removed from the machine."""
    runner.run()
    (runner.installed()[0] / "bin" / "python").unlink()
    code, said = runner.run()
    assert (code, last(said)) == (0, "ran run . True")


def test_a_cache_that_cannot_be_written(runner: Runner) -> None:
    runner.cache.write_text("a file, since root may write into every folder")
    code, said = runner.run()
    assert (code, last(said)) == (0, "ran run . True")
    assert list((runner.folder / "temp").glob("readiness-bot.*"))


@pytest.mark.parametrize(
    ("name", "value"), [("LANG", "C"), ("PYTHONPATH", "."), ("PYTHONPATH", "src:."), ("PIP_CONFIG_FILE", "pip.conf"), ("PATH", ".:"), ("PATH", ":bin:")]
)
def test_the_checkout_runs_nothing(runner: Runner, name: str, value: str) -> None:
    """`PYTHONPATH: .` stands in many workflows, and holds for every step of the job."""
    for program in ("python3", "bin/python3", "dirname", "bin/dirname"):
        path = runner.folder / "checkout" / program
        path.parent.mkdir(exist_ok=True)
        path.write_text("#!/bin/bash\necho attacked\n")
        path.chmod(0o755)
    (runner.folder / "checkout" / "pip.conf").write_text("[global]\npython = ./python3\n[install]\ntarget = here\n")
    for module in ("venv", "ensurepip", "pip", "sitecustomize", "hashlib", "platform", "readiness_bot"):
        (runner.folder / "checkout" / f"{module}.py").write_text("print('attacked')\n")
    code, said = runner.run(**{name: f"{value}{runner.quick}" if name == "PATH" else value})
    assert (code, last(said)) == (0, "ran run . True"), said
    assert "attacked" not in said


def test_no_python(runner: Runner) -> None:
    path = runner.programs(*TOOLS)
    assert runner.run(path) == (3, (
        "::error::readiness-bot needs Python 3.11 or later; this runner has none. Install it on the runner, or add this step before "
        f"readiness-bot:%0A{STEP}\n"
    ))  # fmt: skip


def test_an_old_python(runner: Runner) -> None:
    path = runner.programs(*TOOLS, python3='[ "$1" = --version ] && echo Python 3.9.2 || exit 1')
    assert "this runner has Python 3.9.2. Install it on the runner," in runner.run(path)[1]


def test_no_venv_and_no_pip(runner: Runner) -> None:
    """As on a stock Debian."""
    path = runner.programs(*TOOLS, python3=f'case "$*" in *ensurepip*|*"-m pip"*) exit 1;; esac; exec {sys.executable} "$@"')
    version = ".".join(map(str, sys.version_info[:3]))
    code, said = runner.run(path)
    assert (code, last(said)) == (3, (
        f"::error::Python {version} on this runner has neither venv (ensurepip) nor pip, and there is no uv. Debian and Ubuntu split them from "
        f"Python. On the runner, run:%0A  sudo apt-get install python3-venv%0Aor add this step before readiness-bot:%0A{STEP}"
    ))  # fmt: skip
    assert runner.installed() == []


def test_ensurepip(runner: Runner) -> None:
    """As on most runners."""
    code, said = runner.run(os.environ["PATH"])
    assert (code, last(said)) == (0, "ran run . True"), said
