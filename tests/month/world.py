"""A forge as people see it: GitHub over HTTP, or the folder. What they do there, and how its threads stand."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.github.origin import Origin, Pull
from tests.github.server import BOT, PEOPLE, REPOSITORY, GithubServer, Request

from readiness_bot.demo.repository import Repository
from readiness_bot.forge.folder.files import BOT as FOLDER_BOT
from readiness_bot.forge.folder.forge import FolderForge

BROKEN = "9999.md"
MERGED = "refs/pull/{}/merge"
_MENTION = re.compile(r"(?<![\w`@/])@([A-Za-z0-9](?:-?[A-Za-z0-9])*)(?![\w`])")


@dataclass(frozen=True, slots=True)
class Thread:
    """An issue or a pull request's conversation."""

    number: int
    title: str
    open: bool = True
    reason: str | None = None
    assignees: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    """Author (`bot` for ours) and text."""

    @property
    def called(self) -> set[str]:
        return {login for _, text in self.comments for login in _MENTION.findall(text)}


@dataclass(frozen=True, slots=True)
class Traffic:
    """What a run asked of the forge, and what it left there."""

    requests: int
    writes: int
    posted: tuple[str, ...] = ()
    """The states of the statuses that it posted."""
    kept: int = 0
    """Commits that it judged again and whose status says so already."""

    @property
    def judged(self) -> int:
        return len(self.posted) + self.kept


class World(Protocol):
    """What the month needs of a forge."""

    @property
    def arguments(self) -> tuple[str, ...]: ...
    @property
    def environment(self) -> dict[str, str]: ...
    @property
    def second(self) -> bool:
        """Whether a second workflow follows the first and gives the verdict."""
        ...

    def begin(self, model: Repository, folder: Path) -> None:
        """The model is pushed for the first time. `folder`: where a run's checkout may stand."""
        ...

    def push(self, branch: str, who: str) -> None:
        """What stands on a branch of the model's is pushed."""
        ...

    def checkout(self, ref: str, runner: int = 1) -> Path:
        """What a run finds, in a folder of its runner: `main`, a commit, or the trial merge of a pull request (`MERGED`)."""
        ...

    def threads(self) -> dict[int, Thread]: ...
    def body(self, number: int) -> str: ...
    def pull(self, author: str, branch: str) -> int: ...
    def end(self, number: int) -> None:
        """The pull request is merged, or given up."""
        ...

    def close(self, number: int, reason: str, login: str) -> None: ...
    def rename(self, number: int, title: str, login: str) -> None: ...
    def note(self, number: int, text: str, login: str) -> None: ...
    def say(self, number: int, text: str, login: str) -> int: ...
    def requests(self) -> Traffic:
        """Ours since the last call."""
        ...

    def down(self) -> None: ...
    def heal(self) -> None: ...


