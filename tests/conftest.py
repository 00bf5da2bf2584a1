"""What tests share: the GitHub server, one a test process, and its clean state."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.github.prism import Prism
from tests.github.server import GithubServer

if TYPE_CHECKING:
    from tests.github.organisation import Organisation

pytest_plugins = ("tests.counts", "tests.leaks", "tests.turns", "tests.order", "tests.commandline")

settings.register_profile("same", derandomize=True)
settings.register_profile("search", max_examples=500)
settings.load_profile("same")
"""A check must not turn red by chance: the same examples each time. `pytest --hypothesis-profile=search` looks for new ones."""


def pytest_collection_finish() -> None:
    """Thousands of collected tests live as long as the run: the collector need not walk through them each time. And it comes seldom, since what
    is judged and rendered makes many small objects, nearly none of them in a circle: that saves a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def github_server() -> Iterator[GithubServer]:
    with GithubServer() as server:
        yield server


@pytest.fixture
def github(github_server: GithubServer) -> GithubServer:
    github_server.reset()
    return github_server


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prism]:
    with Prism(tmp_path_factory.mktemp("prism")) as started:
        yield started


@pytest.fixture(scope="session")
def organisation_server() -> Iterator[Organisation]:
    """Imported where it is used: GraphQL's library takes a tenth of a second."""
    from tests.github.organisation import Organisation

    server = Organisation()
    yield server
    server.close()


@pytest.fixture
def organisation(organisation_server: Organisation) -> Organisation:
    """One server, each time with a world of its own."""
    from tests.github.organisation import World

    organisation_server.world = World()
    return organisation_server


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run in an Action too, whose environment must not be taken for theirs."""
    for name in list(os.environ):
        if name.startswith(("GITHUB_", "READINESS_", "RUNNER_")):
            monkeypatch.delenv(name)
