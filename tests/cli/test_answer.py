"""`readiness answer` without a terminal: `--set`, all of it or nothing."""

from __future__ import annotations

import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commandline import Ran, Readiness

from readiness_bot.demo.repository import Repository

Set = Callable[..., Ran]


@pytest.fixture
def folder(readiness: Readiness, tmp_path: Path) -> Path:
    path = Repository.create(tmp_path / "churn").path
    readiness("init", path)
    return path


@pytest.fixture
def set_(readiness: Readiness, folder: Path) -> Set:
    """`set_("governance.tier.level=low")`."""

    def run(*assignments: str) -> Ran:
        words = [word for assignment in assignments for word in ("--set", assignment)]
        return readiness("answer", folder, "--today", "2026-06-29", *words)

    return run


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "readiness").iterdir()}


def changed(folder: Path, before: dict[str, str]) -> list[str]:
    """The lines that are new, in the files' order."""
    now = contents(folder)
    return [line for name in sorted(now) for line in now[name].split("\n") if line not in before[name].split("\n")]


@pytest.mark.parametrize(
    ("assignments", "lines"),
    [
        (["governance.tier.level=low"], ["  level: low               # low | medium | high"]),
        (["governance.tier.why=Personal data: a human decides"], ['  why: "Personal data: a human decides"   # 20 characters or more']),
        (["governance.tier.date=2026-06-22"], ["  date: 2026-06-22"]),
        (["contract.evaluation.version=1.10"], ['  version: "1.10"          # such as "1.0.0"; keep the quotes']),
        (["contract.value.per_week=18000"], ["  per_week: 18000          # what the model is worth per week"]),
        (
            ["ownership.developers=[ana-ruiz, raj-patel]"],
            ["developers: [ana-ruiz, raj-patel]        # everybody who builds it, such as [ana-ruiz, raj-patel]; they may not approve anything here"],
        ),
        (
            ["ownership.developers=ana-ruiz"],
            ["developers: [ana-ruiz]        # everybody who builds it, such as [ana-ruiz, raj-patel]; they may not approve anything here"],
        ),
        (
            ["governance.design_review.asks=[]"],
            ["  asks: []                 # every document it will need, and in which stage; asks: [] if none"],
        ),
        (
            ["governance.third_party={na: Nothing from outside}"],
            ['third_party: {na: "Nothing from outside"}   # external models and data; or   third_party: {na: REASON}'],
        ),
        (
            ["contract.success[0].metric=recall", "contract.success.0.at_least=0.45"],
            ["  - {where: offline, metric: recall, at_least: 0.45}   # before launch, on held-out data"],
        ),
        (["contract.success[2].metric=f1"], ["  - {metric: f1}"]),
        (["contract.evaluation.results={recall: 0.48}"], ["  results: {recall: 0.48}  # metric: measured value, for each offline target"]),
        (["contract.evaluation.results.recall=0.48"], ["  results: {recall: 0.48}  # metric: measured value, for each offline target"]),
        (["runbook.confirmation.team=acme/ops"], ['confirmation: {by: LOGIN, team: acme/ops, date: YYYY-MM-DD, version: "VERSION"}']),
        (["governance.yaml.next_review=2027-01-01"], []),
    ],
)
def test_set(set_: Set, folder: Path, assignments: list[str], lines: list[str]) -> None:
    before = contents(folder)
    ran = set_(*assignments)
    assert (ran.code, ran.err) == ((0, "") if lines else (2, ran.err))
    assert [" ".join(line.split()) for line in changed(folder, before)] == [" ".join(line.split()) for line in lines]


def test_it_says_what_was_written_and_what_is_open(set_: Set) -> None:
    out = set_("governance.tier.level=low", "ownership.signs_off=omar-haddad").out
    assert out.startswith("\nSaved 2 answers:\n  readiness/governance.yaml   tier\n  readiness/ownership.yaml    signs_off\nStill open before development:\n")