@dataclass(slots=True)
class GithubWorld:
    """The HTTP server, as the workflow's token sees it, with a store of git's own below it."""

    server: GithubServer
    arguments: tuple[str, ...] = ("--forge", "github")
    second: bool = True
    pulls: dict[int, str] = field(default_factory=dict)
    open: dict[int, Pull] = field(default_factory=dict)
    known: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Comments by thread, where nobody wrote since they were read."""
    _shown: dict[int, Thread] | None = None
    """All threads, where nobody wrote anything."""
    _model: Repository = field(init=False)
    _origin: Origin = field(init=False)

    @property
    def environment(self) -> dict[str, str]:
        return self.server.environment() | {"GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "main", "GITHUB_RUN_ID": "77"}

    def begin(self, model: Repository, folder: Path) -> None:
        self._model = model
        self._origin = Origin.of(model, folder / "origin.git").connect(self.server, when="2026-11-20T06:00:00Z")

    def push(self, branch: str, who: str) -> None:
        """GitHub makes new merges of the open pull requests that it is about."""
        self._origin.push_branch(self._model, branch, who, branch)
        for number, pull in self.open.items():
            if branch in (pull.head_ref, pull.base_ref):
                self.open[number] = self._origin.update_pull(pull, pull.head_ref)

    def checkout(self, ref: str, runner: int = 1) -> Path:
        """As `actions/checkout` leaves it with `fetch-depth: 0` on a runner that keeps its folder."""
        path, store = self._origin.path.parent / f"runner-{runner}", f"file://{self._origin.path}"
        clone = Repository(path)
        if not path.exists():
            Repository.create(path).git("remote", "add", "origin", f"{self.server.url}/{REPOSITORY}")
        wanted = ref if re.match("refs/|[0-9a-f]{40}", ref) else f"refs/heads/{ref}"
        clone.git("fetch", "--quiet", "--no-auto-maintenance", store, wanted, "+refs/heads/*:refs/remotes/origin/*")
        clone.git("checkout", "--quiet", "--force", *(("-B", "main") if ref == "main" else ("--detach",)), "FETCH_HEAD")
        return path

    def threads(self) -> dict[int, Thread]:
        self._notice()
        if self._shown is None:
            self._shown = self._read()
        return self._shown

    def _read(self) -> dict[int, Thread]:
        found = {
            row["number"]: Thread(
                row["number"], row["title"], row["state"] == "open", row.get("state_reason"),
                tuple(person["login"] for person in row["assignees"]), self._comments(row["number"]) if row["comments"] else (),
            )
            for row in self.server.issues()
        }  # fmt: skip
        return found | {number: Thread(number, branch, comments=self._comments(number)) for number, branch in self.pulls.items()}

    def _comments(self, number: int) -> tuple[tuple[str, str], ...]:
        """Asked by one person after the other: the emulator keeps an hour's limit for each."""
        if number in self.known:
            return self.known[number]
        reader = PEOPLE[number % len(PEOPLE)]
        rows = self.server.call("GET", f"/repos/{REPOSITORY}/issues/{number}/comments?per_page=100", login=reader)
        self.known[number] = tuple(("bot" if row["user"]["login"] == BOT else row["user"]["login"], row["body"]) for row in rows)
        return self.known[number]

    def _notice(self) -> None:
        """Where somebody wrote a comment, it is to be read again; an edited one tells no number."""
        for request in self.server.log():
            if request.method != "GET":
                self._shown = None
            if request.method != "GET" and "comments" in request.path:
                thread = re.search(r"/issues/(\d+)/comments$", request.path)
                if thread:
                    self.known.pop(int(thread[1]), None)
                else:
                    self.known.clear()

    def body(self, number: int) -> str:
        return str(self.server.call("GET", f"/repos/{REPOSITORY}/issues/{number}")["body"])

    def pull(self, author: str, branch: str) -> int:
        pull = self._origin.open_pull(branch, author=author)
        self.pulls[pull.number], self.open[pull.number] = branch, pull
        self._shown = None
        return pull.number

    def end(self, number: int) -> None:
        del self.open[number]
        self.server.close_pull(number)

    def close(self, number: int, reason: str, login: str) -> None:
        self._edit(number, login, state="closed", state_reason=reason)

    def rename(self, number: int, title: str, login: str) -> None:
        self._edit(number, login, title=title)

    def note(self, number: int, text: str, login: str) -> None:
        self._edit(number, login, body=self.body(number) + f"\n\n{text}")

    def say(self, number: int, text: str, login: str) -> int:
        return int(self.server.call("POST", f"/repos/{REPOSITORY}/issues/{number}/comments", {"body": text}, login)["id"])

    def _edit(self, number: int, login: str, **changes: str) -> None:
        self.server.call("PATCH", f"/repos/{REPOSITORY}/issues/{number}", changes, login)

    def requests(self) -> Traffic:
        self._notice()
        ours = [request for request in self.server.log() if request.login == BOT]
        self.server.forget()
        posted = [request for request in ours if request.method == "POST" and _commit(request)]
        news = {_commit(request) for request in posted}
        asked = {_commit(request) for request in ours if request.method == "GET"} - {""}
        writes = sum(request.method != "GET" for request in ours)
        return Traffic(len(ours), writes, tuple(request.body["state"] for request in posted), len(asked - news))

    def down(self) -> None:
        self.server.fault("GET", "/issues", "502", times=99)

    def heal(self) -> None:
        self.server.heal()


def _commit(request: Request) -> str:
    """Whose statuses this request reads or writes; empty where it is about something else."""
    found = re.search(r"/(?:statuses/([0-9a-f]{40})|commits/([0-9a-f]{40})/statuses)(?:\?|$)", request.path)
    return (found[1] or found[2]) if found else ""


