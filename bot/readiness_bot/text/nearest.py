"""The word that somebody most likely meant. The only module that imports difflib to compare words. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60
"""Characters of a word that is looked at: comparing takes time in the square of them, and no word of ours is
longer."""


def nearest(word: str, words: Iterable[str], cutoff: float = 0.6) -> str:
    """Of these words the one most like it; empty where none is."""
    close = near(word, words, 1, cutoff)
    return close[0] if close else ""


def near(word: str, words: Iterable[str], most: int, cutoff: float = 0.6) -> list[str]:
    """Of these words those most like it, the nearest first."""
    import difflib  # what nobody needs who writes well

    return difflib.get_close_matches(word[: _LONGEST + 1], list(words), n=most, cutoff=cutoff)
