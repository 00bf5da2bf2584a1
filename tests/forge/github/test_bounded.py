"""A server that never stops talking: one sentence, and a bounded memory. And one connection for all requests."""

from __future__ import annotations

import gzip
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from readiness_bot.forge.github import bounded as github_bounded
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.protocol import ForgeError

MEBIBYTE = 1024 * 1024
PACKED = gzip.compress(b"[" + b" " * 40 * MEBIBYTE)


class Endless(BaseHTTPRequestHandler):
    asked = 0
    packed = False

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200)
        if self.packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with suppress(OSError):  # they hang up
            self.wfile.write(PACKED if self.packed else b"[")
            while not self.packed:
                self.wfile.write(b" " * MEBIBYTE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Not on the screen."""


@pytest.fixture(params=[False, True], ids=["endless", "packed a thousandfold"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    Endless.packed, Endless.asked = request.param, 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Endless) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_it_is_told_in_a_sentence(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github_bounded, "MAX_ANSWER", 4 * MEBIBYTE)
    forge = GithubForge(GithubSettings("acme/churn", "x", server, write_interval=0, backoff=0))
    tracemalloc.start()
    with pytest.raises(ForgeError) as caught:
        forge.own_issues()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(caught.value) == "GitHub did not answer when asked to list the issues (its answer is larger than 64 MiB)."
    assert most < 40 * MEBIBYTE
    assert Endless.asked == 1


class Counting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections = 0
    hosts: ClassVar[list[str]] = []

    def setup(self) -> None:
        type(self).connections += 1
        super().setup()

    def do_GET(self) -> None:
        self.hosts.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Not on the screen."""


@pytest.fixture
def counting() -> Iterator[str]:
    Counting.connections, Counting.hosts = 0, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def client(url: str) -> Client:
    return Client(GithubSettings("acme/churn", "x", url, write_interval=0, backoff=0))


def test_all_requests_take_one_connection(counting: str) -> None:
    asked = client(counting)
    for number in range(3):
        assert list(asked.rows(f"issues/{number}/comments")) == []
    asked.github.close()
    assert (len(Counting.hosts), Counting.connections) == (3, 1)


@pytest.mark.parametrize(("without", "way"), [("", "http://api.acme.test:80/x"), ("api.acme.test", "")])
def test_a_proxy_is_taken_from_the_environment(counting: str, monkeypatch: pytest.MonkeyPatch, without: str, way: str) -> None:
    """A host that resolves nowhere: only a proxy can answer."""
    monkeypatch.setenv("http_proxy", counting)
    monkeypatch.setenv("no_proxy", without)
    asked = client("http://api.acme.test")
    with suppress(OSError):
        asked.get_at("/x")
    asked.github.close()
    assert Counting.hosts == ([way] if way else [])


def test_so_is_a_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    asked = client("https://127.0.0.1:9")
    with pytest.raises(OSError, match="/nowhere/ca"):
        asked.get_at("/x")
    asked.github.close()
