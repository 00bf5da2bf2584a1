"""Words that stand for "not filled in yet".

Looked for before the type, so that `date: YYYY-MM-DD` is a gap, not an error.
"""

from __future__ import annotations

from functools import cache

from readiness_bot.late import re
from readiness_bot.reading.document import Document, KeyPath, Value

TO_FILL = (
    "LOGIN",
    "ORG/TEAM",
    "YYYY-MM-DD",
    "NAME",
    "METRIC",
    "NUMBER",
    "PATH",
    "URL",
    "VERSION",
    "TEXT",
    "REASON",
    "KIND",
    "CURRENCY",
    "COMMIT",
    "DIGEST",
    "ITEM",
    "DURATION",
    "DOCUMENT",
)
"""What our own snippets and templates leave to fill in; written in capitals."""
_TO_FILL = frozenset(TO_FILL)

_EXACT = frozenset(
    {
        "tbd",
        "tba",
        "tbc",
        "todo",
        "fixme",
        "n/a",
        "someone",
        "somebody",
        "anyone",
        "changeme",
        "to do",
        "unknown",
        "placeholder",
        "lorem ipsum",
        "...",
        "…",
        "-",
        "--",
        "coming soon",
        "to be determined",
        "to be defined",
        "to be added",
    }
)
_WHOLE = re.compile(
    r"^(?:todo|tbd|fixme)\b[:\s]"  # "TODO: one sentence"
    r"|^x{3,}$|^\?+$|^<[^<>]*>$"
    r"|^[^\s…]*+…\S*+$"  # docs/…
    r"|^\W{0,3}more info(?:rmation)? (?:is )?needed\W{0,3}$"  # Hugging Face's Trainer and its template
    r"|^\{\{[^{}]*\}\}$|^<!--|^\[(?:insert|add|describe|optional|your)\b[^\[\]]*\]$",  # templates' own marks
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"example\.(?:com|org|net)(?![\w-])|your[-_](?:org|team|name|login)|YYYY-MM-DD", re.IGNORECASE
)
_IN_IT = ("example.", "your", "yyyy-mm-dd")
"""One of them is in whatever the pattern above finds: they are looked for in every text, and faster."""


def _either_case(pattern: str) -> str:
    """The pattern for an engine that knows no flags: `tbd` → `[tT][bB][dD]`.

    Escapes stay as they are (`\\b` is no letter), and no class of ours holds a letter.
    """
    return re.sub(
        r"(\\.)|([a-z])", lambda m: m[1] or f"[{m[2].lower()}{m[2].upper()}]", pattern, flags=re.IGNORECASE
    )


@cache
def portable() -> str:
    """The same as a regular expression of ECMA 262 without flags, for JSON Schema: it is looked for
    anywhere in the text."""
    words = "|".join([*map(re.escape, TO_FILL), *(_either_case(re.escape(word)) for word in sorted(_EXACT))])
    # JavaScript has no possessive repetition, and takes no escape that it does not need.
    pattern = _either_case(f"{_WHOLE.pattern}|{_ANYWHERE.pattern}".replace("*+", "*"))
    return f"^\\s*(?:{words})?\\s*$".replace("\\ ", " ").replace("\\-", "-") + f"|{pattern}"


def is_placeholder(text: str) -> bool:
    """Whether a text is only a placeholder: `TBD`, `LOGIN`, `TODO: …`, `https://example.com/x`, `docs/…`."""
    stripped = text.strip()
    lowered = stripped.lower()
    return (
        not stripped
        or stripped in _TO_FILL
        or lowered in _EXACT
        or _WHOLE.match(stripped) is not None
        or (any(part in lowered for part in _IN_IT) and _ANYWHERE.search(stripped) is not None)
    )


def without_placeholders(document: Document) -> tuple[dict[str, Value], dict[KeyPath, str]]:
    """The document's data with every placeholder as None, and the text that stood at each place."""
    found: dict[KeyPath, str] = {}

    def clean(path: KeyPath, value: Value) -> Value:
        if isinstance(value, dict):
            return {key: clean((*path, key), child) for key, child in value.items()}
        if isinstance(value, list):
            return [clean((*path, index), child) for index, child in enumerate(value)]
        if isinstance(value, str) and is_placeholder(value):
            found[path] = value
            return None
        return value

    return {key: clean((key,), value) for key, value in document.data.items()}, found
