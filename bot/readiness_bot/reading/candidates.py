"""Where the readiness files may lead, told without a list of all paths: a forge is asked only about these.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from readiness_bot.late import re
from readiness_bot.reading.document import Document, Value
from readiness_bot.reading.markdown import parse_runbook
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.reading.yaml import parse

MOST_LENGTH = 300
_WORD = re.compile(r"[^\s'\"{}\[\],#]+")


def candidates(files: Mapping[str, bytes | Refusal]) -> list[str]:
    """All words and values of the readiness files that could be paths of a repository, in order, each
    once."""
    values = (value for name, content in _contents(files) for value in _values(name, content))
    return list(dict.fromkeys((*words(files), *_paths(values))))


def words(files: Mapping[str, bytes | Refusal]) -> list[str]:
    """The same without values that hold spaces: no file is parsed."""
    found = (
        word for _, content in _contents(files) for word in _WORD.findall(content.decode("utf-8", "replace"))
    )
    return list(dict.fromkeys(_paths(found)))


def _contents(files: Mapping[str, bytes | Refusal]) -> Iterator[tuple[str, bytes]]:
    for name, content in files.items():
        if name.startswith("readiness/") and isinstance(content, bytes):
            yield name, content


def _paths(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        path = text.partition("#")[0].removeprefix("./").rstrip("/")
        if _is_path(path):
            yield path


def places(paths: Iterable[str], prefix: str, folders: Iterable[str]) -> list[str]:
    """Where these would stand, from the root: in the model's folder or at the root, below a folder that is
    there."""
    known = set(folders)
    found: dict[str, None] = {}
    for path in paths:
        for start in dict.fromkeys((prefix, "")):
            head, slash, _ = path.partition("/")
            if slash and start + head in known:
                found[start + path] = None
    return list(found)


def _values(name: str, content: bytes) -> Iterator[str]:
    """Values may hold spaces, which words do not."""
    read = parse_runbook(name, content) if name.endswith(".md") else parse(name, content)
    if isinstance(read, Document):
        yield from _texts(read.data)


def _texts(value: Value) -> Iterator[str]:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    if isinstance(value, str):
        yield value.strip()
    for part in inner:
        yield from _texts(part)


def _is_path(text: str) -> bool:
    """No address, nothing that leads out, nothing that a file's name does not hold."""
    if not text or len(text) > MOST_LENGTH or "://" in text or "\n" in text or "\0" in text:
        return False
    return not {"", ".", ".."} & set(text.split("/"))
