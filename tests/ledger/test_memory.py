"""What the ledger is good for later: when an answer is asked for again, and when it stands in for one that the forge has lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from readiness_bot import __version__
from readiness_bot.convention.policy import Policy
from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified
from readiness_bot.ledger.again import Again
from readiness_bot.ledger.line import Line, Row
from readiness_bot.ledger.memory import kept, not_due
from readiness_bot.plan.actions import Record
from readiness_bot.plan.record import plan_record
from readiness_bot.vocabulary import Stage, Tier

DAY = date(2026, 11, 20)
RUN = Row("infrastructure.load-test", "c", "", "verified", "run 7 of load.yml succeeded", "", DAY, DAY, (("run", 7),))
GONE = Refuted("there is no run 7 here", "link the run that shows it", gone=True)
FAILED = Refuted("run 7 ended with failure", "link a run that succeeded")


def line(*rows: Row, version: str = __version__) -> Line:
    time = datetime(2026, 11, 20, tzinfo=UTC)
    return Line(time, DAY, "a" * 40, "b" * 40, "churn", Stage.STAGING, Tier.HIGH, version, Policy(), 0, {}, rows)


def row(answer: str, asked: str, claim: str = "c") -> Row:
    return Row("governance.go-live", claim, "omar-haddad", answer, "", "", date.fromisoformat(asked))


@pytest.mark.parametrize(
    ("answer", "asked", "again", "due"),
    [
        ("verified", "2026-11-20", Again.OLD, False),
        ("verified", "2026-11-14", Again.OLD, False),
        ("verified", "2026-11-13", Again.OLD, True),
        ("verified", "2026-11-21", Again.OLD, True),  # from the future
        ("verified", "9999-12-31", Again.OLD, True),
        ("verified", "0001-01-01", Again.OLD, True),
        ("refuted", "2026-11-20", Again.OLD, False),
        ("verified", "2026-11-20", Again.OPEN, False),
        ("refuted", "2026-11-20", Again.OPEN, True),
        ("unknown", "2026-11-20", Again.OPEN, True),
        ("verified", "2026-11-20", Again.ALL, True),
    ],
)
def test_when_the_forge_is_asked_again(answer: str, asked: str, again: Again, due: bool) -> None:
    assert not_due(line(row(answer, asked)), DAY, again) == ({} if due else {"c": row(answer, asked)})


def test_one_old_answer_makes_all_due_so_that_they_are_renewed_on_one_day() -> None:
    assert not_due(line(row("verified", "2026-11-13"), row("verified", "2026-11-20", "d")), DAY, Again.OLD) == {}


def test_so_does_another_version_whose_rules_may_be_stricter() -> None:
    assert not_due(line(row("verified", "2026-11-20"), version="0.9.0"), DAY, Again.OLD) == {}


@pytest.mark.parametrize(
    ("last", "day", "written"),
    [
        (line(row("verified", "2026-11-20")), "2026-11-26", False),  # the same answers, asked for again
        (line(row("verified", "2026-11-20")), "2026-11-27", True),  # once a week
        (line(row("refuted", "2026-11-20")), "2026-11-21", True),
        (line(row("verified", "2026-11-20"), version="0.9.0"), "2026-11-21", True),
        (None, "2026-11-20", True),
    ],
)
def test_a_line_is_written_where_it_says_something_new_and_once_a_week(last: Line | None, day: str, written: bool) -> None:
    new = replace(line(row("verified", day)), day=date.fromisoformat(day))
    assert bool(plan_record(new, last, "").actions) is written


RECORDED = Verified("run 7 of load.yml succeeded (recorded on 2026-11-20; now: there is no run 7 here)")
DOUBT = "no ruleset keeps others from writing its branch"
UNPROTECTED = Unknown(f"there is no run 7 here; the ledger recorded it as verified on 2026-11-20, but {DOUBT}")
BURIED = Unknown("#42 has more reviews than are read", gone=False)


@pytest.mark.parametrize(
    ("answer", "row", "doubt", "kept_as"),
    [
        (GONE, RUN, "", RECORDED),
        (GONE, RUN, DOUBT, UNPROTECTED),
        (GONE, None, "", GONE),
        (Unknown("no right"), RUN, "", Verified("run 7 of load.yml succeeded (recorded on 2026-11-20; now: no right)")),
        (BURIED, RUN, "", BURIED),
        (FAILED, RUN, "", FAILED),
        (Verified("run 7 of load.yml succeeded"), RUN, "", Verified("run 7 of load.yml succeeded")),
    ],
)
def test_what_was_lost(answer: Answer, row: Row | None, doubt: str, kept_as: Answer) -> None:
    assert kept(answer, row, doubt) == kept_as


def test_what_a_ruleset_made_believable_later() -> None:
    """While there was none it was unknown, and the line kept the day on which it had been verified."""
    doubted = Row("infrastructure.load-test", "c", "", "unknown", UNPROTECTED.why, "", DAY, DAY)
    assert kept(GONE, doubted, doubt="") == Verified("it was verified (recorded on 2026-11-20; now: there is no run 7 here)")


@pytest.mark.parametrize("answer", ["refuted", "unknown"])
def test_what_was_not_verified_stands_in_for_nothing(answer: str) -> None:
    row = Row("infrastructure.load-test", "c", "", answer, "", "", DAY)
    assert kept(GONE, row, doubt="") == GONE


def test_a_lost_answer_that_was_lost_before_says_it_once() -> None:
    told = Row("infrastructure.load-test", "c", "", "verified", RECORDED.how, "", DAY, DAY)
    assert kept(GONE, told, doubt="") == RECORDED


@pytest.mark.parametrize(
    ("policy", "subject"),
    [
        (Policy(), "churn at aaaaaaa: 0 gaps"),
        (Policy(waiver_days=90), "churn at aaaaaaa: 0 gaps"),
        (Policy(name="acme", version=3), "churn at aaaaaaa: 0 gaps, by acme policy v3"),
        (Policy(name="a" * 300, version=3), f"churn at aaaaaaa: 0 gaps, by {'a' * 59}… policy v3"),
    ],
)
def test_the_commit_of_a_line_names_the_policy_whatever_it_is_called(policy: Policy, subject: str) -> None:
    """By these words a later run knows that the ledger holds one (`ledger/branch.py`); nothing else has them."""
    [record] = plan_record(replace(line(), policy=policy), None, "").actions
    assert isinstance(record, Record)
    assert (record.title.replace("\u2060", ""), " policy v" in record.title) == (subject, bool(policy.name))
