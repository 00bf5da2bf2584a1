"""Anchors as GitHub makes them, and as people write links to them. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote

from readiness_bot.late import re

_KEPT = frozenset(("Nd", "Nl", "Pc"))
_ELEMENT = re.compile(r"<[A-Za-z][^<>]*>")
_ID = re.compile(r"""\s(?:id|name)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>=]+))""", re.IGNORECASE)
_OWN = re.compile(r"\{#([^\s{}]++)[^{}]*+\}\Z")


def slug(text: str) -> str:
    """Small letters, no punctuation, hyphens for spaces.

    Marks stay: an accent of its own, and what makes Thai or Hindi readable.

    Source: html-pipeline, `toc_filter.rb` (`/[^\\p{Word}\\- ]/u`, then spaces to hyphens); in Ruby
    `\\p{Word}` is letters, marks, decimal digits and connectors. GitHub's own anchors are written small in
    every script (github-slugger, whose tests were made from GitHub's pages).
    """
    kept = "".join(char for char in text.strip().lower() if char in " -" or _is_word(char))
    return kept.replace(" ", "-")


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category in _KEPT


def numbered(name: str, seen: Counter[str]) -> str:
    """The second of a name gets `-1`."""
    count = seen[name]
    seen[name] += 1
    return f"{name}-{count}" if count else name


def own_anchor(heading: str) -> tuple[str, str]:
    """`Fall back {#fb}` → the heading's words and `fb`, as Hugo, Docusaurus and kramdown write it; empty
    where there is none."""
    match = _OWN.search(heading.rstrip())
    return (heading[: match.start()].rstrip(), match[1]) if match else (heading, "")


def html_anchors(html: str) -> Iterable[str]:
    """`<a id="fb">`, `<a name="fb">`, `<h2 id=fb>`."""
    for element in _ELEMENT.findall(html):
        for match in _ID.finditer(element):
            yield match[1] or match[2] or match[3] or ""


def same_anchor(written: str, anchors: Iterable[str]) -> bool:
    """Whether a link's anchor leads to one of these: percent-encoded as a browser copies it, accents in one
    or two code points."""
    wanted = {_plain(written), _plain(unquote(written))}
    return any(_plain(anchor) in wanted for anchor in anchors)


def _plain(anchor: str) -> str:
    return unicodedata.normalize("NFC", anchor.removeprefix("user-content-")).lower()
