"""What a value of the wrong type was most likely meant to be, as YAML to write in its place. Pure.

Only what can mean one thing is told; else the type's own advice stands (`fields.TYPES`).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from readiness_bot.convention.fields import TYPES, Schema
from readiness_bot.convention.scalar import scalar
from readiness_bot.late import re

_LONGEST = 100
_PROFILE = re.compile(r"(?:https?://)?[\w.-]+\.[a-z]+/@?([\w-]+)/?", re.IGNORECASE)
_TEAM_PAGE = re.compile(r"(?:https?://)?[\w.-]+/orgs/([\w.-]+)/teams/([\w.-]+)/?", re.IGNORECASE)
_AMOUNT = re.compile(
    r"[~≈]?\s*+([+-]?)([€$£¥]|[A-Z]{3})?\s*+(\d[\d., '’_\u00a0\u202f]*+)(k\b)?\s*+([^\W\d_]{0,10}|[€$£¥%])\.?"
)
_CURRENCY = re.compile(r"[€$£¥]|[A-Z]{3}|[Ee]uros?|[Dd]ollars?")
_GROUPS = {
    ",": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"),
    ".": re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?|[1-9]\d{0,2}\.\d{3},\d+"),
}
_FLAGS = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "true": "true",
    "no": "false",
    "n": "false",
    "off": "false",
    "false": "false",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERIC_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[T ].*)?")
_NAMED_DAY = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?[ -])?([a-z]{3,9})\.?[ -](?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})",
    re.IGNORECASE,
)


def meant(kind: str, value: object, written: object = None, key: str = "") -> str | None:
    """`written`: the value's text in the file, where it is known (`1.10`, which YAML reads as 1.1).

    `key`: of a number, which tells its unit (`within_minutes`).
    """
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], list | Mapping):
        one = value[0]  # `signs_off: [omar-haddad]`
        return _as_yaml(one) if TYPES[kind].accepts(one) else meant(kind, one)
    if isinstance(value, list | Mapping) or value is None:
        return None
    if kind in ("version", "text", "link"):
        return json.dumps(str(written if written is not None else value), ensure_ascii=False)
    text = str(value).strip()
    if len(text) > _LONGEST:
        return None
    if kind == "number":
        return _number(text, key)
    return _BY_KIND[kind](text) if kind in _BY_KIND else None


def list_meant(rules: Schema, value: object) -> str | None:
    """`karpathy`, where a list of logins is wanted → `[karpathy]`; `ana, raj` → `[ana, raj]`."""
    kind = rules.get("schema", {}).get("type")
    if not isinstance(value, str) or kind not in TYPES or len(value) > 3 * _LONGEST:
        return None
    parts = (
        [part for part in map(str.strip, re.split("[,;]", value)) if part]
        if kind in ("login", "team")
        else [value]
    )
    each = [part if TYPES[kind].accepts(part) else meant(kind, part) for part in parts]
    if not each or None in each:
        return None
    return f"[{', '.join(scalar(part) for part in each if part)}]"


def slug(text: str) -> str:
    """`Churn Propensity` → `churn-propensity`; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9._-]+", "-", plain.lower()).strip("-._")[:100]


def _as_yaml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return scalar(value) if isinstance(value, str) else str(value)


def _login(text: str) -> str | None:
    profile = _PROFILE.fullmatch(text)
    name = profile[1] if profile else text.removeprefix("@")
    return name if TYPES["login"].accepts(name) else None


def _team(text: str) -> str | None:
    page = _TEAM_PAGE.fullmatch(text)
    name = f"{page[1]}/{page[2]}" if page else text.removeprefix("@")
    return name if TYPES["team"].accepts(name) else None


def _workflow(text: str) -> str | None:
    path = f".github/workflows/{text.rpartition('/')[2]}"
    return path if TYPES["workflow"].accepts(path) and ".." not in text else None


def _number(text: str, key: str) -> str | None:
    """`2,9` → 2.9, `18,000` → 18000, `1.234,5` → 1234.5, `€18k` → 18000, `30 min` → 30 at `within_minutes`.

    Nothing for another unit.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None or not _is_unit_of(key, match[5]):
        return None
    digits = re.sub(r"[ '’_\u00a0\u202f]", "", match[3]).rstrip(".,")
    if _GROUPS[","].fullmatch(digits):
        digits = digits.replace(",", "")
    elif _GROUPS["."].fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return None
    if match[4]:
        digits = f"{float(digits) * 1000:.0f}"
    return match[1].replace("+", "") + digits


def _is_unit_of(key: str, unit: str) -> bool:
    """Whether a number keeps its meaning without what stands behind it."""
    if not unit or _CURRENCY.fullmatch(unit) or (unit == "%" and key == "share"):
        return True
    stem = unit.lower().rstrip("s")
    return len(stem) > 1 and any(word.startswith(stem) for word in key.split("_"))


def _day(text: str) -> str | None:
    """`30.11.2026`, `2026/11/30`, `30 Nov 2026`, `Nov 30, 2026`. `05/06/2026` means two days, and so none."""
    numeric, named = _NUMERIC_DAY.fullmatch(text), _NAMED_DAY.fullmatch(text)
    if numeric:
        first, separator, second, third = numeric.groups()
        if len(first) == 4:
            return _iso(first, second, third)
        if len(third) == 4 and (separator == "." or int(first) > 12 or first == second):
            return _iso(third, second, first)
        return _iso(third, first, second) if len(third) == 4 and int(second) > 12 else None
    month = named[2][:3].lower() if named else ""
    if named and month in _MONTHS and (named[1] or named[3]):
        return _iso(named[4], str(_MONTHS.index(month) + 1), named[1] or named[3])
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_BY_KIND: dict[str, Callable[[str], str | None]] = {
    "login": _login,
    "team": _team,
    "slug": lambda text: slug(text) or None,
    "workflow": _workflow,
    "flag": lambda text: _FLAGS.get(text.lower()),
    "day": _day,
    "retirement": _day,
}
