"""A dataclass and its document: a key is a field."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from readiness_bot.text.data import UNSHOWN, data_of, key, made
from readiness_bot.vocabulary import Tier

DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Leaf:
    day: date = field(metadata=key(date.fromisoformat))
    words: tuple[str, ...] = field(default=(), metadata=key(tuple, empty=()))


@dataclass(frozen=True)
class Tree:
    tier: Tier | None
    leaves: tuple[Leaf, ...]
    people: int | None = field(default=None, metadata=key(empty=None, name="by_person"))
    secret: str = field(default="", metadata=UNSHOWN)


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (Leaf(DAY), {"day": "2026-11-20"}),
        (Leaf(DAY, ("a",)), {"day": "2026-11-20", "words": ["a"]}),
        (Tree(Tier.LOW, (), secret="x"), {"tier": "low", "leaves": []}),
        (Tree(None, (Leaf(DAY),), 0), {"tier": None, "leaves": [{"day": "2026-11-20"}], "by_person": 0}),
        ({"a": (Tier.HIGH, 1.5, None)}, {"a": ["high", 1.5, None]}),
    ],
)
def test_data(value: object, data: object) -> None:
    assert data_of(value) == data


@pytest.mark.parametrize("leaf", [Leaf(DAY), Leaf(DAY, ("a", "b"))])
def test_what_was_written_is_read(leaf: Leaf) -> None:
    assert made(Leaf, data_of(leaf)) == leaf


@pytest.mark.parametrize(
    ("data", "error"), [({}, KeyError), ({"day": "soon"}, ValueError), ({"day": "2026-11-20", "words": 7}, TypeError), (None, TypeError), ([], TypeError)]
)
def test_what_is_no_value_is_an_error(data: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        made(Leaf, data)
