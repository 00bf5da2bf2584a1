"""What GitHub does with an event: the first workflow on the pull request's own commit, and, when it is done, the second on the default branch.

Nobody but GitHub sends `workflow_run` (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run):
this stands in for that. Each run is act's, in a checkout of its own, with a token that may do what its workflow asks for and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from tests.github import payloads
from tests.github.act import Run, check_out_here, run_workflow
from tests.github.origin import Origin, Pull, Queued
from tests.github.server import BOT, REPOSITORY, GithubServer, Request

from readiness_bot.demo.repository import Repository

FIRST, SECOND = "readiness.yml", "readiness-follow-up.yml"
DEPENDABOT = "dependabot[bot]"
READ = MappingProxyType({"contents": "read"})
"""What a workflow may do that says nothing; a fork's and Dependabot's may write nothing, whatever they say."""
JOBS = {"workflow_run": "verdict"}
"""Event → the job of follow-up.yml that has rights of its own; the others have their caller's."""


@dataclass(frozen=True, slots=True)
class Done:
    """A run, and what it asked of the server."""

    run: Run
    requests: list[Request]
    fetches: list[tuple[str, str | None]]
    rights: Mapping[str, str]

    @property
    def jobs(self) -> list[str]:
        """Those that were started, by the names that they have in our own workflows."""
        return list(dict.fromkeys(re.findall(r"^\[[^\]]+/(\w+) *\] ⭐ Run Set up job$", self.run.log, re.MULTILINE)))

    @property
    def writes(self) -> list[tuple[str, str]]:
        return [(request.method, request.path) for request in self.requests if request.method != "GET" and request.path != "/graphql"]


@dataclass(frozen=True, slots=True)
class Finished:
    """A first run that is over, as `workflow_run` tells of it. `replace(finished, head_sha=…)` makes a payload that lies."""

    event: str
    head_sha: str
    head_branch: str
    head_repository: str = REPOSITORY
    actor: str = "ana-ruiz"
    conclusion: str = "success"
    pulls: tuple[tuple[int, str, str], ...] = ()
    """Number, the base's branch and commit; none for forks and queues, as on GitHub."""
    name: str = "readiness"
    done: Done | None = None
    """None: nothing was run."""

    def payload(self) -> dict[str, Any]:
        return payloads.completed(
            self.event, head_sha=self.head_sha, head_branch=self.head_branch, head_repository=self.head_repository, conclusion=self.conclusion,
            actor=self.actor, name=self.name, pulls=self.pulls,
        )  # fmt: skip


