"""What a checkout brings of the ledger's branch, where the tests' GitHub has no git below it and invents its hashes."""

from __future__ import annotations

import subprocess
from urllib.error import HTTPError

from tests.github.server import BOT, GithubServer

from readiness_bot.demo.repository import Repository
from readiness_bot.ledger.line import BRANCH, FILE

REF = f"refs/remotes/origin/{BRANCH}"


def fetch_ledger(server: GithubServer, clone: Repository) -> None:
    """The branch as a commit of the clone; GitHub saw the bot push that one."""
    try:
        text = server.file(FILE, BRANCH).decode()
    except HTTPError:
        return
    tip = clone.git("rev-parse", "--verify", "--quiet", REF) if REF in clone.git("for-each-ref", "--format=%(refname)") else ""
    if tip and clone.git("show", f"{tip}:{FILE}") == text.strip():
        return
    blob = _git(clone, "hash-object", "-w", "--stdin", told=text)
    tree = _git(clone, "mktree", told=f"100644 blob {blob}\t{FILE}\n")
    commit = clone.git("commit-tree", tree, *(["-p", tip] if tip else []), "-m", "line")
    clone.git("update-ref", REF, commit)
    server.call("POST", "/__pushed", {"login": BOT, "branch": BRANCH, "before": tip or "0" * 40, "after": commit})


def _git(clone: Repository, *words: str, told: str) -> str:
    return subprocess.run(["git", "-C", str(clone.path), *words], input=told, capture_output=True, text=True, check=True).stdout.strip()
