"""What tests share: the GitHub server, one a test process, its clean state, and what the run counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings
from tests.github.prism import Prism
from tests.github.server import GithubServer

settings.register_profile("same", derandomize=True)
settings.register_profile("search", max_examples=500)
settings.load_profile("same")
"""A check must not turn red by chance: the same examples each time. `pytest --hypothesis-profile=search` looks for new ones."""


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


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run in an Action too, whose environment must not be taken for theirs."""
    for name in list(os.environ):
        if name.startswith(("GITHUB_", "READINESS_", "RUNNER_")):
            monkeypatch.delenv(name)


_TALLY = "tally: "


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Count what a test tried (`tally("forgeries tried", 1)`). The run adds up all that its tests counted and prints the sums."""

    def count(what: str, number: int = 1) -> None:
        record_property(_TALLY + what, number)

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The sums, in every process's tests: properties travel with the reports."""
    sums = Counter[str]()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "teardown":
                for name, number in report.user_properties:
                    if name.startswith(_TALLY) and isinstance(number, int):
                        sums[name.removeprefix(_TALLY)] += number
    if sums:
        terminalreporter.section("Counted")
    for what, number in sorted(sums.items()):
        terminalreporter.write_line(f"{what}: {number:,}")
