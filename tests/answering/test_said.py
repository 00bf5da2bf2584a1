"""What somebody typed, as a value; and what could be meant by what was refused."""

from __future__ import annotations

from datetime import date

import pytest

from readiness_bot.answering.place import Place
from readiness_bot.answering.questions import Question, Shape
from readiness_bot.answering.said import NotSaid, better, parts, value_of
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.reading.document import Value

ITEM = ITEMS_BY_ID["governance.tier"]
WHY, LEVEL, DAY = (("governance.yaml", ("tier", key)) for key in ("why", "level", "date"))
OWNER, TEAM = ("fallback.yaml", ("owner",)), ("ownership.yaml", ("receiving_team", "team"))
WEEK, VERSION = ("contract.yaml", ("value", "per_week")), ("contract.yaml", ("evaluation", "version"))
PERSONAL = ("governance.yaml", ("datasets", 0, "personal_data"))
DEVELOPERS, NOT_FOR = ("ownership.yaml", ("developers",)), ("contract.yaml", ("not_for",))
RESULTS = ("contract.yaml", ("evaluation", "results"))
WHERE = tuple[str, tuple[str | int, ...]]


def question(where: WHERE) -> Question:
    rules = Place(*where).rules
    shape = Shape.NUMBERS if "valuesrules" in rules else Shape.ENTRIES if rules["type"] == "list" else Shape.VALUE
    return Question(ITEM, Place(*where), shape)


@pytest.mark.parametrize(
    ("where", "text", "value"),
    [
        (WHY, "Personal data; a human: decides", "Personal data; a human: decides"),
        (WHY, '"q"', "q"),
        (LEVEL, "Medium", "medium"),
        (LEVEL, "h", "high"),
        (DAY, "2026-07-06", date(2026, 7, 6)),
        (DAY, "2026-02-30", "2026-02-30"),
        (DAY, "20260706", "20260706"),
        (OWNER, "@mei-chen", "mei-chen"),
        (TEAM, "@acme/ops", "acme/ops"),
        (WEEK, "18000", 18000),
        (WEEK, "-0.5", -0.5),
        (WEEK, "18k", "18k"),
        (VERSION, "1.10", "1.10"),
        (PERSONAL, "Yes", True),
        (PERSONAL, "no", False),
        (PERSONAL, "maybe", "maybe"),
        (DEVELOPERS, "ana-ruiz, @raj-patel,", ["ana-ruiz", "raj-patel"]),
        (NOT_FOR, 'pricing, "credit, at all"', ["pricing", "credit, at all"]),
        (RESULTS, "recall: 0.48, mean error=2", {"recall": 0.48, "mean error": 2}),
    ],
)
def test_value(where: WHERE, text: str, value: Value) -> None:
    assert repr(value_of(question(where), text)) == repr(value)


@pytest.mark.parametrize(
    ("where", "text", "why"),
    [
        (WHY, "TBD", "'TBD' is only a placeholder."),
        (OWNER, "LOGIN", "'LOGIN' is only a placeholder."),
        (WHY, '""', "That is empty."),
        (WHY, "a\x1b[2J", "Can't be written: this text contains a control character (U+001B)."),
        (WHY, "a\u200bb", "That contains an invisible character."),
        (DEVELOPERS, "ana-ruiz, someone", "'someone' is only a placeholder."),
        (RESULTS, "0.48", "'0.48' has no name; write NAME: NUMBER."),
    ],
)
def test_no_value_at_all(where: WHERE, text: str, why: str) -> None:
    with pytest.raises(NotSaid) as told:
        value_of(question(where), text)
    assert str(told.value) == why


@pytest.mark.parametrize(
    ("where", "text", "meant"),
    [
        (WEEK, "18k", "18000"),
        (WEEK, "18,000", "18000"),
        (WEEK, "a lot", ""),
        (DAY, "30.11.2026", "2026-11-30"),
        (DAY, "tomorrow", ""),
        (OWNER, "https://github.com/mei-chen", "mei-chen"),
        (LEVEL, "mid", ""),
        (WHY, "short", ""),
        (DEVELOPERS, "https://github.com/mei-chen", "mei-chen"),
    ],
)
def test_what_could_be_meant(where: WHERE, text: str, meant: str) -> None:
    assert better(question(where).rules, text) == meant


@pytest.mark.parametrize(
    ("text", "found"),
    [("a, b", ["a", "b"]), ('"a, b", c', ['"a, b"', "c"]), (",,a,", ["a"]), ('"open, b', ['"open', "b"]), ("", []), ('a "b, c" d', ['a "b, c" d'])],
)
def test_commas(text: str, found: list[str]) -> None:
    assert parts(text) == found
