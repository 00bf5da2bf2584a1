"""Prism with GitHub's official OpenAPI: says of each request whether GitHub documents it so."""

from __future__ import annotations

import json
import re
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
    "/apps/{app_slug}",
    "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues",
    "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    "/repos/{owner}/{repo}/collaborators/{username}/permission",
    "/repos/{owner}/{repo}/branches/{branch}",
    "/repos/{owner}/{repo}/contents/{path}",
    "/repos/{owner}/{repo}/git/blobs",
    "/repos/{owner}/{repo}/git/trees",
    "/repos/{owner}/{repo}/git/commits",
    "/repos/{owner}/{repo}/git/commits/{commit_sha}",
    "/repos/{owner}/{repo}/git/refs",
    "/repos/{owner}/{repo}/git/refs/{ref}",
    "/repos/{owner}/{repo}/git/ref/{ref}",
    "/repos/{owner}/{repo}/rules/branches/{branch}",
    "/repos/{owner}/{repo}/pulls",
    "/repos/{owner}/{repo}/pulls/{pull_number}",
    "/repos/{owner}/{repo}/labels",
    "/repos/{owner}/{repo}/assignees/{assignee}",
    "/repos/{owner}/{repo}/issues/comments",
    "/repos/{owner}/{repo}/activity",
    "/repos/{owner}/{repo}/compare/{basehead}",
    "/repos/{owner}/{repo}/actions/runs/{run_id}",
    "/orgs/{org}/properties/values",
    "/orgs/{org}/teams/{team_slug}",
    "/orgs/{org}/teams/{team_slug}/memberships/{username}",
    "/repos/{owner}/{repo}/git/trees/{tree_sha}",
    "/repos/{owner}/{repo}/git/blobs/{file_sha}",
    "/repos/{owner}/{repo}/commits/{ref}",
    "/repos/{owner}/{repo}/commits/{ref}/status",
    "/repos/{owner}/{repo}/commits/{ref}/statuses",
    "/repos/{owner}/{repo}/statuses/{sha}",
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/rulesets",
    "/repos/{owner}/{repo}/rulesets/{ruleset_id}",
    "/repos/{owner}/{repo}/branches/{branch}/protection",
    "/repos/{owner}/{repo}/actions/permissions",
    "/repos/{owner}/{repo}/actions/permissions/workflow",
    "/repos/{owner}/{repo}/actions/workflows/{workflow_id}",
    "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
    "/repos/{owner}/{repo}/environments/{environment_name}",
    "/repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies",
)
"""What the bot uses, and what pages tell people to send. A request to another route is refused, so that this list stays true."""


def specification() -> dict[str, Any]:
    """The official file, cut to our routes: all of it takes Prism ten seconds to load."""
    install()
    full: dict[str, Any] = json.loads(_SPECIFICATION.read_text(encoding="utf-8"))
    full["paths"] = {route: full["paths"][route] for route in ROUTES}
    _drop_answers(full["paths"])
    full["servers"] = [{"url": "http://127.0.0.1"}]
    full.pop("x-webhooks", None)
    _drop_bare_nullable(full)
    return full


def _drop_answers(paths: Any) -> None:
    """Requests are judged here; of the documented answers, some examples break their own schema, which would count against us."""
    for operation in (o for route in paths.values() for o in route.values() if isinstance(o, dict)):
        for answer in operation.get("responses", {}).values():
            answer.pop("content", None)


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


def _one_segment(path: str) -> str:
    """`contents/{path}` and `git/ref/{ref}` take several segments (`x-multi-segment`), which Prism does not know."""
    start = re.match(r".*?/(?:contents|git/refs?)/", path)
    if start is None:
        return path
    name, mark, query = path[start.end() :].partition("?")
    return f"{start[0]}{name.replace('/', '%2F')}{mark}{query}"


def _of_request(violations: str) -> str:
    """Prism complains about GitHub's own examples of answers too, some of which lack a key: no fault of ours."""
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
            f"http://127.0.0.1:{self._port}{_one_segment(request.path)}",
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
