"""A server that never stops talking: one sentence, and a bounded memory."""

from __future__ import annotations

import gzip
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from readiness_bot.forge.github import bounded as github_bounded
from readiness_bot.forge.github.client import GithubSettings
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
