"""Completion as people have it: the lines of docs/install.md, then the Tab key in the real shells."""

from __future__ import annotations

import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest

from readiness_bot.cli import COMMANDS
from readiness_bot.convention.registry import ITEMS
from readiness_bot.convention.schema import NAMES
from readiness_bot.convention.wrong import WRONG
from readiness_bot.render import FORMATS
from readiness_bot.vocabulary import Stage

BIN = Path(sys.executable).parent
PAGE = (Path(__file__).parents[2] / "docs" / "install.md").read_text(encoding="utf-8")
LINES = dict(re.findall(r"^\| (bash|zsh|fish)[^|]*\| `(.*)` \|$", PAGE, re.MULTILINE))
"""Shell → what the page has people run."""
SECONDS = 30.0


def environment(**more: str) -> dict[str, str]:
    return {"PATH": f"{BIN}:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm", **more}


def completed(*words: str) -> list[str]:
    """What is offered for the last of the words."""
    asked = environment(_READINESS_COMPLETE="bash_complete", COMP_WORDS=" ".join(words), COMP_CWORD=str(len(words) - 1))
    done = subprocess.run([BIN / "readiness"], env=asked, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ((), [*COMMANDS]),
        (("explain",), [*(item.id for item in ITEMS), *WRONG]),
        (("schema",), [*NAMES, "policy"]),
        (("check", "--for"), [*Stage]),
        (("check", "--format"), [*FORMATS]),
        (("init", "--tier"), ["low", "medium", "high"]),
        (("ledger",), ["show", "verify"]),
        (("chekc",), [*COMMANDS]),
    ],
)
def test_what_is_offered(words: tuple[str, ...], offered: list[str]) -> None:
    assert completed("readiness", *words, "") == offered


def test_the_list_has_no_command_of_programs() -> None:
    assert "hook" not in completed("readiness", "h")


def loaded(*words: str) -> set[str]:
    """The modules that completing the last word has loaded."""
    code = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); from readiness_bot.cli import main; main()"
    asked = environment(_READINESS_COMPLETE="bash_complete", COMP_WORDS=" ".join(words), COMP_CWORD=str(len(words) - 1))
    return set(subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=True).stderr.split())


def test_completing_a_command_loads_none() -> None:
    ours = {name for name in loaded("readiness", "") if name.startswith("readiness_bot.")}
    assert {name for name in ours if name.startswith(("readiness_bot.convention", "readiness_bot.judging"))} == set()
    assert {f"readiness_bot.cli.{name}" for name in COMMANDS} & ours == set()


@pytest.mark.parametrize("words", [("check", "--for"), ("explain",), ("schema",), ("sync", "--format"), ("run", "--only")])
def test_completing_a_value_loads_what_talks_to_no_server(words: tuple[str, ...]) -> None:
    assert loaded("readiness", *words, "") & {"github", "requests", "urllib3", "babel", "jinja2"} == set()


class Terminal:
    """A shell in a pseudo-terminal, and what stands on its screen."""

    def __init__(self, command: str, home: Path) -> None:
        self._screen = pyte.Screen(120, 40)
        self._stream = pyte.ByteStream(self._screen)
        # In a process of its own: one with threads, as a test's may be, must not fork.
        spawn = [sys.executable, "-c", "import pty, sys; pty.spawn(sys.argv[1:])", "sh", "-c", f"stty columns 120 rows 40; exec {command}"]
        variables = environment(HOME=str(home), PS1="$ ", XDG_CONFIG_HOME=str(home / ".config"))
        self._process = subprocess.Popen(spawn, cwd=home, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def type(self, text: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(text.encode())

    def until(self, seen: Callable[[str], bool]) -> str:
        """The screen once it shows that; after a while, whatever it shows."""
        assert self._process.stdout
        end = time.monotonic() + SECONDS
        while not seen(shown := "\n".join(line.rstrip() for line in self._screen.display).strip()) and time.monotonic() < end:
            if select.select([self._process.stdout], [], [], 0.1)[0]:
                read = self._process.stdout.read(1 << 16)
                self._stream.feed(read)
                if b"\x1b[c" in read or b"\x1b[0c" in read:
                    self.type("\x1b[?62c")  # fish asks which terminal this is, and waits
        return shown

    def close(self) -> None:
        """The shell ends with its terminal."""
        self._process.kill()
        self._process.communicate()


INTERACTIVE = {"bash": "bash --noprofile -i", "zsh": "zsh --no-globalrcs -i", "fish": "fish -i"}


@pytest.fixture(scope="module", params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A person's shell after they ran the page's line."""
    name = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed here")
    home = tmp_path_factory.mktemp(name)
    (home / "models").mkdir()
    (home / ".zshrc").touch()
    subprocess.run([name, "-c", LINES[name]], env=environment(HOME=str(home)), cwd=home, check=True)
    terminal = Terminal(INTERACTIVE[name], home)
    terminal.type("echo rea''dy\n")
    assert "\nready" in terminal.until(lambda shown: "\nready" in shown)
    yield terminal
    terminal.close()


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("readiness exp", "readiness explain"),
        ("readiness explain governance.imp", "readiness explain governance.impact"),
        ("readiness check --for ev", "readiness check --for evaluation"),
        ("readiness check --format ju", "readiness check --format junit"),
        ("readiness schema gov", "readiness schema governance.yaml"),
        ("readiness check mod", "readiness check models/"),
    ],
)
def test_the_tab_key(shell: Terminal, typed: str, stands: str) -> None:
    shell.type(f"{typed}\t")
    assert stands in shell.until(lambda shown: stands in shown)
    shell.type("\x15")  # Ctrl-U: the line is empty again


def test_every_shell_of_the_page_is_tried() -> None:
    assert set(LINES) == set(INTERACTIVE)
