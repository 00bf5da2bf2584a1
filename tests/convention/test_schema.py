"""The JSON Schema for editors says what `check` says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.convention.test_edits import EDITS
from tests.models import EXAMPLE, edited, example, path_of

from readiness_bot.convention.placeholders import is_placeholder, portable
from readiness_bot.convention.schema import NAMES, json_schema, settings_schema
from readiness_bot.reading.document import Document
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.kinds import for_kind
from readiness_bot.scaffold.templates import template
from readiness_bot.vocabulary import Kind


def plain(value: Any) -> Any:
    """As JSON has it: dates are strings."""
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value.isoformat() if isinstance(value, date) else value


def errors(name: str, text: str) -> list[str]:
    read = parse(name, text.encode())
    assert isinstance(read, Document)
    return [error.message for error in Draft7Validator(json_schema(name), format_checker=Draft7Validator.FORMAT_CHECKER).iter_errors(plain(dict(read.data)))]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema(name: str) -> None:
    Draft7Validator.check_schema(json_schema(name))


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".yaml")])
def test_the_example_fits(name: str) -> None:
    assert errors(name, (EXAMPLE / "readiness" / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("rule", ["unknown-key", "type", "value"])
def test_what_check_finds_wrong_does_not_fit(rule: str) -> None:
    wrong = [(edit, lines) for edit, lines in EDITS if any(line.endswith(f"[{rule}]") for line in lines)]
    assert wrong
    for edit, _ in wrong:
        name = path_of(edit[0])
        content = edited(example(), edit).files[name]
        assert isinstance(content, bytes)
        assert errors(name.removeprefix("readiness/"), content.decode()), edit


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".yaml")])
def test_an_unfilled_template_fits(name: str) -> None:
    assert errors(name, re.sub(r"\$\w+", "", for_kind(template(f"readiness/{name}"), Kind.MODEL))) == []


@pytest.mark.parametrize(
    "text",
    ["TBD", "tbd", " Todo ", "TODO: ask mei", "LOGIN", "ORG/TEAM", "???", "xxx", "<who?>", "docs/…", "…", "...", "your-team", "https://example.com/x",
     "[More Information Needed]", "{{ card }}", "<!-- later", "[insert a name]", "yyyy-mm-dd", "", " ", "login", "Todos", "mei-chen", "acme/ops", "12 %", "a < b",
     "example.community", "x", "[a list]", "todo-list", "tbd\n", "2026-10-01", "xX", "maybe"],
)  # fmt: skip
def test_editors_take_the_same_for_a_placeholder(text: str) -> None:
    """In the language of JSON Schema's patterns, which has no flags. An editor reads them with JavaScript: tests/editors asks one."""
    assert (re.search(portable(), text) is not None) == is_placeholder(text)


@pytest.mark.parametrize("name", NAMES)
def test_all_of_a_block_fits_as_a_form(name: str) -> None:
    """What an editor writes when it completes a block is a form: its words hold a place, or are ones that the key takes."""
    schema = json_schema(name)
    inner = [*blocks(schema, ())]
    assert inner
    for path, block in inner:
        [snippet] = block["defaultSnippets"]
        chosen = re.sub(r"\$\{\d+[:|](.*?)\|?\}", lambda m: m[1].partition(",")[0], json.dumps(snippet["body"]).replace('\\"', ""))
        form = json.loads(chosen.replace('"true"', "true"))
        assert [*Draft7Validator({**block, "definitions": schema["definitions"]}).iter_errors(form)] == [], path


def blocks(schema: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every block with known keys below a schema."""
    if "defaultSnippets" in schema:
        yield path, schema
    for key, inner in schema.get("properties", {}).items():
        yield from blocks(inner, (*path, key))
    if "items" in schema:
        yield from blocks(schema["items"], (*path, "*"))


def test_a_setting_has_no_placeholder() -> None:
    """The bot reads it as it stands: `gate: TBD` is wrong."""
    schema = Draft7Validator(settings_schema())
    assert [error.message for error in schema.iter_errors({"gate": "strict", "new_issues": 5, "tests": {"load": ".github/workflows/load.yml"}})] == []
    wrong: tuple[dict[str, Any], ...] = ({"gate": "TBD"}, {"new_issues": 0}, {"label": "x" * 31}, {"tests": {"load": "TODO"}}, {"gates": "off"})
    assert [len([*schema.iter_errors(each)]) for each in wrong] == [1] * 5


def test_a_key_says_what_it_is_by_when_and_from_whom() -> None:
    schema = json_schema("governance.yaml")["properties"]["compliance"]
    assert schema["description"] == "the compliance approval\n\ndue: evaluation · compliance · readiness explain governance.compliance"
    assert schema["properties"]["by"]["description"] == "the compliance reviewer"
