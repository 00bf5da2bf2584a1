"""Prism with GitHub's official OpenAPI: says of each request whether GitHub documents it so."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.github.node_tools import FOLDER, install, node
from tests.github.server import Request

_SPECIFICATION = FOLDER / "node_modules" / "@octokit" / "openapi" / "generated" / "api.github.com.json"
ROUTES = (
    "/repos/{owner}/{repo}/issues",
    "/repos/{owner}/{repo}/issues/{issue_number}",
    "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    "/repos/{owner}/{repo}/issues/{issue_number}/assignees",
    "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    "/repos/{owner}/{repo}/labels",
    "/repos/{owner}/{repo}/assignees/{assignee}",
    "/repos/{owner}/{repo}/issues/comments",
    "/repos/{owner}/{repo}/activity",
    "/repos/{owner}/{repo}/compare/{basehead}",
    "/repos/{owner}/{repo}/actions/runs/{run_id}",
    "/orgs/{org}/teams/{team_slug}",
    "/orgs/{org}/teams/{team_slug}/memberships/{username}",
)
"""What the bot uses. A request to another route is refused, so that this list stays true."""


def specification() -> dict[str, Any]:
    """The official file, cut to our routes: all of it takes Prism ten seconds to load."""
    install()
    full: dict[str, Any] = json.loads(_SPECIFICATION.read_text(encoding="utf-8"))
    full["paths"] = {route: full["paths"][route] for route in ROUTES}
    full["servers"] = [{"url": "http://127.0.0.1"}]
    full.pop("x-webhooks", None)
    _drop_bare_nullable(full)
    return full


def _drop_bare_nullable(part: Any) -> None:
    """`nullable` without `type` makes Prism skip the whole schema in silence (93 places; the canary test would pass anything)."""
    if isinstance(part, dict):
        if part.get("nullable") is True and "type" not in part:
            del part["nullable"]
        for value in part.values():
            _drop_bare_nullable(value)
    elif isinstance(part, list):
        for value in part:
            _drop_bare_nullable(value)


def _of_request(violations: str) -> str:
    """Some of GitHub's own examples do not fit its schema (an activity without `actor`): an answer of Prism's is no fault of ours."""
    ours = [one for one in json.loads(violations or "[]") if one.get("location", [""])[0] != "response"]
    return json.dumps(ours) if ours else ""


class Prism:
    """Use as a context manager."""

    def __init__(self, folder: Path) -> None:
        file = folder / "github.json"
        file.write_text(json.dumps(specification()))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        program = FOLDER / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
        self._log = (folder / "prism.log").open("wb")
        self._process = subprocess.Popen(
            [node(), str(program), "mock", str(file), "--port", str(self._port), "--host", "127.0.0.1", "--errors"],
            stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._wait()

    def __enter__(self) -> Prism:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        self._log.close()

    def refusal(self, request: Request) -> str:
        """Why GitHub's documentation does not have such a request; empty where it has."""
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self._port}{request.path}",
            method=request.method,
            data=None if request.body is None else json.dumps(request.body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
                return _of_request(answer.headers.get("sl-violations") or "")
        except urllib.error.HTTPError as error:
            with error:
                violations = error.headers.get("sl-violations") or ""
                if violations and not _of_request(violations):
                    return ""
                return f"{violations} {error.read().decode()}"  # a right one is answered by 2xx

    def _wait(self) -> None:
        for _ in range(300):
            assert self._process.poll() is None, "Prism ended"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("Prism did not start")
