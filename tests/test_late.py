"""A late pattern says what the standard library's says."""

from __future__ import annotations

import re

import pytest

from readiness_bot import late

TEXT = "a-1 B-22"


@pytest.mark.parametrize("ask", ["search", "match", "fullmatch", "findall", "split"])
@pytest.mark.parametrize(("pattern", "flags"), [(r"([a-z])-(\d+)", 0), (r"([a-z])-(\d+)", re.IGNORECASE)])
def test_it_says_the_same(ask: str, pattern: str, flags: int) -> None:
    early, late_ = (getattr(made(pattern, flags), ask) for made in (re.compile, late.re.compile))
    assert str(late_(TEXT)).replace("'", "") == str(early(TEXT)).replace("'", "")


def test_a_wrong_one_is_found_when_it_is_used() -> None:
    with pytest.raises(re.error):
        late.re.compile("(").search("")


def test_all_else_is_the_module() -> None:
    assert (late.re.escape("a.b"), late.re.IGNORECASE) == (r"a\.b", re.IGNORECASE)