@dataclass(slots=True)
class Delivery:
    """`action`: what `action_copy` made. `folder`: a place of the test's own."""

    server: GithubServer
    origin: Origin
    action: Path
    folder: Path
    first_workflow: str = FIRST
    second_workflow: str = SECOND
    local: Mapping[str, Path] = field(default_factory=dict)
    """What other references in `uses:` stand for (see `run_workflow`)."""
    env: Mapping[str, str] = field(default_factory=dict)
    runner: Path | None = None
    """Where HOME and the runner's tools are, which several may share; None: in the folder."""
    app_key: str = ""
    """What the environment `readiness` holds, which only the default branch reaches."""
    _runs: int = field(default=0, init=False)

    def both(self, event: str, subject: Pull | Queued, **more: str) -> tuple[Finished, Done]:
        """The event, and what follows it."""
        finished = self.first(event, subject, **more)
        return finished, self.second(finished)

    def first(self, event: str, subject: Pull | Queued, *, reviewer: str = "mei-chen", review: str = "approved", action: str = "") -> Finished:
        """`pull_request` or `pull_request_review` of a pull request, `merge_group` of a candidate: its own workflow, as it stands there."""
        finished, payload, ref = self._event(event, subject, reviewer, review, action)
        clone = self._checkout(ref)
        theirs = isinstance(subject, Pull) and (subject.head_repo != REPOSITORY or subject.author == DEPENDABOT)
        rights = rights_of(clone.path, self.first_workflow, self.action)
        if theirs:  # https://docs.github.com/en/actions/reference/security/secure-use, and for Dependabot the page of its events
            rights = dict.fromkeys(rights, "read")
        done = self._run(clone, self.first_workflow, event, payload, ref, rights, finished.actor)
        return _with(finished, done, name_of(clone.path, self.first_workflow))

    def second(self, finished: Finished) -> Done:
        """`workflow_run`: the default branch's workflow, whatever the first one was."""
        return self.on_main("workflow_run", finished.payload(), actor=finished.actor)

    def on_main(self, event: str, payload: object, *, actor: str = BOT, workflow: str = "", branch: str = "main", whole: bool = False, **env: str) -> Done:
        """Any other event of the default branch's second workflow: `push`, `schedule`, `issue_comment`, `workflow_dispatch`.

        `whole`: nothing is left out of the checkout, so that the run fetches nothing. `env`: besides the delivery's own.
        """
        ref = f"refs/heads/{branch}"
        clone, workflow = self._checkout(ref, whole), workflow or self.second_workflow
        rights = rights_of(clone.path, workflow, self.action, JOBS.get(event, ""))
        return self._run(clone, workflow, event, payload, ref, rights, actor, env)

    def _event(self, event: str, subject: Pull | Queued, reviewer: str, review: str, action: str) -> tuple[Finished, dict[str, Any], str]:
        if isinstance(subject, Queued):
            assert event == "merge_group"
            payload = payloads.merge_group(subject.number, subject.base, subject.sha, base_ref=subject.base_ref)
            return Finished(event, subject.sha, subject.ref.removeprefix("refs/heads/"), actor="github-merge-queue[bot]"), payload, subject.ref
        assert subject.merge, "GitHub starts no workflow of a pull request that cannot be merged"
        told: dict[str, Any] = {
            "base_ref": subject.base_ref, "head_ref": subject.head_ref, "head_repo": subject.head_repo, "author": subject.author, "merge": subject.merge,
        }  # fmt: skip
        sides, actor = (subject.number, subject.base, subject.head), subject.author
        if event == "pull_request_review":
            payload = payloads.pull_request_review(*sides, reviewer=reviewer, state=review, **told, action=action or "submitted")
            actor = reviewer
        else:
            assert event == "pull_request"
            payload = payloads.pull_request(*sides, **told, action=action or "synchronize")
        pulls = ((subject.number, subject.base_ref, subject.base),) if subject.head_repo == REPOSITORY else ()
        finished = Finished(event, subject.head, subject.head_ref, subject.head_repo, actor, pulls=pulls)
        return finished, payload, f"refs/pull/{subject.number}/merge"

    def _checkout(self, ref: str, whole: bool = False) -> Repository:
        self._runs += 1
        return self.origin.clone(self.folder / f"run-{self._runs}" / REPOSITORY.partition("/")[2], ref, whole)

    def _run(
        self, clone: Repository, workflow: str, event: str, payload: object, ref: str, rights: Mapping[str, str], actor: str,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> Done:  # fmt: skip
        path = f".github/workflows/{workflow}"
        if check_out_here(clone.path / path):
            clone.git("update-index", "--skip-worktree", path)
        self.server.forget()
        self.server.state(rights=dict(rights))
        env = {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_REF": ref, "GITHUB_RUN_ID": str(1000 + self._runs), **self.env, **more}
        runner = self.runner or self.folder / "runner"
        try:
            run = run_workflow(
                clone.path, workflow, event, payload, self.server, self.action, runner, actor=actor, local=self.local, env=env,
                app_key=self.app_key if ref == "refs/heads/main" else "",
            )  # fmt: skip
        finally:
            self.server.state(rights=None, appRights=None)
        return Done(run, self.server.log(), self.server.fetches(), rights)


def _with(finished: Finished, done: Done, name: str) -> Finished:
    return replace(finished, conclusion="success" if done.run.exit_code == 0 else "failure", name=name, done=done)


def rights_of(repository: Path, workflow: str, action: Path | None = None, job: str = "") -> dict[str, str]:
    """What the workflow's jobs ask for, taken together: act gives all of them one token.

    `job`: the one that the event starts, where that is known; a called workflow of ours (in `action`) may give it less than its caller has.
    """
    told = _read(repository, workflow)
    whole = told.get("permissions", dict(READ))
    rights: dict[str, str] = {}
    for each in told["jobs"].values():
        for name, right in (_own(each, action, job) or each.get("permissions", whole)).items():
            if right == "write" or name not in rights:
                rights[name] = right
    return rights


def _own(caller: Any, action: Path | None, job: str) -> dict[str, str] | None:
    """What a called workflow says of its job; None where it says nothing, or is none of ours."""
    _, here, rest = str(caller.get("uses", "")).partition("/.github/workflows/")
    if not here or not action or not job:
        return None
    found: dict[str, str] | None = _read(action, rest.partition("@")[0])["jobs"].get(job, {}).get("permissions")
    return found


def name_of(repository: Path, workflow: str) -> str:
    return str(_read(repository, workflow)["name"])


def _read(repository: Path, workflow: str) -> Any:
    return YAML(typ="safe").load((repository / ".github" / "workflows" / workflow).read_text())
