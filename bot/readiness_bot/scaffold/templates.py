"""The templates by name, wherever the package is installed."""

from __future__ import annotations

from readiness_bot.resources import resource

TEMPLATES = (
    "readiness/contract.yaml",
    "readiness/ownership.yaml",
    "readiness/governance.yaml",
    "readiness/infrastructure.yaml",
    "readiness/fallback.yaml",
    "readiness/runbook.md",
    "workflows/readiness.yml",
    "workflows/readiness-follow-up.yml",
)
"""In the order in which people should read them."""


def template(name: str) -> str:
    """The text of one template, such as `readiness/contract.yaml`."""
    return resource(f"templates/{name}").read_text(encoding="utf-8")


def templates() -> dict[str, str]:
    """All of them by name."""
    return {name: template(name) for name in TEMPLATES}
