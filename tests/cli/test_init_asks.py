"""`readiness init` on a terminal: a real pseudo-terminal, and somebody at it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.models import TODAY
from tests.terminal import CTRL_C, CTRL_D, typed

from readiness_bot.demo.repository import Repository

LAST = ("Write the files?", "")
APPROVERS = [("approver", "omar-haddad"), ("compliance reviewer", "priya-nair"), ("validator", "")]
LOW = [
    ("tier [medium]:", "low"),
    ("production owner:", "mei-chen"),
    ("backup:", "tomas-k"),
    ("business owner:", "nora-lee"),
    ("receiving team:", "acme/retention-ops"),
    ("lead [nora-lee]:", ""),
    *APPROVERS,
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """By ana-ruiz, a long time ago."""
    made = Repository.create(tmp_path / "churn")
    made.commit({"train.py": "x"}, "Start", "ana-ruiz", TODAY)
    return made.path


def files(repository: Path) -> list[str]:
    """What stands there that no commit has."""
    return Repository(repository).git("status", "--short", "--untracked-files=all").split("\n")


def read(repository: Path, name: str) -> str:
    return (repository / "readiness" / name).read_text()


def test_low_tier_asks_for_eight_people_and_nothing_else(repository: Path) -> None:
    ended = typed(repository, ["init"], [*LOW, LAST])
    assert ended.code == 0, ended.screen
    assert "signs_off: omar-haddad" in read(repository, "ownership.yaml")
    assert "lead: nora-lee" in read(repository, "ownership.yaml")
    assert "level: low" in read(repository, "governance.yaml")
    assert "validation: priya-nair" in read(repository, "ownership.yaml")


def test_the_tier_comes_first_with_what_each_means(repository: Path) -> None:
    screen = typed(repository, ["init"], [("tier [medium]:", CTRL_C)]).screen
    asked = screen[screen.index("How much harm") :].splitlines()[:4]
    assert asked == [
        "How much harm can a wrong answer do?",
        "  low      a wrong answer costs little and is soon corrected; no personal data  (14 items can block, 4 of them in design)",
        "  medium   a wrong answer costs money or trust, or personal data is used  (40 items can block, 9 of them in design)",
        "  high     a wrong answer can harm people, or break the law  (44 items can block, 9 of them in design)",
    ]


def test_what_the_repository_says_is_not_asked(repository: Path) -> None:
    ended = typed(repository, ["init", "--tier", "medium"], [("What does it predict", CTRL_C)])
    assert "developers   ana-ruiz   (from git" in ended.screen
    assert "What is the model's short name?" not in ended.screen


def test_given_flags_are_not_asked_again(repository: Path) -> None:
    given = ["--tier", "low", "--owner", "mei-chen", "--backup", "tomas-k", "--business-owner", "nora-lee", "--team", "a/b", "--lead", "jo"]
    ended = typed(repository, ["init", *given], [*APPROVERS, LAST])
    assert (ended.code, ended.screen.count("login, no developer")) == (0, 3)


def test_with_all_flags_it_asks_nothing(repository: Path) -> None:
    given = ["--tier", "low", "--owner", "mei-chen", "--backup", "tomas-k", "--business-owner", "nora-lee", "--team", "a/b", "--lead", "jo"]
    ended = typed(repository, ["init", *given, "--signs-off", "o", "--compliance", "p", "--validation", "p"], [])
    assert (ended.code, "Write the files?" in ended.screen) == (0, False)


def test_yes_asks_nothing(repository: Path) -> None:
    assert typed(repository, ["init", "--yes"], []).code == 0


def test_a_question_mark_says_why(repository: Path) -> None:
    ended = typed(repository, ["init"], [LOW[0], ("production owner:", "?"), ("production owner:", CTRL_C)])
    assert "Models wait for months where nobody owns the handoff." in ended.screen


def test_u_takes_the_last_answer_back_and_at_the_end_too(repository: Path) -> None:
    turns = [*LOW[:2], ("backup:", "u"), ("production owner:", "jo-marsh"), *LOW[2:], ("Write the files?", "u"), ("validator [priya-nair]:", "vera"), LAST]
    assert typed(repository, ["init"], turns).code == 0
    assert "person: jo-marsh" in read(repository, "ownership.yaml")
    assert "validation: vera" in read(repository, "ownership.yaml")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("Mei Chen", "That is 'Mei Chen', which is not a login; write one person's login, without '@': mei-chen."),
        ("TBD", "That is 'TBD', which is only a placeholder; leave it out instead."),
        ("mei-chen", "That is mei-chen, who is also the production owner; name a second person, so that somebody is left."),
    ],
)
def test_an_answer_is_checked_at_once(repository: Path, wrong: str, told: str) -> None:
    ended = typed(repository, ["init"], [*LOW[:2], ("backup:", wrong), ("backup:", CTRL_C)])
    assert told in ended.screen


def test_a_developer_is_refused_as_approver_and_never_proposed(repository: Path) -> None:
    turns = [LOW[0], ("production owner:", "ana-ruiz"), *LOW[2:6], ("approver:", "ana-ruiz"), ("approver:", CTRL_C)]
    assert "That is ana-ruiz, a developer of this model (from git" in typed(repository, ["init"], turns).screen


@pytest.mark.parametrize("stop", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("after", [0, 4, len(LOW)])
def test_stopping_leaves_nothing(repository: Path, stop: str, after: int) -> None:
    turns = [*LOW, LAST]
    ended = typed(repository, ["init"], [*turns[:after], (turns[after][0], stop)])
    assert (ended.code, files(repository)) == (130, [""])
    assert ended.screen.endswith("Stopped. Nothing was written.\n")


def test_where_no_terminal_is_nobody_is_asked(repository: Path) -> None:
    """A pipe: the wait for an answer would never end."""
    ended = subprocess.run(
        [sys.executable, "-m", "readiness_bot", "init"], cwd=repository, stdin=subprocess.PIPE, capture_output=True, text=True, timeout=60, check=True
    )
    assert "How much harm" not in ended.stdout


def test_one_author_hears_early_what_takes_a_second_person(repository: Path) -> None:
    screen = typed(repository, ["init"], [("tier [medium]:", "low"), ("production owner:", CTRL_C)]).screen
    said = screen[screen.index("One person writes") : screen.index("Who answers for it")]
    assert said.splitlines() == [
        "One person writes this repository, as far as git shows. Whoever builds the model may not sign it off, review its compliance or validate it.",
        "Ask one person from outside the team: the same person may do all three.",
        "The production owner needs a backup as well: a second person, from the team or outside.",
        "",
    ]
