"""The same edits in the front matter of a Markdown file, such as the runbook. Everything below it stays."""

from __future__ import annotations

from collections.abc import Callable

from readiness_bot.editing.errors import CannotEdit
from readiness_bot.reading.markdown import FENCE

_BOM = b"\xef\xbb\xbf"


def in_front_matter(content: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    """The file with its front matter edited; where it has none, with one. Raises CannotEdit."""
    mark = _BOM if content.startswith(_BOM) else b""
    lines = content.removeprefix(_BOM).split(b"\n")
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    if not _is_fence(lines[0]):
        front = edit(b"").rstrip(b"\n").replace(b"\n", newline)
        return mark + b"---" + newline + front + newline + b"---" + newline + content.removeprefix(_BOM)
    closing = next((n for n, line in enumerate(lines[1:], 1) if _is_fence(line)), None)
    if closing is None:
        raise CannotEdit("its front matter is never closed")
    front = edit(b"".join(line + b"\n" for line in lines[1:closing]))
    if front and not front.endswith(b"\n"):
        front += newline
    return mark + lines[0] + b"\n" + front + b"\n".join(lines[closing:])


def _is_fence(line: bytes) -> bool:
    return FENCE.match(line.decode("utf-8", "replace").rstrip("\r")) is not None
