import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.convention.scalar import scalar
from readiness_bot.reading.document import Document
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.fill import fill, written


@pytest.mark.parametrize(
    ("text", "yaml"),
    [
        ("mei-chen", "mei-chen"),
        ("acme/retention-ops", "acme/retention-ops"),
        ("Rank subscribers by risk.", "Rank subscribers by risk."),
        ("60 days", '"60 days"'),
        ("2026-07-06", '"2026-07-06"'),
        ("1.10", '"1.10"'),
        ("true", '"true"'),
        ("No", '"No"'),
        ("null", '"null"'),
        ("key: value", '"key: value"'),
        ("a #b", '"a #b"'),
        ("one, two", '"one, two"'),
        ('say "x"', '"say \\"x\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("Größe €", '"Größe €"'),
        ("$(rm -rf /)", '"$(rm -rf /)"'),
    ],
)
def test_a_text_as_yaml(text: str, yaml: str) -> None:
    assert scalar(text) == yaml


@given(st.text().map(lambda text: "".join(c for c in text if c.isprintable())))
def test_any_printable_line_is_read_back_as_itself(text: str) -> None:
    for document in (f"key: {scalar(text)}   # comment\n", f"key: [{scalar(text)}, x]\n", f"key: {{a: {scalar(text)}}}\n"):
        read = parse("x.yaml", document.encode())
        assert isinstance(read, Document)
        assert read.data["key"] in (text, [text, "x"], {"a": text})


def test_a_list() -> None:
    assert written(("ana-ruiz", "null")) == '[ana-ruiz, "null"]'


@pytest.mark.parametrize(
    ("template", "value", "line"),
    [
        ("model: $x              # name\n", "churn", "model: churn               # name\n"),
        ("model: $x              # name\n", "", "model:                     # name\n"),
        ("model: $x   # name\n", "a-name-that-is-rather-long", "model: a-name-that-is-rather-long   # name\n"),
        ("lead: $x\n", "", "lead:\n"),
        ("    with: {directory: $x}\n", None, ""),
        ("# no slot\n", "churn", "# no slot\n"),
        ("# Runbook: $x\n", "churn", "# Runbook: churn\n"),
        ("model: $x\n", "$y ${z}", "model: $y ${z}\n"),
    ],
)
def test_a_line_is_filled_and_its_comment_keeps_the_column(template: str, value: str | None, line: str) -> None:
    assert fill(template, {"x": value}) == line


def test_a_slot_that_nobody_fills_is_a_fault() -> None:
    with pytest.raises(KeyError, match="model"):
        fill("model: $model\n", {})
