"""Git's objects through GitHub: many in one GraphQL query, or one by one by REST.

Answers are checked, never trusted.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

from github import GithubException
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.github.queries import Ask, batch
from readiness_bot.forge.github.shapes import GRAPH, check
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.reading.tree import Entry, is_blob


@dataclass(frozen=True, slots=True)
class Listing:
    """Part of a commit's tree, by paths from the root."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    """Path → object name."""


class NoSuchThing(ForgeError):
    """This repository has no such object."""


class NoGraphql(Exception):
    """This server has none, or would not answer: REST does it."""


MOST_REQUESTS = 100
"""By REST, for one pull request: whoever writes the files must not use up the token's thousand an hour."""


class Objects:
    """The objects of one repository.

    Those of its forks can be reached through it too, by their full names.
    """

    def __init__(self, client: Client, repository: str) -> None:
        self.client, self.repository = client, repository
        self._trees: dict[str, Any] = {}
        self._blobs: dict[str, bytes | None] = {}
        self._commits: dict[str, bool] = {}
        self._left = MOST_REQUESTS

    def ask(self, asks: Sequence[Ask]) -> list[Mapping[str, Any] | None]:
        """One GraphQL query; None where there is no such object. Raises NoGraphql for whatever goes wrong."""
        owner, _, name = self.repository.partition("/")
        text, variables = batch(owner, name, asks)
        try:
            answer = self.client.graphql(text, variables)
            found = [answer["data"]["repository"][f"o{n}"] or None for n, _ in enumerate(asks)]
            check([GRAPH["object"]], found)
        except (GithubException, requests.RequestException, LookupError, TypeError, AssertionError) as error:
            raise NoGraphql from error
        return found

    def all_files(self, commit: str) -> Listing | None:
        """A commit's whole tree by REST; None where it is too large for one answer. Raises ForgeError."""
        answer = self._get(f"git/trees/{commit}", "list the repository's files", recursive="1")
        return None if _at(answer, "truncated") else _listing(answer, "")

    def folder(self, commit: str, path: str) -> Listing:
        """What stands directly in one folder, by REST: one request for each level that was not asked for
        yet."""
        found, at = self._direct(commit, ""), ""
        for name in filter(None, path.split("/")):
            at += name
            if at not in found.folders:
                return Listing()
            found = self._direct(found.folders[at], at + "/")
            at += "/"
        return found

    def blob(self, oid: str) -> bytes | None:
        """An object's very bytes, by REST; None where they are no readiness file's, or too much was asked
        already."""
        if oid not in self._blobs and self._left:
            answer = self._get(f"git/blobs/{oid}", "read a file")
            try:
                content = base64.b64decode(str(_at(answer, "content")))
            except binascii.Error as error:
                raise ForgeError("GitHub gave a file's content that cannot be decoded.") from error
            self._blobs[oid] = content if is_blob(content, oid) else None
        return self._blobs.get(oid)

    def has_commit(self, name: str) -> bool | None:
        """Whether a hex word names a commit, by REST; None where too much was asked already."""
        if name not in self._commits and self._left:
            try:
                self._get(f"commits/{name}", "look for a commit")
                self._commits[name] = True
            except NoSuchThing:
                self._commits[name] = False
        return self._commits.get(name)

    def _direct(self, oid: str, at: str) -> Listing:
        if oid not in self._trees:
            self._trees[oid] = self._get(f"git/trees/{oid}", "list the repository's files")
        return _listing(self._trees[oid], at)

    def _get(self, what: str, doing: str, **parameters: str) -> object:
        if not self._left:
            raise ForgeError(
                f"Reading this pull request takes more than {MOST_REQUESTS} requests, so it was skipped."
            )
        self._left -= 1
        with told(doing):
            try:
                return self.client.get(what, of=self.repository, **parameters)
            except GithubException as error:
                if error.status in (404, 409, 422):  # not there; an empty repository; no such name
                    raise NoSuchThing(f"{self.repository} has no {what}.") from error
                raise


def listed(answer: Mapping[str, Any] | None, at: str) -> Listing:
    """GraphQL's listing of the folder `at` (with a closing slash; empty for the root), in REST's words."""
    rows = [
        {
            "path": row.get("name"),
            "mode": f"{row.get('mode', 0):06o}",
            "type": row.get("type"),
            "sha": row.get("oid"),
            "size": row.get("size"),
        }
        for row in (answer or {}).get("entries") or ()
    ]
    return _listing({"tree": rows}, at)


def exact(answer: Mapping[str, Any] | None) -> bytes | None:
    """A blob's very bytes out of GraphQL's text; None where it lost them (binary, cut, or another encoding
    than UTF-8)."""
    text = (answer or {}).get("text")
    if answer is None or not isinstance(text, str):
        return None
    content = text.encode("utf-8", "surrogatepass")
    return content if is_blob(content, str(answer.get("oid"))) else None


def _listing(answer: object, at: str) -> Listing:
    files, folders = {}, {}
    for row in _at(answer, "tree") or ():
        path = f"{at}{_at(row, 'path')}"
        if _at(row, "type") == "tree":
            folders[path] = str(_at(row, "sha"))
        else:
            size = _at(row, "size")
            files[path] = Entry(
                str(_at(row, "mode")), str(_at(row, "sha")), size if isinstance(size, int) else None
            )
    return Listing(files, folders)


def _at(data: object, key: str) -> Any:
    return data.get(key) if isinstance(data, Mapping) else None
