"""A change to one file as a pull request on GitHub, by its git data API: no checkout, no `git push`.

Steps: blob, tree, commit, branch, pull request. The first three leave nothing that anybody sees. Each run
looks for the pull request and for the branch first, so that one which ended in between is continued and
nothing is made twice.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from github import GithubException
from readiness_bot.forge.github.client import Client, once
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.protocol import Change, ForgeError, Proposal, mark_of


def propose(client: Client, change: Change) -> Proposal:
    row = _row_of(client, change)
    if row is not None:
        made, is_open = _proposal(change, row), row["state"] == "open"
    elif (other := _asking(client, change)) is not None:
        return other
    else:
        made, is_open = _made(client, change), True
    first = _asking(client, change) if made.number else None
    if first is None or first.number == made.number:
        return made
    if is_open and (first.number or 0) > (made.number or 0):
        return made
    if is_open:
        _withdraw(client, made)
    return first


def _made(client: Client, change: Change) -> Proposal:
    present = _file(client, change.path, change.branch)
    if present is None:
        _push(client, change)
    elif present != change.new:
        raise ForgeError(
            f"The branch {change.branch} is there already with something else on it; delete it, and run this"
            " again."
        )
    return _open(client, change)


def _row_of(client: Client, change: Change) -> Mapping[str, Any] | None:
    """Open or closed: a person who closed it has answered."""
    owner = client.settings.repository.partition("/")[0]
    with told("list the pull requests"):
        rows = list(client.rows("pulls", state="all", head=f"{owner}:{change.branch}"))
    return next((row for row in rows if row["head"]["ref"] == change.branch), None)


def _pull_of(client: Client, change: Change) -> Proposal | None:
    row = _row_of(client, change)
    return None if row is None else _proposal(change, row)


def _asking(client: Client, change: Change) -> Proposal | None:
    """The first open pull request of ours that asks for the same thing, by the hidden line at its top;
    perhaps for another comment.

    Looked for before and after one is opened, as two comments at once would open two.
    """
    mark = mark_of(change.body)
    if not mark:
        return None
    with told("list the pull requests"):
        rows = [row for row in client.rows("pulls", state="open") if client.is_ours(row)]
    same = [row for row in rows if mark_of(row.get("body") or "") == mark]
    first = min(same, key=lambda row: int(row["number"]), default=None)
    return None if first is None else Proposal(first["head"]["ref"], first["number"], first["html_url"])


def _withdraw(client: Client, made: Proposal) -> None:
    with told(f"close pull request #{made.number}"):
        once(lambda: bool(client.send("PATCH", f"pulls/{made.number}", {"state": "closed"})), lambda: None)
        client.remove(f"git/refs/heads/{made.branch}")


def _file(client: Client, path: str, branch: str) -> bytes | None:
    """What stands on a branch; None where there is no such branch or file."""
    with told(f"read {path}"):
        try:
            row = client.get(f"contents/{quote(path)}", ref=branch)
        except GithubException as error:
            if error.status == 404:
                return None
            raise
    return base64.b64decode(row["content"]) if isinstance(row, Mapping) and row.get("type") == "file" else b""


def _push(client: Client, change: Change) -> None:
    if _file(client, change.path, change.base) != change.old:
        raise ForgeError(
            f"{change.path} has changed on {change.base} in the meantime; run this again on its newest"
            " commit."
        )
    with told(f"read the branch {change.base}"):
        tip = client.get(f"branches/{quote(change.base)}")["commit"]["sha"]
        base_tree = client.get(f"git/commits/{tip}")["tree"]["sha"]
    with told("push a branch"):
        content = base64.b64encode(change.new).decode()
        blob = client.make("git/blobs", {"content": content, "encoding": "base64"})
        entry = {"path": change.path, "mode": "100644", "type": "blob", "sha": blob}
        tree = client.make("git/trees", {"base_tree": base_tree, "tree": [entry]})
        commit = client.make("git/commits", {"message": change.title, "tree": tree, "parents": [tip]})
        once(
            lambda: bool(
                client.send("POST", "git/refs", {"ref": f"refs/heads/{change.branch}", "sha": commit})
            ),
            lambda: _file(client, change.path, change.branch) is not None or None,
        )


def _open(client: Client, change: Change) -> Proposal:
    body = {"title": change.title, "body": change.body, "head": change.branch, "base": change.base}
    try:
        with told("open a pull request"):
            return once(
                lambda: _proposal(change, client.send("POST", "pulls", body)),
                lambda: _pull_of(client, change),
            )
    except ForgeError as error:
        status = error.__cause__.status if isinstance(error.__cause__, GithubException) else 0
        if status in (403, 404):  # no right to, or Actions may not open pull requests here
            return Proposal(change.branch, None)
        found = _pull_of(client, change) if status == 422 else None  # 422: another run was first
        if found is None:
            raise
        return found


def _proposal(change: Change, row: Mapping[str, Any]) -> Proposal:
    return Proposal(change.branch, row["number"], row["html_url"])
