"""What the ledger adds to git's history: acceptance, which only a forge knows, and states that a force push removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.audit.histories import History, item, on_time

from readiness_bot.audit.audit import audit
from readiness_bot.audit.figures import Audit
from readiness_bot.audit.question import Question
from readiness_bot.audit.read import open_past
from readiness_bot.convention.policy import Policy
from readiness_bot.demo.repository import Repository
from readiness_bot.ledger.line import Line, as_json
from readiness_bot.vocabulary import Stage, Status, Tier

START = History().start
END = 130
ACCEPTANCE = "ownership.acceptance"
HEAD, GONE = "", "9" * 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return on_time().write(tmp_path_factory.mktemp("recorded") / "model")


def line(at: int, status: str, commit: str = HEAD, *, asked: bool = True) -> Line:
    """An evaluation on a day, counted from the first."""
    day = START + timedelta(days=at)
    return Line(
        datetime(day.year, day.month, day.day, tzinfo=UTC), day, commit, "0" * 40, "churn", Stage.DESIGN, Tier.MEDIUM, "1.0.0", Policy(), 0,
        {ACCEPTANCE: Status(status)}, () if asked else None,
    )  # fmt: skip


def audited(folder: Path, *lines: Line, more: str = "") -> Audit:
    """With these lines; those without a commit are of the branch's newest."""
    today = START + timedelta(days=END)
    with open_past(folder) as read:
        source = read()
        head = source.commits[-1].id
        text = "".join(as_json(replace(line, commit=line.commit or head)) + "\n" for line in lines)
        return audit(replace(source, ledger=text + more), Question(today, today))


def opened(found: Audit) -> list[tuple[int, int | None]]:
    """The open intervals of acceptance, in days from the first."""
    return [((one.opened - START).days, (one.closed - START).days if one.closed else None) for one in item(found, ACCEPTANCE).intervals]


def told(found: Audit) -> list[str]:
    return [note for note in found.notes if "ledger" in note]


def test_without_a_ledger_acceptance_is_not_known(folder: Path) -> None:
    found = audited(folder)
    assert (item(found, ACCEPTANCE).status, opened(found), told(found)) == (Status.UNKNOWN, [], [])


def test_with_one_it_is_open_until_all_have_accepted(folder: Path) -> None:
    found = audited(folder, line(20, "gap"), line(31, "satisfied"))
    assert (item(found, ACCEPTANCE).status, opened(found), item(found, ACCEPTANCE).days_open) == (Status.SATISFIED, [(20, 31)], 11)
    first = START + timedelta(days=20)
    assert told(found) == [f"From {first} on, ownership.acceptance is what the ledger recorded of GitHub's answers; before that, it is not known."]
    assert not any("cannot be told from git" in note for note in found.notes)


def test_somebody_who_left_opens_it_again(folder: Path) -> None:
    found = audited(folder, line(20, "gap"), line(31, "satisfied"), line(60, "gap"))
    assert opened(found) == [(20, 31), (60, None)]


def test_what_was_judged_by_the_files_alone_tells_nothing(folder: Path) -> None:
    found = audited(folder, line(20, "gap", asked=False))
    assert (item(found, ACCEPTANCE).status, told(found)) == (Status.UNKNOWN, [])


def test_nor_does_a_line_of_after_the_audit_or_one_that_is_none(folder: Path) -> None:
    found = audited(folder, line(END + 1, "gap"), more="<<<<<<< HEAD\n")
    assert (item(found, ACCEPTANCE).status, told(found)) == (Status.UNKNOWN, [])


def test_a_state_that_a_force_push_removed_is_named(folder: Path) -> None:
    found = audited(folder, line(20, "gap", GONE))
    [note] = told(found)
    assert note == (
        f"The branch was rewritten: the ledger has 1 state of {START + timedelta(days=20)} that git's history no longer has. "
        "It is not in these figures; `readiness ledger show` shows it."
    )
    assert item(found, ACCEPTANCE).status is Status.UNKNOWN


def test_so_are_several(folder: Path) -> None:
    found = audited(folder, line(20, "gap", GONE), line(25, "gap", GONE))
    [note] = told(found)
    assert note == (
        f"The branch was rewritten: the ledger has 2 states from {START + timedelta(days=20)} to {START + timedelta(days=25)} that git's "
        "history no longer has. They are not in these figures; `readiness ledger show` shows them."
    )


def test_one_that_is_only_on_the_other_side_of_a_merge_is_none(tmp_path: Path) -> None:
    """Git's first parents lead past what was main before; nothing was rewritten."""
    model = Repository(on_time().write(tmp_path / "model"))
    main, day = model.git("rev-parse", "HEAD"), START + timedelta(days=END)
    model.git("checkout", "--quiet", "-b", "mine", "HEAD~1")
    model.git("commit", "--quiet", "--allow-empty", "-m", "mine", who="ana-ruiz", day=day)
    model.git("merge", "--quiet", "-m", "merge main", main, who="ana-ruiz", day=day)
    assert told(audited(model.path, line(END, "gap", main))) == [
        f"From {day} on, ownership.acceptance is what the ledger recorded of GitHub's answers; before that, it is not known."
    ]


def test_no_other_item_is_touched(folder: Path) -> None:
    before, after = audited(folder), audited(folder, line(20, "gap"), line(31, "satisfied"))
    assert [one for one in before.items if one.id != ACCEPTANCE] == [one for one in after.items if one.id != ACCEPTANCE]
