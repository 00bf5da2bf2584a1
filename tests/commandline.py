"""The command line as people use it, and models on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.github.server import GithubServer
from tests.models import copied
from tests.thread import Thread

from readiness_bot.cli import group
from readiness_bot.demo.repository import Repository


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit code, and what it wrote where."""

    code: int
    out: str
    err: str


Readiness = Callable[..., Ran]


@pytest.fixture
def readiness(monkeypatch: pytest.MonkeyPatch) -> Readiness:
    """`readiness("check", folder, GITHUB_TOKEN="x")`: as if on 20 November 2026 where a command takes a day."""

    def run(*arguments: object, **environment: str) -> Ran:
        words = [str(argument) for argument in arguments]
        if words[0] in ("check", "sync", "comment", "run") and "--today" not in words:
            words += ["--today", "2026-11-20"]
        done = CliRunner(env=environment).invoke(group, words, catch_exceptions=False, prog_name="readiness")
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished example as a git repository. Read only: take `model`."""
    return copied(tmp_path_factory.mktemp("built") / "churn").path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of it to break."""
    return copied(tmp_path / "churn").path


@pytest.fixture
def edit(model: Path) -> Callable[[str, str, str], Path]:
    """`edit("fallback.yaml", "minutes: 18", "minutes: 45")` in the working tree; the file."""

    def change(name: str, old: str, new: str) -> Path:
        path = model / "readiness" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return change


@pytest.fixture
def gap(model: Path, edit: Callable[[str, str, str], Path]) -> Path:
    """A model whose default branch has one due gap."""
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    Repository(model).git("commit", "--quiet", "--all", "-m", "Drill too slowly")
    return model


@pytest.fixture
def thread(readiness: Readiness, gap: Path, github: GithubServer, tmp_path: Path) -> Thread:
    return Thread(readiness, gap, github, tmp_path)
