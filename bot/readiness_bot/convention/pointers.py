"""What the readiness files point at in the repository: the values that are links, and paths in people's
sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import normpath

from readiness_bot.convention.fields import Schema, rules_at
from readiness_bot.convention.file import File
from readiness_bot.reading.document import KeyPath, Value

_WORD = re.compile(r"[^\s'\"{}\[\](),;#`<>|]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def pointers(files: Mapping[str, File], contents: Mapping[str, bytes]) -> frozenset[str]:
    """Paths of files and folders, without a closing slash; whether they exist is not asked.

    `contents`: file name → its bytes.

    A word alone (`data`, `src`) is a path only where the convention expects one, since it is a word of every
    readiness file too.
    """
    linked = (path for file in files.values() for path in _links(file.data, file.schema, ()))
    words = (
        word.rstrip(".:")
        for content in contents.values()
        for word in _WORD.findall(content.decode("utf-8", "replace"))
        if "/" in word or "." in word.rstrip(".:")
    )
    return frozenset(filter(None, (_path(found) for found in (*linked, *words))))


def _links(value: Value, schema: Schema, at: KeyPath) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _links(inner, schema, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _links(inner, schema, (*at, index))
    elif isinstance(value, str) and rules_at(schema, at).get("type") == "link":
        yield value


def _path(text: str) -> str:
    """`./MODEL_CARD.md#limits` → `MODEL_CARD.md`; nothing for an address, or a path that leads out of the
    repository."""
    if _SCHEME.match(text):
        return ""
    path = normpath(text.partition("#")[0].lstrip("/") or ".")
    return "" if path == "." or path.startswith("../") or path == ".." else path
