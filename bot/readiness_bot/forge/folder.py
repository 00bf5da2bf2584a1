"""A forge in a folder of Markdown files: for a look without a server, offline work, the demo and the tests.

    issues/0001.md            an issue: front matter, then the body
    comments/0001/1.md        a comment on it, or on pull request 1

People may edit all of it by hand.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from readiness_bot.forge.protocol import Comment, ForgeError, Issue
from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.yaml import parse

BOT = "readiness-bot"
_FENCE = "---\n"


class FolderForge:
    """Numbers count up from 1. Everybody is assignable."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def own_issues(self) -> list[Issue]:
        return [issue for path in sorted((self.root / "issues").glob("*.md")) if (issue := self._issue(path))]

    def create_issue(
        self, title: str, body: str, labels: Sequence[str], assignees: Sequence[str] = ()
    ) -> Issue:
        taken = [int(path.stem) for path in (self.root / "issues").glob("*.md") if path.stem.isdigit()]
        number = max(taken, default=0) + 1
        meta = {
            "title": title,
            "author": BOT,
            "state": "open",
            "reason": None,
            "labels": list(labels),
            "assignees": list(assignees),
        }
        self._write(self._issue_path(number), meta, body)
        return Issue(number, title, body, url=str(self._issue_path(number)))

    def edit_issue(
        self, number: int, body: str | None = None, open_: bool | None = None, reason: str | None = None
    ) -> None:
        path = self._issue_path(number)
        meta, text = self._read(path)
        if open_ is not None:
            meta |= {"state": "open" if open_ else "closed", "reason": None if open_ else reason}
        self._write(path, meta, text if body is None else body)

    def comment(self, number: int, body: str) -> None:
        folder = self._comments(number)
        taken = [int(path.stem) for path in folder.glob("*.md") if path.stem.isdigit()]
        self._write(folder / f"{max(taken, default=0) + 1}.md", {"author": BOT}, body)

    def own_comments(self, number: int) -> list[Comment]:
        found = []
        for path in sorted(self._comments(number).glob("*.md"), key=lambda path: int(path.stem)):
            meta, body = self._read(path)
            if meta.get("author") == BOT:
                found.append(Comment(int(path.stem), body, str(path)))
        return found

    def edit_comment(self, number: int, id_: int, body: str) -> None:
        path = self._comments(number) / f"{id_}.md"
        self._write(path, self._read(path)[0], body)

    def ensure_labels(self, names: Sequence[str]) -> None:
        """Labels are words in the front matter; nothing to make."""

    def assignable(self, login: str) -> bool:
        return True

    def assign(self, number: int, login: str) -> None:
        path = self._issue_path(number)
        meta, body = self._read(path)
        present = meta.get("assignees")
        people = [str(person) for person in present] if isinstance(present, list) else []
        if login not in people:
            self._write(path, meta | {"assignees": [*people, login]}, body)

    def add_sub_issue(self, number: int, child: int) -> None:
        """Files have no such relation; the overview's own list has it."""

    def head(self, branch: str) -> str | None:
        return None

    def _issue_path(self, number: int) -> Path:
        return self.root / "issues" / f"{number:04}.md"

    def _comments(self, number: int) -> Path:
        return self.root / "comments" / f"{number:04}"

    def _issue(self, path: Path) -> Issue | None:
        meta, body = self._read(path)
        if meta.get("author") != BOT or not path.stem.isdigit():
            return None
        reason = meta.get("reason")
        title, is_open = str(meta.get("title", "")), meta.get("state") == "open"
        return Issue(int(path.stem), title, body, is_open, str(reason) if reason else None, str(path))

    def _read(self, path: Path) -> tuple[dict[str, object], str]:
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ForgeError(f"{path} cannot be read: {error.strerror}.") from error
        head, fence, body = text.removeprefix(_FENCE).partition(f"\n{_FENCE}")
        meta = parse(str(path), head.encode()) if fence and text.startswith(_FENCE) else None
        if meta is None or isinstance(meta, Unreadable):
            raise ForgeError(f"{path} has no readable front matter; put it back, or delete the file.")
        return dict(meta.data), body.removeprefix("\n").removesuffix("\n")

    def _write(self, path: Path, meta: Mapping[str, object], body: str) -> None:
        """Whole or not at all: a crash leaves the old file."""
        head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(f"{_FENCE}{head}{_FENCE}\n{body}\n")
            Path(name).replace(path)
        except OSError as error:
            raise ForgeError(f"{path} cannot be written: {error.strerror}.") from error
