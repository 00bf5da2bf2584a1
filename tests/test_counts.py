"""The counts: how they are added up, when a run is held against docs/security.md, and that a printed secret ends a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.counts import BEGIN, END, GROUPS, PAGE, VARIES, ZERO, differences, table, updated, written

ROOT = Path(__file__).parent.parent
FORGED, ZEROES = "forgeries tried", "forgeries counted as verified"


def test_the_page_has_a_place_for_them() -> None:
    assert updated(PAGE.read_text(encoding="utf-8"), "rows").count(f"{BEGIN}\n\nrows\n\n{END}") == 1


def test_a_table_for_each_group() -> None:
    sums = {FORGED: 1234, ZEROES: 0, "outputs searched for secrets": 4567, "cats fed": 2}
    files = {FORGED: {"tests/b.py", "tests/a.py"}, ZEROES: {"tests/a.py"}, "outputs searched for secrets": {"tests/c.py"}, "cats fed": {"tests/d.py"}}
    assert table(sums, files) == (
        "**No forged sign-off counts, and no honest one is refuted**\n\n"
        "| counted | number | by |\n|---|---|---|\n"
        "| forgeries tried | at least 1,000 | `tests/a.py`, `tests/b.py` |\n"
        "| forgeries counted as verified | **0** | `tests/a.py` |\n\n"
        "**No secret is printed**\n\n"
        "| counted | number | by |\n|---|---|---|\n"
        "| outputs searched for secrets | at least 4,000 | `tests/c.py` |\n\n"
        "**What else was counted**\n\n"
        "| counted | number | by |\n|---|---|---|\n"
        "| cats fed | 2 | `tests/d.py` |"
    )


def test_what_is_written_is_read_again() -> None:
    sums = {FORGED: 1234, ZEROES: 0, "outputs searched for secrets": 4567, "cats fed": 2}
    page = updated(f"| not here | 7 |\n{BEGIN}{END}\n| nor here | 8 |", table(sums, dict.fromkeys(sums, ("tests/a.py",))))
    assert written(page) == {FORGED: (1000, True), ZEROES: (0, False), "outputs searched for secrets": (4000, True), "cats fed": (2, False)}
    assert list(differences(sums, written(page))) == []


@pytest.mark.parametrize(
    ("counted", "page", "told"),
    [
        ({"a": 1}, {"a": (1, False)}, []),
        ({"a": 2}, {"a": (1, False)}, ["a: 2 here, 1 in security.md"]),
        ({"a": 2}, {"a": (1, True)}, []),
        ({"a": 0}, {"a": (1, True)}, ["a: 0 here, at least 1 in security.md"]),
        ({}, {"a": (1, True)}, ["a: 0 here, at least 1 in security.md"]),
        ({"a": 1234}, {}, ["a: 1,234 here, nothing in security.md"]),
        ({}, {"a": (0, False)}, ["a: nothing here, 0 in security.md"]),
    ],
)
def test_where_a_run_and_the_page_differ(counted: dict[str, int], page: dict[str, tuple[int, bool]], told: list[str]) -> None:
    assert list(differences(counted, page)) == told


def test_what_must_be_zero_and_what_varies_has_its_place_in_the_table() -> None:
    names = [what for _, group in GROUPS for what in group]
    assert len(names) == len(set(names))
    assert set(names) >= ZERO | VARIES
    assert not ZERO & VARIES


@dataclass(frozen=True, slots=True)
class Session:
    code: int
    lines: list[str]


Run = Callable[..., Session]

COUNTING = f'def test_a(tally):\n    tally("{FORGED}", 2)\ndef test_b(tally):\n    tally("{FORGED}", 3)\n    tally("{ZEROES}", 0)\n'
PAGE_OF_IT = f"{BEGIN}\n| {FORGED} | 5 | |\n| {ZEROES} | 0 | |\n| secrets printed | 0 | |\n| outputs searched for secrets | at least 0 | |\n{END}"
STALE = "docs/security.md does not say what this run counted. Where that is as it should be: scripts/test --update-counts"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A suite of its own with these plugins, run by a pytest of its own."""

    def run(tests: str, *arguments: str, page: str = PAGE_OF_IT) -> Session:
        (tmp_path / "cases").mkdir()
        (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = cases\n")
        (tmp_path / "security.md").write_text(page)
        (tmp_path / "cases" / "conftest.py").write_text(
            'pytest_plugins = ("tests.counts", "tests.leaks")\n'
            "def pytest_configure(config):\n    import pathlib, tests.counts\n"
            f"    tests.counts.PAGE = pathlib.Path({str(tmp_path / 'security.md')!r})\n"
        )
        (tmp_path / "cases" / "test_it.py").write_text(tests)
        plugins = ["-p", "xdist.plugin"] if "-n" in arguments else []
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugins, *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # without Hypothesis it starts in a third of the time
        done = subprocess.run(words, cwd=tmp_path, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
        return Session(done.returncode, (done.stdout + done.stderr).splitlines())

    return run


def test_a_run_that_agrees(run: Run) -> None:
    ran = run(COUNTING)
    assert ran.code == 0
    assert {f"{ZEROES}: 0", f"{FORGED}: 5", "secrets printed: 0"} <= {*ran.lines}
    assert ran.lines[-1].startswith("2 passed in ")


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_run_that_does_not(run: Run, processes: str) -> None:
    ran = run(COUNTING, "-n", processes, page=PAGE_OF_IT.replace("5", "6"))
    assert ran.code == 1
    assert {f"{FORGED}: 5 here, 6 in security.md", STALE} <= {*ran.lines}
    assert ran.lines[-1].startswith("2 passed in ")


@pytest.mark.parametrize("arguments", [("cases/test_it.py",), ("-k", "test_a")])
def test_a_part_of_the_suite_is_held_against_nothing(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(COUNTING, *arguments, page=f"{BEGIN}{END}").code == 0


def test_a_run_that_fails_is_held_against_nothing(run: Run) -> None:
    ran = run(f"{COUNTING}def test_c():\n    raise ValueError\n", page=f"{BEGIN}{END}")
    assert (ran.code, STALE in ran.lines) == (1, False)


def test_the_counts_are_written(run: Run, tmp_path: Path) -> None:
    ran = run(COUNTING, "--update-counts", page=f"before\n{BEGIN}{END}\nafter")
    page = (tmp_path / "security.md").read_text()
    assert (ran.code, written(page)) == (0, {FORGED: (5, True), ZEROES: (0, False), "secrets printed": (0, False)})
    assert page.startswith("before\n")
    assert page.endswith("\nafter")


@pytest.mark.parametrize(("tests", "arguments"), [(COUNTING, ("-k", "test_a")), (f"{COUNTING}def test_c():\n    raise ValueError\n", ())])
def test_only_a_whole_run_that_passes_writes_them(run: Run, tmp_path: Path, tests: str, arguments: tuple[str, ...]) -> None:
    ran = run(tests, "--update-counts", *arguments)
    assert ran.code == 1
    assert "The counts were not written: --update-counts takes a whole run that passes." in ran.lines
    assert (tmp_path / "security.md").read_text() == PAGE_OF_IT


def test_what_must_be_zero_fails_a_part_of_the_suite_too(run: Run) -> None:
    ran = run("".join(f'def test_{n}(tally):\n    tally("{what}", 1)\n' for n, what in enumerate(sorted(ZERO))), "cases")
    assert ran.code == 1
    assert {f"{what}: 1, must be 0" for what in ZERO} <= {*ran.lines}


PRINTING = {
    "a_test_prints_it": "print(TOKEN)",
    "to_its_errors": "import sys; print(TOKEN, file=sys.stderr)",
    "a_log": "import logging; logging.warning(TOKEN)",
    "a_program": "subprocess.run(['echo', TOKEN], capture_output=True)",
    "in_base64": "subprocess.run(['echo', base64.b64encode(f'x-access-token:{TOKEN}'.encode())], capture_output=True)",
    "a_command": "CliRunner().invoke(click.Command('x', callback=lambda: click.echo(TOKEN)))",
    "a_command_that_raises": "CliRunner().invoke(click.Command('x', callback=lambda: int(TOKEN)))",
    "a_file_that_a_command_writes": (
        "CliRunner().invoke(click.Command('x', params=[click.Option(['--output'])], callback=lambda output: Path(output).write_text(TOKEN)), ['--output', 'x'])"
    ),
    "another_token": "monkeypatch.setenv('GITHUB_TOKEN', 'a-token-of-its-own'); subprocess.run(['echo', 'a-token-of-' + 'its-own'], capture_output=True)",
}
HEAD = "import base64, subprocess, click\nfrom pathlib import Path\nfrom click.testing import CliRunner\nTOKEN = 'token-' + 'ana-ruiz'\n"


def test_a_secret_that_is_printed_fails_the_run(run: Run) -> None:
    """Also where the test itself passes, and nobody would have seen it."""
    ran = run(HEAD + "".join(f"def test_{name}(monkeypatch):\n    {statement}\n" for name, statement in PRINTING.items()), "cases")
    assert (ran.code, f"secrets printed: {len(PRINTING)}, must be 0" in ran.lines) == (1, True)
    assert [name for name in PRINTING if not any(f"::test_{name}" in line for line in ran.lines)] == []


def test_git_may_speak_to_us_of_it(run: Run) -> None:
    """What git prints is read by the product; what people then see is searched where it is printed."""
    ran = run(f"{HEAD}def test_a():\n    subprocess.run(['git', 'check-ref-format', '--branch', TOKEN], capture_output=True)\n", "cases")
    assert (ran.code, "secrets printed: 0" in ran.lines) == (0, True)
