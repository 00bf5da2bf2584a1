"""Whoever is made to repeat our token: people do not get to see it, and no issue, comment or file holds it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.counts import Tally
from tests.leaks import forms

from readiness_bot.reading.errors import CannotRead

ROOT = Path(__file__).parents[2]

TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"
PASSWORD = "hunter2-hunter2"
ASK = (
    ("check", "--verify"),
    ("sync", "--forge", "github"),
    ("sync", "--forge", "github", "--plan"),
    ("comment", "--forge", "github", "--pr", "7"),
)
READ = (("check",), ("check", "--against", "HEAD~1"), ("audit",), ("ledger", "verify"))


class Echo(BaseHTTPRequestHandler):
    """A server that repeats what it was sent, as a careless proxy does."""

    status = 400

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        told = f"bad request: {self.headers['Authorization']} https://me:{PASSWORD}@proxy.acme.io/ {' '.join(forms(TOKEN))} {body[:20]}"
        answer = {"message": told, "errors": [{"message": told, "type": told}], "data": None}
        content = json.dumps(answer).encode()
        self.send_response(self.status if self.path == "/graphql" or self.status != 200 else 422)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Not on the screen."""


@pytest.fixture(params=[200, 400, 403, 422])
def echo(request: pytest.FixtureRequest) -> Iterator[str]:
    handler = type("EchoWith", (Echo,), {"status": request.param})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def github(url: str, token: str = TOKEN) -> dict[str, str]:
    return {
        "GITHUB_API_URL": url, "GITHUB_GRAPHQL_URL": f"{url}/graphql", "GITHUB_SERVER_URL": url, "GITHUB_REPOSITORY": "acme/churn",
        "GITHUB_TOKEN": token, "READINESS_WRITE_INTERVAL": "0", "READINESS_DEBUG": "1",
    }  # fmt: skip


def program(*arguments: str, **environment: str) -> str:
    """All that it prints, run as people run it."""
    words = [sys.executable, "-m", "readiness_bot", *arguments]
    done = subprocess.run(words, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1, 2, 3)
    return done.stdout + done.stderr


def holds_no_secret(told: str) -> None:
    assert [form for form in (*forms(TOKEN), TOKEN[4:], PASSWORD) if form in told] == []


@pytest.mark.parametrize("words", ASK, ids=" ".join)
def test_a_server_that_repeats_what_it_was_sent(words: tuple[str, ...], echo: str, readiness: Readiness, model: Path, tally: Tally) -> None:
    tally("leaks of the token provoked", 1)
    ran = readiness(*words, model, **github(echo))
    holds_no_secret(ran.out + ran.err)


@pytest.mark.parametrize("echo", [422], indirect=True)
def test_what_it_says_then(echo: str, readiness: Readiness, model: Path) -> None:
    ran = readiness("check", "--verify", model, **github(echo))
    assert ran.code == 3
    assert ran.err.startswith("GitHub could not read the record of sign-offs (422: bad request: token *** https://***@proxy.acme.io/ *** ")


@pytest.mark.parametrize("words", READ, ids=" ".join)
@pytest.mark.parametrize("user", [TOKEN, f"x-access-token:{TOKEN}", f"me:{PASSWORD}"], ids=["as user", "as password", "another's"])
def test_a_remote_with_credentials_in_its_address(words: tuple[str, ...], user: str, readiness: Readiness, model: Path, tally: Tally) -> None:
    """A partial clone that lacks what is asked for. Git says which address it could not reach."""
    tally("leaks of the token provoked", 1)
    for key, value in {"url": f"http://{user}@127.0.0.1:9/acme/churn", "promisor": "true", "partialclonefilter": "blob:none"}.items():
        subprocess.run(["git", "-C", str(model), "config", f"remote.origin.{key}", value], check=True)
    name, objects = blob(model, "HEAD~1:readiness/contract.yaml"), model / ".git" / "objects"
    for pack in (objects / "pack").rename(model.parent / "pack").glob("*.pack"):  # git does not unpack what it has
        subprocess.run(["git", "-C", str(model), "unpack-objects", "-q"], input=pack.read_bytes(), check=True)
    (objects / name[:2] / name[2:]).unlink()
    ran = readiness(*words, model, **github("http://127.0.0.1:9"))
    holds_no_secret(ran.out + ran.err)


