"""One run of the bot against a GitHub that fails at a chosen request, and what must hold whatever failed.

The bot runs in the test's own process (click's runner), so that a thousand runs take a minute; a run that is to be killed is a process of its own.
What git and the judge say of one commit on one day is the same in each run, and is asked once.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from click.testing import CliRunner
from tests.github.server import BOT, GithubServer

import readiness_bot.runs.follow_up
import readiness_bot.runs.issues
from readiness_bot.cli import group
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.runs.run import Run

PATIENCE = {"usual": 20.0, "slow": 0.4}
"""Seconds that the bot waits for an answer, and those in a run that meets a slow one."""
READS = ("500", "429", "secondary-limit", "secondary-limit-silent", "drop-before", "truncated", "cut", "slow")
WRITES = ("500", "502", "429", "429-retry-after", "secondary-limit", "secondary-limit-silent", "drop-before", "forward-then-drop",
          "applied-then-502", "truncated", "cut", "empty", "page", "nonsense", "slow")  # fmt: skip
"""A read does nothing, so that it is all the same whether GitHub saw it before the answer was lost."""


def fork() -> int:
    """`os.fork`. From 3.12 on Python warns of threads that the child will not have; of pytest-xdist's it needs none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


@dataclass(frozen=True, slots=True)
class Command:
    """The words after `readiness`, and what the job's environment adds."""

    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, server: GithubServer) -> tuple[int, str]:
        """Exit code and output. Raises what the command line would call a fault of its own."""
        given = server.environment() | {"GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "main"} | self.environment
        done = CliRunner(env=given).invoke(group, self.words, catch_exceptions=False)
        return done.exit_code, done.output

    def instead(self, *options: str) -> Command:
        """The same event for another job: the last words are these."""
        return replace(self, words=(*self.words[: -len(options)], *options))

    def fork(self, server: GithubServer) -> int:
        """The same in a process of its own, which a signal can end; its id."""
        pid = fork()
        if pid == 0:
            try:
                self.run(server)
            finally:
                os._exit(0)
        return pid


@dataclass(slots=True)
class World:
    """The server, what each run finds there, and what it is like after a run that nothing disturbed."""

    server: GithubServer
    command: Command
    shape: Any = None
    told: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    """The methods of the bot's requests, in their order."""

    def learn(self) -> None:
        """The undisturbed run, and that the one after it writes nothing."""
        self.server.call("POST", "/__save")
        before = self.look()
        self.restore()
        assert self.look() == before, "the scene does not come back as it was"
        code, out = self.command.run(self.server)
        assert code in (0, 1), out
        self.requests = ["GET" if r.path == "/graphql" else r.method for r in self.server.log() if r.login == BOT]
        self.shape, self.told = self.look(), self.tellings()
        self.command.run(self.server)
        assert self.look() == self.shape, "a second run without news changes something"

    def restore(self) -> None:
        self.server.call("POST", "/__restore")

    def look(self) -> Any:
        return self.server.call("GET", "/__shape")

    def applied(self) -> list[Any]:
        found: list[Any] = self.server.call("GET", "/__applied")
        return [each for each in found if each["login"] == BOT]

    def tellings(self) -> Counter[str]:
        """What GitHub would send somebody a message about: each new issue, comment, pull request and assignment."""
        what = ("/issues", "/comments", "/pulls", "/assignees")
        return Counter(
            f"{each['path']} {json.dumps(each['body'], sort_keys=True)}" for each in self.applied() if each["method"] == "POST" and each["path"].endswith(what)
        )

    def disturbed(self, kind: str, at: int) -> bool:
        """A run in which request `at` fails so, then a clean one: all is as without the fault. Whether the first one wrote anything."""
        self.restore()
        self.server.call("POST", "/__fault", {"at": at, "kind": kind})
        PATIENCE["now"] = PATIENCE["slow" if kind == "slow" else "usual"]
        code, out = self.command.run(self.server)
        PATIENCE["now"] = PATIENCE["usual"]
        assert code in (0, 1, 3), out
        self.server.heal()
        wrote = bool(self.applied())
        if wrote or code != 3:
            self.settle(f"{kind} at request {at} ({code}: {out.splitlines()[-1:]})")
        return wrote

    def settle(self, where: str) -> None:
        """As after no fault, or so once a clean run came by; nobody was told twice."""
        if self.look() != self.shape:
            code, out = self.command.run(self.server)
            assert code in (0, 1), f"{where}: then {out}"
        found = self.look()
        for key in self.shape:
            assert found[key] == self.shape[key], f"{where}: {key}"
        twice = _only_new(self.tellings() - self.told)
        assert not twice, f"{where}: told twice: {twice}"


def _only_new(tellings: Counter[str]) -> list[str]:
    """Adding somebody who is assigned already sends nothing."""
    return [text for text in tellings.elements() if not text.partition(" ")[0].endswith("/assignees")]


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.005)


@contextmanager
def quick(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """No wait, a short patience, and what git and the judge say is remembered."""
    slept, PATIENCE["now"] = time.sleep, PATIENCE["usual"]
    patch.setattr(time, "sleep", lambda seconds: slept(min(seconds, 0.005)))
    made = Client.__init__

    def hasty(client: Client, settings: GithubSettings) -> None:
        made(client, settings)
        setattr(client.github.requester, "_Requester__timeout", PATIENCE["now"])  # noqa: B010 PyGithub itself takes whole seconds alone

    patch.setattr(Client, "__init__", hasty)
    patch.setattr(subprocess, "run", _remembered(subprocess.run, _git))
    for holder, name in ((readiness_bot.runs.issues, "past_of"), (readiness_bot.runs.follow_up, "history_of"), (Run, "working"), (Run, "committed")):
        patch.setattr(holder, name, _remembered(getattr(holder, name), _plain))
    yield


def _remembered(function: Callable[..., Any], key: Callable[..., str | None]) -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def ask(*args: Any, **kwargs: Any) -> Any:
        name = key(*args, **kwargs)
        if name is None:
            return function(*args, **kwargs)
        if name not in known:
            known[name] = function(*args, **kwargs)
        return known[name]

    return ask


def _git(*args: Any, **kwargs: Any) -> str | None:
    """The folders do not change here."""
    words = args[0] if args else kwargs.get("args")
    return repr((words, kwargs.get("input"), kwargs.get("cwd"), kwargs.get("env"))) if isinstance(words, list | tuple) and "git" in str(words[0]) else None


def _plain(*args: Any, **kwargs: Any) -> str:
    """By folder and day; a report by its own day."""
    return repr(
        [str(value.directory) + str(value.day) if isinstance(value, Run) else str(getattr(value, "today", value)) for value in (*args, *kwargs.values())]
    )
