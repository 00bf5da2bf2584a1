"""A repository on the tests' GitHub in which people work: push as themselves, open pull requests, review, merge.

Git is real: a bare repository that the server merges in, and a clone of it. Who pushed is what GitHub itself saw.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.github import store
from tests.github.server import BOT, REPOSITORY, GithubServer
from tests.github.store import NOTHING

from readiness_bot.demo.repository import Repository

API = f"/repos/{REPOSITORY}"
BOT_EMAIL = "41898282+github-actions[bot]"


@dataclass(slots=True)
class Shared:
    """`clone` is the working copy that everybody takes turns with; `server` has the bare one."""

    server: GithubServer
    clone: Repository
    bare: Path
    minutes: int = 0

    @classmethod
    def of(cls, server: GithubServer, template: Path, folder: Path) -> Shared:
        """A copy of what `prepare` made as a new repository; its history came by nobody's pull request."""
        clone = Repository(Path(shutil.copytree(template / "churn", folder / "churn", symlinks=True)))
        bare = Path(shutil.copytree(template / "bare.git", folder / "bare.git"))
        config = clone.path / ".git" / "config"
        config.write_text(config.read_text().replace(str(template / "bare.git"), str(bare)))
        server.state(git={REPOSITORY: str(bare)})
        server.call("POST", "/__world", {"on": True})
        shared = cls(server, clone, bare)
        shared._pushed("raj-patel", "main", "0" * 40)
        return shared

    def _tip(self, branch: str) -> str:
        """What the server's repository has there; zeros where it has no such branch."""
        return store.reference(self.bare, f"refs/heads/{branch}") or NOTHING

    def clock(self, now: str) -> None:
        """What GitHub's clock says from now on: `2026-11-13T12:00:00Z`."""
        self.server.call("POST", "/__world", {"clock": now})

    def tick(self) -> None:
        """A minute goes by on GitHub's clock, from noon on 18 November."""
        self.minutes += 1
        self.clock(f"2026-11-18T{12 + self.minutes // 60:02}:{self.minutes % 60:02}:00Z")

    def world(self, **what: object) -> None:
        """`runs`, `teams`, `forbidden` (rights that the token lacks)."""
        self.server.call("POST", "/__world", what)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.clone.path / "readiness" / file
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new))

    def write(self, path: str, text: str) -> None:
        """A file from the repository's root."""
        file = self.clone.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def copy(self, old: str, new: str) -> None:
        shutil.copytree(self.clone.path / old, self.clone.path / new)

    def settings(self, text: str) -> None:
        """The default branch's `.github/readiness.yaml`."""
        self.branch("settings")
        self.write(".github/readiness.yaml", text)
        self.commit("raj-patel")
        self.push("raj-patel", "settings")
        self.merge("raj-patel", self.open("raj-patel", "settings"))

    def commit(self, author: str, message: str = "Change", day: date = date(2026, 11, 19)) -> str:
        """The working tree, with any author and date: git takes whatever it is told."""
        self.clone.git("add", "--all")
        self.clone.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message, who=author, day=day)
        return store.head(self.clone)

    def push(self, login: str, branch: str, *options: str) -> None:
        """By somebody with this login: GitHub sees who it is."""
        before = self._tip(branch)
        if options or not store.push(self.clone, self.bare, branch, before):
            self.clone.git("push", "--quiet", *options, "origin", f"HEAD:refs/heads/{branch}")
        self._pushed(login, branch, before)

    def _pushed(self, login: str, branch: str, before: str, after: str = "", kind: str = "push") -> None:
        told = {"login": login, "branch": branch, "before": before, "after": after or store.head(self.clone), "kind": kind}
        self.server.call("POST", "/__pushed", told)

    def delete(self, login: str, branch: str) -> str:
        """The button after a merge; what stood there."""
        before = self._tip(branch)
        self.clone.git("push", "--quiet", "origin", f":refs/heads/{branch}")
        self._pushed(login, branch, before, NOTHING, "branch_deletion")
        return before

    def restore(self, login: str, branch: str, commit: str) -> None:
        self.clone.git("push", "--quiet", "origin", f"{commit}:refs/heads/{branch}")
        self._pushed(login, branch, NOTHING, commit, "branch_creation")

    def update(self, login: str, branch: str, *, rebase: bool = False) -> str:
        """ "Update branch": main is merged into it, or it is put upon main, by whoever clicks."""
        self.fetch()
        self.clone.git("checkout", "--quiet", "-B", branch, f"origin/{branch}")
        if rebase:
            self.clone.git("rebase", "--quiet", "origin/main", who=login)
            self.push(login, branch, "--force")
        else:
            self.clone.git("merge", "--quiet", "--no-ff", "--no-edit", "origin/main", who=login)
            self.push(login, branch)
        return store.head(self.clone)

    def branch(self, name: str) -> None:
        self.clone.git("checkout", "--quiet", "-B", name, "origin/main")

    def open(self, login: str, branch: str, **more: str) -> int:
        asked = {"title": branch, "head": branch, "base": "main", **more}
        return int(self.server.call("POST", f"{API}/pulls", asked, login)["number"])

    def change(self, author: str, branch: str, *edits: tuple[str, str, str], login: str = "") -> int:
        """One person's usual way: a branch, a commit, a push, a pull request; its number."""
        self.branch(branch)
        for edit in edits:
            self.edit(*edit)
        self.commit(author)
        self.push(login or author, branch)
        return self.open(login or author, branch)

    def review(self, login: str, number: int, event: str = "APPROVE", **more: str) -> int:
        given: dict[str, Any] = self.server.call("POST", f"{API}/pulls/{number}/reviews", {"event": event, **more}, login)
        return int(given["id"])

    def dismiss(self, login: str, number: int, review: int) -> None:
        self.server.call("PUT", f"{API}/pulls/{number}/reviews/{review}/dismissals", {"message": "no"}, login)

    def merge(self, login: str, number: int, method: str = "merge") -> None:
        self.server.call("PUT", f"{API}/pulls/{number}/merge", {"merge_method": method}, login)
        self.pull()

    def fetch(self) -> None:
        store.fetch(self.clone, self.bare)

    def pull(self) -> None:
        self.fetch()
        self.clone.git("checkout", "--quiet", "-B", "main", "origin/main")

    def issue(self, login: str, title: str = "Drill") -> int:
        return int(self.server.call("POST", f"{API}/issues", {"title": title}, login)["number"])

    def comment(self, login: str, number: int, body: str) -> int:
        return int(self.server.call("POST", f"{API}/issues/{number}/comments", {"body": body}, login)["id"])

    def edit_comment(self, login: str, comment: int, body: str) -> None:
        """Whoever may write may edit what others wrote."""
        self.server.call("PATCH", f"{API}/issues/comments/{comment}", {"body": body}, login)


def prepare(model: Path) -> Path:
    """A folder with a bare repository of the model and a clone of it, for `Shared.of` to copy: few files, so that a copy is cheap."""
    bare, clone = model.parent / "bare.git", Repository(model)
    subprocess.run(["git", "clone", "--quiet", "--bare", "--no-hardlinks", "--template=", str(model), str(bare)], check=True)
    clone.git("remote", "add", "origin", str(bare))
    clone.git("fetch", "--quiet", "origin")
    for repository in (clone, Repository(bare)):
        repository.git("repack", "-a", "-d", "--quiet")
    return model.parent


def slim(text: str) -> str:
    """Without hashes, which differ from run to run."""
    return re.sub(r"\b[0-9a-f]{7}\b", "COMMIT", text)


__all__ = ["API", "BOT", "Shared", "slim"]
