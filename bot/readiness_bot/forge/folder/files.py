"""One entry of the folder forge: a Markdown file with front matter, read and written whole."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from readiness_bot.forge.protocol import ForgeError
from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.yaml import parse
from readiness_bot.stopping import held

BOT = "readiness-bot"
_FENCE = "---\n"


def read_entry(path: Path) -> tuple[dict[str, object], str]:
    """The front matter and the text below it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ForgeError(f"{path} cannot be read: {error}.") from error
    head, fence, body = text.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    meta = parse(str(path), head.encode()) if fence and text.startswith(_FENCE) else None
    if meta is None or isinstance(meta, Unreadable):
        raise ForgeError(f"{path} has no readable front matter; put it back, or delete the file.")
    return dict(meta.data), body.removeprefix("\n").removesuffix("\n")


def write_entry(path: Path, meta: Mapping[str, object], body: str) -> None:
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    write_whole(path, f"{_FENCE}{head}{_FENCE}\n{body}\n".encode())


def append_line(path: Path, line: str) -> None:
    """In one write at the end, which two processes may do at once."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(), path.open("ab") as file:
            file.write(f"{line}\n".encode())
    except OSError as error:
        raise ForgeError(f"{path} cannot be written: {error.strerror}.") from error


def read_lines(path: Path) -> str:
    """Empty where there is no such file."""
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ForgeError(f"{path} cannot be read: {error}.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Whole or not at all: a crash leaves the old file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with held():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
    except OSError as error:
        raise ForgeError(f"{path} cannot be written: {error.strerror}.") from error
