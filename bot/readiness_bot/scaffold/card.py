"""The first sentence of a model card's intended use, where it is plain text that can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readiness_bot.reading.markdown import parse_markdown

_INTENDED = re.compile(r"(?:primary )?(?:intended|direct) uses?\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SENTENCE = re.compile(r"(.{20,}?(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.!?])(?=\s|$)")
_MARKUP = re.compile(r"[<>\[\]|\\{}]|^[ \t]*+(?:[-+*#]|\d++[.)])\s", re.MULTILINE)
_UNDERLINE = re.compile(r"\s*(?:=+|-+)\s*")
_LONGEST = 300


def intended_use(text: str) -> str | None:
    """One sentence, or None where there is none that one may quote without changing its meaning."""
    headings = parse_markdown("MODEL_CARD.md", text.encode("utf-8", "replace")).headings
    lines = text.splitlines()
    for n, heading in enumerate(headings):
        if not _INTENDED.match(heading.text.strip()):
            continue
        end = headings[n + 1].position.line - 1 if n + 1 < len(headings) else len(lines)
        below = lines[heading.position.line : end]
        found = _sentence(below[1:] if below and _UNDERLINE.fullmatch(below[0]) else below)
        if found:
            return found
    return None


def _sentence(lines: Iterable[str]) -> str | None:
    """Of the first paragraph; a list, a table or anything with markup says too much to be cut."""
    paragraph = re.split(r"\n\s*\n", _COMMENT.sub("", "\n".join(lines)).strip())[0]
    if not paragraph.strip() or _MARKUP.search(paragraph):
        return None
    plain = re.sub(r"[*`]", "", " ".join(paragraph.split()))
    match = _SENTENCE.match(plain)
    sentence = match[1] if match else plain
    return sentence if 20 <= len(sentence) <= _LONGEST else None
