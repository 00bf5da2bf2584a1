"""A text as a value of YAML. Pure."""

from __future__ import annotations

import json

from readiness_bot.late import re

_BARE = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ._/()'%-]*[A-Za-z0-9.)%])?")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
"""Words that one YAML version or another does not read as text."""


def scalar(value: str) -> str:
    """A text as YAML: bare where that cannot be misread, also inside `[…]` and `{…}`, else in double quotes.

    JSON's quoting is YAML's too, for one line of printable characters.
    """
    if _BARE.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)
