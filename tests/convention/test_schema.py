"""The JSON Schema for editors says what `check` says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.convention.test_edits import EDITS
from tests.models import EXAMPLE, edited, example, path_of

from readiness_bot.convention.schema import NAMES, json_schema
from readiness_bot.reading.document import Document
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.templates import template


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
    return [
        error.message
        for error in Draft202012Validator(json_schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(plain(dict(read.data)))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(json_schema(name))


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
def test_an_unfilled_template_has_no_unknown_key(name: str) -> None:
    text = template(f"readiness/{name}")
    assert [error for error in errors(name, text) if "Additional properties" in error] == []
