"""Markdown to headings with what stands below each, by CommonMark's rules: the only module that imports markdown-it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from markdown_it.token import Token

from readiness_bot.reading import commonmark
from readiness_bot.reading.document import Document, Finding, Heading, Position, Unreadable
from readiness_bot.reading.yaml import parse

FENCE = re.compile(r"^---[ \t]*$")
"""The line above and below front matter."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_PLACEHOLDER_STEP = re.compile(r"\W*+(?:$|(?:todo|tbd)\b)", re.IGNORECASE)


def parse_runbook(path: str, content: bytes) -> Document | Unreadable:
    """YAML front matter as data (with the file's line numbers), and the headings."""
    text = _text(path, content)
    if isinstance(text, Unreadable):
        return text
    lines = text.splitlines()
    if len(lines) > commonmark.MAX_LINES:
        told = f"this file has {len(lines):,} lines, and {commonmark.MAX_LINES:,} are the most"
        return Unreadable(
            Finding(
                path, commonmark.MAX_LINES + 1, 1, "refused", told, "move what is not asked for elsewhere"
            )
        )
    if not lines or not FENCE.match(lines[0]):
        return parse_markdown(path, content)
    closing = next((n for n, line in enumerate(lines[1:], 1) if FENCE.match(line)), None)
    if closing is None:
        message, fix = "the front matter opened by '---' is never closed", "add a line '---' after it"
        return Unreadable(Finding(path, 1, 1, "syntax", message, fix))
    front = parse(path, "\n".join(lines[1:closing]).encode(), first_line=2)
    if isinstance(front, Unreadable):
        return front
    end = Position(closing + 1, 1)
    return replace(front, end=end, headings=tuple(_headings(lines[closing + 1 :], closing + 1)))


@lru_cache(maxsize=64)
def parse_markdown(path: str, content: bytes) -> Document:
    """The headings of any Markdown text; front matter, if there is any, is passed over. The audit asks for one text many times."""
    lines = content.decode("utf-8-sig", "replace").splitlines()
    skipped = 0
    if lines and FENCE.match(lines[0]):
        skipped = next((n + 1 for n, line in enumerate(lines[1:], 1) if FENCE.match(line)), 0)
    return Document(end=Position(max(len(lines), 1), 1), headings=tuple(_headings(lines[skipped:], skipped)))


def _text(path: str, content: bytes) -> str | Unreadable:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Unreadable(Finding(path, line, 1, "syntax", "this file is not UTF-8 text", "save it as UTF-8"))


def _headings(lines: Sequence[str], skipped: int) -> Iterator[Heading]:
    tokens = commonmark.tokens(lines)
    starts = [n for n, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0]
    seen: Counter[str] = Counter()
    for index, start in enumerate(starts):
        level = int(tokens[start].tag[1:])
        ends = (n for n in starts[index + 1 :] if int(tokens[n].tag[1:]) <= level)
        body = tokens[start + 3 : next(ends, len(tokens))]
        text = _plain(tokens[start + 1])
        line = (tokens[start].map or [0])[0] + skipped + 1
        yield Heading(level, text, _anchor(text, seen), Position(line, 1), _steps(body), _prose(body))


def _anchor(text: str, seen: Counter[str]) -> str:
    """GitHub's: small letters, no punctuation, hyphens for spaces; the second of a name gets `-1`."""
    slug = _NOT_IN_ANCHOR.sub("", text.strip().lower()).replace(" ", "-")
    count = seen[slug]
    seen[slug] += 1
    return f"{slug}-{count}" if count else slug


def _plain(token: Token) -> str:
    """What a reader sees of an inline token."""
    breaks = {"softbreak": " ", "hardbreak": " "}
    children = token.children or []
    return "".join(
        child.content if child.type in ("text", "code_inline") else breaks.get(child.type, "")
        for child in children
    )


def _steps(body: Sequence[Token]) -> int:
    """List items that say something, and code blocks that stand outside a list."""
    steps = sum(token.type in ("fence", "code_block") and token.level == 0 for token in body)
    for n, token in enumerate(body):
        if token.type == "list_item_open":
            inline = next(
                (
                    body[later]
                    for later in range(n + 1, len(body))
                    if body[later].type in ("inline", "fence", "list_item_close")
                ),
                None,
            )
            said = _plain(inline) if inline is not None and inline.type == "inline" else ""
            steps += inline is not None and (inline.type == "fence" or not _PLACEHOLDER_STEP.match(said))
    return steps


def _prose(body: Sequence[Token]) -> int:
    headings = {n + 1 for n, token in enumerate(body) if token.type == "heading_open"}
    texts = (
        _COMMENT.sub("", _plain(token)).strip()
        for n, token in enumerate(body)
        if token.type == "inline" and n not in headings
    )
    return sum(0 if _PLACEHOLDER_STEP.match(text) else len(text) for text in texts)
