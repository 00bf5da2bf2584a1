"""`readiness explain`: whatever stands in brackets behind a message can be asked about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commandline import Readiness

from readiness_bot.convention.codes import CODES
from readiness_bot.convention.lookup import find
from readiness_bot.convention.registry import FILES, ITEMS, items_at
from readiness_bot.convention.wrong import WRONG
from readiness_bot.render.explain import code_rows, file_rows, index_page, item_rows, list_rows, rule_rows, several_rows
from readiness_bot.text.layout import Row, plain_rows
from readiness_bot.vocabulary import Kind

SOURCE = Path(__file__).parent.parent.parent / "bot" / "readiness_bot"
ITEM = {"item.id", "result.id", "lowering.item"}
PASSED_ON = {"f.rule", "fault.rule", "rule"}
"""Expressions for a finding's rule that are an item's id, and those of a rule that was given elsewhere."""


def rules() -> Iterator[ast.expr]:
    """The rule of each finding and each fault that any module makes. The ledger's faults have none."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parent.name == "ledger":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in ("Finding", "Fault"):
                given = {word.arg: word.value for word in node.keywords}
                yield given.get("rule") or node.args[3 if name == "Finding" else 1]


def words_of(rule: ast.expr) -> set[str]:
    if isinstance(rule, ast.IfExp):
        return words_of(rule.body) | words_of(rule.orelse)
    if isinstance(rule, ast.Constant):
        return {str(rule.value)}
    return set() if ast.unparse(rule) in ITEM | PASSED_ON else {ast.unparse(rule)}


def test_every_rule_that_a_finding_can_carry_is_explained() -> None:
    words = set().union(*map(words_of, rules()))
    assert [word for word in words if not find(f"[{word}]").rule and not find(word).items] == []
    assert set(WRONG) - words == set()  # and nothing else is


def text(rows: Iterator[Row]) -> str:
    return plain_rows(rows)


@pytest.mark.parametrize("rule", WRONG)
def test_a_rule_has_what_why_fix_example_and_source(rule: str) -> None:
    lines = text(rule_rows(rule, 100)).splitlines()
    assert lines[0] == f"{rule}: an error of this kind blocks at every stage"
    assert [line for line in lines if line in ("Why", "Fix", "Example")] == ["Why", "Fix", "Example"]
    assert lines[-1].startswith("source: ")


def test_a_rule_in_full() -> None:
    assert (
        text(rule_rows("unknown-key", 80))
        == """\
unknown-key: an error of this kind blocks at every stage

The convention has no such key. It is usually a typo that would otherwise go
unnoticed.

Why
  A wrong line can hide anything, so no stage passes with one, whichever item it
  belongs to.

Fix
  Write the key that the message suggests, or delete the line. `readiness
  explain FILE` lists the file's items.

Example
  wrong:  complience: {by: priya-nair, date: 2026-10-16}
  right:  compliance: {by: priya-nair, date: 2026-10-16}

source:    https://github.com/readiness-bot/readiness-bot/blob/main/docs/convention.md#wrong-is-not-missing"""
    )


def test_a_code_in_full() -> None:
    assert (
        text(code_rows("Q3", items_at(Kind.MODEL), 100))
        == """\
Q3: Who approved compliance?

This is one of the five questions of the last mile.

Items that answer it
  ownership.approver        Approver and reviewers
  governance.design-review  Design review by compliance
  governance.compliance     Compliance approval"""
    )


def test_a_file_in_full() -> None:
    assert (
        text(file_rows("runbook.md", items_at(Kind.MODEL), 100))
        == """\
runbook.md: what to do at three in the morning; YAML front matter and seven headings

Its items (2), by the stage at whose end they are due
  runbook.sections      evaluation   Runbook · operations
  runbook.confirmation  staging      Confirmation by the receiving team · receiving team

readiness schema runbook.md prints all its keys, for editors."""
    )


def test_an_item_in_full() -> None:
    [drill] = find("drill").items
    assert text(item_rows(drill, 100)).endswith(
        """

file:      readiness/fallback.yaml
due:       by the end of staging
who:       operations
severity:  low advisory, medium blocking, high blocking
proof:     a forge can confirm it: linked issue
answers:   Q4 What happens when the model degrades?
           R4 Thresholds and fallback are defined."""
    )


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_has_what_why_fix_and_example_to_paste(item: object) -> None:
    [found] = [one for one in ITEMS if one is item]
    lines = text(item_rows(found, 60)).splitlines()
    assert [line for line in lines if line in ("Why", f"Fix, in {found.path}", "Example")] == ["Why", f"Fix, in {found.path}", "Example"]
    for pasted in (found.fix, found.example):
        assert "\n".join(f"  {line}".rstrip() for line in pasted.rstrip().splitlines()) in "\n".join(lines)


def test_several_items_of_one_word() -> None:
    assert (
        text(several_rows("owner", find("owner").items, 100))
        == """\
'owner' matches 2 items:
  ownership.production-owner  Production owner
  ownership.layers            Layer owners"""
    )


def test_the_list_names_all_that_can_be_asked_about() -> None:
    listed = text(list_rows(items_at(Kind.MODEL), 100))
    assert [word for word in (*(item.id for item in items_at(Kind.MODEL)), *FILES, *WRONG, *CODES) if word not in listed] == []


def test_it_follows_the_terminal(readiness: Readiness) -> None:
    assert max(map(len, readiness("explain").out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("contract.value", "advisory | every kind |"),
        ("contract.success", "low advisory, medium blocking, high blocking | every kind, in different words |"),
        ("governance.oversight", "low not asked, medium not asked, high blocking; `agent`: blocking | every kind, in different words |"),
        ("governance.red-team", "low not asked, medium blocking, high blocking; `agent`: blocking | `llm-app` and `agent` |"),
        ("infrastructure.tools", "blocking | `agent` |"),
    ],
)
def test_the_index_says_of_which_kinds_an_item_is_asked(item: str, told: str) -> None:
    [row] = [line for line in index_page(ITEMS).splitlines() if line.startswith(f"| [{item}]")]
    assert row.endswith(told)


def test_the_index_counts_the_kinds() -> None:
    assert "Asked: 47 of a `model`, 51 of an `llm-app`, 52 of an `agent` " in index_page(ITEMS)
