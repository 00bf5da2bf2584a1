"""The finished example on the tests' GitHub, and what `readiness check --verify` says about one item."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.github.people import Shared, prepare, slim
from tests.github.server import GithubServer
from tests.models import copied

from readiness_bot.cli import group


@pytest.fixture(scope="session")
def example_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("evidence") / "churn"
    return prepare(copied(path).path)


@pytest.fixture
def shared(github: GithubServer, example_repository: Path, tmp_path: Path) -> Shared:
    github.call("POST", "/__world", {"clock": "2026-10-20T09:00:00Z"})
    shared = Shared.of(github, example_repository, tmp_path)
    shared.clock("2026-11-19T09:00:00Z")
    return shared


@dataclass(frozen=True, slots=True)
class Said:
    """An item's answer: how far it is proven, and the gap or the reason, without hashes."""

    evidence: str | None
    status: str
    told: str
    fix: str = ""


Verify = Callable[..., Said]
Check = Callable[..., Any]
Tally = Callable[[str, int], None]


@dataclass(slots=True)
class Gallery:
    """What a test of the galleries tried, and how that ended."""

    tried: int = 0
    """0: the test is one path, and its last answer counts."""
    wrong: int = 0
    said: list[Said] = field(default_factory=list)

    def count(self, wrong: bool) -> None:
        """One of several paths that a test tries in one repository."""
        self.tried += 1
        self.wrong += wrong


@pytest.fixture(autouse=True)
def gallery(request: pytest.FixtureRequest, tally: Tally) -> Iterator[Gallery]:
    """Counts forgeries and honest paths: by the mark of the test, else by that of its file."""
    found = Gallery()
    yield found
    kind = next((mark.name for mark in request.node.iter_markers() if mark.name in ("forgery", "honest")), "")
    if not kind:
        return
    last = found.said[-1:]
    if kind == "forgery":
        wrong = found.wrong if found.tried else sum(said.evidence == "verified" for said in last)
        tally("forgeries tried", found.tried or 1)
        tally("forgeries counted as verified", wrong)
    else:
        wrong = found.wrong if found.tried else sum(said.status == "gap" for said in last)
        tally("honest paths tried", found.tried or 1)
        tally("honest paths refuted", wrong)


@pytest.fixture
def check(shared: Shared) -> Check:
    """`readiness check --verify --format json` on what is checked out."""

    def run(*arguments: str, day: str = "2026-11-20", at: str = "", **environment: str) -> Any:
        words = ["check", str(shared.clone.path / at), "--verify", "--format", "json", "--today", day, *arguments]
        given = shared.server.environment() | {"GITHUB_SERVER_URL": "https://github.com"} | environment
        done = CliRunner(env=given).invoke(group, words, catch_exceptions=False)
        assert done.exit_code in (0, 1), done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture
def verify(check: Check, gallery: Gallery) -> Verify:
    """`verify("governance.go-live")` on what is checked out."""

    def one(item: str, *arguments: str, **more: str) -> Said:
        [found] = [one for one in check(*arguments, **more)["items"] if one["id"] == item]
        told = [f["message"] for f in found["findings"]] if found["status"] == "gap" else [found["reason"] or ""]
        fixes = [f["fix"] for f in found["findings"]] if found["status"] == "gap" else [""]
        said = Said(found["evidence"], found["status"], slim("; ".join(told)), "; ".join(fixes))
        gallery.said.append(said)
        return said

    return one
