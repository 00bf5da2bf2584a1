"""Edits of YAML texts: what stood there, what stands there now. `↵` ends a line here."""

from __future__ import annotations

import datetime
import json
import string
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.models import EXAMPLE, example

from readiness_bot.editing.edit import append, put
from readiness_bot.editing.errors import CannotEdit
from readiness_bot.reading.document import KeyPath, Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.kinds import for_kind
from readiness_bot.vocabulary import Kind

ENTRY = {"item": "a.b", "why": "x: y"}
TEMPLATE = EXAMPLE.parent.parent / "templates" / "readiness" / "governance.yaml"


def data(content: bytes) -> dict[str, Value]:
    read = parse("", content)
    assert not isinstance(read, Unreadable), read
    return deepcopy(dict(read.data))  # it is remembered, and changed here


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("w: []   # none↵b: 2↵", 'w:   # none↵  - item: a.b↵    why: "x: y"↵b: 2↵'),
        ("w:↵", 'w:↵  - item: a.b↵    why: "x: y"↵'),
        ("w: ~", 'w:↵  - item: a.b↵    why: "x: y"'),
        ("w: [↵ ]↵b: 1", 'w:↵  - item: a.b↵    why: "x: y"↵b: 1'),
        ("a: 1", 'a: 1↵w:↵  - item: a.b↵    why: "x: y"'),
        ("", 'w:↵  - item: a.b↵    why: "x: y"'),
        ("# only↵", '# only↵w:↵  - item: a.b↵    why: "x: y"↵'),
        ("w:↵- c: 1↵↵# tail↵b: 2↵", 'w:↵- c: 1↵- item: a.b↵  why: "x: y"↵↵# tail↵b: 2↵'),
        ("w:↵    - {c: 1}   # c↵      # of it↵# not↵", 'w:↵    - {c: 1}   # c↵      # of it↵    - {item: a.b, why: "x: y"}↵# not↵'),
        ("w: [{c: 1}]   # c", 'w: [{c: 1}, {item: a.b, why: "x: y"}]   # c'),
        ("w: [↵  {c: 1},↵]↵", 'w: [↵  {c: 1},↵ {item: a.b, why: "x: y"}]↵'),
        ("{a: 1, w: []}", '{a: 1, w: [{item: a.b, why: "x: y"}]}'),
        ("w:↵  - t: |↵      text↵↵b: 1↵", 'w:↵  - t: |↵      text↵  - item: a.b↵    why: "x: y"↵↵b: 1↵'),
        ("l:↵- a↵w: []", 'l:↵- a↵w:↵- item: a.b↵  why: "x: y"'),
        ('"w" : []', '"w" :↵  - item: a.b↵    why: "x: y"'),
        ("\ufeffw: []", '\ufeffw:↵  - item: a.b↵    why: "x: y"'),
        ("---↵w: []↵...↵", '---↵w:↵  - item: a.b↵    why: "x: y"↵...↵'),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_append(before: str, after: str, newline: str) -> None:
    assert append(before.replace("↵", newline).encode(), ("w",), ENTRY).decode() == after.replace(
        "↵", newline if newline in before.replace("↵", newline) else "\n"
    )


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a: 1 # c↵", ("a",), 2, "a: 2 # c↵"),
        ("a: TEXT   # say↵", ("a",), "one: two", 'a: "one: two"   # say↵'),
        ("a: 'x'↵", ("a",), "it's", "a: 'it''s'↵"),
        ('a: "x"', ("a",), "y", 'a: "y"'),
        ("a:   # say↵", ("a",), datetime.date(2026, 12, 1), "a: 2026-12-01   # say↵"),
        ("a:↵  b: 1   # b↵↵c: 2↵", ("a", "d"), "1.10", 'a:↵  b: 1   # b↵  d: "1.10"↵↵c: 2↵'),
        ("a: {b: 1}", ("a", "c"), "yes", 'a: {b: 1, c: "yes"}'),
        ("a: {}", ("a", "c"), True, "a: {c: true}"),
        ("", ("a", "b", "c"), 1.5, "a:↵  b:↵    c: 1.5"),
        ("a:↵", ("a", "b"), 1, "a: {b: 1}↵"),
        ("l:↵  - x: 1↵  - x: 2↵", ("l", 1, "k"), ["m", "n o"], 'l:↵  - x: 1↵  - x: 2↵    k:↵      - m↵      - "n o"↵'),
        ("l: [a, b]", ("l", 0), "q", "l: [q, b]"),
    ],
)
def test_put(before: str, path: KeyPath, value: Value, after: str) -> None:
    assert put(before.replace("↵", "\n").encode(), path, value).decode() == after.replace("↵", "\n")


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("x: &x [1]\nw: *x\n", "it is written in a way that this change would break"),
        ("w: 5", "there is something else where the list should be"),
        ("w: {a: 1}", "there is something else where the list should be"),
        ("w: [", "line 1 cannot be read: the file ends inside a '[' or '{' that is not closed"),
        ("a: 1\n...\n", "it is written in a way that this change would break"),
        ("w:\n  - t: |+\n      text\n\n", "it is written in a way that this change would break"),
    ],
)
def test_on_doubt_the_file_is_left_alone(before: str, why: str) -> None:
    with pytest.raises(CannotEdit) as told:
        append(before.encode(), ("w",), ENTRY)
    assert str(told.value).startswith(why)


