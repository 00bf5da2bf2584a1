"""GitHub's own store of one repository: a bare repository on disk, with the refs that GitHub keeps of pull requests and queues.

`Origin` changes git alone and may be used without a server; `connect` lets a server answer from it, and from then on it sees who pushed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from tests.github import store
from tests.github.server import REPOSITORY, GithubServer
from tests.github.store import NOTHING

from readiness_bot.demo.repository import Repository
from readiness_bot.demo.story import Files

_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
_SETTINGS = "[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n[gc]\n\tauto = 0\n"
_CLONED = '[remote "origin"]\n\turl = {url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n'
_PARTIAL = "\tpromisor = true\n\tpartialclonefilter = blob:none\n"


@dataclass(frozen=True, slots=True)
class Pull:
    """What git has of a pull request: `refs/pull/N/head` and, where they can be merged, `refs/pull/N/merge`."""

    number: int
    head: str
    base: str
    base_ref: str
    merge: str | None
    """None: a conflict."""
    head_ref: str = ""
    head_repo: str = REPOSITORY
    author: str = "ana-ruiz"


@dataclass(frozen=True, slots=True)
class Queued:
    """A merge queue's candidate."""

    ref: str
    """`refs/heads/gh-readonly-queue/main/pr-7-BASESHA`."""
    sha: str
    base: str
    base_ref: str
    number: int


