"""The Action's installer: runners of one machine share the tool cache, and may be killed at any time."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "env", "dirname", "mkdir", "mktemp", "find", "rm", "cat", "sleep")
STEP = '  - uses: actions/setup-python@v6%0A    with:%0A      python-version: "3.12"'


@dataclass
class Runner:
    """A machine with the Action checked out, its requirements empty, and a program that says how it was called."""

    folder: Path

    settings: dict[str, str] = field(default_factory=dict)
    """More of its environment."""
    quick: str = ""
    """A PATH whose Python has a pip. Where it is all the same what installs, `without_pip`."""

    def without_pip(self) -> Runner:
        """The same as on a stock Debian on which somebody put uv, which takes a third of the time."""
        self.quick = only_uv(self)
        return self

    @property
    def cache(self) -> Path:
        return self.folder / "tool cache"

    def start(self, path: str | None = None, **environment: str) -> subprocess.Popen[str]:
        settings = {"PATH": path or self.quick, "RUNNER_TOOL_CACHE": str(self.cache), "RUNNER_TEMP": str(self.folder / "temp")}
        return subprocess.Popen(
            ["bash", str(self.folder / "action" / "scripts" / "run-action")], cwd=self.folder / "checkout", env=settings | self.settings | environment,
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
    runner.quick = runner.programs(*TOOLS, python3=f'exec {sys.executable} "$@"')
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
    code, said = runner.without_pip().run()
    assert (code, last(said)) == (0, "ran run . True"), said
    assert "::group::Install readiness-bot" in said
    assert runner.run(READINESS_DIRECTORY="models/a") == (0, "ran run models/a True\n")
    code, said = runner.run(READINESS_REPORT="audit pages")
    assert (code, last(said)) == (0, "ran run --report audit pages . True")
    assert len(runner.installed()) == 2
    assert all(f"py{sys.version_info[0]}.{sys.version_info[1]}" in path.name for path in runner.installed())


@pytest.mark.parametrize(
    ("given", "words"),
    [("", "ran run . True"), ("command", "ran run --only command . True"), ("issues", "ran run --only issues . True")],
)
def test_a_job_may_do_one_half(runner: Runner, given: str, words: str) -> None:
    code, said = runner.without_pip().run(READINESS_ONLY=given)
    assert (code, last(said)) == (0, words), said


@pytest.mark.parametrize("given", ["Command", "issues command", "--plan", "issues; id", "$(id)", "*"])
def test_which_half_is_one_of_two_words(runner: Runner, given: str) -> None:
    """Told before anything is installed."""
    told = "::error::The input `only` of readiness-bot is neither `command` nor `issues`. Write one of the two below `with:`, or leave it out.\n"
    assert runner.run(READINESS_ONLY=given) == (2, told)
    assert runner.installed() == []


def test_who_has_the_verdict_is_one_of_two_words(runner: Runner) -> None:
    told = "::error::The input `verdict` of readiness-bot is neither `status` nor `job`. Write one of the two below `with:`, or leave it out.\n"
    assert runner.without_pip().run(READINESS_VERDICT="both") == (2, told)
    assert [last(runner.run(READINESS_VERDICT=word)[1]) for word in ("status", "job")] == ["ran run . True"] * 2


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
    runner.without_pip().run()
    assert (old.exists(), young.exists()) == (False, True)


BREAKAGES: dict[str, Callable[[Path], object]] = {
    "its Python was removed from the machine": lambda home: (home / "bin" / "python").unlink(),
    "a module was removed": lambda home: next(home.rglob("tiny.py")).unlink(),
    "a module was cut": lambda home: next(home.rglob("tiny.py")).write_text(""),
    "what it should hold was removed": lambda home: (home / "files").unlink(),
    "it is empty": lambda home: (home / "files").write_text(""),
}


@pytest.mark.parametrize("how", BREAKAGES)
def test_a_broken_one_is_not_used(runner: Runner, tiny: Path, how: str) -> None:
    """Nor mended, since another job may be using it."""
    runner.without_pip().run(READINESS_WHEELHOUSE=str(tiny))
    [home] = runner.installed()
    BREAKAGES[how](home)
    code, said = runner.run(READINESS_WHEELHOUSE=str(tiny))
    assert (code, last(said)) == (0, "ran run . True")
    assert f"::notice::The installation of readiness-bot in {home} is not whole, so this job makes one of its own. Remove that folder.\n" in said


@pytest.mark.parametrize("cache", ["a file", "/proc", "/proc/sys/kernel"])
def test_a_cache_that_cannot_be_written(runner: Runner, cache: str) -> None:
    """Root may write into every folder, but not into these."""
    if cache == "a file":
        runner.cache.write_text("")
    code, said = runner.without_pip().run(**({} if cache == "a file" else {"RUNNER_TOOL_CACHE": cache}))
    assert (code, last(said)) == (0, "ran run . True"), said
    assert list((runner.folder / "temp").glob("readiness-bot.*"))


def test_no_place_at_all(runner: Runner) -> None:
    assert runner.run(RUNNER_TOOL_CACHE="/proc", RUNNER_TEMP="/proc") == (3, (
        "::error::readiness-bot cannot be installed: neither the runner's tool cache nor /proc can be written. Make room there, or let the runner "
        "write there.\n"
    ))  # fmt: skip


# Where the wheels come from. The index of these machines answers nothing.


def lock(runner: Runner, wheel: Path) -> None:
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for name in ("runtime", "report"):
        (runner.folder / "action" / "requirements" / f"{name}.txt").write_text(f"tiny==1.0 \\\n    --hash=sha256:{digest}\n")


@pytest.fixture
def tiny(runner: Runner) -> Path:
    """A wheelhouse: one wheel, which the lock now wants."""
    wheels = runner.folder / "wheels"
    wheels.mkdir()
    wheel = wheels / "tiny-1.0-py3-none-any.whl"
    files = {"tiny.py": "TINY = True\n", "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"}
    files |= {"tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    files |= {"tiny-1.0.dist-info/RECORD": "".join(f"{name},,\n" for name in (*files, "tiny-1.0.dist-info/RECORD"))}
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    lock(runner, wheel)
    runner.settings["PIP_INDEX_URL"] = "http://somebody:secret@127.0.0.1:9/simple"
    return wheels


def zipped(wheels: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for wheel in wheels.iterdir():
            archive.write(wheel, wheel.name)
    return target


def installed(runner: Runner) -> list[str]:
    return [path.name for home in runner.installed() for path in home.rglob("tiny.py")]


def test_an_index_that_cannot_be_reached_is_no_verdict(runner: Runner, tiny: Path) -> None:
    code, said = runner.run()
    assert (code, last(said)) == (3, (
        "::error::readiness-bot could not be installed: ERROR: No matching distribution found for tiny==1.0; [Errno 111] Connection refused. "
        "Nothing was judged. Run the job again; where the runner has no package index, give it a release's wheels (docs/install.md, "
        '"Without a package index").'
    ))  # fmt: skip
    assert "secret" not in said
    assert runner.installed() == []


@pytest.mark.parametrize("form", ["a folder", "a zip", "a zip beside"])
def test_a_releases_wheels_need_no_index(runner: Runner, tiny: Path, form: str) -> None:
    given = {}
    if form == "a zip beside":
        zipped(tiny, runner.folder / "action" / "readiness-bot-wheels-1.2.3.zip")
    else:
        given["READINESS_WHEELHOUSE"] = str(tiny if form == "a folder" else zipped(tiny, runner.folder / "w.zip"))
    code, said = runner.run(**given)
    assert (code, last(said), installed(runner)) == (0, "ran run . True", ["tiny.py"]), said
    assert not any(runner.cache.rglob("*.whl"))


def test_two_at_once_offline(runner: Runner, tiny: Path) -> None:
    started = [runner.start(READINESS_WHEELHOUSE=str(zipped(tiny, runner.folder / "w.zip"))) for _ in range(2)]
    told = [(last(one.communicate(timeout=240)[0]), one.returncode) for one in started]
    assert (told, installed(runner)) == ([("ran run . True", 0)] * 2, ["tiny.py"])


def test_wheels_that_are_not_of_the_lock_are_not_installed(runner: Runner, tiny: Path) -> None:
    with zipfile.ZipFile(next(tiny.iterdir()), "a") as archive:
        archive.writestr("tiny_evil.py", "")
    code, said = runner.run(READINESS_WHEELHOUSE=str(tiny))
    assert (code, runner.installed()) == (3, [])
    assert last(said).startswith("::error::readiness-bot could not be installed: ERROR: ")


@pytest.mark.parametrize("wrong", ["not a zip", "not there"])
def test_wheels_that_cannot_be_read(runner: Runner, tiny: Path, wrong: str) -> None:
    given = runner.folder / "w.zip"
    if wrong == "not a zip":
        given.write_text("<html>")
    assert runner.run(READINESS_WHEELHOUSE=str(given))[0] == 3


def test_wheels_are_taken_from_no_place_in_the_checkout(runner: Runner) -> None:
    told = "::error::READINESS_WHEELHOUSE is not an absolute path. Write the whole path of a release's wheels on the runner, or leave it out.\n"
    assert runner.run(READINESS_WHEELHOUSE="wheels") == (2, told)


@pytest.fixture
def server(runner: Runner, tiny: Path) -> Iterator[Path]:
    """The release's file on the workflow's own server, with its SHA-256 in the tree."""
    folder = runner.folder / "server" / "a" / "b"
    folder.mkdir(parents=True)
    file = zipped(tiny, folder / "w.zip")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    (runner.folder / "action" / "requirements" / "wheels.txt").write_text(f"{digest}  a/b/w.zip\n")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(runner.folder / "server"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        runner.settings["GITHUB_SERVER_URL"] = f"http://127.0.0.1:{running.server_port}"
        yield file
        running.shutdown()


def test_while_the_index_is_down_the_release_has_the_wheels(runner: Runner, server: Path) -> None:
    code, said = runner.run()
    assert (code, last(said), installed(runner)) == (0, "ran run . True", ["tiny.py"]), said


@pytest.mark.parametrize("how", ["another file", "none"])
def test_what_is_not_the_releases_file_is_not_opened(runner: Runner, server: Path, how: str) -> None:
    server.unlink() if how == "none" else server.write_bytes(server.read_bytes() + b"x")
    code, said = runner.run()
    assert (code, runner.installed()) == (3, [])
    assert "::error::readiness-bot could not be installed: ERROR: No matching distribution found for tiny==1.0;" in said


@pytest.mark.parametrize(
    ("python", "told"),
    [
        ('case "$*" in *venv*) echo "Error: 100% is full" >&2; exit 1;; esac', "readiness-bot could not be installed: Error: 100%25 is full. Nothing was"),
        ('case "$*" in "-I - "*requirements*) echo odd >&2; exit 1;; esac', "readiness-bot could not be started (scripts/run-action, exit code 1); the lines"),
        ('case "$*" in "-I - "*requirements*) exit 139;; esac', "readiness-bot could not be started (scripts/run-action, exit code 139); the lines"),
    ],
)
def test_whatever_fails_is_no_verdict(runner: Runner, python: str, told: str) -> None:
    path = runner.programs(*TOOLS, python3=f'{python}; exec {sys.executable} "$@"')
    code, said = runner.run(path)
    assert (code, last(said).startswith(f"::error::{told}")) == (3, True), said
    assert runner.installed() == []


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
    path = runner.programs(*TOOLS, python3=f'case "$*" in *ensurepip*|*"import pip"*) exit 1;; esac; exec {sys.executable} "$@"')
    version = ".".join(map(str, sys.version_info[:3]))
    code, said = runner.run(path)
    assert (code, last(said)) == (3, (
        f"::error::Python {version} on this runner has neither venv (ensurepip) nor pip, and there is no uv. Debian and Ubuntu split them from "
        f"Python. On the runner, run:%0A  sudo apt-get install python3-venv%0Aor add this step before readiness-bot:%0A{STEP}"
    ))  # fmt: skip
    assert runner.installed() == []


def test_ensurepip(runner: Runner) -> None:
    """A pip before 22.3 fills no environment but its own."""
    old = runner.folder / "old" / "pip"
    old.mkdir(parents=True)
    (old / "__init__.py").write_text('__version__ = "22.2.2"\n')
    path = runner.programs(*TOOLS, python3=f'case "$*" in *"import pip"*) export PYTHONPATH={old.parent};; esac; exec {sys.executable} "$@"')
    code, said = runner.run(path)
    assert (code, last(said)) == (0, "ran run . True"), said
    [home] = runner.installed()
    assert [path.name for path in home.glob("lib/*/site-packages/pip")] == ["pip"]


def only_uv(runner: Runner) -> str:
    """A PATH as on a stock Debian on which somebody put uv."""
    path = runner.programs(*TOOLS, python3=f'case "$*" in *ensurepip*|*"import pip"*) exit 1;; esac; exec {sys.executable} "$@"')
    (Path(path) / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    return path


def test_uv_installs_where_there_is_no_pip(runner: Runner, tiny: Path) -> None:
    code, said = runner.run(only_uv(runner), READINESS_WHEELHOUSE=str(zipped(tiny, runner.folder / "w.zip")))
    assert (code, last(said), installed(runner)) == (0, "ran run . True", ["tiny.py"]), said


def test_and_says_why_it_cannot(runner: Runner, tiny: Path) -> None:
    code, said = runner.run(only_uv(runner), UV_INDEX_URL="http://somebody:secret@127.0.0.1:9/simple", UV_HTTP_RETRIES="0")
    told = "::error::readiness-bot could not be installed: error: Failed to fetch: an address; Connection refused (os error 111). Nothing was judged."
    assert (code, last(said).startswith(told)) == (3, True), said
    assert "secret" not in said