@dataclass(slots=True)
class FolderWorld:
    """The folder of Markdown files, which people edit by hand. It keeps no pull requests, so that the first workflow's job gives the
    verdict, and everything runs where the model stands."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"READINESS_VERDICT": "job"})
    second: bool = False
    _model: Repository = field(init=False)
    _pulls: dict[int, str] = field(default_factory=dict)
    _seen: dict[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> tuple[str, ...]:
        return ("--forge", f"folder:{self.root}")

    @property
    def _forge(self) -> FolderForge:
        return FolderForge(self.root)

    def begin(self, model: Repository, folder: Path) -> None:
        self._model = model

    def push(self, branch: str, who: str) -> None:
        """The model is all there is."""

    def checkout(self, ref: str, runner: int = 1) -> Path:
        number = re.fullmatch(MERGED.format(r"(\d+)"), ref)
        self._model.git("checkout", "--quiet", self._pulls[int(number[1])] if number else ref)
        return self._model.path

    def threads(self) -> dict[int, Thread]:
        found = {}
        for path in sorted((self.root / "issues").glob("*.md")):
            if path.name == BROKEN:
                continue
            meta, _ = self._split(path)
            number = int(path.stem)
            found[number] = Thread(
                number, str(meta["title"]), meta["state"] == "open", meta["reason"],
                tuple(meta["assignees"]), self._comments(number),
            )  # fmt: skip
        return found | {number: Thread(number, branch, comments=self._comments(number)) for number, branch in self._pulls.items()}

    def _comments(self, number: int) -> tuple[tuple[str, str], ...]:
        paths = sorted((self.root / "comments" / f"{number:04}").glob("*.md"), key=lambda path: int(path.stem))
        told = [self._split(path) for path in paths]
        return tuple(("bot" if meta["author"] == FOLDER_BOT else meta["author"], body) for meta, body in told)

    def _split(self, path: Path) -> tuple[dict[str, Any], str]:
        head, _, body = path.read_text().removeprefix("---\n").partition("\n---\n")
        meta = {key: json.loads(text) for key, text in (line.split(": ", 1) for line in head.splitlines())}
        return meta, body.removeprefix("\n").removesuffix("\n")

    def body(self, number: int) -> str:
        return self._split(self._path(number))[1]

    def pull(self, author: str, branch: str) -> int:
        number = 1001 + len(self._pulls)
        self._pulls[number] = branch
        return number

    def end(self, number: int) -> None:
        """It is no matter of the folder's."""

    def close(self, number: int, reason: str, login: str) -> None:
        self._change(number, state="closed", reason=reason)

    def rename(self, number: int, title: str, login: str) -> None:
        self._change(number, title=title)

    def note(self, number: int, text: str, login: str) -> None:
        path = self._path(number)
        path.write_text(path.read_text() + f"\n{text}\n")

    def say(self, number: int, text: str, login: str) -> int:
        folder = self.root / "comments" / f"{number:04}"
        folder.mkdir(parents=True, exist_ok=True)
        name = max((int(path.stem) for path in folder.glob("*.md")), default=0) + 1
        (folder / f"{name}.md").write_text(f'---\nauthor: "{login}"\n---\n{text}\n')
        return name

    def _change(self, number: int, **changes: str) -> None:
        path = self._path(number)
        head, _, body = path.read_text().removeprefix("---\n").partition("\n---\n")
        lines = dict(line.split(": ", 1) for line in head.splitlines())
        lines |= {key: json.dumps(text) for key, text in changes.items()}
        path.write_text("---\n" + "".join(f"{key}: {text}\n" for key, text in lines.items()) + "---\n" + body)

    def _path(self, number: int) -> Path:
        return self.root / "issues" / f"{number:04}.md"

    def requests(self) -> Traffic:
        """A folder is not asked; its writes are the files that changed."""
        now = {str(path): path.read_text() for path in self.root.rglob("*.md")}
        changed = sum(self._seen.get(path) != text for path, text in now.items())
        self._seen = now
        return Traffic(0, changed)

    def down(self) -> None:
        """A file without front matter: the forge cannot be read."""
        (self.root / "issues" / BROKEN).write_text("a merge conflict")

    def heal(self) -> None:
        (self.root / "issues" / BROKEN).unlink()
