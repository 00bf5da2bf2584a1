"""`readiness answer` at a real terminal, key by key."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.terminal import CTRL_C, CTRL_D, Terminal

from readiness_bot.demo.repository import Repository

Open = Callable[..., Terminal]
ROLE = ("--role", "production-owner")
"""Seven questions: four dates, then who signs off and who reviews."""
DATES = ["2026-07-06", "2026-09-07", "2026-10-19", "2026-11-30"]


@pytest.fixture
def folder(readiness: Readiness, tmp_path: Path) -> Path:
    """A repository with a scaffold and nothing else."""
    path = Repository.create(tmp_path / "churn").path
    assert readiness("init", path, "--tier", "medium", "--developers", "ana-ruiz").code == 0
    return path


@pytest.fixture
def open_(folder: Path) -> Open:
    """`open_("--role", "compliance")` with what a shell would have around it."""

    def start(*words: object, columns: int = 80, **environment: str) -> Terminal:
        return Terminal(["answer", folder, "--today", "2026-06-29", *words], folder, columns, environment)

    return start


def changed(folder: Path, name: str, before: str) -> list[str]:
    """The lines of a file that differ now."""
    return [line for line in (folder / "readiness" / name).read_text().split("\n") if line not in before.split("\n")]


def text(folder: Path, name: str) -> str:
    return (folder / "readiness" / name).read_text()


def test_an_answer_is_in_the_file_before_the_next_question(open_: Open, folder: Path) -> None:
    before = text(folder, "contract.yaml")
    with open_(*ROLE) as terminal:
        terminal.types("2026-07-06")
        terminal.until("evaluation: ")
        assert changed(folder, "contract.yaml", before) == ["  development: 2026-07-06"]
        terminal.types("q")
        assert terminal.ended() == 0
    assert "Saved 1 answer:\n  readiness/contract.yaml   milestones\n" in terminal.screen()
    assert "\n  Approver and reviewers        production owner\n" in terminal.screen()


def test_undo_takes_back_the_file_to_the_byte(open_: Open, folder: Path) -> None:
    before = text(folder, "contract.yaml")
    with open_(*ROLE) as terminal:
        terminal.types("2026-07-06")
        terminal.until("evaluation: ")
        terminal.types("u")
        terminal.until("development: ")
        assert text(folder, "contract.yaml") == before
        terminal.types("u")
        terminal.until("There is nothing to undo.")
        terminal.types("q")
        assert terminal.ended() == 0
    assert terminal.screen().endswith("\n`readiness answer` goes on where you stopped; commit what you saved.\n")
    assert "Nothing was changed." in terminal.screen()


def test_a_skip_can_be_undone_too(open_: Open) -> None:
    with open_(*ROLE) as terminal:
        terminal.types("-")
        terminal.until("evaluation: ")
        terminal.types("")
        terminal.until("staging: ")
        for word in ("evaluation: ", "development: "):
            terminal.types("u")
            terminal.until(word)
        terminal.types("q")
        assert terminal.ended() == 0


def test_why_do_you_ask(open_: Open) -> None:
    with open_(*ROLE) as terminal:
        terminal.types("?")
        terminal.types("q")
        assert terminal.ended() == 0
    told = "    Every due date comes from these four. The dates that are merged first stay\n    the baseline, so a delay stays visible.\n    For example:\n"
    assert told + "      milestones:\n        development: 2026-07-06\n" in terminal.screen()


@pytest.mark.parametrize(
    ("typed", "told", "prompt"),
    [
        ("tomorrow", "milestones.development is 'tomorrow', but must be a date; write the date as", "YYYY-MM-DD >"),
        ("30.11.2026", "milestones.development is '30.11.2026', but must be a date; write 2026-11-30", "[2026-11-30] >"),
        ("TBD", "'TBD' is only a placeholder", "YYYY-MM-DD >"),
    ],
)
def test_a_wrong_answer_says_what_is_wrong_and_asks_again(open_: Open, folder: Path, typed: str, told: str, prompt: str) -> None:
    before = text(folder, "contract.yaml")
    with open_(*ROLE, columns=100) as terminal:
        terminal.types(typed)
        terminal.until(f"Not saved: {told}")
        terminal.until(prompt)
        assert text(folder, "contract.yaml") == before
        terminal.keys("q\r")
        assert terminal.ended() == 0


def test_the_items_own_check_speaks_at_once(open_: Open) -> None:
    with open_(*ROLE, columns=100) as terminal:
        for day in DATES:
            terminal.types(day)
        terminal.types("ana-ruiz")
        terminal.until("Not saved: ana-ruiz is a developer of this model and may not sign it off;")
        terminal.types("omar-haddad")
        terminal.until("compliance: ")
        terminal.types("q")
        assert terminal.ended() == 0


def test_a_date_before_the_one_above_it(open_: Open) -> None:
    with open_(*ROLE, columns=100) as terminal:
        terminal.types("2026-07-06")
        terminal.types("2026-07-01")
        terminal.until("Not saved: development (2026-07-06) does not come before evaluation (2026-07-01)")
        terminal.types("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), (CTRL_D, 0)], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_keeps_what_is_saved_and_nothing_half_written(open_: Open, folder: Path, key: str, code: int) -> None:
    before = text(folder, "contract.yaml")
    with open_(*ROLE) as terminal:
        terminal.types("2026-07-06")
        terminal.until("evaluation: ")
        terminal.until("> ")
        terminal.keys("2026-09" if key == CTRL_C else "")
        terminal.keys(key)
        assert terminal.ended() == code
    assert changed(folder, "contract.yaml", before) == ["  development: 2026-07-06"]
    assert sorted(path.name for path in (folder / "readiness").iterdir() if path.name.startswith(".")) == []
    assert "Saved 1 answer:" in terminal.screen()
    assert "Traceback" not in terminal.raw


def test_told_to_end(open_: Open, folder: Path) -> None:
    with open_(*ROLE) as terminal:
        terminal.types("2026-07-06")
        terminal.until("evaluation: ")
        terminal.kill(signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM
    assert "development: 2026-07-06" in text(folder, "contract.yaml")
    assert "Traceback" not in terminal.raw


@pytest.mark.parametrize("columns", [60, 80])
def test_no_line_is_wider_than_the_terminal(open_: Open, columns: int) -> None:
    with open_("--role", "all", columns=columns) as terminal:
        terminal.types("?")
        for _ in range(4):
            terminal.types("-")
        terminal.types("q")
        assert terminal.ended() == 0
    lines = [re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]|\r", "", line) for line in terminal.raw.split("\n")]
    assert max(map(len, lines)) <= columns


def test_somebody_else_changes_another_place_meanwhile(open_: Open, folder: Path) -> None:
    contract = folder / "readiness" / "contract.yaml"
    with open_(*ROLE) as terminal:
        terminal.until("> ")
        contract.write_text(contract.read_text().replace("agreed_by: LOGIN ", "agreed_by: nora-lee ") + "# theirs\n")
        terminal.keys("2026-07-06\r")
        terminal.until("evaluation: ")
        terminal.types("q")
        assert terminal.ended() == 0
    assert all(line in contract.read_text() for line in ("agreed_by: nora-lee ", "  development: 2026-07-06\n", "# theirs\n"))


def test_somebody_else_answers_the_same_meanwhile(open_: Open, folder: Path) -> None:
    contract = folder / "readiness" / "contract.yaml"
    with open_(*ROLE, columns=100) as terminal:
        terminal.until("> ")
        contract.write_text(contract.read_text().replace("development: YYYY-MM-DD", "development: 2026-07-13"))
        terminal.keys("2026-07-06\r")
        terminal.until("readiness/contract.yaml was changed in the meantime, so nothing was written over it.")
        terminal.until("evaluation: ")
        terminal.types("q")
        assert terminal.ended() == 0
    assert "  development: 2026-07-13\n" in contract.read_text()


def test_what_somebody_changed_cannot_be_undone(open_: Open, folder: Path) -> None:
    contract = folder / "readiness" / "contract.yaml"
    with open_(*ROLE, columns=100) as terminal:
        terminal.types("2026-07-06")
        terminal.until("evaluation: ")
        contract.write_text(contract.read_text() + "# theirs\n")
        terminal.types("u")
        terminal.until("was changed in the meantime, so this can't be undone here.")
        terminal.types("q")
        assert terminal.ended() == 0
    assert contract.read_text().endswith("# theirs\n")
    assert "  development: 2026-07-06\n" in contract.read_text()


ODD = """\
# Ours, in our order
reviewers:   {  compliance:  priya-nair ,validation: 'LOGIN' }   # none of us
# who builds it
developers:
    - ana-ruiz    # since 2024

    # - raj-patel, who left
