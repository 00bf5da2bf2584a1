"""No secret is printed: all that the product's processes print, all that they send, and the run's own output are searched.

Tokens are those of the tests' GitHub, and whatever a test puts into GITHUB_TOKEN. A token counts as printed in HTTP's base64 too.
"""

from __future__ import annotations

import base64
import os
import subprocess
import traceback
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from tests.counts import Sums, Tally
from tests.github.server import GithubServer, world

TOKENS = frozenset(world()["tokens"])
_SHORTEST = 8
"""A shorter one (`x`) would be found in any text, by chance."""


def forms(token: str) -> tuple[str, ...]:
    """A token as it is, in an address, and as git sends it."""
    basic = (base64.b64encode(f"{who}:{token}".encode()).decode() for who in ("x-access-token", token))
    return (token, quote(token, safe=""), *basic, base64.b64encode(token.encode()).decode())


class Watch:
    """What was searched since the last test ended, and what was found. One a test process."""

    def __init__(self) -> None:
        self.searched = 0
        self.found: list[str] = []
        self._known = {token: forms(token) for token in TOKENS}

    def search(self, where: str, text: str | bytes | None, environment: Mapping[str, str | None] | None = None) -> None:
        """`environment`: that of the process that wrote the text."""
        if not text:
            return
        self.searched += 1
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        for name in ("GITHUB_TOKEN", "READINESS_WEBHOOK"):
            own = (environment or {}).get(name) or os.environ.get(name) or ""
            if len(own) >= _SHORTEST and own not in self._known:
                self._known[own] = forms(own)
        spelt = [form for known in self._known.values() for form in known]
        if any(form in text for form in spelt):
            self.found.append("***" if any(form in where for form in spelt) else where)

    def requests(self, server: GithubServer) -> None:
        """What was sent to the tests' GitHub: issues, comments, the ledger. The headers, where the token belongs, are not in its log."""
        for request in server.call("GET", "/__log"):
            self.search(f"{request['method']} {request['path']}", f"{request['path']} {request['body']}")

    def taken(self) -> tuple[int, list[str]]:
        """Both, and begin anew."""
        taken = self.searched, self.found
        self.searched, self.found = 0, []
        return taken


WATCH = Watch()


@pytest.fixture(autouse=True)
def no_secret_is_printed(request: pytest.FixtureRequest, tally: Tally) -> Iterator[None]:
    """Fails the test after which a secret was found."""
    server = request.getfixturevalue("github_server") if "github" in request.fixturenames else None
    yield
    if server:
        WATCH.requests(server)
    searched, found = WATCH.taken()
    if searched:
        tally("outputs searched for secrets", searched)
        tally("secrets printed", len(found))
    assert found == [], "a secret was printed here"


@pytest.hookimpl(trylast=True)  # after the terminal's own, and after that of the counts
def pytest_configure(config: pytest.Config) -> None:
    patched = pytest.MonkeyPatch()
    patched.setattr(CliRunner, "invoke", _invoke(CliRunner.invoke))
    patched.setattr(subprocess.Popen, "communicate", _communicate(subprocess.Popen.communicate))
    patched.setattr(GithubServer, "forget", _forget(GithubServer.forget))
    config.add_cleanup(patched.undo)
    sums = config.pluginmanager.get_plugin("sums")
    if isinstance(sums, Sums):
        config.pluginmanager.register(Printed(sums), "printed")


def _forget(forget: Any) -> Any:
    def searched(self: GithubServer) -> None:
        WATCH.requests(self)
        forget(self)

    return searched


def _invoke(invoke: Any) -> Any:
    """A command that a test runs in its own process: what it printed, and the files that it was told to write."""

    def searched(self: CliRunner, cli: Any, args: Any = None, *more: Any, **options: Any) -> Any:
        result = invoke(self, cli, args, *more, **options)
        environment = {**self.env, **(options.get("env") or {})}
        words = [str(word) for word in args or ()]
        name = f"readiness {' '.join(words)}"
        files = [after for word, after in pairwise(words) if word == "--output"]
        for file in filter(None, (*files, environment.get("GITHUB_STEP_SUMMARY"))):
            if Path(file).is_file():
                WATCH.search(f"{name}: {file}", Path(file).read_bytes(), environment)
        WATCH.search(name, result.output, environment)
        if result.exc_info and result.exception and not isinstance(result.exception, SystemExit):
            WATCH.search(f"{name}: its traceback", "".join(traceback.format_exception(*result.exc_info)), environment)
        return result

    return searched


def _communicate(communicate: Any) -> Any:
    """A process that a test or the product starts. Git prints to us alone: what we make of it is searched where we print it."""

    def searched(self: subprocess.Popen[Any], *arguments: Any, **options: Any) -> Any:
        streams = communicate(self, *arguments, **options)
        asked: Any = self.args
        words = [os.fsdecode(word) for word in ([asked] if isinstance(asked, (str, bytes, os.PathLike)) else asked)]
        if words and Path(words[0]).name != "git":
            for stream in streams:
                WATCH.search(" ".join(words)[:200], stream)
        return streams

    return searched


class Printed:
    """The run's own output: what each test printed or logged, how it failed, and what stands on the screen.

    Lives in the process that gets all reports; JUnit's file and a log in CI hold the same texts.
    """

    def __init__(self, sums: Sums) -> None:
        self._sums, self._watch = sums, Watch()

    def pytest_configure(self, config: pytest.Config) -> None:
        terminal: Any = config.pluginmanager.get_plugin("terminalreporter")
        if terminal is None:
            return
        writer = terminal._tw  # as pytest's own `--pastebin` does
        write = writer.write

        def searched(text: str, **options: Any) -> None:
            self._search("the screen", [text])
            write(text, **options)

        writer.write = searched

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        printed = [text for _, text in report.sections] if report.when == "teardown" else []  # which has those of all before
        self._search(report.nodeid, [report.longreprtext, *printed])

    def _search(self, where: str, texts: Iterable[str]) -> None:
        for text in texts:
            self._watch.search(where, text)
        _, found = self._watch.taken()
        self._sums.sums["secrets printed"] += len(found)
        if found:
            self._sums.told.append(f"A secret was printed by {where}")
