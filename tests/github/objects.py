"""Git's objects in memory: what a fake GitHub serves, and a real repository can be made of."""

from __future__ import annotations

import hashlib
import subprocess
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Link:
    target: str


@dataclass(frozen=True, slots=True)
class Submodule:
    commit: str = "5" * 40


Content: TypeAlias = "bytes | str | Link | Submodule"
Files: TypeAlias = Mapping[str, Content]
"""Path → what stands there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a tree."""

    name: str
    mode: int
    oid: str

    @property
    def type(self) -> str:
        return {0o040000: "tree", 0o160000: "commit"}.get(self.mode, "blob")


@dataclass
class Store:
    """One repository's objects."""

    objects: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    trees: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def put(self, kind: str, content: bytes) -> str:
        oid = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(content)) + content, usedforsecurity=False).hexdigest()
        self.objects[oid] = (kind, content)
        return oid

    def tree(self, files: Files) -> str:
        below: dict[str, dict[str, Content]] = {}
        rows: list[Row] = []
        for path, content in files.items():
            head, slash, rest = path.partition("/")
            if slash:
                below.setdefault(head, {})[rest] = content
            else:
                rows.append(self._row(head, content))
        rows += [Row(name, 0o040000, self.tree(inner)) for name, inner in below.items()]
        rows.sort(key=lambda row: f"{row.name}/" if row.type == "tree" else row.name)
        oid = self.put("tree", b"".join(b"%o %s\0" % (row.mode, row.name.encode()) + bytes.fromhex(row.oid) for row in rows))
        self.trees[oid] = tuple(rows)
        return oid

    def _row(self, name: str, content: Content) -> Row:
        if isinstance(content, Submodule):
            return Row(name, 0o160000, content.commit)
        if isinstance(content, Link):
            return Row(name, 0o120000, self.put("blob", content.target.encode()))
        return Row(name, 0o100644, self.put("blob", content.encode() if isinstance(content, str) else content))

    def commit(self, files: Files, message: str = "All", parents: tuple[str, ...] = ()) -> str:
        who = "Ana <ana@example.com> 1795000000 +0000"
        lines = [f"tree {self.tree(files)}", *(f"parent {one}" for one in parents), f"author {who}", f"committer {who}", "", message, ""]
        return self.put("commit", "\n".join(lines).encode())

    def root(self, commit: str) -> str:
        return self.objects[commit][1][5:45].decode()

    def find(self, expression: str, head: str) -> str | None:
        """As `git rev-parse` does, for what is asked here."""
        start, colon, path = expression.partition(":")
        start = start.removesuffix("^{commit}")
        start = head if start == "HEAD" else start
        known = [oid for oid in self.objects if oid.startswith(start)] if len(start) >= 4 and start not in self.objects else [start]
        if len(known) != 1 or known[0] not in self.objects:
            return None
        if expression.endswith("^{commit}") and self.objects[known[0]][0] != "commit":
            return None
        return self.below(known[0], path) if colon else known[0]

    def below(self, oid: str, path: str) -> str | None:
        at = self.root(oid) if self.objects[oid][0] == "commit" else oid
        for name in filter(None, path.split("/")):
            found = next((row.oid for row in self.trees.get(at, ()) if row.name == name), None)
            if found is None:
                return None
            at = found
        return at

    def walk(self, tree: str, at: str = "") -> Iterator[tuple[str, Row]]:
        """Everything below a tree, folders too."""
        for row in self.trees[tree]:
            yield f"{at}{row.name}", row
            if row.type == "tree":
                yield from self.walk(row.oid, f"{at}{row.name}/")

    def write(self, folder: Path, head: str) -> None:
        """A real repository with these objects, whose branch is at `head`."""
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", "--template=", str(folder)], check=True)
        for oid, (kind, content) in self.objects.items():
            path = folder / ".git" / "objects" / oid[:2] / oid[2:]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(b"%s %d\0" % (kind.encode(), len(content)) + content, 1))
        (folder / ".git" / "refs" / "heads" / "main").write_text(f"{head}\n")
