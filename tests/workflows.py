"""The workflows that ship, and those that `readiness init` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from readiness_bot.scaffold.plan import plan_scaffold
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.templates import parts, templates
from readiness_bot.scaffold.workflows import Choice

ROOT = Path(__file__).parent.parent
GITHUB, GHES = "git@github.com:acme/churn.git", "git@ghes.acme.example:acme/churn.git"
CALLS = {"readiness.yml": "lines.yml", "readiness-follow-up.yml": "follow-up.yml"}
"""A model's workflow, and the one of ours that it calls."""


def written(choice: Choice, remote: str = GITHUB, **more: Any) -> dict[str, str]:
    """Name → text of what `init` writes into .github/workflows."""
    sources = Sources(folder="churn", remote=remote, in_git=True, branch="main", **more)
    files = plan_scaffold({}, sources, templates(), parts(), choice).files
    return {file.path.removeprefix(".github/workflows/"): file.content for file in files if file.path.startswith(".github/")}


def ours(name: str) -> str:
    return (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")


def read(text: str) -> dict[str, Any]:
    """A workflow as data."""
    data: dict[str, Any] = YAML(typ="safe").load(text)
    return data


def jobs(text: str) -> dict[str, Any]:
    found: dict[str, Any] = read(text)["jobs"]
    return found
