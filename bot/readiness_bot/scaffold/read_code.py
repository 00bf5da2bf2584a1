"""Reads what tells a repository's kind: a bounded number of its files, none of them followed anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.listing import known
from readiness_bot.reading.revision import Place
from readiness_bot.reading.snapshot import is_pointer
from readiness_bot.reading.worktree import read_bounded, walked
from readiness_bot.scaffold.code import MOST_FILES, holds_prompt, is_schema, wanted
from readiness_bot.scaffold.sources import Code, Text

_MOST_BYTES = 8 * 1024 * 1024
"""Of all files together."""


def read_code(root: Path, prefix: str, place: Place | None) -> Code:
    """What stands below `prefix`; nothing of a repository that is too large to be listed."""
    try:
        paths = [path for _, path in known(place.git)] if place else list(walked(root / prefix))
    except CannotRead:
        return Code()
    names = wanted(dict.fromkeys(paths), prefix)
    left = [_MOST_BYTES]
    manifests, sources, prompts, configurations = (
        dict(_contents(root, some, left))
        for some in (names.manifests, names.sources, names.prompts, names.configurations)
    )
    texts = {path: _decoded(content) for path, content in configurations.items()}
    held = [path for path, text in texts.items() if holds_prompt(text)]
    schemas = [path for path, text in texts.items() if is_schema(path, text)]
    return Code(
        manifests=tuple(Text(path, _decoded(content)) for path, content in manifests.items()),
        sources=tuple(Text(path, _decoded(content)) for path, content in sources.items()),
        prompts=prompts or _few(held, configurations),
        schemas=_few(schemas, configurations),
    )


def _contents(root: Path, paths: Iterable[str], left: list[int]) -> Iterator[tuple[str, bytes]]:
    """What can be read, until so many bytes were."""
    for path in paths:
        content = read_bounded(root, path)
        if isinstance(content, bytes) and not is_pointer(content) and len(content) <= left[0]:
            left[0] -= len(content)
            yield path, content


def _decoded(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


def _few(paths: list[str], contents: dict[str, bytes]) -> dict[str, bytes]:
    return {path: contents[path] for path in paths} if len(paths) <= MOST_FILES else {}
