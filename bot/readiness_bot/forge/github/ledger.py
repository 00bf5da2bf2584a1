"""The ledger's branch on GitHub: appended to through the git data API, without a checkout, safe against two
writers.

The new commit's parent is the one that was read, and the branch is moved without force: where somebody else
was faster, GitHub refuses, and the line is put below theirs.
"""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Iterator
from urllib.parse import quote

from github import GithubException, RateLimitExceededException
from readiness_bot.evidence.records import Push, Refusal
from readiness_bot.forge.github.client import Client, once
from readiness_bot.forge.github.errors import legible, said, told
from readiness_bot.forge.github.evidence.rest import latest_pushes
from readiness_bot.forge.hosts import DEFAULT_BOT
from readiness_bot.forge.protocol import ForgeError, Ruled
from readiness_bot.ledger.news import adds

TRIES = 10
"""So many writers may be faster, one after the other."""
_LONGEST = 8.0
"""Seconds between two tries."""
_PAGE = 100
"""Pushes that one request lists."""


def append(client: Client, branch: str, path: str, line: str, title: str) -> bool:
    """False where the branch says it already.

    Raises NotAllowed where this token may not push, Ruled where a ruleset or branch protection forbids it.
    """
    with told("write the ledger"):
        for number in range(TRIES):
            tip = _tip(client, branch)
            with legible():
                commit = _commit(client, tip, path, line, title)
            if commit is None:
                return False
            refused = _move(client, branch, tip, commit)
            if not refused:
                return True
            # By chance, so that writers who met once do not meet again.
            time.sleep(random.uniform(0, min(_LONGEST, client.settings.backoff * 2**number)))  # noqa: S311
    raise ForgeError(
        f"GitHub refused {TRIES} times to move the branch {branch} ({refused}); the next run writes the line."
    )


def pushes_of_bot(client: Client, branch: str, tip: str) -> Iterator[Push]:
    """The bot's own pushes that GitHub saw, newest first: from the one that brought this commit to the last
    that nobody else came between. None where GitHub does not say. One request.

    Of a bot that is an App, what it wrote before with the token that every workflow has counts no longer:
    somebody could have prepared a line for the day on which a ruleset makes its lines believed.
    """
    ours = set(client.settings.bots) - {DEFAULT_BOT} or {DEFAULT_BOT}
    found = latest_pushes(client, client.settings.repository, branch, _PAGE)
    for push in () if isinstance(found, Refusal) else found:
        if push.after != tip or push.login not in ours:
            return
        yield push
        tip = push.before


def doubt_of(client: Client, branch: str, writer: str | None) -> str:
    """Who else could have written what `writer` pushed; empty where a ruleset lets only those whom it names
    move the branch.

    Classic branch protection is not among the rules, and does not keep out who may push.
    """
    if writer == DEFAULT_BOT:
        return f"every workflow here can write its branch as {DEFAULT_BOT}"
    unprotected = "no ruleset keeps others from writing its branch"
    with told(f"read the rules of the branch {branch}"):
        try:
            rules = client.get(f"rules/branches/{quote(branch, safe='')}", per_page="100")
        except RateLimitExceededException:
            raise
        except GithubException as error:
            if error.status in (403, 404):
                return unprotected
            raise
    found = {rule.get("type") for rule in rules}
    return "" if {"update", "deletion", "non_fast_forward"} <= found else unprotected


def _tip(client: Client, branch: str) -> str | None:
    try:
        return str(client.get(f"git/ref/heads/{branch}")["object"]["sha"])
    except GithubException as error:
        if error.status in (404, 409):  # 409: an empty repository
            return None
        raise


def _commit(client: Client, tip: str | None, path: str, line: str, title: str) -> str | None:
    """None where the text that is there says it already."""
    tree = client.get(f"git/trees/{tip}", recursive="1") if tip else {"tree": []}
    if tree.get("truncated"):  # the file could be there unseen, and its lines would be lost
        raise ForgeError(
            "The ledger's branch holds too many files to be listed; remove those that are not the ledger's."
        )
    present = next((entry["sha"] for entry in tree["tree"] if entry["path"] == path), None)
    before = base64.b64decode(client.get(f"git/blobs/{present}")["content"]) if present else b""
    if not adds(before.decode("utf-8", "replace"), line):
        return None
    if before and not before.endswith(b"\n"):
        before += b"\n"
    content = base64.b64encode(before + line.encode() + b"\n").decode()
    blob = client.make("git/blobs", {"content": content, "encoding": "base64"})
    entry = {"path": path, "mode": "100644", "type": "blob", "sha": blob}
    base = {"base_tree": tree["sha"]} if tip else {}
    made = client.make("git/trees", {**base, "tree": [entry]})
    return client.make("git/commits", {"message": title, "tree": made, "parents": [tip] if tip else []})


def _move(client: Client, branch: str, tip: str | None, commit: str) -> str:
    """Empty where it was done; else why GitHub refused: another writer was faster, or GitHub itself was not
    ready.

    https://docs.github.com/rest/git/refs: 409 and 422, and for a ruleset 422 with "Repository rule violations
    found".
    """

    def moved() -> bool | None:
        return True if _tip(client, branch) == commit else None

    def move() -> bool:
        if tip is None:
            return bool(client.send("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": commit}))
        return bool(client.send("PATCH", f"git/refs/heads/{branch}", {"sha": commit, "force": False}))

    try:
        once(move, moved)
    except GithubException as error:
        why = said(error.data)
        if any(word in why.lower() for word in ("rule violation", "protected")):
            raise Ruled(why) from error
        if error.status in (409, 422):
            return f"{error.status}: {why}"
        raise
    return ""
