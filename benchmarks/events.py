"""What an event costs at GitHub where nothing changed: requests, writes and bytes, against the tests' GitHub server.

Each event is run twice on the same state, and the second run is counted. Fetches by git are no requests of the API; they
are told beside them.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import page
from benchmarks.measure import environment
from benchmarks.repositories import EXAMPLE
from tests.github.origin import Origin
from tests.github.payloads import completed, push
from tests.github.server import GithubServer

from readiness_bot.demo.repository import Repository, build, read_files
from readiness_bot.demo.stories import STORIES

_DAY = "2026-11-20"


def events(_: int) -> None:
    """Count, print, and write the section `events` of docs/performance.md."""
    with tempfile.TemporaryDirectory() as top, GithubServer() as server, _Counting(server.url) as proxy:
        place = _Place(Path(top), server, proxy)
        rows = [[told, *map(str, counted)] for told, counted in place.counted()]
    head = ["event, nothing changed", "requests", "writes", "KiB received", "KiB sent", "fetches by git"]
    page.write("events", page.table(head, rows))


def _kib(count: int) -> str:
    return f"{count / 1024:.1f}"


class _Counting:
    """Passes everything on to a server, and counts the bytes."""

    def __init__(self, url: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._to = (host, int(port))
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.received = self.sent = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> _Counting:
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:  # closed
                return
            server = socket.create_connection(self._to)
            for source, target, name in ((client, server, "sent"), (server, client, "received")):
                threading.Thread(target=self._pass, args=(source, target, name), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, name: str) -> None:
        try:
            while data := source.recv(65536):
                setattr(self, name, getattr(self, name) + len(data))
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:  # either side is gone
            pass


class _Place:
    """A model on the server, and the follow-up's job in fresh checkouts of its default branch."""

    def __init__(self, top: Path, server: GithubServer, proxy: _Counting) -> None:
        self.top, self.server, self.proxy = top, server, proxy
        build(top / "churn", read_files(EXAMPLE), STORIES[EXAMPLE.name])
        self.origin = Origin.of(Repository(top / "churn"), top / "origin.git").connect(
            server, when=f"{_DAY}T09:00:00Z"
        )
        self.checkouts = 0

    def counted(self) -> list[tuple[str, tuple[int, int, str, str, int]]]:
        """What happened, and (requests, writes, KiB received, KiB sent, fetches)."""
        tip = self.origin.tip("main")
        found = [
            ("a push, sign-offs not asked about", self._second("push", push(tip, tip), "--offline")),
            ("a push, sign-offs known to the ledger", self._second("push", push(tip, tip))),
        ]
        self.origin.commit("other", {"src/train.py": "x\n"})
        other = self.origin.open_pull("other")
        told = completed(
            "pull_request", head_sha=other.head, head_branch="other", head_repository=other.head_repo
        )
        found.append(("a pull request of code alone", self._second("workflow_run", told)))
        self.origin.edit("change", "readiness/fallback.yaml", "minutes: 18", "minutes: 17")
        change = self.origin.open_pull("change")
        told = completed(
            "pull_request", head_sha=change.head, head_branch="change", head_repository=change.head_repo
        )
        found.append(
            (
                "a pull request of readiness, sign-offs not asked about",
                self._second("workflow_run", told, "--offline"),
            )
        )
        found.append(("a pull request of readiness", self._second("workflow_run", told)))
        return found

    def _second(
        self, event: str, payload: Mapping[str, Any], *arguments: str
    ) -> tuple[int, int, str, str, int]:
        self._run(event, payload, *arguments)
        self.server.forget()
        fetches = len(self.server.fetches())
        self.proxy.received = self.proxy.sent = 0
        self._run(event, payload, *arguments)
        fetched = sum("/info/refs" in path for path, _ in self.server.fetches()[fetches:])
        return (
            len(self.server.log()),
            len(self.server.writes()),
            _kib(self.proxy.received),
            _kib(self.proxy.sent),
            fetched,
        )

    def _run(self, event: str, payload: Mapping[str, Any], *arguments: str) -> None:
        self.checkouts += 1
        clone, path = self.top / f"checkout-{self.checkouts}", self.top / "event.json"
        self.origin.clone(clone)
        path.write_text(json.dumps(payload))
        given = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(path), "GITHUB_RUN_ID": "77"}
        given |= {"GITHUB_API_URL": self.proxy.url, "GITHUB_GRAPHQL_URL": f"{self.proxy.url}/graphql"}
        run = [sys.executable, "-P", "-m", "readiness_bot", "run", str(clone), "--today", _DAY, *arguments]
        subprocess.run(
            run, env=environment() | self.server.environment() | given, check=True, stdout=subprocess.DEVNULL
        )