class Origin:
    """`path`: the bare repository."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git = Repository(path)
        self.server: GithubServer | None = None

    @classmethod
    def of(cls, model: Repository, path: Path) -> Origin:
        """GitHub's copy of all branches of a model."""
        _clone(model.path, path, "--bare")
        with (path / "config").open("a", encoding="utf-8") as config:  # `git config` takes a process for each
            config.write(_SETTINGS)
        return cls(path)

    def connect(self, server: GithubServer, login: str = "raj-patel", when: str | None = None) -> Origin:
        """The server answers from here, its API's git routes and fetches alike; the history so far was pushed by `login`, now or `when`."""
        self.server = server
        server.state(git={REPOSITORY: str(self.path)})
        server.world(on=True, clock=when)
        for name in store.branches(self.path):
            server.pushed(login, name.removeprefix("refs/heads/"), NOTHING, self.tip(name))
        server.world(clock=None)
        return self

    def tip(self, branch: str) -> str:
        """The branch's commit, else what a whole ref (`refs/pull/7/merge`) names; empty where there is none."""
        return store.reference(self.path, branch if branch.startswith("refs/") else f"refs/heads/{branch}")

    def push_branch(self, clone: Repository, branch: str, login: str = "ana-ruiz", commit: str = "HEAD") -> str:
        """Somebody pushes a clone's commit, by force where need be; its full name."""
        before, after = self.tip(branch) or NOTHING, clone.git("rev-parse", commit)
        clone.git("push", "--quiet", "--force", str(self.path), f"{after}:refs/heads/{branch}")
        if self.server:
            self.server.pushed(login, branch, before, after)
        return after

    def commit(self, branch: str, files: Files, login: str = "ana-ruiz", *, on: str = "main", day: date | None = None, fork: bool = False) -> str:
        """A commit that writes these files, pushed to a branch that starts from `on` where it is new; of a fork: to no branch here."""
        onto, when = (not fork and self.tip(branch)) or self.tip(on) or on, day or datetime.now(UTC).date()
        into = "refs/forks/new" if fork else f"refs/heads/{branch}"
        before = self.tip(into) or NOTHING
        self._import(into, onto, files, f"Change {branch}\n", login, datetime.combine(when, time(12), UTC))
        made = self.tip(into)
        if fork:  # forks share one store
            store.write(self.path, f"refs/forks/{made}", made)
        elif self.server:
            self.server.pushed(login, branch, before, made)
        return made

    def _import(self, into: str, onto: str, files: Files, message: str, login: str, when: datetime) -> None:
        """One process, where a work tree of its own would take a dozen: https://git-scm.com/docs/git-fast-import."""
        person = f"{login} <{login}@users.noreply.github.com> {when.timestamp():.0f} +0000"
        lines = [f"commit {into}", f"author {person}", f"committer {person}", _data(message), f"from {onto}"]
        lines += [part for path, text in files.items() for part in (f"M 100644 inline {path}", _data(text))]
        subprocess.run(
            ["git", "-C", str(self.path), "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--force"],
            input=("\n".join(lines) + "\n").encode(), env=_ALONE | {"PATH": os.environ["PATH"]}, capture_output=True, check=True,
        )  # fmt: skip

    def read(self, path: str, at: str = "main") -> str:
        """A file of a branch or a commit."""
        return Repository(self.path).git("show", f"{self.tip(at) or at}:{path}") + "\n"

    def edit(self, branch: str, path: str, old: str, new: str, login: str = "ana-ruiz", *, on: str = "main", fork: bool = False) -> str:
        """A commit that changes one place of one file; as `commit`."""
        text = self.read(path, (not fork and self.tip(branch)) or on)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        return self.commit(branch, {path: text.replace(old, new)}, login, on=on, fork=fork)

    def move_base(self, files: Files, base: str = "main", login: str = "raj-patel", day: date | None = None) -> str:
        """The base goes on: a commit upon it. `refs/pull/N/merge` stays as it was, as on GitHub, until `pull` is called again."""
        return self.commit(base, files, login, on=base, day=day)

    def pull(self, number: int, head: str, base: str = "main") -> Pull:
        """Opens it or brings it up to date, in git alone. `head`: a branch here, or a commit (of a fork)."""
        commit, onto = self.tip(head) or head, self.tip(base)
        assert onto, f"there is no branch {base}"
        store.write(self.path, f"refs/pull/{number}/head", commit)
        merge = self._merged(onto, commit, f"Merge {commit} into {onto}")
        if merge:
            store.write(self.path, f"refs/pull/{number}/merge", merge)
        elif self.tip(f"refs/pull/{number}/merge"):
            self.git.git("update-ref", "-d", f"refs/pull/{number}/merge")
        return Pull(number, commit, onto, base, merge)

    def queue(self, base: str, number: int) -> Queued:
        """The pull request enters the merge queue: a branch of its own, with the merge into the base as it is now. A conflict is an error."""
        onto, head = self.tip(base), self.tip(f"refs/pull/{number}/head")
        merge = self._merged(onto, head, f"Merge pull request #{number}")
        assert merge, f"#{number} cannot be merged into {base}"
        ref = f"refs/heads/gh-readonly-queue/{base}/pr-{number}-{onto}"
        self.git.git("update-ref", ref, merge)
        return Queued(ref, merge, onto, base, number)

    def open_pull(
        self, head: str, base: str = "main", *, fork: str = "", head_ref: str = "", author: str = "ana-ruiz", draft: bool = False, number: int | None = None,
    ) -> Pull:  # fmt: skip
        """On the server and in git at once. `head`: a branch here; for a `fork` (`stranger/churn`) a commit, whose branch there is `head_ref`."""
        server = self._server()
        commit, onto = self.tip(head) or head, self.tip(base)
        told = {"head_sha": commit, "head_ref": head_ref or head, "head_repo": fork or REPOSITORY, "base_ref": base, "base_sha": onto}
        number = server.open_pull(number, **told, author=author, draft=draft)
        pull = self.pull(number, commit, base)
        server.tell_pull(number, merge=pull.merge)
        return replace(pull, head_ref=head_ref or head, head_repo=fork or REPOSITORY, author=author)

    def update_pull(self, pull: Pull, head: str = "") -> Pull:
        """After a push (`head`: a branch or a commit), or so that the merge is upon the base as it is now; told to the server too."""
        new = self.pull(pull.number, head or pull.head, pull.base_ref)
        self._server().tell_pull(pull.number, head_sha=new.head, base_sha=new.base, merge=new.merge)
        return replace(pull, head=new.head, base=new.base, merge=new.merge)

    def without_merge(self, pull: Pull) -> Pull:
        """As it is until GitHub has made the merge: there is no such ref yet, and the server says null."""
        self.git.git("update-ref", "-d", f"refs/pull/{pull.number}/merge")
        self._server().tell_pull(pull.number, merge=None)
        return replace(pull, merge=None)

    def clone(self, path: Path, ref: str = "refs/heads/main", whole: bool = False) -> Repository:
        """What `actions/checkout` leaves with `fetch-depth: 0` and `filter: blob:none`: all branches, the contents of one commit alone.

        `ref` is what GITHUB_REF says: a branch is checked out by its name, `refs/pull/N/merge` is a commit alone (detached).
        What is not there comes from the server, where one is connected. `whole`: without the filter, so that nothing is missing.
        """
        path.mkdir(parents=True)
        clone = Repository(path)
        clone.git("init", "--quiet", "--initial-branch=main", "--template=")
        config, url = path / ".git" / "config", f"file://{self.path}"
        with config.open("a", encoding="utf-8") as file:
            file.write(_CLONED.format(url=url) + ("" if whole else _PARTIAL))
        there = ref.replace("refs/heads/", "refs/remotes/origin/").replace("refs/pull/", "refs/remotes/pull/")
        clone.git("fetch", "--quiet", *([] if whole else ["--filter=blob:none"]), "origin", "+refs/heads/*:refs/remotes/origin/*", f"+{ref}:{there}")
        how = ["-B", ref.removeprefix("refs/heads/"), there] if ref.startswith("refs/heads/") else ["--detach", there]
        clone.git("checkout", "--quiet", "--force", *how)
        if self.server:  # git itself may have written settings by now
            now = config.read_text(encoding="utf-8")
            config.write_text(now.replace(f"url = {url}\n", f"url = {self.server.url}/{REPOSITORY}\n"), encoding="utf-8")
        return clone

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def _server(self) -> GithubServer:
        assert self.server, "connect it first"
        return self.server

    def _merged(self, base: str, head: str, message: str) -> str | None:
        """A commit whose parents are both; None where they conflict."""
        try:
            tree = self.git.git("merge-tree", "--write-tree", base, head).partition("\n")[0]
        except subprocess.CalledProcessError as error:
            if error.returncode == 1:
                return None
            raise
        return self.git.git("commit-tree", tree, "-p", base, "-p", head, "-m", message, who="github")


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"


def _clone(source: Path, target: Path, *options: str) -> None:
    Repository(source).git("clone", "--quiet", "--no-hardlinks", "--template=", *options, str(source), str(target))
