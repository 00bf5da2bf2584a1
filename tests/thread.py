"""Comments on an issue of the test server, and the run that each one starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.github.payloads import comment
from tests.github.server import BOT, REPOSITORY, GithubServer

if TYPE_CHECKING:
    from tests.commandline import Ran, Readiness


class Thread:
    """One issue, and who says what there."""

    def __init__(self, readiness: Readiness, model: Path, server: GithubServer, folder: Path) -> None:
        self.readiness, self.model, self.server, self.event = readiness, model, server, folder / "event.json"
        governance = (model / "readiness" / "governance.yaml").read_bytes()
        server.put_file("readiness/governance.yaml", governance)
        self.number: int = server.call("POST", f"/repos/{REPOSITORY}/issues", {"title": "t", "body": "text"})["number"]

    def say(self, body: str, author: str = "ana-ruiz", *arguments: str, **environment: str) -> Ran:
        said = self.server.call("POST", f"/repos/{REPOSITORY}/issues/{self.number}/comments", {"body": body}, login=author)
        self.payload: Any = comment(self.number, said["id"], body, author)
        return self.again(*arguments, **environment)

    def again(self, *arguments: str, **environment: str) -> Ran:
        self.event.write_text(json.dumps(self.payload))
        self.server.forget()
        given = {"GITHUB_EVENT_NAME": "issue_comment", "GITHUB_EVENT_PATH": str(self.event)}
        return self.readiness("run", self.model, *arguments, **(self.server.environment() | given | environment))

    @property
    def id(self) -> int:
        found: int = self.payload["comment"]["id"]
        return found

    def replies(self) -> list[str]:
        """Without the marker."""
        found = [each["body"] for each in self.server.comments(self.number) if each["user"]["login"] == BOT]
        assert all(body.startswith(f"<!-- readiness-bot:v1 reply={self.id} dir= -->\n") for body in found), found
        return [body.partition("\n")[2] for body in found]

    def asked(self) -> list[str]:
        return [
            f"{request.method} {request.path.partition('?')[0].removeprefix(f'/repos/{REPOSITORY}/')}" for request in self.server.log() if request.login == BOT
        ]
