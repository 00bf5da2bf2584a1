"""Amounts, shares and lists of a portfolio in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from readiness_bot.audit.figures import Money
from readiness_bot.audit.told import money
from readiness_bot.text import words

_CURRENCIES = 4


def amounts(sums: Sequence[Money], none: str = "") -> str:
    """`EUR 480,000 and USD 90,000`: currencies stay apart."""
    told = [money(each) for each in sums[:_CURRENCIES]]
    if len(sums) > _CURRENCIES:
        told.append(f"{len(sums) - _CURRENCIES} more currencies")
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else "".join(told) or none


def count(number: int, word: str, more: str = "") -> str:
    """`1 model`, `10,000 models`."""
    return f"{number:,} {word if number == 1 else more or word + 's'}"


def some(places: Sequence[str], most: int = 2) -> str:
    """`acme/churn, acme/fraud and 12 more`."""
    return words.first_of(places, most, rest=" and {:,} more")


def day(value: date | None, none: str = "") -> str:
    """`7 Sep 2026`: reports are kept."""
    return words.full_day(value) if value else none
