"""The workflows as a runner takes them: which job an event starts, on which runner, and what our Action is told. Run by act.

The Action is the real one but for the bot in it, which here only says how it was started; tests/e2e runs all of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.github.act import ACTION, action_copy
from tests.workflows import GHES, GITHUB, written

from readiness_bot.scaffold.action import Action, parse_action
from readiness_bot.scaffold.workflows import Choice

pytestmark = pytest.mark.e2e

MIRROR = Action("mirrors/readiness-bot", "08c6903cd8c0fde910a37f88322edcfb5dd907a8", "v1.2.3")
POLICY = "acme/.github:readiness-policy.yaml"
SAYS = f"""import os, pathlib, sys
assert os.environ["READINESS_POLICY"] == "{POLICY}"
told = [os.environ[name] for name in ("GITHUB_JOB", "GITHUB_EVENT_NAME", "READINESS_VERDICT")]
if "--report" in sys.argv:
    pathlib.Path("readiness-audit", "models").mkdir(parents=True, exist_ok=True)
    pathlib.Path("readiness-audit", "models", "churn.html").touch()
print("ran", *told, *sys.argv[1:], "token" if os.environ["GITHUB_TOKEN"] == "of-the-job" else "none")
"""
LINES, FOLLOW_UP = "readiness.yml", "readiness-follow-up.yml"


@dataclass(frozen=True)
class Place:
    """A machine, and the Action as a runner downloads it."""

    folder: Path
    action: Path

    def run(self, choice: Choice, workflow: str, event: str, payload: object, remote: str = GITHUB) -> list[str]:
        """What each start of the bot said."""
        repository = self.folder / "model"
        texts = written(choice, remote)
        for name, text in texts.items():
            path = repository / ".github" / "workflows" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # As in tests/github/act.py: such a `ref` makes act clone from GitHub.
            path.write_text(re.sub(r" +ref: \$\{\{ github\.ref \}\}.*\n", "", text))
        (self.folder / "event.json").write_text(json.dumps(payload))
        labels = ("ubuntu-latest", "self-hosted", "gpu")
        names = (ACTION, str(MIRROR))
        command = [
            str(Path(sys.executable).with_name("act")), event, "--eventpath", str(self.folder / "event.json"),
            "--workflows", f".github/workflows/{workflow}", "--secret", "GITHUB_TOKEN=of-the-job",
            "--var", f"READINESS_POLICY={POLICY}", "--env", f"RUNNER_TOOL_CACHE={self.folder / 'tools'}",
            *(part for label in labels for part in ("--platform", f"{label}=-self-hosted")),
            *(part for name in names for part in ("--local-repository", f"{name}={self.action}")),
            "--local-repository", f"{_upload()}={Path(__file__).parents[1] / 'github' / 'upload_artifact'}",
        ]  # fmt: skip
        environment = os.environ | {"HOME": str(self.folder / "home"), "XDG_CACHE_HOME": str(self.folder / "home")}
        done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False, timeout=240)
        said = re.findall(r"^\[.*\] +\| ran (.*)$", done.stdout, re.MULTILINE)
        assert (done.returncode, "🚧  Skipping unsupported platform" in done.stdout) == (0, False), done.stdout + done.stderr
        return said


def _upload() -> str:
    [name] = set(re.findall(r"actions/upload-artifact@[0-9a-f]{40}", (Path(__file__).parents[2] / ".github" / "workflows" / "follow-up.yml").read_text()))
    return str(name)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("act")
    for name in ("home", "tools", "model"):
        (folder / name).mkdir()
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder / "model")], check=True)
    author = ("-c", "user.name=a", "-c", "user.email=a@acme.example")
    subprocess.run(["git", "-C", str(folder / "model"), *author, "commit", "--quiet", "--allow-empty", "-m", "Start"], check=True)
    action = action_copy(folder / "action", bot=False)
    (action / "bot" / "readiness_bot" / "__main__.py").write_text(SAYS)
    for lock in (action / "requirements").iterdir():
        lock.write_text("# nothing\n")
    return Place(folder, action)


CALLED = parse_action(ACTION)
assert CALLED
FORMS: list[tuple[Choice, str]] = [
    (Choice(CALLED), GITHUB),
    (Choice(CALLED, ("gpu",)), GITHUB),
    (Choice(CALLED, ("self-hosted", "gpu")), GITHUB),
    (Choice(MIRROR), GHES),
    (Choice(MIRROR, ("self-hosted", "gpu"), inline=True), GHES),
]
NAMES = ["call", "call a label", "call two labels", "inline", "inline two labels"]
forms = pytest.mark.parametrize(("choice", "remote"), FORMS, ids=NAMES)


def in_forms(names: str, labelled: tuple[object, ...], *others: tuple[object, ...]) -> pytest.MarkDecorator:
    """These values in both forms of a workflow. The runner's labels say where a job runs, not whether: with them, the first values alone."""
    rows = [
        pytest.param(*form, *values, id=f"{name}-{values[0]}")
        for name, form in zip(NAMES, FORMS, strict=True)
        for values in (labelled, *(() if form[0].runs_on else others))
    ]
    return pytest.mark.parametrize(("choice", "remote", *names.split()), rows)


