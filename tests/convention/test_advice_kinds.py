"""Advice that is followed to the letter, at the keys and items of an LLM application and of an agent (see test_advice.py)."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.assistants import good, report_at
from tests.convention.test_advice import LISTS, NOT_BY_FILES, WRONG, _follow, filled, leaves, merged, text_at
from tests.convention.test_advice import at as value_at

from readiness_bot.convention.item import LLM_KINDS, Item
from readiness_bot.convention.load import load_file
from readiness_bot.convention.registry import FILES, items_at, schemas_at
from readiness_bot.judging.report import ItemResult
from readiness_bot.reading.document import Document, Finding
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind, Status

RETIRES = [("31.08.2027", "2027-08-31"), ("'2027-08-31'", "2027-08-31"), ("[2027-08-31]", "2027-08-31"), ("2027/08/31", "2027-08-31")]
"""What people write at a day that may also be a word."""


def wrong(name: str, text: str, kind: Kind) -> list[Finding]:
    head = f"kind: {kind.value}\n" if name == "contract.yaml" else ""
    return list(load_file(name, (head + text).encode(), kind).wrong)


def cases(kind: Kind) -> list[tuple[str, tuple[str | int, ...], str, str]]:
    found: list[tuple[str, tuple[str | int, ...], str, str]] = []
    for name in (name for name in FILES if name.endswith(".yaml")):
        models = {path for path, _ in leaves(schemas_at(Kind.MODEL)[name])}
        for path, rules in leaves(schemas_at(kind)[name]):
            if path in models and "allowed" not in rules:
                continue
            if rules["type"] == "list":
                if "allowed" not in rules["schema"]:
                    found += [(name, path, *pair) for pair in LISTS.get(rules["schema"]["type"], ())]
            elif rules["type"] == "retirement":
                found += [(name, path, *pair) for pair in RETIRES]
            elif "allowed" not in rules:
                found += [(name, path, *pair) for pair in WRONG.get(rules["type"], ())]
            elif path != ("kind",):
                found += [(name, path, word.upper(), word) for word in map(str, rules["allowed"])]
    return found


@pytest.mark.parametrize("kind", LLM_KINDS)
def test_every_wrong_value_of_every_new_key_is_put_right_by_the_advice(kind: Kind) -> None:
    tried = cases(kind)
    for name, path, written, right in tried:
        found = wrong(name, text_at(path, written), kind)
        assert [finding.fix for finding in found] == [f"write {right}"], (name, path, written)
        assert wrong(name, text_at(path, right), kind) == [], (name, path, right)
    assert len(tried) > 250


# Items: what is missing is added as the advice has it, with what is ready in the places to fill in.


def data_of(kind: Kind, file: str) -> dict[str, Any]:
    content = good(kind).files[f"readiness/{file}"]
    assert isinstance(content, bytes)
    read = parse(file, content)
    assert isinstance(read, Document)
    return deepcopy(dict(read.data))  # it is remembered, and changed here


def without_fields(kind: Kind, item: Item) -> dict[str, Any]:
    data = data_of(kind, item.file)
    for name in item.fields:
        *above, last = name.split(".")
        inner = value_at(data, tuple(above))
        if isinstance(inner, dict):
            inner.pop(last, None)
    return data


def judged(kind: Kind, item: Item, data: dict[str, Any]) -> ItemResult:
    stream = io.StringIO()
    YAML(typ="safe").dump(data, stream)
    found = report_at(kind, (item.file.partition(".")[0], "", stream.getvalue()))
    assert found.findings == (), item.id
    return found.by_id[item.id]


OWN = [
    (kind, item)
    for kind in LLM_KINDS
    for item in items_at(kind)
    if item.fields and not item.file.endswith(".md") and item.id not in {*NOT_BY_FILES, "contract.outcome", "governance.documents", "fallback.thresholds"}
    if not (kind is Kind.LLM_APP and item.id == "governance.oversight")
    if not (kind is Kind.AGENT and item.id == "infrastructure.artifact")  # it has no index, and adding one is another release
]
every_item = pytest.mark.parametrize(("kind", "item"), OWN, ids=lambda each: each.id if isinstance(each, Item) else each.value)
PEOPLE = [{"person": "jo-marsh", "trained": date(2026, 9, 1)}, {"person": "sam-boateng", "trained": date(2026, 9, 1)}]


@every_item
def test_the_block_to_paste_makes_it_right(kind: Kind, item: Item) -> None:
    read = parse(item.file, item.fix.encode())
    assert isinstance(read, Document)
    ready = data_of(kind, item.file) | ({"oversight": {**data_of(kind, item.file)["oversight"], "people": PEOPLE}} if item.id == "governance.oversight" else {})
    pasted = {key: filled(value, (key,), ready) for key, value in read.data.items()}
    for key, value in pasted.items():  # the second of two entries that differ
        if isinstance(value, list) and isinstance(ready[key], list):
            pasted[key] = value + ready[key][len(value) :]
        if key == "tools":  # its snippet leaves true or false to be written
            pasted[key] = ready[key]
    result = judged(kind, item, merged(without_fields(kind, item), pasted))
    assert [finding.message for finding in result.findings if result.status is Status.GAP] == []
    assert result.status in (Status.SATISFIED, Status.NOT_APPLICABLE)


@every_item
def test_advice_after_advice_makes_it_right(kind: Kind, item: Item) -> None:
    """Only what the messages say is done, one after the other."""
    ready, data = data_of(kind, item.file), without_fields(kind, item)
    for _ in range(12):
        result = judged(kind, item, data)
        if result.status is not Status.GAP:
            break
        for finding in result.findings:
            if finding.fix.startswith("add   - {name: NAME, id: "):
                data["third_party"].append(next(row for row in ready["third_party"] if f"id: {row['id']}," in finding.fix))
            else:
                _follow(finding, data, ready)
    assert result.status in (Status.SATISFIED, Status.NOT_APPLICABLE), [(finding.message, finding.fix) for finding in result.findings]
