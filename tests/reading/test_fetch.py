"""What a partial clone left out, over HTTP as in a workflow: who is asked, with which token, and by which settings."""

from __future__ import annotations

import base64
import os
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from readiness_bot.demo.repository import Repository
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.place import place_of

TOKEN = "s3cret-of-the-fetch"
BASIC = "basic " + base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()


class Server:
    """Git's own HTTP backend (`git http-backend`), for whoever brings the token."""

    def __init__(self, folder: Path) -> None:
        self.seen: list[tuple[str, str | None]] = []
        self.moved = ""
        """Where it redirects to."""
        self.busy: list[int] = []
        """The status of the next answers."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self, folder)

            do_POST = do_GET  # noqa: N815 as http.server calls it

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 as the base class has it
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler, folder: Path) -> None:
        path, _, query = request.path.partition("?")
        self.seen.append((path, request.headers.get("Authorization")))
        if self.busy:
            request.send_error(self.busy.pop(0))
            return
        if self.moved:
            request.send_response(302)
            request.send_header("Location", self.moved + request.path)
            request.end_headers()
            return
        if request.headers.get("Authorization") != BASIC:
            request.send_response(401)
            request.send_header("WWW-Authenticate", 'Basic realm="git"')
            request.end_headers()
            return
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        given = {
            "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(folder), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
            "REQUEST_METHOD": request.command, "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""), "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
            "CONTENT_LENGTH": str(len(body)), "GIT_CONFIG_GLOBAL": os.devnull,
        }  # fmt: skip
        done = subprocess.run(["git", "http-backend"], input=body, env=given, capture_output=True, check=True)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        status = next((int(value.split()[0]) for key, value in lines if key == "Status"), 200)
        request.send_response(status)
        for key, value in lines:
            request.send_header(key, value)
        request.end_headers()
        request.wfile.write(content)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def source(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "served" / "acme" / "churn")
    for number in (1, 2):
        made.commit({"a": f"{number}\n"}, str(number), "ana-ruiz", date(2026, 1, number))
    made.git("config", "uploadpack.allowFilter", "true")
    return made


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server(tmp_path / "served")
    monkeypatch.setenv("GITHUB_SERVER_URL", made.url)
    monkeypatch.setenv("GITHUB_REPOSITORY", "acme/churn")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    yield made
    made.close()


@pytest.fixture
def partial(source: Repository, tmp_path: Path) -> Path:
    source.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{source.path}", str(tmp_path / "partial"))
    return tmp_path / "partial"


def contents(folder: Path) -> list[bytes]:
    place = place_of(folder)
    assert place
    names = [name for name in place.git.names_of(["HEAD:a", "HEAD~1:a"]) if name]
    return list(place.git.blobs(names, 100).values())


def test_it_is_fetched_once_and_with_the_token(server: Server, partial: Path) -> None:
    assert contents(partial) == [b"2\n", b"1\n"]
    assert {path.removeprefix("/acme/churn/") for path, _ in server.seen} == {"info/refs", "git-upload-pack"}
    assert {told for _, told in server.seen} == {BASIC}
    asked = len(server.seen)
    assert contents(partial) == [b"2\n", b"1\n"]
    assert len(server.seen) == asked


@pytest.mark.parametrize("busy", [[502], [503, 503], [429]])
def test_a_server_that_is_busy_is_asked_again(server: Server, partial: Path, busy: list[int]) -> None:
    server.busy = busy
    assert contents(partial) == [b"2\n", b"1\n"]


@pytest.mark.parametrize(("busy", "asked"), [([502] * 9, 3), ([404] * 9, 1)])
def test_but_not_for_ever(server: Server, partial: Path, busy: list[int], asked: int) -> None:
    server.busy = busy
    with pytest.raises(CannotRead):
        contents(partial)
    assert len(server.seen) == asked


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = time.sleep
    monkeypatch.setattr(time, "sleep", lambda seconds: slept(seconds / 100))


def test_the_token_follows_no_redirect(server: Server, partial: Path, tmp_path: Path) -> None:
    other = Server(tmp_path / "served")
    server.moved = other.url
    with pytest.raises(CannotRead, match=r"^git could not fetch 2 objects that this partial clone left out from http://127"):
        contents(partial)
    assert other.seen == []
    other.close()


def test_the_repository_s_settings_lead_nowhere(server: Server, partial: Path, tmp_path: Path) -> None:
    other = Server(tmp_path / "served")
    settings = (
        f'[url "{other.url}/"]\n\tinsteadOf = {server.url}/\n[http]\n\tproxy = {other.url}\n\textraHeader = "X: y"\n\tsslVerify = false\n'
        f'\tcookieFile = /dev/null\n[http "{server.url}"]\n\tproxy = {other.url}\n[remote "origin"]\n\tproxy = {other.url}\n'
    )
    with (partial / ".git" / "config").open("a") as file:
        file.write(settings)
    assert contents(partial) == [b"2\n", b"1\n"]
    assert other.seen == []
    other.close()


def test_the_person_s_settings_hold(server: Server, partial: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy, for instance."""
    proxy = Server(tmp_path / "served")
    for name, value in {"COUNT": "1", "KEY_0": "http.proxy", "VALUE_0": proxy.url}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    with pytest.raises(CannotRead):
        contents(partial)
    assert proxy.seen
    assert server.seen == []
    proxy.close()


def test_a_token_that_is_refused(server: Server, partial: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "another")
    with pytest.raises(CannotRead) as told:
        contents(partial)
    assert str(told.value) == (
        f"git could not fetch 2 objects that this partial clone left out from {server.url}/acme/churn: fatal: could not read Username for "
        f"'{server.url}': terminal prompts disabled. Make sure that it can be reached; `git fetch --refetch --no-filter` fetches everything."
    )