@in_forms("event", ("pull_request",), ("pull_request_review",), ("merge_group",))
def test_a_pull_request_is_shown_its_lines(place: Place, choice: Choice, remote: str, event: str) -> None:
    assert place.run(choice, LINES, event, {"action": "submitted"}, remote) == [f"lines {event} status run . token"]


def run_of(event: str, conclusion: str, repository: str) -> dict[str, Any]:
    run = {"event": event, "conclusion": conclusion, "head_repository": {"full_name": repository}, "head_branch": "change", "name": "readiness"}
    return {"action": "completed", "workflow_run": run}


RUNS = [
    ("pull_request", "success", "acme/churn"),
    ("pull_request", "failure", "stranger/churn"),
    ("pull_request", "action_required", "stranger/churn"),
    ("pull_request_review", "cancelled", "acme/churn"),
    ("merge_group", "success", "acme/churn"),
]


@pytest.mark.parametrize(("event", "conclusion", "repository"), RUNS)
def test_the_verdict_follows_whatever_the_first_run_was(place: Place, event: str, conclusion: str, repository: str) -> None:
    said = place.run(FORMS[0][0], FOLLOW_UP, "workflow_run", run_of(event, conclusion, repository))
    assert said == ["verdict workflow_run status run . token"]


@forms
def test_in_each_form(place: Place, choice: Choice, remote: str) -> None:
    assert place.run(choice, FOLLOW_UP, "workflow_run", run_of(*RUNS[0]), remote) == ["verdict workflow_run status run . token"]


def comment(text: str) -> dict[str, Any]:
    return {"action": "created", "comment": {"id": 7, "body": text}, "issue": {"number": 1}}


COMMAND, SYNC = "command issue_comment status run --only command . token", "sync issue_comment status run --only issues . token"


@in_forms(
    "text started",
    ("/readiness accept", [COMMAND, SYNC]),
    ("/readiness explain runbook", [COMMAND]),
    ("/readiness recheck", [COMMAND, SYNC]),
    ("I accept", []),
)
def test_a_comment_is_answered_and_then_the_issues_are_kept(place: Place, choice: Choice, remote: str, text: str, started: list[str]) -> None:
    assert place.run(choice, FOLLOW_UP, "issue_comment", comment(text), remote) == started


@in_forms("event", ("push",), ("issues",))
def test_the_issues_are_kept(place: Place, choice: Choice, remote: str, event: str) -> None:
    assert place.run(choice, FOLLOW_UP, event, {"ref": "refs/heads/main", "action": "closed"}, remote) == [f"sync {event} status run --only issues . token"]


@pytest.mark.parametrize(
    ("choice", "remote", "pages"), [(FORMS[0][0], GITHUB, ["sync schedule status run --report readiness-audit . token"]), (FORMS[3][0], GHES, [])]
)
def test_the_audit_is_kept_where_there_are_artifacts(place: Place, choice: Choice, remote: str, pages: list[str]) -> None:
    kept = place.folder / "home" / "artifacts"
    shutil.rmtree(kept, ignore_errors=True)
    said = place.run(choice, FOLLOW_UP, "schedule", {"schedule": "17 6 * * 1-5"}, remote)
    assert said == ["sync schedule status run --only issues . token", *pages]
    assert [path.name for path in kept.rglob("*.html")] == ["churn.html"] * len(pages)


def test_a_step_may_ask_for_the_jobs_verdict(place: Place) -> None:
    """Whoever uses the Action alone (docs/settings.md)."""
    with_ = f"{MIRROR} # v1.2.3\n        with:\n"
    path = place.folder / "model" / ".github" / "workflows" / "alone.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(Choice(MIRROR, inline=True))[LINES].replace(with_, f"{with_}          verdict: job\n          directory: models\n"))
    assert place.run(FORMS[3][0], "alone.yml", "pull_request", {}, GHES) == ["lines pull_request job run models token"]