@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        (
            "governance.tier.level=lowish",
            "governance.tier.level (governance.yaml line 9): tier.level is 'lowish', which is not one of low, medium, high; write low",
        ),
        ("governance.tier.date=22.6.2026", "governance.tier.date (governance.yaml line 12): tier.date is '22.6.2026', but must be a date; write 2026-06-22"),
        (
            "governance.tier.date=2027-01-01",
            "governance.tier.date (governance.yaml line 12): tier.date is 2027-01-01, which is in the future; write the date",
        ),
        ("governance.tier.why=TBD", "governance.tier.why: 'TBD' is only a placeholder. What belongs there: why it is this tier."),
        ("governance.tier.wy=x", "There is no 'wy' in governance.tier; did you mean why?"),
        ("governance.tier.level.x=x", "There is no 'x' in governance.tier.level, which is a single value."),
        ("governence.tier.level=low", "There is no file 'governence'; did you mean governance?"),
        ("ownership.team.developers=[a]", "There is no 'team' in ownership.yaml; the keys there are production_owner, developers, signs_off,"),
        ("governance.tier.level", "'governance.tier.level' has no '='; write FILE.KEY=VALUE, such as governance.tier.level=low."),
        ("governance.=x", "'governance.' names no key; write FILE.KEY=VALUE, such as governance.tier.level=low."),
        ("contract.success[5].metric=x", "contract.success[5].metric (contract.yaml line 14) can't be set here: there are 2 entries, so the next one is [2]."),
        ("governance.tier=low", "governance.tier: That is not a list or a block. Write it as YAML on one line: tier={level: low, why: TEXT,"),
        ("governance.tier={level: low, wy: x}", "unknown key 'wy' in tier; did you mean 'why'?"),
        ("contract.milestones={development: 2026-09-01, evaluation: 2026-08-01}", "development (2026-09-01) does not come before evaluation (2026-08-01)"),
    ],
)
def test_what_is_wrong_names_the_place_and_writes_nothing(set_: Set, folder: Path, assignment: str, told: str) -> None:
    """The right one beside it is not written either."""
    before = contents(folder)
    ran = set_("contract.value.currency=EUR", assignment)
    assert (ran.code, contents(folder)) == (2, before)
    assert told in ran.err
    assert "Nothing was written." in ran.err


def test_two_that_contradict_each_other(set_: Set) -> None:
    ran = set_("ownership.developers=[ana-ruiz]", "ownership.signs_off=ana-ruiz")
    assert ran.code == 2
    assert "ownership.signs_off (ownership.yaml line 12): ana-ruiz is a developer of this model and may not sign it off" in ran.err


def test_a_comment_a_mode_and_the_neighbours_stay(set_: Set, folder: Path) -> None:
    file = folder / "readiness" / "contract.yaml"
    file.chmod(0o640)
    set_("contract.value.currency=EUR")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in file.parent.iterdir() if path.name.endswith(".tmp")) == []


def test_without_a_terminal_it_says_what_to_do(readiness: Readiness, folder: Path) -> None:
    ran = readiness("answer", folder)
    assert ran.code == 2
    assert "There is no terminal to ask questions on. `--set FILE.KEY=VALUE` writes an answer without one, such as --set governance.tier.level=low;" in ran.err


def test_without_a_folder(readiness: Readiness, tmp_path: Path) -> None:
    ran = readiness("answer", tmp_path)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Error: No readiness/ folder here. `readiness init` writes one.")


def test_a_file_that_is_not_there(set_: Set, folder: Path) -> None:
    (folder / "readiness" / "fallback.yaml").unlink()
    ran = set_("fallback.owner=mei-chen")
    assert ran.code == 2
    assert "readiness/fallback.yaml is not there, or can't be read; `readiness init` writes what is missing." in ran.err


def test_no_link_is_written_through(set_: Set, folder: Path, tmp_path: Path) -> None:
    file = folder / "readiness" / "fallback.yaml"
    outside = tmp_path / "outside.yaml"
    file.rename(outside)
    file.symlink_to(outside)
    before = outside.read_bytes()
    assert set_("fallback.owner=mei-chen").code == 2
    assert (outside.read_bytes(), file.is_symlink()) == (before, True)


def test_a_disk_that_is_full(folder: Path) -> None:
    """What was written before the file that failed is taken back."""
    before = contents(folder)
    command = [sys.executable, "-m", "readiness_bot", "answer", str(folder), "--set", "ownership.signs_off=omar-haddad", "--set", "governance.tier.level=low"]
    most = len(before["governance.yaml"].encode()) - 1
    assert len(before["ownership.yaml"].encode()) + 20 < most
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    assert (done.returncode, contents(folder)) == (3, before)
    assert done.stderr.endswith("governance.yaml cannot be written: File too large. It is as it was.\n")
