"""Markdown to headings with what stands below each, as GitHub shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from readiness_bot.late import re
from readiness_bot.reading.anchors import html_anchors, numbered, own_anchor, slug
from readiness_bot.reading.document import Document, Finding, Heading, Position, Unreadable
from readiness_bot.reading.lines import lines_of
from readiness_bot.reading.yaml import parse

if TYPE_CHECKING:
    from markdown_it.token import Token

FENCE = re.compile(r"^---[ \t]*$")
"""The line above and below front matter."""
_TOML_FENCE = re.compile(r"^\+\+\+[ \t]*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ELEMENT = re.compile(r"</?[A-Za-z][^<>]*>")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^<>]*>((?:(?!</?h[1-6]\b)[^\0]){0,300}?)</h\1\s*>", re.IGNORECASE)
_HTML_ITEM = re.compile(r"<li\b[^<>]*>\s*(?:<[^<>]*>\s*){0,5}[^\s<]", re.IGNORECASE)
_TO_FILL = re.compile(
    r"\W*+(?:todo|tbd|tba|more info(?:rmation)? needed|coming soon|to be"
    r" (?:added|written|done|determined|defined))?\W*+"
    r"|\{\{[^{}]*\}\}|<[^<>]*>|\[(?:insert|add|describe|your)\b[^\[\]]*\]",
    re.IGNORECASE,
)
"""What our own template and others' (Hugging Face's card, runbook templates) leave to fill in."""
_TO_DO = re.compile(r"\W{0,20}(?:todo|tbd)\b", re.IGNORECASE)
_LONGEST_TO_FILL = 200
_STEP = re.compile(r"^(?:step\s*)?\d{1,3}\s*[.):]\s*\w|^step\s*\d", re.IGNORECASE)


def parse_runbook(path: str, content: bytes) -> Document | Unreadable:
    """YAML front matter as data (with the file's line numbers), and the headings."""
    text = _text(path, content)
    if isinstance(text, Unreadable):
        return text
    from readiness_bot.reading import commonmark  # where there is Markdown to read

    lines = lines_of(text)
    looked_at = commonmark.looked_at(lines)
    if looked_at < len(lines):
        told = f"this file has {len(lines):,} lines, and {commonmark.MAX_LINES:,} are the most"
        if len(lines) <= commonmark.MAX_LINES:
            told = f"the tables up to here have more than {commonmark.MAX_BARS:,} cells, which is the limit"
        return Unreadable(
            Finding(path, looked_at + 1, 1, "refused", told, "move what does not belong here to another file")
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
    headings, anchors = _read(lines[closing + 1 :], closing + 1)
    return replace(front, end=end, headings=headings, anchors=anchors)


@lru_cache(maxsize=64)
def parse_markdown(path: str, content: bytes) -> Document:
    """The headings of any Markdown text; front matter, if there is any, is passed over.

    The audit asks for one text many times.
    """
    lines = lines_of(content.decode("utf-8-sig", "replace"))
    skipped = _front(lines)
    headings, anchors = _read(lines[skipped:], skipped)
    return Document(end=Position(max(len(lines), 1), 1), headings=headings, anchors=anchors)


def _front(lines: Sequence[str]) -> int:
    """How many lines front matter takes: YAML's, or TOML's as Hugo has it."""
    for fence in (FENCE, _TOML_FENCE):
        if lines and fence.match(lines[0]):
            return next((n + 1 for n, line in enumerate(lines[1:], 1) if fence.match(line)), 0)
    return 0


def _text(path: str, content: bytes) -> str | Unreadable:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(lines_of(content[: error.start].decode("utf-8", "replace") + "x"))
        return Unreadable(Finding(path, line, 1, "syntax", "this file is not UTF-8 text", "save it as UTF-8"))


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a heading stands among the tokens, and where what belongs to it begins."""

    level: int
    text: str
    line: int
    token: int
    body: int


def _read(lines: Sequence[str], skipped: int) -> tuple[tuple[Heading, ...], frozenset[str]]:
    """Headings, and all anchors of the text."""
    from readiness_bot.reading import commonmark

    tokens = commonmark.tokens(lines)
    anchors = {
        name for token in tokens if token.type in ("inline", "html_block") for name in _html_ids(token)
    }
    headings = tuple(_headings(tokens, skipped, anchors))
    return headings, frozenset(anchors | {heading.anchor for heading in headings})


def _html_ids(token: Token) -> Iterator[str]:
    if token.type == "html_block":
        yield from html_anchors(token.content)
    for child in token.children or []:
        if child.type == "html_inline":
            yield from html_anchors(child.content)


def _headings(tokens: Sequence[Token], skipped: int, anchors: set[str]) -> Iterator[Heading]:
    """`anchors` gets those that headings give themselves (`{#fb}`)."""
    starts = list(_starts(tokens, skipped))
    ends = _ends(starts, len(tokens))
    seen: Counter[str] = Counter()
    for start, end in zip(starts, ends, strict=True):
        words, own = own_anchor(start.text)
        anchors |= {own} if own else set()
        body = tokens[start.body : end]
        yield Heading(
            start.level,
            words,
            numbered(slug(start.text), seen),
            Position(start.line, 1),
            _steps(body),
            _prose(body),
        )


def _starts(tokens: Sequence[Token], skipped: int) -> Iterator[_Start]:
    for n, token in enumerate(tokens):
        line = (token.map or [0])[0] + skipped + 1
        if token.type == "heading_open" and token.level == 0:
            yield _Start(int(token.tag[1:]), _plain(tokens[n + 1]), line, n, n + 3)
        elif token.type == "html_block" and token.level == 0 and "<h" in token.content.lower():
            visible = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), token.content)
            for found in _HTML_HEADING.finditer(visible):
                above = visible.count("\n", 0, found.start())
                yield _Start(int(found[1]), _shown(found[2]), line + above, n, n + 1)


def _ends(starts: Sequence[_Start], last: int) -> list[int]:
    """For each heading, the token of the next one of its level or above."""
    found = [last] * len(starts)
    open_: list[int] = []
    for n, start in enumerate(starts):
        while open_ and starts[open_[-1]].level >= start.level:
            found[open_.pop()] = start.token
        open_.append(n)
    return found


def _plain(token: Token) -> str:
    """What a reader sees of an inline token."""
    breaks = {"softbreak": " ", "hardbreak": " "}
    children = token.children or []
    return "".join(
        child.content if child.type in ("text", "code_inline") else breaks.get(child.type, "")
        for child in children
    )


def _shown(html: str) -> str:
    """What a reader sees of a block of HTML."""
    from html import unescape  # its table of names takes a while

    return " ".join(unescape(_ELEMENT.sub(" ", _COMMENT.sub(" ", html))).split())


def _steps(body: Sequence[Token]) -> int:
    """List items, rows of tables and numbered paragraphs that say something, and code blocks that stand
    outside a list."""
    steps = 0
    for n, token in enumerate(body):
        if token.type in ("fence", "code_block"):
            steps += token.level == 0
        elif token.type == "list_item_open":
            steps += _item_says(body, n)
        elif token.type == "tr_open" and token.level == 2 and body[n - 1].type != "thead_open":
            steps += _row_says(body, n)
        elif token.type == "html_block":
            steps += len(_HTML_ITEM.findall(_COMMENT.sub("", token.content)))
        elif token.type == "inline" and token.level == 1 and body[n - 1].type == "paragraph_open":
            steps += _STEP.match(_plain(token)) is not None
    return steps


def _item_says(body: Sequence[Token], start: int) -> bool:
    """By its first words, or a block of code."""
    for n in range(start + 1, len(body)):
        kind = body[n].type
        if kind in ("inline", "fence", "list_item_close"):
            return kind == "fence" or (kind == "inline" and not _is_to_fill(_plain(body[n])))
    return False


def _row_says(body: Sequence[Token], start: int) -> bool:
    for n in range(start + 1, len(body)):
        if body[n].type == "tr_close":
            return False
        if body[n].type == "inline" and not _is_to_fill(_plain(body[n])):
            return True
    return False


def _is_to_fill(text: str) -> bool:
    """Whether a text is only a placeholder.

    Long ones are not looked through: they say something, or have no word at all.
    """
    if _TO_DO.match(text):
        return True
    if len(text) > _LONGEST_TO_FILL:
        return not any(char.isalnum() for char in text)
    return _TO_FILL.fullmatch(text.strip()) is not None


def _prose(body: Sequence[Token]) -> int:
    headings = {n + 1 for n, token in enumerate(body) if token.type == "heading_open"}
    texts = (
        _COMMENT.sub("", _plain(token)).strip() if token.type == "inline" else _html_prose(token.content)
        for n, token in enumerate(body)
        if token.type in ("inline", "html_block") and n not in headings
    )
    return sum(0 if _is_to_fill(text) else len(text) for text in texts)


def _html_prose(content: str) -> str:
    return _shown(_HTML_HEADING.sub("", _COMMENT.sub("", content)))
