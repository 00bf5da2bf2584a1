"""What a check may do with the stand-ins for a moment of the past: ask for one thing at a time, and nothing that would not be noted."""

from __future__ import annotations

from typing import Any

import pytest

from readiness_bot.audit.watch import Asked, WatchedPaths

STAND_INS: list[Any] = [Asked({"a": 1}.get), WatchedPaths.of(lambda path: path == "a")]


@pytest.mark.parametrize("found", STAND_INS)
def test_one_by_one(found: Any) -> None:
    assert ("a" in found, "b" in found) == (True, False)


@pytest.mark.parametrize("found", STAND_INS)
def test_not_all_at_once(found: Any) -> None:
    with pytest.raises(TypeError):
        list(found)


def test_a_value_by_its_key() -> None:
    found = Asked({"a": 1}.get)
    assert (found["a"], found.get("a"), found.get("b"), found.get("b", 2)) == (1, 1, None, 2)
    with pytest.raises(KeyError):
        found["b"]
