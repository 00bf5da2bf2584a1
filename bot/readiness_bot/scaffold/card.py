"""The first sentence of a model card's intended use, where it is plain text that can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.reading.lines import lines_of
from readiness_bot.reading.markdown import parse_markdown

_NUMBER = re.compile(r"^[\W\d_]+")
_INTENDED = re.compile(
    r"(?:primary |model )?(?:intended|direct) (?:uses?|use[- ]?cases?|purposes?|applications?)\b(?! for"
    r" inference)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKUP = re.compile(r"[<>\[\]|\\{}]|^[ \t]*+(?:[-+*#]|\d++[.)])\s", re.MULTILINE)
_LABEL = re.compile(r"(?:\*\*|__)([^*_]{1,60})(?:\*\*|__)\s*(:?)\s*")
_UNDERLINE = re.compile(r"\s*(?:=+|-+)\s*")
_LONGEST = 300
_END = re.compile(r"[.!?]['\")’”]*(?=\s|$)|[。！？]")
_NEVER_LAST = frozenset(
    [
        "e.g",
        "i.e",
        "vs",
        "cf",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "no",
        "fig",
        "eq",
        "approx",
        "al",
        "resp",
        "incl",
        "esp",
        "st",
    ]
)
"""Abbreviations after which a sentence goes on."""
_MAY_BE_LAST = frozenset(
    [
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "univ",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
"""Those that may end one."""
_NEGATION = re.compile(
    r"\b(?:is|are|was|were|be|been|should|must|may|can|could|do|does|did|has|have|will|would|shall)(?: \w+)?"
    r" not\b|n['’]t\b|\bcannot\b"
    r"|^(?:not|never|no|none|nothing|nobody)\b|\bnot"
    r" (?:intended|meant|designed|suitable|recommended|appropriate|ready|to be|for)\b"
    r"|\b(?:unintended|prohibited|forbidden)\b|\bout[- ]of[- ]scope\b|\bnever be\b",
    re.IGNORECASE,
)
"""What says what a model is *not* for: no purpose."""


def intended_use(text: str) -> str | None:
    """One sentence, or None where there is none that one may quote without changing its meaning."""
    content = text.encode("utf-8", "replace")
    headings = parse_markdown("MODEL_CARD.md", content).headings
    lines = lines_of(text)
    for n, heading in enumerate(headings):
        if not _INTENDED.match(_NUMBER.sub("", heading.text)):
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
    paragraph = _without_label(paragraph)
    if not paragraph.strip() or _MARKUP.search(paragraph) or is_placeholder(paragraph):
        return None
    plain = re.sub(r"[*`]", "", " ".join(paragraph.split()))
    sentence = _first(plain[: _LONGEST + 2])
    if sentence is None or sentence.endswith(":") or not 20 <= len(sentence) <= _LONGEST:
        return None
    return None if is_placeholder(sentence) or _NEGATION.search(sentence) else sentence


def _without_label(paragraph: str) -> str:
    """`**Intended Use Cases** This model …` → `This model …`; a bold subject stays, and its sentence goes on
    in small letters."""
    label = _LABEL.match(paragraph)
    if label is None:
        return paragraph
    rest = paragraph[label.end() :]
    is_label = label[2] or label[1].rstrip().endswith(":") or rest[:1].isupper()
    return rest if is_label else paragraph


def _first(text: str) -> str | None:
    """Up to the first full stop that surely is one.

    None where it may belong to an abbreviation, which would cut the sentence.
    """
    for end in _END.finditer(text):
        rest = text[end.end() :].lstrip()
        if not rest or end[0][0] != ".":
            return text[: end.end()]
        before = text[: end.start()].rpartition(" ")[2].lstrip("(\"'").lower()
        if before in _NEVER_LAST or rest[0].islower() or rest[0] in "(,;":
            continue
        if before in _MAY_BE_LAST or "." in before or len(before) == 1:
            return None
        return text[: end.end()]
    return text