def blob(model: Path, name: str) -> str:
    return subprocess.run(["git", "-C", str(model), "rev-parse", name], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("echo", [401], indirect=True)
def test_gits_own_words(echo: str) -> None:
    """Git takes the password out of an address, and not the user; a token may be either. Tried with git 2.39."""
    words = ["git", "-c", "credential.helper=", "ls-remote", echo.replace("://", f"://{TOKEN}@")]
    said = subprocess.run(words, env=os.environ | {"GIT_TERMINAL_PROMPT": "0"}, capture_output=True, text=True, check=False).stderr
    assert TOKEN in said
    assert str(CannotRead(said)).startswith("fatal: could not read Password for 'http://***@127.0.0.1:")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS_PROXY", f"http://me:{PASSWORD}@127.0.0.1:9"),
        ("HTTPS_PROXY", f"http://me:{PASSWORD}@[nowhere"),
        ("HTTPS_PROXY", f"nonsense://me:{PASSWORD}@127.0.0.1:9"),
        ("GITHUB_API_URL", f"https://me:{PASSWORD}@127.0.0.1:9"),
        ("GITHUB_API_URL", f"https://me:{PASSWORD}@[nowhere"),
        ("GITHUB_TOKEN", f"{TOKEN}\n"),
        ("GITHUB_TOKEN", f"\u201c{TOKEN}\u201d"),
        ("GITHUB_TOKEN", f"{TOKEN}\r\nX-Other: 1"),
    ],
)
def test_an_environment_that_is_wrong(name: str, value: str, built: Path, tmp_path: Path, tally: Tally) -> None:
    tally("leaks of the token provoked", 1)
    (tmp_path / "sitecustomize.py").write_text("import time\ntime.sleep = lambda seconds: None\n")  # between the tries
    environment = github("https://127.0.0.1:9") | {"PYTHONPATH": f"{ROOT / 'bot'}{os.pathsep}{tmp_path}", name: value}
    holds_no_secret(program("sync", "--forge", "github", "--plan", str(built), **environment))


def test_credentials_of_a_netrc_are_not_sent(built: Path, tmp_path: Path) -> None:
    """`requests` would put them in the place of the token."""
    seen: list[str | None] = []

    class Listen(Echo):
        def _answer(self) -> None:
            seen.append(self.headers["Authorization"])
            super()._answer()

        do_GET = do_POST = _answer  # noqa: N815

    (tmp_path / ".netrc").write_text(f"default login me password {PASSWORD}\n")
    (tmp_path / ".netrc").chmod(0o600)
    with ThreadingHTTPServer(("127.0.0.1", 0), Listen) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        program("sync", "--forge", "github", str(built), HOME=str(tmp_path), NETRC=str(tmp_path / ".netrc"), **github(url))
        server.shutdown()
    assert set(seen) == {f"token {TOKEN}"}


FAULTS = {
    "the token": "ValueError(os.environ['GITHUB_TOKEN'])",
    "in base64": "ValueError(base64.b64encode(b'x-access-token:' + os.environ['GITHUB_TOKEN'].encode()))",
    "in an address": f"ValueError('https://me:{PASSWORD}@ghe.acme.io/')",
    "in several lines": "ValueError('one\\ntwo ' + os.environ['GITHUB_TOKEN'])",
}


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize("raised", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_our_own(raised: str, debug: str, tmp_path: Path, built: Path, tally: Tally) -> None:
    tally("leaks of the token provoked", 1)
    (tmp_path / "sitecustomize.py").write_text(
        f"import base64, os\nimport readiness_bot.judging.evaluate as e\ndef broken(*a, **k): raise {raised}\ne.evaluate = broken\n"
    )
    told = program("check", str(built), PYTHONPATH=f"{ROOT / 'bot'}{os.pathsep}{tmp_path}", READINESS_DEBUG=debug, GITHUB_TOKEN=TOKEN)
    holds_no_secret(told.replace(raised, ""))
    assert "readiness hit an internal error and stopped (ValueError: " in told
    assert ("Traceback (most recent call last):" in told) == bool(debug)
