"""What a word means to `readiness explain`."""

from __future__ import annotations

import pytest

from readiness_bot.convention.codes import CODES, GROUPS
from readiness_bot.convention.lookup import Found, closest, find
from readiness_bot.convention.registry import ABOUT, FILES, ITEMS, ITEMS_BY_ID
from readiness_bot.convention.wrong import REMEDIES, WRONG


@pytest.mark.parametrize(
    ("word", "items"),
    [
        ("fallback.drill", ["fallback.drill"]),
        ("Fallback.Drill", ["fallback.drill"]),
        ("[fallback.drill]", ["fallback.drill"]),
        ("drill", ["fallback.drill"]),
        ("fallback drill", ["fallback.drill"]),
        ("impact assess", ["governance.impact"]),
        ("tier", ["governance.tier"]),
        ("test", ["infrastructure.integration-test", "infrastructure.load-test", "fallback.alerts"]),
        ("may_trigger", ["fallback.behaviour"]),
        ("expires", ["governance.compliance"]),
    ],
)
def test_an_item_by_its_name_its_title_a_part_of_them_or_a_key(word: str, items: list[str]) -> None:
    assert [item.id for item in find(word).items] == items


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_item_is_found_by_its_title(item: object) -> None:
    assert item in find(getattr(item, "title")).items or find(getattr(item, "title")).file  # noqa: B009


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("contract.yaml", Found(file="contract.yaml")),
        ("readiness/runbook.md", Found(file="runbook.md")),
        ("governance", Found(file="governance.yaml")),
        ("q1", Found(code="Q1")),
        ("L", Found(code="L")),
        ("unknown-key", Found(rule="unknown-key")),
        ("[unknown-key]", Found(rule="unknown-key")),
        ("type", Found(rule="type")),
        ("", Found()),
        ("[]", Found()),
        ("no such thing", Found()),
    ],
)
def test_a_file_a_code_a_rule(word: str, found: Found) -> None:
    assert find(word) == found


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("dril", "drill"),
        ("unknown key", "unknown-key"),
        ("contract.yml", "contract.yaml"),
        ("goverment", "governance"),
        ("impact asessment", "Impact assessment"),
        ("zzz", ""),
    ],
)
def test_the_nearest_name(word: str, near: str) -> None:
    assert closest(word) == near
    assert not near or find(near)


def test_every_code_that_an_item_names_is_told() -> None:
    assert {code for item in ITEMS for code in item.answers} == set(CODES)
    assert {code[0] for code in CODES} == set(GROUPS)


def test_every_rule_has_a_remedy_and_every_file_a_line() -> None:
    assert list(REMEDIES) == list(WRONG)
    assert [name for name in FILES if not ABOUT[name]] == []


def test_no_name_hides_another() -> None:
    """A rule, a code or a file is found before a part of a title."""
    files = {name.rpartition(".")[0] for name in FILES}
    assert (set(WRONG) | {code.lower() for code in CODES} | files) & set(ITEMS_BY_ID) == set()
