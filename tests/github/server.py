"""The tests' GitHub: a real HTTP server that keeps state and limits. See node/server.mjs."""

from __future__ import annotations

import base64
import http.client
import json
import subprocess
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from types import TracebackType
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

from tests.github.node_tools import install, node

REPOSITORY = "acme/churn"
BOT = "github-actions[bot]"
APP = "acme-readiness[bot]"
"""An App of the team's own, whose token no other workflow has."""
PEOPLE = (
    "ana-ruiz", "raj-patel", "mei-chen", "nora-lee", "priya-nair", "jonas-weber", "lior-katz", "ines-costa",
    "sam-boateng", "jo-marsh", "omar-haddad", "kim-oyelaran", "tomas-k",
)  # fmt: skip
NOT_ASSIGNABLE = "jonas-weber"
SENTINEL = "nobody-ever"
"""The emulator's first user, whom it takes for everybody that it does not know: must never act."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request that reached the server."""

    method: str
    path: str
    login: str | None
    body: Any


def world(more: Iterable[str] = ()) -> dict[str, Any]:
    """Users, tokens (a person's token is `token-LOGIN`) and one repository; `more`: names of others of acme's (node/fleet.mjs)."""
    logins = (SENTINEL, BOT, APP, *PEOPLE)
    members = [{"login": login, "role": "admin"} for login in logins[1:]]
    return {
        "tokens": {f"token-{login}": login for login in logins[1:]},
        "assignable": [login for login in PEOPLE if login != NOT_ASSIGNABLE],
        "github": {
            "users": [{"login": login} for login in logins],
            "orgs": [{"login": "acme", "members": members}],
            "repos": [{"owner": "acme", "name": name, "auto_init": True} for name in ("churn", *more)],
        },
    }


