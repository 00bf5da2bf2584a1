"""The one door to the screen: whatever a message repeats, it moves no cursor and gives a workflow's runner no command."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commandline import Readiness

from readiness_bot.cli.errors import Failed, Misused
from readiness_bot.runs.output import say, write
from readiness_bot.text.escape import command
from readiness_bot.text.markup import md

EVIL = "a\x1b[31m\n  ::error::b\n##[add-path]c \u202ed\ud800"
SEEN = "a[31m\n  : :error::b\n## [add-path]c d\n"


def test_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    say(EVIL)
    say(EVIL, err=True)
    assert capsys.readouterr() == (SEEN, SEEN)


def test_what_was_made_for_its_target_stands(capsys: pytest.CaptureFixture[str]) -> None:
    say(command("error", "100%", file="a:b"))
    say(md("⚠️ {}", "<b>"))
    assert capsys.readouterr().out == "::error file=a%3Ab::100%25\n⚠️ &lt;b&gt;\n"


def test_a_file(tmp_path: Path) -> None:
    write(EVIL, tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == SEEN


def test_how_a_command_ends(capsys: pytest.CaptureFixture[str]) -> None:
    Failed(EVIL).show()
    assert capsys.readouterr().err == SEEN
    assert Misused(EVIL).format_message() == SEEN.rstrip("\n")


def test_a_wrong_policy(readiness: Readiness, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text('"\\e[31m::stop-commands::x": 1\n', encoding="utf-8")
    ran = readiness("check", "--policy", str(policy))
    assert ran.code == 2
    assert "\x1b" not in ran.out + ran.err
