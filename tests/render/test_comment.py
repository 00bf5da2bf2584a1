"""The pull request's comment, in full text: what a reviewer reads on a phone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.models import TODAY, Edit, comment_of, edited, example, report, without

from readiness_bot.convention.policy import Policy
from readiness_bot.convention.settings import GateMode
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.text.links import Links

LINKS = Links("https://github.com", "acme/churn", "topic", "topic")
DRILL: Edit = ("fallback", "minutes: 18", "minutes: 45")
FINDINGS: Edit = ("governance", "open_findings: 0", "open_findings: 2")
LIMIT: Edit = ("fallback", "metric: score_psi, above: 0.2", "metric: score_psi, above: null")
ADVICE: Edit = ("contract", "retire_when: Uplift below 0.5% for two quarters", "retire_when: TBD")
SCHEDULE: Edit = ("ownership", "schedule: https://acme.pagerduty.com/schedules/PML1", "schedule: TBD")
IN_EVALUATION: Edit = ("contract", "stage: staging ", "stage: evaluation ")
IN_PRODUCTION: Edit = ("contract", "stage: staging ", "stage: production ")
WRONG: Edit = ("governance", "compliance: {by", "complience: {by")


def gated(mode: GateMode, *edits: Edit) -> Report:
    found = report(*edits)
    return replace(found, settings=replace(found.settings, gate=mode))


def top(text: str) -> list[str]:
    """Title and sentence."""
    title, _, sentence, *_ = text.split("\n")
    return [title, sentence]


def visible(text: str) -> str:
    """All that is not folded."""
    return text.partition("<details>")[0].strip()


def test_a_promotion_that_is_not_ready() -> None:
    text = comment_of(report(FINDINGS, LIMIT, ADVICE), report(IN_EVALUATION, FINDINGS, LIMIT, SCHEDULE), LINKS, "ana-ruiz")
    assert visible(text) == """\
### ❌ Not ready for staging: 2 of this promotion's 10 exit criteria are open

This pull request closes 1 gap, opens 1, moves **evaluation → staging**.

**What blocks**

