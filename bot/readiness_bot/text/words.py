"""Small words: dates, numbers and plurals as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from readiness_bot.text.dates import in_language

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(count: int) -> str:
    """`three`; digits above ten."""
    return _NUMBERS[count] if 0 <= count <= 10 else str(count)


def plural(count: int, word: str, words: str = "") -> str:
    """`1 gap`, `3 gaps`."""
    return f"{count} {word if count == 1 else words or word + 's'}"


def first_of(texts: Sequence[str], most: int, between: str = ", ", rest: str = " and {} more") -> str:
    """`a, b and 3 more`."""
    left = len(texts) - most
    return between.join(texts[:most]) + (rest.format(left) if left > 0 else "")


def and_more(left: int, noun: str = "") -> str:
    """`… and 3 more notes`, on a line of its own; empty where none are left."""
    return f"… and {left} more {noun}".rstrip() if left > 0 else ""


def day(value: date, today: date, language: str = "en") -> str:
    """`7 Sep`, with the year where it is another one; `language` is one of `settings.LANGUAGES`."""
    if language != "en":
        return in_language(value, language, year=value.year != today.year)
    return f"{value.day} {value:%b}" + (f" {value.year}" if value.year != today.year else "")


def full_day(value: date, language: str = "en") -> str:
    """`7 Sep 2026`: for texts that stay."""
    return (
        in_language(value, language, year=True)
        if language != "en"
        else f"{value.day} {value:%b} {value.year}"
    )


def distance(value: date, today: date) -> str:
    """`in 26 days`, `16 days late`, `today`."""
    days = (value - today).days
    if days == 0:
        return "today"
    return f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} late"
