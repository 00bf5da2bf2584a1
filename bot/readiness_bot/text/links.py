"""Addresses on the forge: of a file's line, and of the editor on it."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import quote as _quote

from readiness_bot.text.markup import Markdown, code, link, md


def quote(text: str) -> str:
    """A path's bytes that are no text give an address that leads nowhere, and no fault."""
    return _quote(text, errors="replace")


@dataclass(frozen=True, slots=True)
class Links:
    """Of one repository at one commit or branch."""

    server_url: str
    repository: str
    ref: str
    branch: str = ""
    """Where an edit would be made; empty: no editor is offered."""
    prefix: str = ""
    """The model's folder, with a closing slash."""

    def file(self, path: str, line: int) -> str:
        return f"{self._root}/blob/{quote(self.ref)}/{quote(from_root(self.prefix, path))}#L{line}"

    def edit(self, path: str) -> str:
        return f"{self._root}/edit/{quote(self.branch)}/{quote(from_root(self.prefix, path))}"

    def compare(self, branch: str) -> str:
        """Where a pull request of another branch is opened."""
        return f"{self._root}/compare/{quote(self.branch)}...{quote(branch)}?expand=1"

    def comment(self, number: int, id_: int) -> str:
        return f"{self._root}/issues/{number}#issuecomment-{id_}"

    @property
    def _root(self) -> str:
        return f"{self.server_url.rstrip('/')}/{quote(self.repository)}"


def from_root(prefix: str, path: str) -> str:
    """A path of a model's folder as one of the repository: `models/a/` and `../../x` → `x`."""
    return normpath(prefix + path)


def place(links: Links | None, path: str, line: int) -> Markdown:
    """`governance.yaml line 9`, as a link where there is a forge."""
    name = md("{} line {}", path.rpartition("/")[2], line)
    return link(name, links.file(path, line)) if links else code(f"{path}:{line}")


def editor(links: Links | None, path: str) -> Markdown:
    """A file's name, as a link to the forge's editor where one is offered."""
    return link(code(path), links.edit(path)) if links and links.branch else code(path)
