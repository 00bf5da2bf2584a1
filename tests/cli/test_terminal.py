"""What a terminal gets, looked at through a real one: its width, its colours, and paths that it can follow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.terminal import Terminal

Edit = Callable[[str, str, str], Path]
SIGNS = re.compile(r"\x1b\[[0-9;]*m")


def on_a_terminal(columns: int, folder: Path, *words: str, **environment: str) -> str:
    """What `readiness …` writes to a terminal of so many columns, typed in that folder."""
    with Terminal(words, folder, columns, environment) as terminal:
        assert terminal.ended() in (0, 1)
    return terminal.raw.replace("\r\n", "\n")


CHECK = ("check", "--today", "2026-11-20")


@pytest.mark.parametrize(("columns", "widest"), [(40, 60), (60, 60), (80, 80), (100, 100), (240, 100)])
def test_the_page_is_as_wide_as_the_terminal_and_no_wider_than_anybody_reads(columns: int, widest: int, model: Path) -> None:
    lines = SIGNS.sub("", on_a_terminal(columns, model, *CHECK)).splitlines()
    assert widest - 15 < max(map(len, lines)) <= widest


def test_colours_repeat_what_the_words_say(model: Path, edit: Edit, readiness: Readiness, monkeypatch: pytest.MonkeyPatch) -> None:
    edit("governance.yaml", "expires: 2027-10-16", "expires: 2026-11-19")
    painted = on_a_terminal(100, model, *CHECK)
    assert "\x1b[31m\x1b[1mNOT READY\x1b[0m: 1 gap was due before staging\n" in painted
    assert "    \x1b[36mreadiness/governance.yaml:17:75\x1b[0m  The compliance approval" in painted
    monkeypatch.chdir(model)
    assert SIGNS.sub("", painted) == readiness(*CHECK).out


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colours_where_they_are_not_wanted(environment: dict[str, str], model: Path) -> None:
    assert "\x1b" not in on_a_terminal(100, model, *CHECK, **environment)


def test_an_empty_no_color_says_nothing(model: Path) -> None:
    assert "\x1b" in on_a_terminal(100, model, *CHECK, NO_COLOR="")


def test_a_file_is_plain_and_wide(model: Path, tmp_path: Path) -> None:
    on_a_terminal(60, model, *CHECK, "--output", str(tmp_path / "page.txt"))
    text = (tmp_path / "page.txt").read_text(encoding="utf-8")
    assert ("\x1b" in text, max(map(len, text.splitlines())) > 60) == (False, True)


@pytest.mark.parametrize(
    ("stand", "typed", "shown"),
    [
        (".", (), "readiness/governance.yaml"),
        (".", (".",), "readiness/governance.yaml"),
        (".", ("./",), "readiness/governance.yaml"),
        ("..", ("churn",), "churn/readiness/governance.yaml"),
        ("..", ("./churn/",), "churn/readiness/governance.yaml"),
        ("docs", ("..",), "../readiness/governance.yaml"),
    ],
)
def test_a_place_is_where_the_person_stands(stand: str, typed: tuple[str, ...], shown: str, model: Path, edit: Edit) -> None:
    edit("governance.yaml", "expires: 2027-10-16", "expires: 2026-11-19")
    here = (model / stand).resolve()
    [place] = re.findall(r"^ +(\S+\.yaml):17:75", SIGNS.sub("", on_a_terminal(100, here, *CHECK, *typed)), re.MULTILINE)
    assert (place, (here / place).read_text().splitlines()[16][74:84]) == (shown, "2026-11-19")


def test_what_to_type_next_can_be_pasted(model: Path, edit: Edit) -> None:
    edit("governance.yaml", "expires: 2027-10-16", "expires: 2026-11-19")
    (model.parent / "a model").symlink_to(model)
    page = SIGNS.sub("", on_a_terminal(60, model.parent, *CHECK, "a model"))
    assert "\nreadiness check 'a model' --for production\n" in page
