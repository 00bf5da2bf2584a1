"""A forge in a folder of Markdown files: for a look without a server, offline work, the demo and the tests.

    issues/0001.md            an issue: front matter, then the body
    comments/0001/1.md        a comment on it, or on pull request 1
    statuses/COMMIT/1.md      a verdict on a commit
    readiness-ledger/…        the record of evaluations, a line each

People may edit all of it by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from readiness_bot.forge.folder import files as folder_files
from readiness_bot.forge.folder import people as folder_people
from readiness_bot.forge.folder import statuses as folder_statuses
from readiness_bot.forge.folder.files import BOT, read_entry, write_entry
from readiness_bot.forge.protocol import (
    Change,
    Comment,
    CommitStatus,
    Issue,
    Posted,
    Proposal,
    Pull,
    mark_of,
)
from readiness_bot.ledger.news import adds


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
        write_entry(self._issue_path(number), meta, body)
        return Issue(number, title, body, url=str(self._issue_path(number)))

    def edit_issue(
        self, number: int, body: str | None = None, open_: bool | None = None, reason: str | None = None
    ) -> None:
        path = self._issue_path(number)
        meta, text = read_entry(path)
        if open_ is not None:
            meta |= {"state": "open" if open_ else "closed", "reason": None if open_ else reason}
        write_entry(path, meta, text if body is None else body)

    def comment(self, number: int, body: str) -> Comment:
        mark = mark_of(body)
        for present in self.own_comments(number) if mark else ():
            if mark_of(present.body) == mark:
                self.edit_comment(number, present.id, body)
                return Comment(present.id, body, present.url)
        folder = self._comments(number)
        taken = [int(path.stem) for path in folder.glob("*.md") if path.stem.isdigit()]
        id_ = max(taken, default=0) + 1
        path = folder / f"{id_}.md"
        write_entry(path, {"author": BOT}, body)
        return Comment(id_, body, str(path))

    def own_comments(self, number: int) -> list[Comment]:
        found = []
        for path in sorted(self._comments(number).glob("*.md"), key=lambda path: int(path.stem)):
            meta, body = read_entry(path)
            if meta.get("author") == BOT:
                found.append(Comment(int(path.stem), body, str(path)))
        return found

    def edit_comment(self, number: int, id_: int, body: str) -> None:
        path = self._comments(number) / f"{id_}.md"
        write_entry(path, read_entry(path)[0], body)

    def remove_comment(self, number: int, id_: int) -> None:
        (self._comments(number) / f"{id_}.md").unlink(missing_ok=True)

    def ensure_labels(self, names: Sequence[str]) -> None:
        """Labels are words in the front matter; nothing to make."""

    def assignable(self, login: str) -> bool:
        return True

    def assign(self, number: int, login: str) -> None:
        path = self._issue_path(number)
        meta, body = read_entry(path)
        present = meta.get("assignees")
        people = [str(person) for person in present] if isinstance(present, list) else []
        if login not in people:
            write_entry(path, meta | {"assignees": [*people, login]}, body)

    def add_sub_issue(self, number: int, child: int) -> None:
        """Files have no such relation; the overview's own list has it."""

    def head(self, branch: str) -> str | None:
        return None

    def role(self, login: str) -> str:
        return folder_people.role(self.root, login)

    def react(self, number: int, comment_id: int, content: str) -> None:
        folder_people.react(self.root, number, comment_id, content)

    def propose(self, change: Change) -> Proposal:
        return folder_people.propose(self.root, change)

    def pull(self, number: int) -> Pull | None:
        """A folder has no pull requests of people's."""
        return None

    def open_pulls(self) -> list[Pull]:
        return []

    def statuses(self, commit: str, context: str) -> list[Posted]:
        return folder_statuses.posted(self.root, commit, context)

    def post_status(self, commit: str, status: CommitStatus) -> None:
        folder_statuses.post(self.root, commit, status)

    def append(self, branch: str, path: str, line: str, title: str) -> bool:
        file = self.root / branch / path
        if not adds(folder_files.read_lines(file), line):
            return False
        folder_files.append_line(file, line)
        return True

    def spent(self) -> int:
        return 0

    def recorded(self, branch: str, path: str) -> str:
        return folder_files.read_lines(self.root / branch / path)

    def _issue_path(self, number: int) -> Path:
        return self.root / "issues" / f"{number:04}.md"

    def _comments(self, number: int) -> Path:
        return self.root / "comments" / f"{number:04}"

    def _issue(self, path: Path) -> Issue | None:
        meta, body = read_entry(path)
        if meta.get("author") != BOT or not path.stem.isdigit():
            return None
        reason = meta.get("reason")
        title, is_open = str(meta.get("title", "")), meta.get("state") == "open"
        return Issue(int(path.stem), title, body, is_open, str(reason) if reason else None, str(path))
