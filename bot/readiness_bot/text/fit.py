"""A page of Markdown that stays below a forge's limit by leaving out whole lines: nothing is ever cut in two.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness_bot.text.escape import MAX_BODY, MAX_ROWS
from readiness_bot.text.markup import EMPTY, Markdown, join, md
from readiness_bot.text.markup import summary as in_html

_RESERVE = 200
"""For the sentence that says what was left out, and line feeds."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page. Head and foot always stand; lines stand as far as there is room.

    Each line is Markdown complete in itself: its code spans are closed, and a list's entry is one "line" with
    its sub-entries.
    """

    head: Markdown = EMPTY
    lines: tuple[Markdown, ...] = ()
    foot: Markdown = EMPTY
    noun: str = "more"
    """What the lines are called where some are left out: `… and 3 more gaps`."""
    most: int = MAX_ROWS


def fold(summary: str, lines: Sequence[Markdown]) -> Block:
    """A block that opens at a click; all its lines are wanted."""
    head = md("<details><summary>{}</summary>\n", in_html(summary))
    return Block(head, tuple(lines), md("\n</details>"), most=len(lines))


def fit(blocks: Sequence[Block], most: int = MAX_BODY) -> Markdown:
    """The page, with at most `most` characters as long as heads and feet alone have fewer.

    What comes first has the room first.
    """
    room = most - sum(len(block.head) + len(block.foot) + _RESERVE for block in blocks)
    parts = []
    for block in blocks:
        lines: list[Markdown] = []
        for line in block.lines[: block.most]:
            if len(line) + 1 > room:
                break
            room -= len(line) + 1
            lines.append(line)
        left = len(block.lines) - len(lines)
        lines += [md("\n… and {} {}; `readiness check` shows everything.", left, block.noun)] if left else []
        parts.append(join("\n", filter(None, (block.head, join("\n", lines), block.foot))))
    return md("{}\n", join("\n\n", filter(None, parts)))
