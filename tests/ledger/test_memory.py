"""What the ledger is good for later: when an answer is asked for again, and when it stands in for one that the forge has lost."""

from __future__ import annotations

from datetime import date

import pytest

from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified
from readiness_bot.ledger.line import Row
from readiness_bot.ledger.memory import Again, is_due, kept

DAY = date(2026, 11, 20)
RUN = Row("infrastructure.load-test", "c", "", "verified", "run 7 of load.yml succeeded", "", DAY, DAY, (("run", 7),))
GONE = Refuted("there is no run 7 here", "link the run that shows it", gone=True)
FAILED = Refuted("run 7 ended with failure", "link a run that succeeded")


@pytest.mark.parametrize(
    ("answer", "asked", "again", "due"),
    [
        ("verified", "2026-11-20", Again.OLD, False),
        ("verified", "2026-11-14", Again.OLD, False),
        ("verified", "2026-11-13", Again.OLD, True),
        ("verified", "2026-11-21", Again.OLD, True),  # from the future
        ("refuted", "2026-11-20", Again.OLD, False),
        ("verified", "2026-11-20", Again.OPEN, False),
        ("refuted", "2026-11-20", Again.OPEN, True),
        ("unknown", "2026-11-20", Again.OPEN, True),
        ("verified", "2026-11-20", Again.ALL, True),
    ],
)
def test_when_the_forge_is_asked_again(answer: str, asked: str, again: Again, due: bool) -> None:
    row = Row("governance.go-live", "c", "omar-haddad", answer, "", "", date.fromisoformat(asked))
    assert is_due(row, DAY, again) is due


RECORDED = Verified("run 7 of load.yml succeeded (recorded on 2026-11-20; now: there is no run 7 here)")
UNPROTECTED = Unknown("there is no run 7 here; the ledger recorded it as verified on 2026-11-20, but its branch is not protected")


@pytest.mark.parametrize(
    ("answer", "row", "protected", "kept_as"),
    [
        (GONE, RUN, True, RECORDED),
        (GONE, RUN, False, UNPROTECTED),
        (GONE, None, True, GONE),
        (Unknown("no right"), RUN, True, Verified("run 7 of load.yml succeeded (recorded on 2026-11-20; now: no right)")),
        (FAILED, RUN, True, FAILED),
        (Verified("run 7 of load.yml succeeded"), RUN, True, Verified("run 7 of load.yml succeeded")),
    ],
)
def test_what_was_lost(answer: Answer, row: Row | None, protected: bool, kept_as: Answer) -> None:
    assert kept(answer, row, protected) == kept_as


@pytest.mark.parametrize("answer", ["refuted", "unknown"])
def test_what_was_not_verified_stands_in_for_nothing(answer: str) -> None:
    row = Row("infrastructure.load-test", "c", "", answer, "", "", DAY)
    assert kept(GONE, row, protected=True) == GONE


def test_a_lost_answer_that_was_lost_before_says_it_once() -> None:
    told = Row("infrastructure.load-test", "c", "", "verified", RECORDED.how, "", DAY, DAY)
    assert kept(GONE, told, protected=True) == RECORDED