def test_put_does_not_overwrite_a_block() -> None:
    with pytest.raises(CannotEdit, match=r"^there is a block of several lines there$"):
        put(b"a:\n  b: 1\n", ("a",), 2)


def test_the_template_and_the_example_take_a_waiver() -> None:
    for content in (for_kind(TEMPLATE.read_text(encoding="utf-8"), Kind.MODEL).encode(), example().files["readiness/governance.yaml"]):
        assert isinstance(content, bytes)
        added = append(content, ("waivers",), ENTRY)
        assert data(added) == data(content) | {"waivers": [ENTRY]}
        assert [line for line in content.splitlines() if line not in added.splitlines()] == [b"waivers: []"]


WORDS = st.text(string.ascii_lowercase, min_size=1, max_size=6).filter(
    lambda word: word not in ("w", "yes", "no", "on", "off", "true", "false", "null", "y", "n")
)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
COMMENTS = st.sampled_from(["", "   # why", " # a: [b", "  # - x"])
BETWEEN = st.sampled_from(["", "\n", "# note\n", "  # deeper\n", "\n# a\n\n"])


@st.composite
def rows(draw: st.DrawFn) -> str:
    """The list in one of the ways people write it."""
    comment, pad = draw(COMMENTS), " " * draw(st.integers(0, 6))
    form = draw(st.sampled_from(["empty", "null", "tilde", "flow", "block", "blocks", "spread"]))
    word, text = draw(WORDS), json.dumps(draw(TEXTS))
    return {
        "empty": f"w: []{comment}\n",
        "null": f"w:{comment}\n",
        "tilde": f"w:  ~{comment}\n",
        "flow": f"w: [ {{{word}: {text}}} ]{comment}\n",
        "block": f"w:{comment}\n{pad}- {{{word}: {text}}}{comment}\n",
        "blocks": f"w:\n{pad}- {word}: {text}{comment}\n{pad}  z: '{word}'\n{pad}# of it\n{pad}- q: 1\n",
        "spread": f"w: [{comment}\n  {{{word}: {text}}},\n  {{q: 1}}{comment}\n  ]\n",
    }[form]


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    keys = draw(st.lists(WORDS, max_size=4, unique=True))
    parts = [f"{key}: {json.dumps(draw(TEXTS))}{draw(COMMENTS)}\n" for key in keys]
    parts += draw(
        st.lists(
            st.sampled_from(["K1:\n- a\n- b   # c\n", "K2: {a:   1,b: [2,3]}\n", "K3: >-\n    folded\n    text\n", "K4:\n    a: 'x'\n    b: 010\n"]),
            unique=True,
        )
    )
    if draw(st.integers(0, 4)):
        parts.append(draw(rows()))
    parts = draw(st.permutations(parts))
    text = draw(st.sampled_from(["", "# head\n\n", "---\n"])) + "".join(part + draw(BETWEEN) for part in parts)
    text = text.rstrip("\n") if draw(st.booleans()) else text
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), TEXTS, TEXTS)
def test_whatever_the_formatting_one_entry_more_and_no_other_line_changed(content: bytes, reason: str, controls: str) -> None:
    if isinstance(parse("", content), Unreadable):
        return
    entry = {"item": "a.b", "reason": reason, "controls": controls, "date": datetime.date(2026, 12, 1)}
    new = append(content, ("w",), entry)
    old = data(content)
    assert list(data(new).items()) == list((old | {"w": [*(old.get("w") or []), entry]}).items())  # type: ignore[misc]
    before, after = content.split(b"\n"), new.split(b"\n")
    gone = [line for line in before if line.strip() and before.count(line) > after.count(line)]
    assert len([line for line in gone if line.rstrip() + b"\r" not in after]) <= 1
    assert content.count(b"#") <= new.count(b"#")


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from(["a: TEXT   # c\n", "a:\n", "a: 'x'\n", 'b: 1\na: "x"  # c\n', "a: {b: 1}\n", "b: 1\n"]))
def test_any_text_is_written_as_a_value(text: str, before: str) -> None:
    assert data(put(before.encode(), ("a",), text))["a"] == text
