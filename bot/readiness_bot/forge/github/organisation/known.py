"""What is known of one commit's folders and files so far, and how to ask for the rest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from readiness_bot.reading.tree import Entry, Tree


class Known:
    """A commit's tree, listed folder by folder. Paths are from the root, folders' without a closing slash."""

    def __init__(self, tree: str) -> None:
        """`tree`: the object's name of the root folder."""
        self.entries: dict[str, Entry] = {}
        self.folders: dict[str, str] = {"": tree} if tree else {}
        """Path → object name."""
        self.listed: set[str] = set()
        """Folders all of whose files and folders are known by name."""
        self.whole = False
        """Every file of the commit is known."""
        self._trees: dict[str, Tree] = {}

    def expression(self, path: str) -> str | None:
        """What stands at a path, in words that always mean the same; None where surely nothing does."""
        if path in self.folders:
            return self.folders[path]
        if path in self.entries:
            return self.entries[path].oid
        above, rest = path, ""
        while above:
            above, _, name = above.rpartition("/")
            rest = f"{name}/{rest}" if rest else name
            if above in self.folders:
                gone = above in self.listed or self.whole
                return None if gone else f"{self.folders[above]}:{rest}"
            if above in self.entries:  # a file, or a link, which is not followed
                return None
        return None

    def nearest(self, path: str) -> str:
        """The nearest folder above a path that is known to be there."""
        while path:
            path = path.rpartition("/")[0]
            if path in self.folders:
                break
        return path

    def names(self, folder: str) -> list[str]:
        """The folders that are known to stand directly in this one, in order."""
        start = f"{folder}/" if folder else ""
        return sorted(
            path for path in self.folders if path and path.startswith(start) and "/" not in path[len(start) :]
        )

    def learn(self, folder: str, oid: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """A folder's entries, as GraphQL or REST gives them."""
        self._trees.clear()
        self.folders[folder] = oid
        self.listed.add(folder)
        start = f"{folder}/" if folder else ""
        for row in rows:
            self._learn(start + str(row["name"]), row)

    def learn_whole(self, rows: Iterable[Mapping[str, Any]], *, complete: bool) -> None:
        """All files of the commit; of a tree too large for one answer, some of them."""
        self._trees.clear()
        for row in rows:
            self._learn(str(row["name"]), row)
        self.whole = complete
        if complete:
            self.listed |= set(self.folders)

    def _learn(self, path: str, row: Mapping[str, Any]) -> None:
        oid = str(row["oid"])
        if row["type"] == "tree":
            self.folders[path] = oid
        else:
            size = row.get("size")
            self.entries[path] = Entry(
                f"{int(row['mode']):06o}", oid, size if row["type"] == "blob" else None
            )

    def tree(self, prefix: str) -> Tree:
        """As a model in this folder sees it."""
        if prefix not in self._trees:
            self._trees[prefix] = Tree(self.entries, prefix, [path for path in self.folders if path])
        return self._trees[prefix]
