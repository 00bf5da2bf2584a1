"""Lines for a screen of some width: no word is cut, and each has a tone that a terminal may colour. Pure.

A `Row` is data. `plain_rows` makes it text; who writes to a terminal may paint it (`cli/screen.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from readiness_bot.text.escape import Screen, plain, screen, wide

NARROW, WIDE = 60, 100
"""Columns: nothing is laid out narrower than the first, and nobody reads lines longer than the second."""


class Tone(StrEnum):
    """What a piece of text is. It only ever repeats what the words say."""

    PLAIN = "plain"
    TITLE = "title"
    BAD = "bad"
    GOOD = "good"
    NEXT = "next"
    PLACE = "place"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of one line; `text` has no control characters."""

    text: str
    tone: Tone = Tone.PLAIN
    whole: bool = False
    """Never broken, blanks or not: a command, to be copied."""


Row: TypeAlias = tuple[Part, ...]
BLANK: Row = ()


def part(text: str, tone: Tone = Tone.PLAIN) -> Part:
    """Anybody's text as a piece of one line."""
    return Part(plain(text), tone)


def flow(parts: Iterable[Part], width: int, indent: int = 0, hanging: int | None = None) -> Iterator[Row]:
    """Fill lines of `width` columns, the first indented by `indent`, the others by `hanging`.

    Breaks at blanks alone: a path, a login or a key that is wider than the line stands whole on its own.
    """
    row, used = [Part(" " * indent)], indent
    for blanks, word in _words(parts):
        size = sum(wide(piece.text) for piece in word)
        if len(row) > 1 and used + blanks + size > width:
            yield tuple(row)
            used = indent if hanging is None else hanging
            row = [Part(" " * used)]
        if len(row) > 1:
            _append(row, Part(" " * blanks, row[-1].tone))
            used += blanks
        for piece in word:
            _append(row, piece)
        used += size
    if len(row) > 1:
        yield tuple(row)


def _words(parts: Iterable[Part]) -> Iterator[tuple[int, list[Part]]]:
    """Each word with the number of blanks before it. A word may have pieces of several tones."""
    blanks, word = 0, list[Part]()
    for piece in parts:
        for n, text in enumerate([piece.text] if piece.whole else piece.text.split(" ")):
            if n and word:
                yield blanks, word
                blanks, word = 0, []
            blanks += n > 0
            if text:
                word.append(Part(text, piece.tone))
    if word:
        yield blanks, word


def _append(row: list[Part], piece: Part) -> None:
    """Neighbours of one tone are one piece; the indentation is none of them."""
    if len(row) > 1 and row[-1].tone is piece.tone:
        row[-1] = Part(row[-1].text + piece.text, piece.tone)
    else:
        row.append(piece)


def beside(
    place: Part, told: Sequence[Sequence[Part]], width: int, indent: int, column: int = 0
) -> Iterator[Row]:
    """A place, and what there is to say about it: beside it where `_ROOM` columns are left, else below it.

    `column`: of the widest place in the list, so that all of them line up; 0: this one stands alone, and a
    short text stays beside it. `told`: paragraphs.
    """
    start = indent + (column or wide(place.text)) + _GAP
    longest = max((sum(wide(piece.text) for piece in paragraph) for paragraph in told), default=0)
    if start + (_ROOM if column else min(_ROOM, longest)) > width:
        yield (Part(" " * indent), place)
        for paragraph in told:
            yield from flow(paragraph, width, indent + 2, indent + 4)
        return
    rows = [row for paragraph in told for row in flow(paragraph, width, start)]
    if not rows:
        yield (Part(" " * indent), place)
        return
    first, *rest = rows
    filled = " " * (start - indent - wide(place.text))
    yield (Part(" " * indent), place, Part(filled), *first[1:])
    yield from rest


_GAP, _ROOM = 2, 40
"""Columns between a place and its text, and so many that the text needs beside it."""


def plain_rows(rows: Iterable[Row]) -> Screen:
    """The rows without tones, without blank ones at the end."""
    return screen("".join(piece.text for piece in row) for row in trimmed(rows))


def trimmed(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Without a blank row at the end, or two in a sequence."""
    kept = list[Row]()
    for row in rows:
        if row or (kept and kept[-1]):
            kept.append(row)
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