- **Independent validation** · `jonas-weber` (model validation)\\
  [governance.yaml line 16](https://github.com/acme/churn/blob/topic/readiness/governance.yaml#L16): The validation has 2 open findings
- **Alert limits** · `ana-ruiz` (lead developer)\\
  [fallback.yaml line 12](https://github.com/acme/churn/blob/topic/readiness/fallback.yaml#L12): No limit on score\\_psi yet

**Opened here, but does not block now**

- **Retirement condition** · `mei-chen` (production owner) · due in production (17 Jan 2027), advice\\
  [contract.yaml line 24](https://github.com/acme/churn/blob/topic/readiness/contract.yaml#L24): retire\\_when still says 'TBD'

✅ **Closed here:** on-call schedule"""  # fmt: skip


def test_it_shows_its_exit_criteria_and_what_comes_next_folded() -> None:
    text = comment_of(report(FINDINGS), report(IN_EVALUATION, FINDINGS), LINKS)
    assert [line for line in text.splitlines() if "<summary>" in line] == [
        "<details><summary>Exit criteria of evaluation: 9 of 10 met</summary>",
        "<details><summary>All 47 items</summary>",
    ]
    assert "- ⬜ Independent validation (gap): The validation has 2 open findings (`jonas-weber`)\n- ✅ Compliance approval (satisfied)\n" in text


def test_a_promotion_that_is_ready() -> None:
    assert (
        visible(comment_of(report(), report(IN_EVALUATION), LINKS))
        == """\
### ✅ Ready for production

This pull request moves **evaluation → staging**. All 10 exit criteria are met. 14 sign-offs not verified here."""
    )


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        ((), (), ["### ✅ Ready for production", "This pull request changes no item. 14 sign-offs not verified here."]),
        ((DRILL,), (), ["### ✅ Ready for production", "This pull request closes 1 gap. 14 sign-offs not verified here."]),
        ((), (DRILL,), ["### ❌ This would reopen 1 item that was satisfied", "This pull request opens 1 gap."]),
        ((), (DRILL, SCHEDULE), ["### ❌ This would reopen 2 items that were satisfied", "This pull request opens 2 gaps."]),
        ((FINDINGS,), (FINDINGS,), ["### ❌ Not ready for staging: 1 gap was due before it", "This pull request changes no item. What blocks was already there."]),
        ((), (FINDINGS,), ["### ❌ Not ready for staging: 1 gap was due before it", "This pull request opens 1 gap."]),
        ((), (WRONG,), ["### ❌ Not ready: 1 thing is wrong in the readiness files", "This pull request makes 1 entry wrong."]),
        ((WRONG,), (), ["### ✅ Ready for production", "This pull request corrects 1 wrong entry. 14 sign-offs not verified here."]),
        ((), (IN_EVALUATION,), ["### ✅ Ready for production", "This pull request moves **staging → evaluation**. 14 sign-offs not verified here."]),
        ((FINDINGS, DRILL), (FINDINGS, DRILL, IN_PRODUCTION),
         ["### ❌ Not ready for production: 1 of this promotion's 9 exit criteria is open, and 1 from before",
          "This pull request moves **staging → production**."]),
    ],
)  # fmt: skip
def test_the_answer_and_what_the_change_does(base: tuple[Edit, ...], head: tuple[Edit, ...], expected: list[str]) -> None:
    assert top(comment_of(report(*head), report(*base), LINKS)) == expected


OFF, REGRESSIONS = GateMode.OFF, GateMode.REGRESSIONS
GREEN = "It passes anyway, since `.github/readiness.yaml` sets `gate: {}`."


@pytest.mark.parametrize(
    ("mode", "base", "head", "expected"),
    [
        (OFF, (), (DRILL,), ["### ⚠️ This would reopen 1 item that was satisfied", f"This pull request opens 1 gap. {GREEN.format('off')}"]),
        (OFF, (), (WRONG,), ["### ⚠️ Not ready: 1 thing is wrong in the readiness files",
                             f"This pull request makes 1 entry wrong. {GREEN.format('off')}"]),
        (REGRESSIONS, (FINDINGS,), (FINDINGS,), ["### ⚠️ Not ready for staging: 1 gap was due before it",
         f"This pull request changes no item. What is open was already open. {GREEN.format('regressions')}"]),
        (REGRESSIONS, (FINDINGS,), (FINDINGS, DRILL), ["### ❌ This would reopen 1 item that was satisfied",
         "This pull request opens 1 gap. What is overdue does not block here, since `.github/readiness.yaml` sets `gate: regressions`."]),
        (REGRESSIONS, (), (), ["### ✅ Ready for production", "This pull request changes no item. 14 sign-offs not verified here."]),
    ],
)  # fmt: skip
def test_a_looser_gate_is_said(mode: GateMode, base: tuple[Edit, ...], head: tuple[Edit, ...], expected: list[str]) -> None:
    assert top(comment_of(report(*head), gated(mode, *base), LINKS)) == expected


def test_what_does_not_block_there_stands_apart() -> None:
    text = visible(comment_of(report(FINDINGS, DRILL), gated(REGRESSIONS, FINDINGS), None))
    assert text.partition("**What blocks**")[2] == """

- **Fallback drill** (new here) · `sam-boateng` (operations)\\
  `readiness/fallback.yaml:17`: The drill took 45 minutes, but the fallback must work within 30

**Open, but does not block here**

- **Independent validation** · `jonas-weber` (model validation)\\
  `readiness/governance.yaml:16`: The validation has 2 open findings"""  # fmt: skip


def test_what_is_wrong_has_its_remedy() -> None:
    text = visible(comment_of(report(WRONG), report(), LINKS))
    assert text.endswith(
        "**What is wrong in the files**\n\n- [governance.yaml line 17](https://github.com/acme/churn/blob/topic/readiness/governance.yaml#L17)"
        " (new here): unknown key 'complience'; did you mean 'compliance'? → write compliance"
    )


def test_many_places_of_one_item() -> None:
    edits = [LIMIT, ("fallback", "recall_at_top_10pct, below: 0.38", "recall_at_top_10pct, below: null"),
             ("fallback", "null_rate_tenure, above: 0.02", "null_rate_tenure, above: null"),
             ("fallback", "hours_since_scores, above: 180", "hours_since_scores, above: null")]  # fmt: skip
    text = visible(comment_of(report(*edits), report(*edits), None))
    assert text.partition("**What blocks**\n\n")[2] == """\
- **Alert limits** · `ana-ruiz` (lead developer)
  - `readiness/fallback.yaml:11`: No limit on recall\\_at\\_top\\_10pct yet
  - `readiness/fallback.yaml:12`: No limit on score\\_psi yet
  - `readiness/fallback.yaml:13`: No limit on null\\_rate\\_tenure yet
  - and 1 more"""  # fmt: skip


def test_what_cannot_be_proven_says_why_it_blocks() -> None:
    found = report(policy=Policy(require_verified=True))
    assert "`readiness/governance.yaml`: stated, but not verified here; the policy requires proof" in comment_of(found, None, LINKS)


def test_next_and_by_when() -> None:
    found = report(DRILL)
    assert "<summary>Next: 1 of 10 items is open, due before production on 30 Nov</summary>" in comment_of(found, found, LINKS)


def test_next_when_the_date_has_passed() -> None:
    found = report(DRILL, today=TODAY.replace(month=12))
    assert "<summary>Next: 1 of 10 items is open, due before production, which was planned for 30 Nov</summary>" in comment_of(found, found, LINKS)


def bare() -> Snapshot:
    paths = [path for path in example().paths if path.partition("/")[0] == "readiness"]
    return without(example(), *paths)


def test_the_pull_request_that_begins() -> None:
    text = visible(comment_of(report(), evaluate(bare(), TODAY), LINKS))
    assert text == "### ✅ Ready for production\n\nThis pull request adds the `readiness/` folder. 14 sign-offs not verified here."


def test_the_pull_request_that_ends_it() -> None:
    text = comment_of(evaluate(bare(), TODAY), report(), LINKS)
    assert text == "### ❌ Not ready\n\nThis pull request removes the `readiness/` folder; put it back.\n"


def test_no_folder_on_either_side() -> None:
    absent = evaluate(bare(), TODAY)
    assert comment_of(absent, absent, LINKS) == "### ❌ Not ready\n\nNo readiness/ folder here. `readiness init` writes one.\n"


# Who is called by name, and so gets a notification: only on the pull request that puts something new on that person's desk.


def called(head: Report, base: Report | None, author: str = "raj-patel") -> list[str]:
    return [word for word in comment_of(head, base, LINKS, author).split() if word.startswith("@")]


def test_who_has_something_new_to_do_is_called() -> None:
    assert called(report(DRILL), report()) == ["@sam-boateng"]


def test_once_however_much_it_is() -> None:
    schedule = report(DRILL, SCHEDULE)
    assert {schedule.by_id[name].owner for name in ("fallback.drill", "ownership.on-call")} == {"sam-boateng"}
    assert called(schedule, report()) == ["@sam-boateng"]


@pytest.mark.parametrize(
    ("head", "base", "author"),
    [
        ((DRILL,), (DRILL,), "raj-patel"),  # it was theirs before
        ((DRILL,), (), "sam-boateng"),  # it is their own pull request
        ((DRILL,), (), "Sam-Boateng"),
        ((DRILL,), (), ""),  # nobody knows whose it is
        ((ADVICE,), (), "raj-patel"),  # it blocks nothing
        ((FINDINGS,), (IN_EVALUATION, FINDINGS), "raj-patel"),  # a promotion makes it block; it was open before
    ],
)
def test_nobody_is_called(head: tuple[Edit, ...], base: tuple[Edit, ...], author: str) -> None:
    assert called(report(*head), report(*base), author) == []


def test_nobody_is_called_where_nothing_blocks() -> None:
    assert called(report(DRILL), gated(OFF)) == []


def test_nobody_is_called_without_a_base() -> None:
    assert called(report(FINDINGS), None) == []


def test_nobody_is_called_whom_only_the_pull_request_names() -> None:
    """Else a pull request could make the bot notify anybody."""
    assert called(report(DRILL, ("fallback", "owner: sam-boateng", "owner: torvalds")), report()) == []


def test_no_login_of_the_forge_no_call() -> None:
    """The convention takes logins that GitHub would read as something else."""
    odd: Edit = ("fallback", "owner: sam-boateng", f"owner: sam_{'b' * 60}")
    head, base = report(DRILL, odd), report(odd)
    assert head.by_id["fallback.drill"].owner == f"sam_{'b' * 60}"
    assert called(head, base) == []


def test_a_gap_that_is_due_to_an_unreadable_file_calls_nobody() -> None:
    broken = evaluate(edited(example(), ("fallback", "", "a: [\n")), TODAY)
    assert called(broken, report()) == []
