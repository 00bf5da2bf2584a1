"""A readiness template as blocks that can be left out, with their comments. Pure.

The templates are the one source: paragraphs between blank lines, in each of them comments and then keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

KeyPath = tuple[str, ...]

_KEY = re.compile(r"( *)([A-Za-z_]\w*):(?:\s|$)")
FENCE = "---\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A key with all of its lines: the first one, and what is further in or follows as a comment."""

    path: KeyPath
    lines: tuple[str, ...]
    children: tuple[Block, ...] = ()
    """The keys one level further in, where they can be left out one by one."""

    @property
    def text(self) -> str:
        return "".join(self.lines)

    @property
    def key(self) -> str:
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What stands between two blank lines. Without blocks it is a comment for the whole file."""

    lead: tuple[str, ...]
    """The comment above the first key: when it is due, and who fills it in."""
    blocks: tuple[Block, ...]


def paragraphs(template: str) -> tuple[Paragraph, ...]:
    """A YAML template, or the front matter of a Markdown one."""
    return tuple(_paragraph(lines) for lines in _divided(front(template)))


def front(template: str) -> str:
    """The YAML of a template: all of it, or what stands between the fences of a Markdown one."""
    return template.split(FENCE, 2)[1] if template.startswith(FENCE) else template


def cut(template: str, wanted: Callable[[KeyPath], bool]) -> str:
    """The template without the blocks that are not wanted.

    A block stays where it or one of its children is wanted; the comment above goes with the last of its
    blocks. What follows the front matter of a Markdown template stays as it is.
    """
    kept = (_kept(paragraph, wanted) for paragraph in paragraphs(template))
    text = "\n".join(part for part in kept if part)
    return template.replace(front(template), text, 1) if template.startswith(FENCE) else text


def _kept(paragraph: Paragraph, wanted: Callable[[KeyPath], bool]) -> str:
    blocks = [text for block in paragraph.blocks if (text := kept_text(block, wanted))]
    return "".join([*paragraph.lead, *blocks]) if blocks or not paragraph.blocks else ""


def kept_text(block: Block, wanted: Callable[[KeyPath], bool]) -> str:
    """The lines of a block that are wanted; empty where none is."""
    if wanted(block.path):
        return block.text
    children = [child for child in block.children if wanted(child.path)]
    if not children:
        return ""
    return block.lines[0] + "".join(child.text for child in children)


def _divided(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append(line)
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _paragraph(lines: list[str]) -> Paragraph:
    starts = [n for n, line in enumerate(lines) if (match := _KEY.match(line)) and not match[1]]
    ends = [*starts[1:], len(lines)]
    lead = lines[: starts[0]] if starts else lines
    blocks = (_block(lines[start:end]) for start, end in zip(starts, ends, strict=False))
    return Paragraph(tuple(lead), tuple(blocks))


def _block(lines: list[str]) -> Block:
    match = _KEY.match(lines[0])
    path = (match[2] if match else "",)
    inner = [n for n, line in enumerate(lines) if (found := _KEY.match(line)) and len(found[1]) == 2]
    ends = [*inner[1:], next((n for n, line in enumerate(lines) if n and line[:1] != " "), len(lines))]
    children = (
        Block((*path, _KEY.match(lines[start])[2]), tuple(lines[start:end]))  # type: ignore[index]
        for start, end in zip(inner, ends, strict=False)
    )
    return Block(path, tuple(lines), tuple(children))