class GithubServer:
    """Use as a context manager; `reset` between tests."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        folder = install()
        self._process = subprocess.Popen(
            [node(), "server.mjs", json.dumps(world(more))],
            cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the test server did not start"
        self.url: str = json.loads(line)["address"]
        self._connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        self._lock = threading.Lock()

    def __enter__(self) -> GithubServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.wait(timeout=10)

    def environment(self, login: str = BOT) -> dict[str, str]:
        """What GitHub sets in a workflow, for somebody's token."""
        return {
            "GITHUB_API_URL": self.url,
            "GITHUB_SERVER_URL": self.url,
            "GITHUB_GRAPHQL_URL": f"{self.url}/graphql",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": f"token-{login}",
            "READINESS_WRITE_INTERVAL": "0",
        }

    def reset(self) -> None:
        self.call("POST", "/__reset")

    def forget(self) -> None:
        """Empty the log, keep the state."""
        self.call("POST", "/__forget")

    def fault(self, method: str, path: str, kind: str, times: int = 1) -> None:
        self.call("POST", "/__fault", {"method": method, "path": path, "kind": kind, "times": times})

    def heal(self) -> None:
        """No fault any more."""
        self.call("POST", "/__heal")

    def state(self, **values: object) -> None:
        """`disabled=True`: issues are off. `readOnly=[login]`: that token may not write. `graphql=False`: there is none.

        `git={"acme/churn": folder}`: that repository's objects. `pulls={number: …}`: what node/pulls.mjs corrects. More in node/people.mjs,
        in node/rights.mjs (what the workflow's token may do) and in node/setup.mjs (rules, workflows and settings; see tests/github/setup.py).
        """
        self.call("POST", "/__state", values)

    def world(self, **what: object) -> None:
        """`clock="2026-11-18T12:00:00Z"` (None: the real one), `runs`, `teams`, `forbidden=["statuses"]` (what the bot's token lacks)."""
        self.call("POST", "/__world", what)

    def log(self) -> list[Request]:
        entries = [Request(e["method"], e["path"], e["login"], e["body"]) for e in self.call("GET", "/__log")]
        assert SENTINEL not in {entry.login for entry in entries}
        return entries

    def fetches(self) -> list[tuple[str, str | None]]:
        """What git asked for itself, over HTTP: the path, and whose token it brought. In no other log."""
        return [(each["path"], each["login"]) for each in self.call("GET", "/__git")]

    def writes(self) -> list[Request]:
        """What was written. GraphQL here only reads: the server knows no mutation."""
        return [request for request in self.log() if request.method != "GET" and request.path != "/graphql"]

    def call(self, method: str, path: str, body: object = None, login: str = "ana-ruiz") -> Any:
        """A request by a person. Raises urllib's HTTPError."""
        headers = {"Authorization": f"token token-{login}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        with self._lock:
            try:
                status, text = self._exchange(method, path, data, headers)
            except (http.client.HTTPException, ConnectionError):  # the server closes a connection that rests for some seconds
                self._connection.close()
                status, text = self._exchange(method, path, data, headers)
        if status >= 400:
            raise HTTPError(self.url + path, status, text.decode(), Message(), None)
        return json.loads(text) if text else None

    def _exchange(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        self._connection.request(method, path, data, headers)
        with self._connection.getresponse() as response:
            return response.status, response.read()

    def issues(self) -> list[Any]:
        found: list[Any] = self.call("GET", f"/repos/{REPOSITORY}/issues?state=all&per_page=100&sort=created&direction=asc")
        return sorted(found, key=lambda issue: issue["number"])

    def comments(self, number: int) -> list[Any]:
        found: list[Any] = self.call("GET", f"/repos/{REPOSITORY}/issues/{number}/comments?per_page=100")
        return found

    def reactions(self) -> list[tuple[int, str, str]]:
        """The comment's id, what, whose."""
        return [(each["comment"], each["content"], each["user"]["login"]) for each in self.call("GET", "/__reactions")]

    def statuses(self, sha: str) -> list[Any]:
        """A commit's statuses, newest first; in no log."""
        return [each["shown"] for each in self.call("GET", "/__statuses") if each["sha"] == sha]

    def put_file(self, path: str, content: bytes, branch: str = "main") -> None:
        """A commit by ana-ruiz that writes one file."""
        body = {"message": f"Write {path}", "content": base64.b64encode(content).decode(), "branch": branch}
        self.call("PUT", f"/repos/{REPOSITORY}/contents/{path}", body)

    def file(self, path: str, branch: str) -> bytes:
        row = self.call("GET", f"/repos/{REPOSITORY}/contents/{path}?ref={quote(branch, safe='')}")
        return base64.b64decode(row["content"])

    def pulls(self) -> list[Any]:
        found: list[Any] = self.call("GET", f"/repos/{REPOSITORY}/pulls?state=all&per_page=100")
        return found

    def create_pull(self, branch: str = "change") -> int:
        """A pull request by ana-ruiz; its number."""
        main = self.call("GET", f"/repos/{REPOSITORY}/branches/main")["commit"]["sha"]
        self.call("POST", f"/repos/{REPOSITORY}/git/refs", {"ref": f"refs/heads/{branch}", "sha": main})
        content = base64.b64encode(branch.encode()).decode()
        self.call("PUT", f"/repos/{REPOSITORY}/contents/{branch}.txt", {"message": branch, "content": content, "branch": branch})
        pull = self.call("POST", f"/repos/{REPOSITORY}/pulls", {"title": branch, "head": branch, "base": "main"})
        number: int = pull["number"]
        return number

    def fork_pull(self, branch: str, **said: Any) -> int:
        """A pull request from `stranger/churn`; `said`: what GitHub would say of it besides (see node/pulls.mjs)."""
        number = self.create_pull(branch)
        self.said(number, branch, **said)
        return number

    def open_pull(
        self, number: int | None = None, *, head_sha: str, head_ref: str, head_repo: str | None = REPOSITORY, base_ref: str = "main", base_sha: str,
        merge: str | None = None, author: str = "ana-ruiz", draft: bool = False,
    ) -> int:  # fmt: skip
        """A pull request of which GitHub says just this; its number. With a `number`: from now on, of that one.

        `author` needs no token, `head_repo=None` is a fork that is gone, and branches need not be there. Reviews of it (`approve`) are
        among the records that GraphQL tells; for these, `state(git=…)` comes first.
        """
        told = {
            "head_sha": head_sha, "head_ref": head_ref, "head_repo": head_repo, "base_ref": base_ref, "base_sha": base_sha, "merge": merge,
            "author": author, "draft": draft,
        }  # fmt: skip
        return int(self.call("POST", "/__open", told | ({"number": number} if number else {}))["number"])

    def tell_pull(self, number: int, **more: str | bool | None) -> None:
        """Of what `open_pull` told, these have changed: `head_sha`, `base_sha`, `merge`, …"""
        self.call("POST", "/__open", {"number": number, **more})

    def close_pull(self, number: int) -> None:
        self.call("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", {"state": "closed"})

    def approve(self, number: int, login: str, commit: str | None = None, event: str = "APPROVE") -> int:
        """A person's review, of the head's commit unless another is given; its id."""
        given = {"event": event} | ({"commit_id": commit} if commit else {})
        return int(self.call("POST", f"/repos/{REPOSITORY}/pulls/{number}/reviews", given, login)["id"])

    def pushed(self, login: str, branch: str, before: str, after: str) -> None:
        """GitHub saw who pushed this (`GET /activity`)."""
        self.call("POST", "/__pushed", {"login": login, "branch": branch, "before": before, "after": after})

    def said(self, number: int, branch: str, *, head: str, base: str, merge: str | None = None, fork: str = "stranger/churn") -> None:
        repository = {"full_name": fork, "name": fork.partition("/")[2], "owner": {"login": fork.partition("/")[0]}}
        pull = {"head": {"sha": head, "ref": branch, "repo": repository}, "base": {"sha": base}, "merge_commit_sha": merge}
        self.call("POST", "/__pull", {"number": number, "said": pull})
