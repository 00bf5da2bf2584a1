"""What waits for whom: in which order, whose it is, and why."""

from typing import Any

import pytest
from tests.rows import COMMIT, DAY, item, row

from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.waiting import like, person_of, waiting


def order_for(login: str, *rows: Row) -> list[str]:
    return [wait.row.name for wait in person_of(waiting(rows, DAY), login).waits]


def test_the_most_costly_first_then_the_latest() -> None:
    rows = (row("a/late", item("kim", 90)), row("a/due", item("kim")), row("a/cheap", item("kim", 30), value=5), row("a/dear", item("kim", 1), value=9))
    assert order_for("kim", *rows) == ["a/dear", "a/cheap", "a/late", "a/due"]


def test_amounts_of_two_currencies_are_not_compared() -> None:
    rows = (row("a/yen", item("kim", 1), value=900_000, currency="JPY"), *(row(f"a/{n}", item("kim", n), value=10) for n in (1, 2)))
    assert order_for("kim", *rows) == ["a/2", "a/1", "a/yen"]


def test_a_model_that_is_not_finished_costs_nothing_yet() -> None:
    [person] = waiting([row("a/b", item("kim", 9), value=5, stalled=False)], DAY)
    assert (person.waits[0].cost, person.cost) == (None, ())


def test_a_model_costs_once_however_much_waits_in_it() -> None:
    [person] = waiting([row("a/b", item("kim", 9), item("kim", 9, "governance.impact"), value=5)], DAY)
    assert [money.amount for money in person.cost] == [5]


@pytest.mark.parametrize("asked", ["Priya-Nair", "@priya-nair", " priya-nair "])
def test_logins_know_no_case(asked: str) -> None:
    assert order_for(asked, row("a/b", item("priya-nair")), row("a/c", item("PRIYA-NAIR"))) == ["a/b", "a/c"]


def test_a_team_is_no_person() -> None:
    rows = (row("a/b", item("@acme/risk")), row("a/c", item("risk")))
    assert (order_for("acme/Risk", *rows), order_for("risk", *rows)) == (["a/b"], ["a/c"])


def test_who_holds_up_most_comes_first_and_nobody_last() -> None:
    rows = (row("a/1", item("", 99), value=99), row("a/2", item("kim", 1), value=5), row("a/3", item("lee", 9), item("lee", 8)))
    assert [person.login for person in waiting(rows, DAY)] == ["kim", "lee", ""]


def test_why_somebody_stands_in() -> None:
    in_place = item("mei-chen", stands_in=True)
    rows = [row("a/1", in_place), row("a/2", in_place, gaps=("ownership.production-owner",)), row("a/3", item("acme/risk", stands_in=True))]
    assert [wait.because.rpartition("because ")[2] for person in waiting(rows, DAY) for wait in person.waits] == [
        "you are the model's production owner",
        "you are the nearest to an owner that the model has",
        "your organisation's policy names you for that",
    ]


def test_what_is_wrong_waits_for_the_models_owner() -> None:
    [person] = waiting([row("a/b", wrong=2, wrong_first="readiness/contract.yaml has a syntax error")], DAY)
    [wait] = person.waits
    assert (person.login, wait.item.message) == ("mei-chen", "readiness/contract.yaml has a syntax error (and 1 more)")
    assert wait.url == f"https://github.com/a/b/tree/{COMMIT}/readiness"


@pytest.mark.parametrize(
    ("more", "url"),
    [
        ({}, f"https://github.com/acme/churn/blob/{COMMIT}/readiness/governance.yaml#L17"),
        ({"commit": ""}, "https://github.com/acme/churn/blob/HEAD/readiness/governance.yaml#L17"),
        ({"url": "", "folder": ""}, ""),
        ({"url": "javascript:alert(1)"}, ""),
    ],
)
def test_where_it_is(more: dict[str, Any], url: str) -> None:
    [person] = waiting([row("acme/churn", item("kim"), **more)], DAY)
    assert (person.waits[0].url, person.waits[0].place) == (url, "acme/churn/readiness/governance.yaml:17")


def test_a_line_of_markdown_is_one_of_its_source() -> None:
    [person] = waiting([row("a/b", item("kim", path="models/a b/readiness/runbook.md", line=3))], DAY)
    assert person.waits[0].url.endswith("/models/a%20b/readiness/runbook.md?plain=1#L3")


@pytest.mark.parametrize(("asked", "meant"), [("priya-nayr", ["priya-nair"]), ("zoe", []), ("mei-chen", [])])
def test_whom_somebody_meant(asked: str, meant: list[str]) -> None:
    rows = [row("a/b", item("priya-nair"), item("mei-chan"))]
    assert [person.login for person in like(waiting(rows, DAY), rows, asked)] == meant
