"""The folder forge's people, reactions and proposals, all of it in files that one can read and edit.

people.yaml               optional: `mei-chen: write`; without it everybody may write
reactions/0001/7.md       the bot's reactions to comment 7 on issue 1
proposals/0001.md         a proposed change: front matter, then its text
branches/NAME/PATH        the changed file
"""

from __future__ import annotations

from pathlib import Path

from readiness_bot.forge.folder.files import BOT, read_entry, write_entry, write_whole
from readiness_bot.forge.protocol import Change, ForgeError, Proposal, mark_of
from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.yaml import parse


def role(root: Path, login: str) -> str:
    """Where people.yaml stands, it is the list: whoever is not in it may read."""
    path = root / "people.yaml"
    if not path.exists():
        return "write"
    try:
        read = parse(str(path), path.read_bytes())
    except OSError as error:
        raise ForgeError(f"{path} cannot be read: {error.strerror}.") from error
    if isinstance(read, Unreadable):
        raise ForgeError(f"{read.finding.where}: {read.finding.message}; {read.finding.fix}.")
    roles = {name.lower(): str(word) for name, word in read.data.items()}
    return roles.get(login.lower(), "read")


def react(root: Path, number: int, comment_id: int, content: str) -> None:
    path = root / "reactions" / f"{number:04}" / f"{comment_id}.md"
    present = read_entry(path)[0].get("content") if path.exists() else None
    given = [str(word) for word in present] if isinstance(present, list) else []
    if content not in given:
        write_entry(path, {"author": BOT, "content": [*given, content]}, "")


def propose(root: Path, change: Change) -> Proposal:
    """`base` is the folder that people work in, so that there is nothing to compare `old` with."""
    folder = root / "proposals"
    for path in sorted(folder.glob("*.md")):
        meta, text = read_entry(path)
        mark = mark_of(change.body)
        same = mark and meta.get("state") == "open" and mark_of(text) == mark
        if same or meta.get("branch") == change.branch:
            return Proposal(str(meta.get("branch")), int(path.stem), str(path))
    write_whole(root / "branches" / change.branch / change.path, change.new)
    taken = [int(path.stem) for path in folder.glob("*.md") if path.stem.isdigit()]
    number = max(taken, default=0) + 1
    meta = {
        "title": change.title,
        "author": BOT,
        "state": "open",
        "branch": change.branch,
        "base": change.base,
    }
    path = folder / f"{number:04}.md"
    write_entry(path, meta | {"path": change.path}, change.body)
    return Proposal(change.branch, number, str(path))
