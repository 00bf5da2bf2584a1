"""Runs a repository's own workflows with act, in host mode: no Docker, no network but the test server's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.github.node_tools import node
from tests.github.server import BOT, GithubServer

ROOT = Path(__file__).parent.parent.parent
ACTION = "readiness-bot/readiness-bot@v1"
_SHIPPED = ("action.yml", "scripts", "requirements", "bot", "templates", "examples", ".github")
_ANNOTATION = re.compile(r"::(error|warning|notice) ?([^:]*)::(.*)")
_ACT_ANNOTATION = re.compile(r"\[(.*?)\]\s+(?:❗|🚧|❓)\s+::(error|warning|notice)")


@dataclass(frozen=True, slots=True)
class Run:
    """One workflow run, as a person would look at it."""

    exit_code: int
    log: str
    """act prints the job summary into it."""

    @property
    def annotations(self) -> list[tuple[str, str, str]]:
        """Kind, properties, message."""
        return [match.groups() for match in _ANNOTATION.finditer(self.log)]  # type: ignore[misc]


def action_copy(target: Path) -> Path:
    """What a runner would download of the action: this checkout, without what git does not ship."""
    for name in _SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    _check_out_here(target / ".github" / "workflows" / "follow-up.yml")
    return target


def _check_out_here(workflow: Path) -> None:
    """act takes a checkout that names a `ref` by an expression for one of another repository, and would clone from GitHub
    (nektos/act, pkg/runner/run_context.go, isLocalCheckout, compares it unevaluated). Here the clone's branch is what is asked for."""
    text = workflow.read_text()
    assert "ref: ${{ github.ref }}" in text
    workflow.write_text(re.sub(r" +ref: \$\{\{ github\.ref \}\}.*\n", "", text))


def _upload_action() -> str:
    """The very reference that the workflow names."""
    found = re.search(r"actions/upload-artifact@[0-9a-f]{40}", (ROOT / ".github" / "workflows" / "follow-up.yml").read_text())
    assert found
    return found[0]


def run_workflow(repository: Path, workflow: str, event: str, payload: object, server: GithubServer, action: Path, folder: Path) -> Run:
    """`folder`: a place of the test's own, for HOME, the runner's tools and the payload."""
    home, tools = folder / "home", folder / "tools"
    for path in (home, tools):
        path.mkdir(parents=True, exist_ok=True)
    (folder / "event.json").write_text(json.dumps(payload))
    environment = server.environment()
    token = environment.pop("GITHUB_TOKEN")
    command = [
        str(Path(sys.executable).parent / "act"), event,
        "--eventpath", str(folder / "event.json"),
        "--workflows", f".github/workflows/{workflow}",
        "--platform", "ubuntu-latest=-self-hosted",
        "--local-repository", f"{ACTION}={action}",
        "--local-repository", f"{_upload_action()}={Path(__file__).parent / 'upload_artifact'}",
        "--secret", f"GITHUB_TOKEN={token}",
        "--actor", BOT,
        "--env", f"RUNNER_TOOL_CACHE={tools}",
        *(part for name, value in environment.items() for part in ("--env", f"{name}={value}")),
    ]  # fmt: skip
    programs = f"{Path(node()).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=repository, env=os.environ | {"HOME": str(home), "PATH": programs, "XDG_CACHE_HOME": str(home / "cache")},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    return Run(done.returncode, done.stdout + done.stderr)
