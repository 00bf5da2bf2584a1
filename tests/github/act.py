"""Runs a repository's own workflows with act, in host mode: no Docker, no network but the test server's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from compileall import compile_dir
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.github.node_tools import node
from tests.github.server import BOT, GithubServer

from readiness_bot.scaffold import action as scaffold
from readiness_bot.scaffold.templates import template

ROOT = Path(__file__).parent.parent.parent
ACTION = str(scaffold.ACTION)
"""What `init` writes by default: a tag, or the commit of a release."""
_ACTION = ("action.yml", "action", "scripts", "requirements", ".github")
_BOT = ("bot", "templates")
"""What starts the bot, and the bot: all that a run reads. Each job of act's copies them file by file."""
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


def action_copy(target: Path, *, bot: bool = True) -> Path:
    """What a runner would download of the action, without what no run reads; the bot in it is compiled once for all jobs, which would each do it
    anew (scripts/run-action lets them write nothing there). `bot`: False where a test brings another one, in `bot/readiness_bot`."""
    for name in (*_ACTION, *(_BOT if bot else ())):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"), copy_function=_copy)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    for workflow in (target / ".github" / "workflows").glob("*.yml"):
        check_out_here(workflow)
    if bot:
        compile_dir(target / "bot", quiet=1)
    else:
        (target / "bot" / "readiness_bot").mkdir(parents=True)
    return target


def _copy(source: str, target: str) -> None:
    """act 0.2.89 does not know `$/`, the repository of the workflow that runs (nektos/act#6189): there the local reference stands for it."""
    shutil.copy2(source, target)
    if source.endswith(".yml"):
        repository, _, ref = ACTION.partition("@")
        Path(target).write_text(Path(target).read_text().replace("uses: $/action\n", f"uses: {repository}/action@{ref}\n"))


def check_out_here(workflow: Path) -> bool:
    """act takes a checkout that names a `ref` by an expression for one of another repository, and would clone from GitHub
    (nektos/act, pkg/runner/run_context.go, isLocalCheckout, compares it unevaluated). Here the clone's branch is what is asked for."""
    text = workflow.read_text()
    told = re.sub(r" +ref: \$\{\{ github\.(?:ref|event\.repository\.default_branch) \}\}.*\n", "", text)
    # act 0.2.89 does not know `deployment: false` either (pkg/schema/workflow_schema.json).
    told = re.sub(r"environment:\n +name: (\w+).*\n +deployment: false.*\n", r"environment: \1\n", told)
    if told != text:
        workflow.write_text(told)
    return told != text


def _upload_action() -> dict[str, Path]:
    """The very references that our workflows name."""
    texts = [path.read_text() for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))]
    names = {name for text in texts for name in re.findall(r"actions/upload-artifact@[0-9a-f]{40}", text)}
    return {name: Path(__file__).parent / "upload_artifact" for name in names}


def _app_token() -> dict[str, Path]:
    """The very reference that `init --app` writes."""
    [name] = re.findall(r"actions/create-github-app-token@[0-9a-f]{40}", template("workflows/parts/app.yml"))
    return {name: Path(__file__).parent / "app_token"}


def run_workflow(
    repository: Path, workflow: str, event: str, payload: object, server: GithubServer, action: Path, folder: Path, *,
    login: str = BOT, actor: str = BOT, local: Mapping[str, Path] = MappingProxyType({}), env: Mapping[str, str] = MappingProxyType({}),
    app_key: str = "", secrets: Mapping[str, str] = MappingProxyType({}),
) -> Run:  # fmt: skip
    """`folder`: a place of the test's own, for HOME, the runner's tools and the payload.

    `login`: whose token the job has. `local`: what a reference (`acme/mirror@v1`) stands for, besides our own. `env`: what act cannot
    know, such as GITHUB_REF of a merge queue. `app_key`: what the environment `readiness` holds, where there is one.
    """
    home, tools = folder / "home", folder / "tools"
    for path in (home, tools):
        path.mkdir(parents=True, exist_ok=True)
    (folder / "event.json").write_text(json.dumps(payload))
    environment = {**server.environment(login), **env}
    token = environment.pop("GITHUB_TOKEN")
    repositories = {ACTION: action, **_upload_action(), **_app_token(), **local}
    command = [
        str(Path(sys.executable).parent / "act"), event,
        "--eventpath", str(folder / "event.json"),
        "--workflows", f".github/workflows/{workflow}",
        "--platform", "ubuntu-latest=-self-hosted",
        *(part for name, path in repositories.items() for part in ("--local-repository", f"{name}={path}")),
        "--secret", f"GITHUB_TOKEN={token}",
        *(("--var", "READINESS_APP_CLIENT_ID=Iv23acme", "--secret", f"READINESS_APP_KEY={app_key}") if app_key else ()),
        *(part for name, value in secrets.items() for part in ("--secret", f"{name}={value}")),
        "--actor", actor,
        "--env", f"RUNNER_TOOL_CACHE={tools}",
        *(part for name, value in environment.items() for part in ("--env", f"{name}={value}")),
    ]  # fmt: skip
    programs = f"{Path(node()).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=repository, env=os.environ | {"HOME": str(home), "PATH": programs, "XDG_CACHE_HOME": str(home / "cache")},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    return Run(done.returncode, done.stdout + done.stderr)
