"""Bytes to data with places; and what is refused, with the words that people read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.models import EXAMPLE

from readiness_bot.reading import yaml_nodes
from readiness_bot.reading.document import Document, Position, Unreadable
from readiness_bot.reading.yaml import parse
from readiness_bot.reading.yaml_bounds import MAX_DEPTH


def read(text: str | bytes) -> Document:
    found = parse("readiness/x.yaml", text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Document), found
    return found


def refused(text: str | bytes) -> str:
    found = parse("readiness/x.yaml", text.encode() if isinstance(text, str) else text)
    assert isinstance(found, Unreadable), found
    return f"{found.finding.line}:{found.finding.column} {found.finding.message}; {found.finding.fix}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: on", "on"),
        ("a: yes", "yes"),
        ("a: 010", 10),
        ("a: 0o10", 8),
        ("a: 12:30:45", "12:30:45"),
        ("a: 1.10", 1.1),
        ("a: 2026-10-09", date(2026, 10, 9)),
        ("a: 2026-02-30", "2026-02-30"),
        ("a: ~", None),
        ("a:", None),
        ("a: 'TBD'", "TBD"),
        ("a: {url: https://x.io/y?z=1#f}", {"url": "https://x.io/y?z=1#f"}),
        ("a: [https://x.io/y, b]", ["https://x.io/y", "b"]),
        ("a: {s3://b/c: s3://b/c}", {"s3://b/c": "s3://b/c"}),
        ("a: [s3://b, \ue000]", ["s3://b", "\ue000"]),
        ("a: b # c", "b"),
        ("a: b#c", "b#c"),
        ("a: =", "="),
        ("a: &x 1\nb: *x", 1),
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: <<", "<<"),
    ],
)
def test_values_are_those_of_yaml_1_2(text: str, value: object) -> None:
    assert read(text).data["a"] == value


def test_a_key_named_on_stays_a_word() -> None:
    assert read("on: 1").data == {"on": 1}


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a: b", ("a",), (1, 4)),
        ("# c\na:\n  - b\n  - {c: d}", ("a", 1, "c"), (4, 9)),
        ("ä: {ö: ü}", ("ä", "ö"), (1, 8)),
        ("a: {u: https://x.io, 模: 型}", ("a", "模"), (1, 25)),
        ("\ufeffa: b", ("a",), (1, 4)),
        ("a: b\r\nc: d", ("c",), (2, 4)),
    ],
)
def test_each_value_has_its_place(text: str, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert read(text).values[path] == Position(*place)


@pytest.mark.parametrize("text", ["", "# only a comment", "---", "~", "null\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert read(text).data == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: @mei", "1:4 '@mei' starts with '@', which YAML does not allow unquoted; write mei"),
        ("a: {by: @mei-chen, x: 1}", "1:9 '@mei-chen' starts with '@', which YAML does not allow unquoted; write mei-chen"),
        ("a: [@org/team #x]", "1:5 '@org/team' starts with '@', which YAML does not allow unquoted; write org/team"),
        ("a: 1\nb: 2\na: 3", "3:1 the key 'a' appears twice (first on line 1); keep one of them"),
        ("a: {b: 1, b: 2}", "1:11 the key 'b' appears twice (first on line 1); keep one of them"),
        ("a: !python/object:os.system x", "1:4 the tag '!python/object:os.system' is not allowed; remove what begins with '!'"),
        ("a: !!set {x}", "1:4 the tag 'tag:yaml.org,2002:set' is not allowed; remove what begins with '!'"),
        ("a: 1\n---\nb: 2", "2:1 this file contains several documents; keep one; remove the line '---'"),
        ("%YAML 1.1\n---\na: on", "1:1 a '%' directive is not allowed here; remove this line"),
        ("- a\n- b", "1:1 this file must hold keys with values; write lines such as   key: value"),
        ("just text", "1:1 this file must hold keys with values; write lines such as   key: value"),
        ("[a]: b", "1:1 a key must be a single word; write   key: value"),
        ("a: &x {c: 1}\nb: {<<: *x}", "2:5 '<<' (merge) is not allowed; write the values out"),
        ("a: *x", "1:4 '*' at the start of a value refers to a name that is not defined; put the value in double quotes"),
        ("a: 'x", "1:6 a quotation mark is opened and never closed; close it"),
        ("a: b: c", "1:5 there is a second ': ' in this line, or the indentation is off; put the text in double quotes, or indent as the lines above"),
        ("a: [b", "1:6 a list is opened with '[' and not closed, or a comma is missing; close it with ']'"),
        ("a:\n\t- b", "2:1 there is a tab where YAML allows only spaces; indent with spaces"),
        ("a: `x`", "1:4 '`' cannot begin a value here; put the value in double quotes"),
        (b"a: \xff", "1:1 this file is not UTF-8 text; save it as UTF-8"),
        (b"a: 1\nb: \xe9", "2:1 this file is not UTF-8 text; save it as UTF-8"),
        ("a: \x00", "1:4 this file contains a control character; remove it"),
        ("a: 1\nb: 0x" + "f" * 5000, "2:4 this number has 5,002 characters, and 40 are the most; write a smaller number, or text in quotes"),
        ('"\\ud800": x', "1:1 this key contains half of a character (U+D800); write the character itself, or remove it"),
        ('a: "x\\0"', "1:4 this text contains a control character (U+0000); write the character itself, or remove it"),
        ("a: " + "b" * 10_001, "1:4 this text has 10,001 characters, and 10,000 are the most; move it to a document, and link that here"),
        ("b" * 201 + ": 1", "1:1 this key has 201 characters, and 200 are the most; shorten it"),
    ],
)
def test_what_is_refused_says_where_what_and_what_to_do(text: str | bytes, told: str) -> None:
    assert refused(text) == told


def test_nesting_has_a_bound() -> None:
    deep = "a: " + "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)
    assert refused(deep) == f"1:{MAX_DEPTH + 4} this is nested more than 20 levels deep; flatten it"
    for deeper in ("a: " + "[" * 200_000, "a: " + "{b: " * 60_000, "- " * 100_000, "? " * 100_000):
        assert refused(deeper).endswith("flatten it")


def test_aliases_have_a_bound() -> None:
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    assert "repeated more than 100 times by aliases" in refused(laughs)


def test_a_value_that_holds_itself_is_refused() -> None:
    assert refused("a: &x [*x]").endswith("flatten it")


def test_many_values_have_a_bound() -> None:
    assert "more than 5,000 values" in refused("a: [" + "1, " * 30_000 + "1]")


def test_the_text_as_written_is_kept() -> None:
    assert read("version: 1.10").raw[("version",)] == "1.10"


def test_front_matter_counts_from_its_place_in_the_file() -> None:
    found = parse("readiness/runbook.md", b"a: 1\nb: @x", first_line=2)
    assert isinstance(found, Unreadable)
    assert (found.finding.line, found.finding.column) == (3, 4)


@pytest.mark.parametrize("path", sorted((EXAMPLE / "readiness").glob("*.yaml")), ids=lambda path: path.name)
def test_the_fast_parser_reads_what_people_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml_nodes, "_compose_purely")
    assert isinstance(parse(path.name, path.read_bytes()), Document)


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85"])
def test_what_only_yaml_1_1_took_for_a_line_s_end_is_a_character(char: str) -> None:
    found = parse("x.yaml", f"a: one{char}two # a comment{char}more\nb: [x, {{'k{char}': \"v{char}\"}}]\nc: @x\n".encode())
    assert isinstance(found, Unreadable)
    assert (found.finding.line, found.finding.column) == (3, 4)
    read = parse("x.yaml", f"a: one{char}two # a comment{char}more\nb: [x, {{'k{char}': \"v{char}\"}}]\nc: &n {{d: e{char}f}}\ng: *n\n".encode())
    assert isinstance(read, Document)
    twice = {"d": f"e{char}f"}
    assert dict(read.data) == {"a": f"one{char}two", "b": ["x", {f"k{char}": f"v{char}"}], "c": twice, "g": twice}
    assert (read.values[("b", 0)].line, read.keys[("c",)].line, read.end.line) == (2, 3, 4)
