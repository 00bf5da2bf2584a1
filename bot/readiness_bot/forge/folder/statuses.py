"""Verdicts on commits as files, newest last: `statuses/COMMIT/1.md`."""

from __future__ import annotations

from pathlib import Path

from readiness_bot.forge.folder.files import BOT, read_entry, write_entry
from readiness_bot.forge.protocol import CommitStatus, Posted


def post(root: Path, commit: str, status: CommitStatus) -> None:
    """Below those that are there."""
    folder = root / "statuses" / commit
    number = max(_numbers(folder), default=0) + 1
    meta = {"author": BOT, "context": status.context, "state": status.state.value, "url": status.url}
    write_entry(folder / f"{number}.md", meta, f"{status.description}\n")


def posted(root: Path, commit: str, context: str) -> list[Posted]:
    """The bot's own under this name, newest first."""
    folder, found = root / "statuses" / commit, []
    for number in sorted(_numbers(folder), reverse=True):
        meta, text = read_entry(folder / f"{number}.md")
        if meta.get("author") == BOT and meta.get("context") == context:
            found.append(Posted(number, str(meta.get("state")), text.strip()))
    return found


def _numbers(folder: Path) -> list[int]:
    return [int(path.stem) for path in folder.glob("*.md") if path.stem.isdigit()]
