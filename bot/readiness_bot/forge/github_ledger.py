"""The ledger's branch on GitHub: appended to through the git data API, without a checkout, safe against two writers.

The new commit's parent is the one that was read, and the branch is moved without force: where somebody else was faster, GitHub
refuses, and the line is put below theirs.
"""

from __future__ import annotations

import base64
import random
import time

from github import GithubException
from readiness_bot.evidence.records import Refusal
from readiness_bot.forge.github_client import Client, once
from readiness_bot.forge.github_errors import told
from readiness_bot.forge.github_evidence_rest import pushes
from readiness_bot.forge.protocol import ForgeError

TRIES = 10
"""So many writers may be faster, one after the other."""
_LONGEST = 8.0
"""Seconds between two tries."""


def append(client: Client, branch: str, path: str, line: str, title: str) -> None:
    """Raises NotAllowed where this token may not push."""
    with told("write the ledger"):
        for number in range(TRIES):
            tip = _tip(client, branch)
            commit = _commit(client, tip, path, line, title)
            if _move(client, branch, tip, commit):
                return
            # By chance, so that writers who met once do not meet again.
            time.sleep(random.uniform(0, min(_LONGEST, client.settings.backoff * 2**number)))  # noqa: S311
    raise ForgeError(
        f"The branch {branch} moved {TRIES} times while a line was written to it; the next run writes it."
    )


def pushed_by_bot(client: Client, branch: str, tip: str) -> bool:
    """Whether GitHub saw the bot push this commit there. False too where GitHub does not say."""
    found = pushes(client, client.settings.repository, branch, most=1)
    if isinstance(found, Refusal) or not found:
        return False
    return found[0].after == tip and found[0].login in client.settings.bots


def protected(client: Client, branch: str) -> bool:
    """Whether a ruleset lets only those whom it names move the branch. False too where GitHub does not say."""
    with told(f"read the rules of the branch {branch}"):
        try:
            rules = client.get(f"rules/branches/{branch}")
        except GithubException as error:
            if error.status in (403, 404):
                return False
            raise
    return {"update", "deletion", "non_fast_forward"} <= {rule.get("type") for rule in rules}


def _tip(client: Client, branch: str) -> str | None:
    try:
        return str(client.get(f"git/ref/heads/{branch}")["object"]["sha"])
    except GithubException as error:
        if error.status in (404, 409):  # 409: an empty repository
            return None
        raise


def _commit(client: Client, tip: str | None, path: str, line: str, title: str) -> str:
    tree = client.get(f"git/trees/{tip}", recursive="1") if tip else {"tree": []}
    present = next((entry["sha"] for entry in tree["tree"] if entry["path"] == path), None)
    before = base64.b64decode(client.get(f"git/blobs/{present}")["content"]) if present else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    content = base64.b64encode(before + line.encode() + b"\n").decode()
    blob = client.make("git/blobs", {"content": content, "encoding": "base64"})
    entry = {"path": path, "mode": "100644", "type": "blob", "sha": blob}
    base = {"base_tree": tree["sha"]} if tip else {}
    made = client.make("git/trees", {**base, "tree": [entry]})
    return client.make("git/commits", {"message": title, "tree": made, "parents": [tip] if tip else []})


def _move(client: Client, branch: str, tip: str | None, commit: str) -> bool:
    """False where another writer was faster."""

    def moved() -> bool | None:
        return True if _tip(client, branch) == commit else None

    try:
        if tip is None:
            once(
                lambda: bool(client.send("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})),
                moved,
            )
        else:
            once(
                lambda: bool(
                    client.send("PATCH", f"git/refs/heads/{branch}", {"sha": commit, "force": False})
                ),
                moved,
            )
    except GithubException as error:
        if error.status == 422 and _tip(client, branch) != tip:
            return False
        raise
    return True
