"""Many files as one pull request, by the git data API (https://docs.github.com/rest/git): no checkout, no
`git push`.

Steps: tree (with the texts in it), commit, branch, pull request. The first two leave nothing that anybody
sees. The branch is the lock: of two runs GitHub lets one make it, and whoever finds it there goes on with
what it holds if that is the bot's own commit.

Files below `.github/workflows` take a right of their own: `workflows: write` of an App or a fine-grained
token (https://docs.github.com/rest/authentication/permissions-required-for-github-apps, "Workflows"), the
scope `workflow` of a classic one
(https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps). Without it GitHub answers
404 or 403 to the tree (https://github.com/github/docs/pull/4770), so nothing is left behind.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

from github import GithubException, RateLimitExceededException
from readiness_bot.forge.fleet import NoWorkflows, Offer, Opened, RefusedHere
from readiness_bot.forge.github.client import Client, once
from readiness_bot.forge.github.errors import said, told
from readiness_bot.forge.protocol import ForgeError, NotAllowed

WORKFLOWS = ".github/workflows/"
TRAILER = "Readiness-rollout: v1"
"""The last line of the commit's message: by it, and by its author, the bot knows a commit of its own."""
RIGHTS = "contents: write, pull-requests: write, workflows: write"


@contextmanager
def reaching(what: str) -> Iterator[None]:
    """`what` completes "asked to …", in a repository that is not the one a job runs in: what its
    `permissions:` say is of no use there. Raises ForgeError."""
    with told(what):
        try:
            yield
        except RateLimitExceededException:
            raise
        except GithubException as error:
            if error.status not in (403, 404):
                raise
            words = said(error.data)
            raise NotAllowed(
                f"GitHub could not {what} ({error.status}{': ' + words if words else ''}); the App must be"
                f" installed there, or the token allowed there, with `{RIGHTS}`."
            ) from error


_HERE = (409, 410, 422, 451)
"""What GitHub says of the one repository: a conflict, a rule, drafts that its plan does not have."""


def offer(client: Client, offer_: Offer, bots: Set[str]) -> Opened:
    """`bots`: the logins that count as the bot's."""
    try:
        tree, commit = _commit(client, offer_)
        _branch(client, offer_, tree, commit, bots)
        return _open(client, offer_)
    except ForgeError as error:
        status = error.__cause__.status if isinstance(error.__cause__, GithubException) else 0
        if status in _HERE:
            raise RefusedHere(str(error)) from error
        raise


def _commit(client: Client, offer_: Offer) -> tuple[str, str]:
    """The names of the tree and of a commit with it."""
    of = offer_.repository
    with reaching(f"write a branch in {of}"):
        entries = [_entry(client, of, path, content) for path, content in offer_.files.items()]
        try:
            tree = client.make("git/trees", {"base_tree": offer_.tree, "tree": entries}, of)
        except GithubException as error:
            if error.status in (403, 404) and _takes_others(client, offer_, entries):
                raise NoWorkflows(
                    f"GitHub did not take the workflows for {of} ({error.status}: {said(error.data)}). Files"
                    f" below {WORKFLOWS} take a right of their own: give the App or the fine-grained token"
                    f" `{RIGHTS}`, or a classic token the scopes `repo` and `workflow`; or bring none, by"
                    " --without-workflows, where a central workflow judges these models. Nothing is left"
                    " behind there."
                ) from error
            raise
        return tree, _committed(client, offer_, tree, offer_.commit)


def _committed(client: Client, offer_: Offer, tree: str, *parents: str) -> str:
    message = f"{offer_.title}\n\n{TRAILER}\n"
    made = {"message": message, "tree": tree, "parents": list(parents)}
    return client.make("git/commits", made, offer_.repository)


def _takes_others(client: Client, offer_: Offer, entries: list[dict[str, Any]]) -> bool:
    """Whether it is the workflows that were refused: an object that nothing names shows nobody anything."""
    others = [entry for entry in entries if not entry["path"].startswith(WORKFLOWS)]
    if not others or len(others) == len(entries):
        return len(others) < len(entries)
    try:
        client.make("git/trees", {"base_tree": offer_.tree, "tree": others}, offer_.repository)
    except GithubException:
        return False
    return True


def _entry(client: Client, of: str, path: str, content: bytes | None) -> dict[str, Any]:
    """GitHub makes the object itself of what is text."""
    entry: dict[str, Any] = {"path": path, "mode": "100644", "type": "blob"}
    if content is None:
        return entry | {"sha": None}
    try:
        return entry | {"content": content.decode()}
    except UnicodeDecodeError:
        packed = base64.b64encode(content).decode()
        return entry | {"sha": client.make("git/blobs", {"content": packed, "encoding": "base64"}, of)}


def _branch(client: Client, offer_: Offer, tree: str, commit: str, bots: Set[str]) -> None:
    """Nothing is ever forced: what the bot left there becomes a parent of the new commit, so that GitHub
    refuses to move the branch where somebody pushed in between."""
    of, ref = offer_.repository, f"heads/{offer_.branch}"

    def stands() -> bool | None:
        return True if _tip(client, of, ref) == commit else None

    with reaching(f"push a branch in {of}"):
        try:
            made = {"ref": f"refs/{ref}", "sha": commit}
            once(lambda: bool(client.send("POST", "git/refs", made, of)), stands)
        except GithubException as error:
            tip = _tip(client, of, ref) if error.status == 422 else None  # it is there, or a rule forbids it
            if tip is None:
                raise
        else:
            return
        row = client.get(f"commits/{tip}", of)
        if tip != commit and not _is_own(row, bots):
            raise RefusedHere(
                f"The branch {offer_.branch} of {of} holds commits that are not the bot's; delete it there,"
                f" and"
                " run this again."
            )
        if _tree_of(row) != tree:
            commit = _committed(client, offer_, tree, offer_.commit, tip)
            moved = {"sha": commit, "force": False}
            once(lambda: bool(client.send("PATCH", f"git/refs/{ref}", moved, of)), stands)


def _tip(client: Client, of: str, ref: str) -> str | None:
    try:
        return str(client.get(f"git/ref/{ref}", of)["object"]["sha"])
    except GithubException as error:
        if error.status == 404:
            return None
        raise


def _is_own(row: Mapping[str, Any], bots: Set[str]) -> bool:
    """GitHub says whose account the author's address belongs to; the trailer alone could be anybody's."""
    author = (row.get("author") or {}).get("login")
    message = (row.get("commit") or {}).get("message") or ""
    return author in bots and message.rstrip().endswith(TRAILER)


def _tree_of(row: Mapping[str, Any]) -> str:
    return str(((row.get("commit") or {}).get("tree") or {}).get("sha") or "")


def _open(client: Client, offer_: Offer) -> Opened:
    of = offer_.repository
    body = {
        "title": offer_.title,
        "body": offer_.body,
        "head": offer_.branch,
        "base": offer_.base,
        "draft": offer_.draft,
    }

    def there() -> Opened | None:
        owner = of.partition("/")[0]
        rows = client.rows("pulls", of, state="open", head=f"{owner}:{offer_.branch}")
        return next((_opened(row) for row in rows if row["head"]["ref"] == offer_.branch), None)

    with reaching(f"open a pull request in {of}"):
        try:
            return once(lambda: _opened(client.send("POST", "pulls", body, of)), there)
        except GithubException as error:
            found = there() if error.status == 422 else None  # another run was first
            if found is None:
                raise
            return found


def _opened(row: Mapping[str, Any]) -> Opened:
    return Opened(row["number"], row["html_url"])
