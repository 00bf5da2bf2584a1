"""`readiness comment --pr N`: compared with the pull request's own base, which the forge tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.github.server import GithubServer

from readiness_bot.demo.repository import Repository

pytestmark = pytest.mark.e2e


def written(server: GithubServer, number: int) -> str:
    [comment] = server.comments(number)
    return str(comment["body"]).partition("\n")[2]


def test_the_base_is_the_pull_requests_own(readiness: Readiness, built: Path, github: GithubServer) -> None:
    git = Repository(built).git
    told, given = (github.create_pull(branch) for branch in ("told", "given"))
    for number, branch in ((told, "told"), (given, "given")):
        github.said(number, branch, head=git("rev-parse", "HEAD"), base=git("rev-parse", "HEAD~3"))
    assert readiness("comment", built, "--pr", told, **github.environment()).code == 0
    assert readiness("comment", built, "--pr", given, "--against", "HEAD~3", **github.environment()).code == 0
    assert written(github, told) == written(github, given)
    assert "closes" in written(github, told).lower()


def test_a_base_that_is_not_here_is_none(readiness: Readiness, built: Path, github: GithubServer) -> None:
    number = github.create_pull("told")
    github.said(number, "told", head=Repository(built).git("rev-parse", "HEAD"), base="1" * 40)
    assert readiness("comment", built, "--pr", number, **github.environment()).code == 0
    assert "closes" not in written(github, number).lower()
