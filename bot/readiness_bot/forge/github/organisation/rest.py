"""What GraphQL cannot deliver, by REST: a whole tree in one answer, and files byte by byte."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from github import GithubException, RateLimitExceededException
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.github.organisation.asking import RIGHTS
from readiness_bot.forge.github.organisation.pace import Pace
from readiness_bot.forge.github.organisation.rows import TREE
from readiness_bot.forge.github.shapes import Odd, check
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.forge.scan import Properties, Stopped
from readiness_bot.reading.tree import is_blob

MOST_REQUESTS = 100
"""For one repository: whoever writes its files must not use up the token's hour."""


class Rest:
    """Requests about any repository, within the budget of the scan."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self.client, self.pace = client, pace
        self._of: dict[str, int] = {}

    def whole(self, repository: str, tree: str) -> Mapping[str, Any]:
        """Every file and folder, by path; `complete` is false where that is too much for one answer.

        Raises ForgeError, and Stopped where the budget is used up.
        """
        return self._tree(repository, tree, recursive="1")

    def listing(self, repository: str, tree: str) -> Mapping[str, Any]:
        """What stands directly in a folder. Raises ForgeError where that is too much for one answer, since
        GitHub has no other way to list it."""
        found = self._tree(repository, tree)
        if not found["complete"]:
            raise ForgeError(
                "GitHub does not list all files of one of its folders; scan a clone of it (`--folder`)."
            )
        return found

    def blob(self, repository: str, oid: str) -> bytes | None:
        """A file's very bytes; None where the answer is not that file."""
        content = base64.b64decode(str(self._get(repository, f"git/blobs/{oid}")["content"]))
        return content if is_blob(content, oid) else None

    def commit(self, repository: str, name: str) -> str:
        """A commit's full name; empty where there is none."""
        try:
            found = self._get(repository, f"commits/{name}")
        except _NotThere:
            return ""
        return str(found.get("sha") or "") if isinstance(found, dict) else ""

    def properties(self, owner: str) -> dict[str, Properties]:
        """An organisation's custom properties: `owner/name` in small letters → name → value.

        Any member may read them. Raises ForgeError.
        https://docs.github.com/rest/orgs/custom-properties#list-custom-property-values-for-organization-repositories
        """
        found: dict[str, Properties] = {}
        with told("list the organisation's custom properties", rights="custom_properties: read"):
            for count, row in enumerate(
                self.client.rows_at(f"/orgs/{quote(owner, safe='')}/properties/values")
            ):
                if count % 100 == 0:
                    self.pace.before_request()
                values = {p["property_name"]: p["value"] for p in row["properties"] if p["value"] is not None}
                found[str(row["repository_full_name"]).lower()] = values
        return found

    def _tree(self, repository: str, tree: str, **parameters: str) -> Mapping[str, Any]:
        answer = self._get(repository, f"git/trees/{tree}", **parameters)
        rows = [
            {
                "name": row["path"],
                "type": row["type"],
                "mode": _octal(row["mode"]),
                "oid": row.get("sha"),
                "size": row.get("size"),
            }
            for row in answer["tree"]
        ]
        try:
            check(TREE, {"oid": tree, "entries": rows})
        except Odd as error:
            raise ForgeError(f"GitHub's answer about it could not be read ({error.told}).") from error
        return {"oid": tree, "entries": rows, "complete": not answer.get("truncated")}

    def _get(self, repository: str, what: str, **parameters: str) -> Any:
        count = self._of.get(repository, 0)
        if count >= MOST_REQUESTS:
            raise ForgeError(f"Reading {repository} takes more than {MOST_REQUESTS} requests.")
        self.pace.before_request()
        self._of[repository] = count + 1
        with told("read a file", rights=RIGHTS):
            try:
                found = self.client.get(what, of=repository, **parameters)
            except ForgeError as error:  # GitHub asks for a longer pause than a run waits
                raise Stopped(f"{str(error).partition('. ')[0]}. Nothing is lost.") from error
            except GithubException as error:
                raise self._refusal(repository, what, error) from error
        self.pace.after_request(*self.client.rate())
        return found

    def _refusal(self, repository: str, what: str, error: GithubException) -> Exception:
        if error.status == 401:
            return Stopped(
                "GitHub refused the token. An App's token is good for an hour: make a new one, and let the"
                " scan go on with it."
            )
        if error.status == 429 or isinstance(error, RateLimitExceededException):
            return Stopped("This token has reached GitHub's rate limit. Nothing is lost; go on in an hour.")
        if error.status in (404, 409, 422):
            return _NotThere(f"GitHub has no {what} of {repository}.")
        return (
            ForgeError("GitHub refuses this repository's files to this token.")
            if error.status == 403
            else error
        )


class _NotThere(ForgeError):
    """No such object; an empty repository; no such name."""


def _octal(mode: object) -> int:
    """0 for what is no mode: it is then no link and no file that is read."""
    text = str(mode)
    return int(text, 8) if len(text) == 6 and set(text) <= set("01234567") else 0
