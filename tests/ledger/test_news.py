"""Whether a line belongs below the ledger that is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.ledger.test_memory import line, row

from readiness_bot.ledger.line import Line, as_json
from readiness_bot.ledger.news import adds

NOW = line(row("verified", "2026-11-20"))
LATER = replace(NOW, time=datetime(2026, 11, 21, tzinfo=UTC), commit="c" * 40)
OTHER = line(row("refuted", "2026-11-20"))


@pytest.mark.parametrize(
    ("there", "new", "added"),
    [
        ((), NOW, True),
        ((NOW,), LATER, False),  # another run was faster to say the same
        ((NOW, OTHER), LATER, True),  # the gap is back
        ((NOW, OTHER), NOW, False),  # it arrived, and the answer did not
    ],
)
def test_a_line_is_added_where_it_says_something(there: tuple[Line, ...], new: Line, added: bool) -> None:
    assert adds("".join(f"{as_json(each)}\n" for each in there), as_json(new)) is added


def test_looking_back_makes_no_answer_one_from_the_future() -> None:
    """`--today` of the day before."""
    back = replace(NOW, day=date(2026, 11, 19), time=datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert not adds(f"{as_json(NOW)}\n", as_json(back))


@pytest.mark.parametrize("text", ["{\n", "\n\n", "no JSON"])
def test_what_cannot_be_read_says_nothing(text: str) -> None:
    assert adds(text, as_json(NOW))
