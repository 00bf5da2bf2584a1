"""Which kind a contract says that it is of: it decides what every file is judged by. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from readiness_bot.convention.file import File
from readiness_bot.late import re
from readiness_bot.reading.document import Value
from readiness_bot.text.nearest import nearest
from readiness_bot.vocabulary import Kind

_LINE = re.compile(r"^kind:[ \t]*[\"']?([A-Za-z_-]{1,40})", re.MULTILINE)


def kind_in(data: Mapping[str, Value]) -> Kind:
    """A contract's kind. What is misspelt counts as what it most likely means: judged as a model, each of an
    agent's own keys would be one more mistake, and none of them is."""
    said = data.get("kind")
    return _meant(said) if isinstance(said, str) else Kind.MODEL


def kind_of(contract: File, content: object = None) -> Kind:
    """`content`: its bytes, for a file that cannot be read as YAML because of something else in it."""
    if contract.unreadable and isinstance(content, bytes):
        found = _LINE.search(content.decode("utf-8", "replace"))
        return _meant(found[1]) if found else Kind.MODEL
    return kind_in(contract.data)


def _meant(word: str) -> Kind:
    if word in set(Kind):
        return Kind(word)
    close = nearest(word[:40].strip().lower().replace("_", "-"), [kind.value for kind in Kind], cutoff=0.6)
    return Kind(close) if close else Kind.MODEL
