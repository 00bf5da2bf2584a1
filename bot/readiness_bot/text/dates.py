"""Dates in another language than English: the one wrapper for Babel, which is imported only when it is asked
for. Pure."""

from __future__ import annotations

from datetime import date


def in_language(value: date, language: str, year: bool) -> str:
    """`9. Okt.`, `9 oct. 2026`: as CLDR writes a day with its short month in one of `settings.LANGUAGES`."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMd" if year else "MMMd", value, locale=language)
