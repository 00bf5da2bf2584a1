"""The blocks that a file does not have yet, put in their places; all else stays to the byte. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from readiness_bot.editing.edit import put
from readiness_bot.editing.errors import CannotEdit
from readiness_bot.editing.insert import insert
from readiness_bot.reading.document import Unreadable, Value
from readiness_bot.reading.markdown import FENCE
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.blocks import KeyPath, Paragraph, front, kept_text, paragraphs


@dataclass(frozen=True, slots=True)
class Added:
    """A file with what it lacked."""

    content: bytes
    keys: tuple[str, ...] = ()
    """What was added, dotted: `incidents.schedule`."""
    refused: tuple[str, ...] = ()
    """What belongs there too and could not be added, and why: sentences."""


def add_missing(content: bytes, template: str, asked: Set[KeyPath]) -> Added:
    """The file with each block of `template` that is asked for and is not there.

    `template`: the file's own, filled in. `asked`: `asks.asked_keys`. A file that cannot be read is left as
    it is; `check` says why.
    """
    above, yaml, below = _front_matter(content) if template != front(template) else (b"", content, b"")
    if isinstance(parse("", yaml), Unreadable):
        return Added(content)
    every, added, refused = paragraphs(template), [], []
    for path in _in_order(every, asked):
        if _stands(yaml, path):
            continue
        try:
            yaml = _with(yaml, every, path, asked)
            added.append(".".join(path))
        except CannotEdit as error:
            refused.append(f"`{'.'.join(path)}` could not be added: {error}.")
    return Added(above + yaml + below if added else content, tuple(added), tuple(refused))


def _front_matter(content: bytes) -> tuple[bytes, bytes, bytes]:
    """Of Markdown: up to the YAML, the YAML, and the rest. A text without front matter gets fences."""
    lines = content.split(b"\n")
    fences = [
        n for n, line in enumerate(lines) if FENCE.match(line.decode("utf-8-sig", "replace").rstrip("\r"))
    ]
    if len(fences) > 1 and fences[0] == 0:
        end = fences[1]
        inside = b"".join(line + b"\n" for line in lines[1:end])
        return lines[0] + b"\n", inside, b"\n".join(lines[end:])
    return b"---\n", b"", b"---\n" + content


def _in_order(every: tuple[Paragraph, ...], asked: Set[KeyPath]) -> Iterator[KeyPath]:
    """The keys that should be there, in the template's order: each block, then what of it can be asked for
    alone."""
    for paragraph in every:
        for block in paragraph.blocks:
            inner = [child.path for child in block.children if child.path in asked]
            if block.path in asked or inner:
                yield block.path
            yield from inner


def _stands(yaml: bytes, path: KeyPath) -> bool:
    """Whether the key is there, or in its parent's place something that can hold no key."""
    at: Value = _data(yaml)
    for part in path:
        if at is None:
            return False
        if not isinstance(at, Mapping):
            return True
        if part not in at:
            return False
        at = at[part]
    return True


def _with(yaml: bytes, every: tuple[Paragraph, ...], path: KeyPath, asked: Set[KeyPath]) -> bytes:
    paragraph = next(p for p in every for block in p.blocks if block.key == path[0])
    block = next(block for block in paragraph.blocks if block.key == path[0])
    if len(path) == 1:
        here = [b.key for b in paragraph.blocks]
        text = kept_text(block, lambda key: key in asked)
        if set(here) & set(_data(yaml)):
            return insert(yaml, (), text, _nearest(here, path[0]), ())
        keys = [b.key for p in every for b in p.blocks]
        at = keys.index(path[0])
        text = "\n" + "".join(paragraph.lead) + text
        return insert(yaml, (), text, keys[:at][::-1], keys[at + 1 :])
    child = next(child for child in block.children if child.path == path)
    inside = "".join(line[2:] for line in child.lines)
    try:
        return insert(yaml, path[:1], inside, _nearest([c.key for c in block.children], path[1]), ())
    except CannotEdit:  # written as {…}, or nothing stands there yet: no place for a comment
        return put(yaml, path, _data(inside.encode())[path[1]])


def _nearest(keys: list[str], key: str) -> list[str]:
    """The keys before it, the nearest first, then those behind it."""
    at = keys.index(key)
    return [*keys[:at][::-1], *keys[at + 1 :]]


def _data(yaml: bytes) -> Mapping[str, Value]:
    read = parse("", yaml)
    return {} if isinstance(read, Unreadable) else read.data
