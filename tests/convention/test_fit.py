"""The short way past Cerberus: what fits is right for Cerberus too, and what is right fits."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models import EXAMPLE

from readiness_bot.convention.fields import Schema, value
from readiness_bot.convention.fit import fits
from readiness_bot.convention.registry import FILES, schemas_at
from readiness_bot.convention.validate import faults
from readiness_bot.reading.document import Document, Unreadable
from readiness_bot.reading.markdown import parse_runbook
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind


@cache
def of(name: str) -> Document:
    """One file of the example, read."""
    read = parse_runbook if name.endswith(".md") else parse
    document = read(name, (EXAMPLE / "readiness" / name).read_bytes())
    assert not isinstance(document, Unreadable)
    return document


@pytest.mark.parametrize("name", FILES)
def test_the_example_takes_the_short_way(name: str) -> None:
    assert fits(of(name).data, schemas_at(Kind.MODEL)[name])


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.just(1e16), st.just(float("nan")), st.text("a-@1 ", max_size=5), st.dates(date(2026, 1, 1)),
    st.sampled_from(["low", "medium", "design", "mei-chen", "acme/ops", "never", "na"]),
    st.lists(st.sampled_from(["mei-chen", 3, None]), max_size=2), st.dictionaries(st.sampled_from(["na", "by", "person", "level"]), st.just("x"), max_size=2),
)  # fmt: skip


@given(st.sampled_from(FILES), st.data())
def test_the_short_way_says_what_cerberus_says(name: str, data: st.DataObject) -> None:
    """One place of the example has another value, whatever it is."""
    schema, document = schemas_at(Kind.MODEL)[name], of(name)
    path = data.draw(st.sampled_from(list(places(document.data))))
    odd = changed(document.data, path, data.draw(ODD))
    assert fits(odd, schema) == (faults(odd, document, schema) == ())


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return ([at] if at else []) + [found for key, below in inner for found in places(below, (*at, key))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({"region": value("text", "where", regex="eu-.*")}, {"region": "eu-west-1"}),
        ({"region": {"type": "string"}}, {"region": "eu-west-1"}),
        ({"region": value("text", "where")}, {"regoin": "eu-west-1"}),
    ],
    ids=["a rule that only Cerberus knows", "a type that only Cerberus knows", "an unknown key"],
)
def test_what_only_cerberus_can_tell(schema: Schema, data: dict[str, Any]) -> None:
    assert not fits(data, schema)