"signs_off" :
production_owner: {person: mei-chen, backup: tomas-k}
"""


def test_comments_and_an_odd_order_stay(open_: Open, folder: Path) -> None:
    ownership = folder / "readiness" / "ownership.yaml"
    ownership.write_text(ODD)
    with open_(*ROLE) as terminal:
        for _ in DATES:
            terminal.types("-")
        terminal.types("omar-haddad")
        terminal.types("jonas-weber")
        assert terminal.ended() == 0
    assert ownership.read_text() == ODD.replace("'LOGIN'", "'jonas-weber'").replace('"signs_off" :\n', '"signs_off" : omar-haddad\n')


@pytest.mark.parametrize(
    "who",
    [
        {"GIT_AUTHOR_EMAIL": "123+mei-chen@users.noreply.github.com"},
        {"GIT_AUTHOR_NAME": "Mei Chen"},
        {"GIT_AUTHOR_EMAIL": "mei-chen@acme.io"},
    ],
)
def test_whom_git_names_is_asked_their_own(open_: Open, folder: Path, who: dict[str, str]) -> None:
    ownership = folder / "readiness" / "ownership.yaml"
    ownership.write_text(re.sub(r"person:\s*#?.*", "person: mei-chen", ownership.read_text()))
    with open_(**who) as terminal:
        terminal.types("q")
        assert terminal.ended() == 0
    assert terminal.screen().startswith("churn · medium tier · 2 items to answer for mei-chen, due before development\n")


def test_the_clone_says_who_it_is_for(open_: Open, folder: Path) -> None:
    ownership = folder / "readiness" / "ownership.yaml"
    ownership.write_text(re.sub(r"person:\s*#?.*", "person: mei-chen", ownership.read_text()))
    with (folder / ".git" / "config").open("a") as config:
        config.write("[user]\n\tname = mei-chen\n[core]\n\tpager = touch /tmp/never\n")
    with open_() as terminal:
        terminal.types("q")
        assert terminal.ended() == 0
    assert "for mei-chen" in terminal.screen()


def test_nobody_knows_who_it_is_so_it_is_asked_once(open_: Open) -> None:
    with open_() as terminal:
        terminal.types("somebody")
        terminal.until("Write one of lead developer, business owner, production owner, compliance.")
        terminal.types("compl")
        terminal.until("2 items to answer for compliance")
        terminal.types("q")
        assert terminal.ended() == 0


def test_a_list_goes_on_until_nothing_is_typed(open_: Open, folder: Path) -> None:
    with open_("--role", "lead-developer") as terminal:
        terminal.types("Ranks subscribers by their risk to leave within sixty days")
        for use in ("pricing", '"credit, at all"', ""):
            terminal.types(use)
        terminal.types("q")
        assert terminal.ended() == 0
    assert 'not_for: [pricing, "credit, at all"] ' in text(folder, "contract.yaml")


def test_rows_key_by_key_and_none(open_: Open, folder: Path) -> None:
    with open_("--role", "compliance") as terminal:
        for said in ("Personal data; a human makes every call", "priya-nair", "", "", "", "Lineage", "", "docs/lineage.md", "DPIA", "eval", "", ""):
            terminal.types(said)
        assert terminal.ended() == 0
    rows = "    - {document: Lineage, due: development, url: docs/lineage.md}\n    - {document: DPIA, due: evaluation, url: PATH}\n\n"
    assert rows in text(folder, "governance.yaml")
    assert "Design review by compliance" not in terminal.screen().partition("Saved")[2]


def test_none_is_an_answer_where_a_list_may_be_empty(open_: Open, folder: Path) -> None:
    with open_("--role", "compliance") as terminal:
        for said in ("-", "priya-nair", "", "", "", "none"):
            terminal.types(said)
        assert terminal.ended() == 0
    assert "  asks: []                 # every document it will need, and in which stage; asks: [] if none\n\n" in text(folder, "governance.yaml")


def test_the_other_key_where_less_is_better(open_: Open, folder: Path) -> None:
    with open_("--role", "business-owner") as terminal:
        for said in ("mean_error", "at_most: 0.2", "q"):
            terminal.types(said)
        assert terminal.ended() == 0
    assert "  - {where: offline, metric: mean_error, at_most: 0.2} " in text(folder, "contract.yaml")


def test_the_words_of_files_move_no_cursor(open_: Open, folder: Path) -> None:
    """A model card's metadata, a file's name, what git was told."""
    (folder / "README.md").write_text("---\ndatasets: ['\x1b[2Jx']\nmetrics: [\"\\e]0;y\\a\"]\n---\n# \x1b[2J\n")
    (folder / "docs").mkdir()
    (folder / "docs" / "value-\x1b[2J.md").write_text("x")
    ownership = folder / "readiness" / "ownership.yaml"
    ownership.write_text(ownership.read_text() + "# \x9b2J\n")
    with open_("--role", "all", GIT_AUTHOR_NAME="\x1b[2Jmei") as terminal:
        terminal.until("> ")
        while "basis: " not in terminal.raw:
            terminal.keys("-\r")
            terminal.until("> ")
        terminal.keys("\t\tdocs/no.md\r")
        terminal.until("Not saved")
        terminal.types("q")
        assert terminal.ended() == 0
    assert not any(sign in terminal.raw for sign in ("\x1b]", "\x1b[2J", "\x9b"))
