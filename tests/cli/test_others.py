"""The smaller commands, and how every command ends when something goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commandline import Readiness

from readiness_bot.cli import COMMANDS
from readiness_bot.convention.registry import ITEMS, items_at
from readiness_bot.vocabulary import Kind


def test_explain_lists_the_items(readiness: Readiness) -> None:
    out = readiness("explain").out
    assert "Due by the end of design (10)" in out
    assert [item.id for item in items_at(Kind.MODEL) if f"  {item.id} " not in out] == []


@pytest.mark.parametrize("item", [item.id for item in ITEMS])
def test_explain_an_item(readiness: Readiness, item: str) -> None:
    ran = readiness("explain", item)
    assert (ran.code, ran.out.partition(":")[0]) == (0, item)


def test_explain_takes_words_without_quotes(readiness: Readiness) -> None:
    assert readiness("explain", "Impact", "assessment").out == readiness("explain", "governance.impact").out


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("governance.impakt", "Error: Nothing here is called 'governance.impakt'; did you mean governance.impact? `readiness explain` lists what is."),
        ("impakt", "Error: Nothing here is called 'impakt'; did you mean impact? `readiness explain` lists what is."),
        ("Q9", "Error: Nothing here is called 'Q9'; did you mean Q5? `readiness explain` lists what is."),
        ("qqqq", "Error: Nothing here is called 'qqqq'. `readiness explain` lists what is."),
        ("x" * 90, f"Error: Nothing here is called '{'x' * 60}'. `readiness explain` lists what is."),
    ],
)
def test_explain_what_is_not_there(readiness: Readiness, word: str, told: str) -> None:
    ran = readiness("explain", word)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, told)


def test_schema_lists_and_prints(readiness: Readiness) -> None:
    schema = json.loads(readiness("schema", "contract.yaml").out)
    assert (schema["$schema"], schema["properties"]["model"]["type"]) == ("http://json-schema.org/draft-07/schema#", ["string", "null"])


def test_comment_writes_one_and_keeps_it(readiness: Readiness, built: Path, tmp_path: Path) -> None:
    for _ in range(2):
        ran = readiness("comment", built, "--pr", "7", "--forge", f"folder:{tmp_path}/f")
    assert (ran.code, ran.out) == (0, "Nothing to do: issues and comments are as they should be.\n")
    assert [path.name for path in (tmp_path / "f" / "comments" / "0007").iterdir()] == ["1.md"]


def test_comment_needs_a_number(readiness: Readiness, built: Path) -> None:
    assert readiness("comment", built, "--pr", "0").code == 2


def test_demo(readiness: Readiness, tmp_path: Path) -> None:
    ran = readiness("demo", tmp_path / "d")
    assert ran.code == 0
    assert "ready for production · 14 sign-offs not verified here" in ran.out
    assert "The status `readiness: main` is a failure; one comment says why." in ran.out
    [status] = (tmp_path / "d" / "forge" / "statuses").glob("*/*.md")
    assert "failure" in status.read_text()
    assert len(ran.out.splitlines()) <= 45
    assert len(list((tmp_path / "d" / "forge" / "issues").iterdir())) == 32


@pytest.mark.parametrize(
    ("example", "kind", "told"),
    [
        ("policy-assistant", "An LLM application", "One sentence of a prompt is changed, under the version that had passed."),
        ("refund-agent", "An agent", "The vendor will retire aria-1 on 11 December, 53 days from now: that is a gap at once."),
    ],
)
def test_demo_of_another_kind(readiness: Readiness, tmp_path: Path, example: str, kind: str, told: str) -> None:
    ran = readiness("demo", tmp_path / "d", "--example", example)
    assert ran.code == 0
    assert ran.out.startswith(f"{kind} from its first idea to go-live, followed by the bot. ")
    assert told in ran.out
    assert "reopened 1" in ran.out
    assert "ready for production · 16 sign-offs not verified here" in ran.out
    assert f"  readiness check {tmp_path}/d/{example} --against too-early" in ran.out.splitlines()
    assert len(ran.out.splitlines()) <= 52


def test_demo_of_an_example_that_is_not_there(readiness: Readiness, tmp_path: Path) -> None:
    ran = readiness("demo", tmp_path / "d", "--example", "chatbot")
    assert ran.code == 2
    assert "'churn-propensity', 'policy-assistant', 'refund-agent'" in ran.err


def test_what_the_demo_says_to_look_at_can_be_pasted(readiness: Readiness, tmp_path: Path) -> None:
    told = readiness("demo", tmp_path / "my demo").out.splitlines()
    assert f"  readiness check '{tmp_path}/my demo/churn-propensity' --against too-early" in told


def test_demo_leaves_other_folders_alone(readiness: Readiness, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    ran = readiness("demo", tmp_path)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"Error: {tmp_path} is not empty; name a folder that is new.")


def test_a_command_that_is_not_there(readiness: Readiness) -> None:
    ran = readiness("chek")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Error: There is no command 'chek'; did you mean check?")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(readiness: Readiness, command: str) -> None:
    assert readiness(command, "--help").out.startswith(f"Usage: readiness {command} ")


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "readiness_bot", *arguments], capture_output=True, text=True, check=False, env=os.environ | environment)


def test_a_fault_of_our_own_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import readiness_bot.judging.evaluate as e\ndef broken(*a, **k): raise KeyError('x')\ne.evaluate = broken\n")
    ran = program("check", str(tmp_path), PYTHONPATH=str(tmp_path))
    assert (ran.returncode, ran.stderr) == (
        3,
        "readiness hit an internal error and stopped (KeyError: 'x'). Nothing more was changed; please report it, with the output of READINESS_DEBUG=1.\n",
    )


def test_without_git(tmp_path: Path) -> None:
    (tmp_path / "readiness").mkdir()
    ran = program("check", str(tmp_path), PATH="")
    assert (ran.returncode, ran.stderr) == (3, "git is not installed here; install it, or run this where it is.\n")


def test_a_pipe_that_closes_early() -> None:
    reader = subprocess.Popen(["head", "-1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    done = subprocess.run([sys.executable, "-m", "readiness_bot", "explain"], stdout=reader.stdin, stderr=subprocess.PIPE, text=True, check=False)
    out, _ = reader.communicate()
    assert (out, done.stderr) == ("Due by the end of design (10)\n", "")


def test_check_does_not_import_what_it_does_not_need() -> None:
    code = "import sys, readiness_bot.cli.check, readiness_bot.render.text;print([m for m in ('github', 'requests', 'jinja2', 'rich') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fleet", "scna"), "There is no command 'scna'; did you mean scan?"),
        (("policy", "zzzz"), "There is no command 'zzzz'; `readiness policy --help` lists them."),
        (("chekc",), "There is no command 'chekc'; did you mean check?"),
    ],
)
def test_a_word_that_is_no_command(readiness: Readiness, words: tuple[str, ...], told: str) -> None:
    result = readiness(*words)
    assert (result.code, result.err.splitlines()[-1]) == (2, f"Error: {told}")
