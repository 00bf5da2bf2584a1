"""The second workflow's run with each of its requests failing once: what is left is the right status or none, and the next run ends right.

The same payload, checkout and environment as in the workflow, but in the test's own process: act would take a second more for each of sixty runs.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.github.models import adopted_at_once
from tests.github.origin import Origin, Pull
from tests.github.payloads import completed
from tests.github.server import BOT, GithubServer
from tests.turns import EVERYTHING

from readiness_bot.cli import group

pytestmark = pytest.mark.e2e

GOVERNANCE = "readiness/governance.yaml"
WAITS = ("pending", "Waiting for approval from priya-nair; nothing else is missing.")
RIGHT = (0, ("pending",))
"""Exit code, and the states that were posted."""


@dataclass(slots=True)
class Place:
    """A repository, and pull requests with the same change, a new one for each fault."""

    server: GithubServer
    origin: Origin
    folder: Path
    requests: list[str] = field(default_factory=list)
    """Of the undisturbed run, without what differs from one pull request to the next."""
    fetches: list[str] = field(default_factory=list)

    def pull(self) -> Pull:
        git, number = self.origin.git, len(list(self.folder.glob("*.json")))
        commit = git.git("commit-tree", f"{self.origin.tip('tier')}^{{tree}}", "-p", self.origin.tip("main"), "-m", f"Lower the tier, {number}")
        git.git("update-ref", f"refs/heads/tier-{number}", commit)
        self.server.pushed("ana-ruiz", f"tier-{number}", "0" * 40, commit)
        pull = self.origin.open_pull(f"tier-{number}")
        (self.folder / f"{number}.json").write_text(json.dumps(completed("pull_request", head_sha=pull.head, head_branch=pull.head_ref)))
        self.server.forget()
        return pull

    def run(self, pull: Pull) -> int:
        """The exit code, in a checkout of the run's own."""
        checkout = self.folder / "checkout"
        shutil.rmtree(checkout, ignore_errors=True)
        shutil.copytree(self.folder / "clone", checkout, symlinks=True)
        payload = self.folder / f"{pull.head_ref.removeprefix('tier-')}.json"
        given = {"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(payload), "GITHUB_RUN_ID": "1"}
        done = CliRunner(env=self.server.environment() | given).invoke(group, ["run", str(checkout)], catch_exceptions=False)
        return done.exit_code

    def learn(self) -> None:
        """What an undisturbed run asks for."""
        pull = self.pull()
        assert self.run(pull) == 0
        assert self.statuses(pull) == [WAITS]
        self.requests = [f"{one.method} {re.sub(r'=[^&]*|[0-9a-f]{40}|[0-9]+', '…', one.path)}" for one in self.server.log()]
        self.fetches = [path for path, _ in self.server.fetches()]
        self.server.close_pull(pull.number)

    def statuses(self, pull: Pull) -> list[tuple[str, str]]:
        """Newest first."""
        return [(one["state"], one["description"]) for one in self.server.statuses(pull.head)]

    def tried(self, at: int, *, git: bool = False) -> tuple[int, tuple[str, ...]]:
        """The run with this request failing, then another: the first one's exit code, and its status; and that all is right in the end."""
        pull = self.pull()
        self.server.call("POST", "/__fault", {"at": at, "git": git, "kind": "502"})
        code, left = self.run(pull), self.statuses(pull)
        self.server.heal()
        where = f"{'git' if git else 'API'} request {at}"
        if left != [WAITS]:
            assert self.run(pull) == 0, where
        assert self.statuses(pull)[0] == WAITS, where
        assert [one["user"]["login"] for one in self.server.comments(pull.number)] == [BOT], where
        self.server.close_pull(pull.number)
        return code, tuple(state for state, _ in left)


@pytest.fixture(scope="module")
def place(github_server: GithubServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    github_server.reset()
    folder = tmp_path_factory.mktemp("faults")
    origin = adopted_at_once(github_server, folder, ".")
    low = origin.read(GOVERNANCE).replace("level: medium", "level: low").replace("personal_data: true", "personal_data: false")
    origin.commit("tier", {GOVERNANCE: low})
    origin.clone(folder / "clone")
    place = Place(github_server, origin, folder)
    with pytest.MonkeyPatch.context() as patch:
        slept = time.sleep
        patch.setattr(time, "sleep", lambda seconds: slept(min(seconds, 0.005)))  # what it waits for before it asks again
        place.learn()
        yield place
    shutil.rmtree(folder, ignore_errors=True)


def test_a_request_to_the_api(place: Place, tally: Callable[..., None]) -> None:
    """Each in a whole run; in a usual one the first of each kind."""
    chosen = [at for at, one in enumerate(place.requests, 1) if EVERYTHING or one not in place.requests[: at - 1]]
    outcomes = [place.tried(at) for at in chosen]
    tally("faults injected", len(chosen))
    assert (len(chosen) > 9, set(outcomes)) == (True, {RIGHT})


def test_a_request_of_git_s(place: Place, tally: Callable[..., None]) -> None:
    outcomes = [place.tried(at, git=True) for at in range(1, len(place.fetches) + 1)]
    tally("faults injected", len(outcomes))
    assert (len(outcomes) > 3, set(outcomes)) == (True, {RIGHT})
