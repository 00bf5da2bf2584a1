"""Any valid value at any place: the file parses to it, and nothing else changed. `↵` ends a line here."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models import EXAMPLE

from readiness_bot.convention.fields import Schema, rules_at
from readiness_bot.convention.registry import schemas_at
from readiness_bot.editing.edit import overwrite
from readiness_bot.editing.errors import CannotEdit
from readiness_bot.editing.front import in_front_matter
from readiness_bot.reading.document import KeyPath, Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.kinds import for_kind
from readiness_bot.vocabulary import Kind

TEMPLATES = EXAMPLE.parent.parent / "templates" / "readiness"


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a:   # say↵  - {b: TEXT}   # it↵c: 1↵", ("a",), [], "a: []   # say↵c: 1↵"),
        ("a:         # say↵  # of it↵  - {b: TEXT}↵↵# of c↵c: 1↵", ("a",), {"na": "no"}, 'a: {na: "no"}   # say↵  # of it↵↵# of c↵c: 1↵'),
        ("a:   # say↵  - b   # it↵  - c↵d: 1↵", ("a",), ["x y", "z"], 'a:   # say↵  - "x y"↵  - z↵d: 1↵'),
        ("a:↵- b: 1↵  c: 2↵d: 1↵", ("a", 0), {"b": 3}, "a:↵- b: 3↵d: 1↵"),
        ("a:↵    b: 1   # b↵    c: 2   # c↵d: 1↵", ("a",), {"c": 3, "b": 4}, "a:↵    c: 3↵    b: 4↵d: 1↵"),
        ("a: LOGIN           # who↵", ("a",), "mei-chen", "a: mei-chen        # who↵"),
        ("a:                 # who↵", ("a",), ["mei-chen"], "a: [mei-chen]      # who↵"),
        ("a: {by: LOGIN, n: 1}   # who↵", ("a", "by"), "jo", "a: {by: jo, n: 1}   # who↵"),
        ("a: |↵  b↵  c↵d: 1↵", ("a",), "e", "a: e↵d: 1↵"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_overwrite(before: str, path: KeyPath, value: Value, after: str, newline: str) -> None:
    assert overwrite(before.replace("↵", newline).encode(), path, value).decode() == after.replace("↵", newline)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\na: 1   # one\n---\n# Runbook\n", "---\na: 2   # one\n---\n# Runbook\n"),
        ("# Runbook\n", "---\na: 2\n---\n# Runbook\n"),
        ("# Runbook\r\n", "---\r\na: 2\r\n---\r\n# Runbook\r\n"),
        ("", "---\na: 2\n---\n"),
        ("---\r\nb: 1\r\n---\r\n---\r\n", "---\r\nb: 1\r\na: 2\r\n---\r\n---\r\n"),
        ("---\n---\ntext", "---\na: 2\n---\ntext"),
        ("\ufeff---\na: 1\n---\n", "\ufeff---\na: 2\n---\n"),
    ],
)
def test_front_matter(before: str, after: str) -> None:
    assert in_front_matter(before.encode(), lambda front: overwrite(front, ("a",), 2)).decode() == after


def test_front_matter_that_never_ends() -> None:
    with pytest.raises(CannotEdit, match=r"^its front matter is never closed$"):
        in_front_matter(b"---\na: 1\n", lambda front: front)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "text": TEXTS,
    "link": st.sampled_from(["docs/a b.md", "https://acme.io/x?y#z"]),
    "version": st.sampled_from(["1.0", "2026-08-31", "1e3", "null"]),
    "number": st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False),
    "flag": st.booleans(),
    "day": st.dates(datetime.date(1, 1, 1)),
    "login": st.sampled_from(["mei-chen", "y", "null", "123", "renovate[bot]"]),
    "team": st.just("acme/ops"),
    "slug": st.sampled_from(["churn", "1.0", "on"]),
}


def valid(rules: Schema) -> st.SearchStrategy[Value]:
    """What may stand at a place by its schema."""
    if "anyof" in rules:
        return st.one_of([valid(form) for form in rules["anyof"]])
    if "allowed" in rules:
        return st.sampled_from([str(word) for word in rules["allowed"]])
    if rules["type"] == "list":
        return st.lists(valid(rules["schema"]), max_size=3)
    if "valuesrules" in rules:
        return st.dictionaries(st.sampled_from(["recall", "auc at 10"]), valid(rules["valuesrules"]))
    if rules["type"] == "dict":
        return st.fixed_dictionaries({}, optional={name: valid(field) for name, field in rules["schema"].items()})
    return VALUES[rules["type"]]


def places(name: str, value: Value, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Each place of a file that its schema knows."""
    children: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        here = (*path, key)
        if rules_at(schemas_at(Kind.MODEL)[name], here):
            yield here
        yield from places(name, child, here)


FILLED = [path for folder in (EXAMPLE / "readiness", TEMPLATES) for path in sorted(folder.glob("*.yaml"))]


def data(content: bytes) -> dict[str, Value]:
    read = parse("", content)
    assert not isinstance(read, Unreadable), read
    return deepcopy(dict(read.data))  # it is remembered, and changed here


def with_value(content: bytes, path: KeyPath, value: Value) -> dict[str, Value]:
    whole = copy.deepcopy(data(content))
    at: Any = whole
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    return whole


@pytest.mark.parametrize("file", FILLED, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
@settings(max_examples=40, deadline=None)
@given(choose=st.data())
def test_any_valid_value_at_any_place(file: Path, choose: st.DataObject) -> None:
    """And again in what came out, with comments, blanks and an odd order in it."""
    content = for_kind(file.read_text(encoding="utf-8"), Kind.MODEL).replace("$", "").encode()
    for _ in range(2):
        path = choose.draw(st.sampled_from(list(places(file.name, data(content)))))
        value = choose.draw(valid(rules_at(schemas_at(Kind.MODEL)[file.name], path)))
        new = overwrite(content, path, value)
        assert list(data(new).items()) == list(with_value(content, path, value).items())
        content = new
