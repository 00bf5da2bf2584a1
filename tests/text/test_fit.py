"""A page is shortened by whole lines, never inside one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.text.escape import MAX_BODY
from readiness_bot.text.fit import Block, fit, fold
from readiness_bot.text.markup import Markdown, md

LINES = st.lists(st.integers(1, 3000).map(lambda length: md("- {}", Markdown("x" * length))), max_size=120)
A, B, C = md("- a"), md("- b"), md("- c")


def test_what_fits_stands() -> None:
    blocks = [Block(md("# Title")), Block(md("**List**\n"), (A, B)), fold("Rest", [C])]
    assert fit(blocks) == "# Title\n\n**List**\n\n- a\n- b\n\n<details><summary>Rest</summary>\n\n- c\n\n</details>\n"


def test_what_is_left_out_is_counted() -> None:
    assert fit([Block(md("**List**\n"), (A, B, C), noun="more gaps", most=1)]) == (
        "**List**\n\n- a\n\n… and 2 more gaps; `readiness check` shows everything.\n"
    )


def test_what_comes_first_has_the_room() -> None:
    text = fit([Block(lines=(Markdown("a" * 30), Markdown("b" * 30)), noun="more"), Block(lines=(Markdown("c" * 30),))], most=2 * 200 + 70)
    assert [character in text for character in ("aa", "bb", "cc")] == [True, True, False]


@given(st.lists(LINES, max_size=6))
def test_below_the_limit_and_balanced(lists: list[list[Markdown]]) -> None:
    blocks = [block for lines in lists for block in (Block(md("**List**\n"), tuple(lines)), fold("Rest", lines))]
    text = fit(blocks)
    whole = {line for lines in lists for line in lines}
    assert len(text) <= MAX_BODY
    assert text.count("<details>") == text.count("</details>") == len(lists)
    assert [line for line in text.splitlines() if line.startswith("- ") and line not in whole] == []
