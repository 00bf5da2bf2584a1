"""Readiness files of the past, read block by block: an edit of one block costs the reading of that block.

Pure.

What stands between two top-level keys of a YAML file means the same alone as in the file, as long as nothing
in it is unusual (`yaml_nodes.is_usual`). Where that is in doubt, the file is read as a whole, by the same
function as everywhere else. Places, and what keys were written, are not kept: the audit says when, not where.
`tests/audit/test_blocks.py` compares both ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from readiness_bot.convention.file import File
from readiness_bot.convention.kinds import kind_in
from readiness_bot.convention.load import CONTRACT, every_fault, load_file, spoilt
from readiness_bot.convention.placeholders import without_placeholders
from readiness_bot.convention.policy import PLAIN, Overlay
from readiness_bot.convention.registry import schemas_at
from readiness_bot.reading.document import Document, KeyPath, Unreadable, Value
from readiness_bot.reading.markdown import FENCE, parse_markdown
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.reading.yaml import parse
from readiness_bot.reading.yaml_bounds import may_be_too_much
from readiness_bot.reading.yaml_nodes import is_usual
from readiness_bot.vocabulary import Kind

_KEY = re.compile(r"^(?=[A-Za-z_][\w-]*:[ \n])", re.MULTILINE)
_STRANGE = re.compile(r"^(?![A-Za-z_][\w-]*:[ \n]|[ \n#]|-[ \n]|[\]}]|\Z)", re.MULTILINE)
"""A line that begins neither a block nor goes on with one."""


@dataclass(frozen=True, slots=True)
class _Block:
    """One top-level key, read alone."""

    key: str
    value: Value
    wrong: tuple[KeyPath, ...]
    meant: tuple[KeyPath, ...]
    """What this key may have been meant to be, if the file has no such key."""


@dataclass(slots=True)
class Loader:
    """Reads each distinct file, block and Markdown text once."""

    _files: dict[tuple[str, bytes, Kind, Overlay], File] = field(default_factory=dict)
    _blocks: dict[tuple[str, str, Kind, Overlay], _Block | None] = field(default_factory=dict)
    _bodies: dict[str, Document] = field(default_factory=dict)

    def load(
        self,
        name: str,
        content: bytes | Refusal | None,
        kind: Kind = Kind.MODEL,
        overlay: Overlay = PLAIN,
    ) -> File:
        """The same as `load_file`, without places."""
        if content is None or isinstance(content, Refusal):
            return load_file(name, content, kind, overlay)
        key = (name, content, kind, overlay)
        found = self._files.get(key)
        if found is None:
            found = self._by_blocks(name, content, kind, overlay) or load_file(name, content, kind, overlay)
            self._files[key] = found
        return found

    def _by_blocks(self, name: str, content: bytes, kind: Kind, overlay: Overlay) -> File | None:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            return None
        if "\r" in text or may_be_too_much(text):  # the bounds are those of a file as a whole
            return None
        if not name.endswith(".md"):
            return self._yaml(name, text, kind, overlay)
        front, body = _front(text)
        file = self._yaml(name, front, kind, overlay)
        if file is None or body.startswith(("---", "+++")):
            return None
        below = self._below(name, body)
        document = replace(file.document, headings=below.headings, anchors=below.anchors)
        return replace(file, document=document)

    def _yaml(self, name: str, text: str, kind: Kind, overlay: Overlay) -> File | None:
        head, *parts = _KEY.split(text) if _KEY.match(text) is None else ["", *_KEY.split(text)[1:]]
        if not is_usual(head) or any(line.strip() and not line.startswith("#") for line in head.split("\n")):
            return None
        if name == CONTRACT:
            kind = self._kind(parts, overlay)
        blocks = [self._block(name, part, kind, overlay) for part in parts]
        read = [block for block in blocks if block is not None]
        data = {block.key: block.value for block in read}
        if len(data) < len(blocks):
            return None
        wrong = {path for block in read for path in block.wrong}
        wrong |= {path for block in read for path in block.meant if path[0] not in data}
        return File(name, data=data, wrong_paths=frozenset(wrong), schema=schemas_at(kind, overlay)[name])

    def _kind(self, parts: Sequence[str], overlay: Overlay) -> Kind:
        """What the contract says that it is, before any of its blocks is judged."""
        said = next((part for part in reversed(parts) if part.startswith("kind:")), "")
        block = self._block(CONTRACT, said, Kind.MODEL, overlay) if said else None
        return kind_in({block.key: block.value}) if block else Kind.MODEL

    def _block(self, name: str, text: str, kind: Kind, overlay: Overlay) -> _Block | None:
        key = (name, text, kind, overlay)
        if key not in self._blocks:
            self._blocks[key] = _read(name, text, kind, overlay)
        return self._blocks[key]

    def _below(self, name: str, body: str) -> Document:
        if body not in self._bodies:
            self._bodies[body] = parse_markdown(name, body.encode())
        return self._bodies[body]


def _read(name: str, text: str, kind: Kind, overlay: Overlay) -> _Block | None:
    if not is_usual(text) or _STRANGE.search(text):
        return None
    read = parse(name, text.encode())
    if isinstance(read, Unreadable) or len(read.data) != 1:
        return None
    data, _ = without_placeholders(read)
    ((key, value),) = data.items()
    found = every_fault(name, data, read, kind, overlay)
    here = [fault for fault in found if not (fault.at_key and len(fault.path) == 1)]
    return _Block(
        key,
        value,
        tuple(path for fault in here if (path := spoilt(fault, read))),
        tuple(fault.meant for fault in found if fault.at_key and len(fault.path) == 1 and fault.meant),
    )


def _front(text: str) -> tuple[str, str]:
    """Front matter and what stands below it. Whatever is unusual about its fences makes it unusual YAML."""
    lines = text.split("\n")
    if not FENCE.match(lines[0]):
        return "", text
    closing = next((n for n, line in enumerate(lines[1:], 1) if FENCE.match(line)), None)
    if closing is None:
        return text, ""
    return "\n".join([*lines[1:closing], ""]), "\n".join(lines[closing + 1 :])
