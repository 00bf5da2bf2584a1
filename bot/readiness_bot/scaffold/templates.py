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


PARTS = (
    "lines",
    "follow-up",
    "audit-page",
    "rights",
    "rights-verdict",
    "rights-team",
    "app",
    "environment",
    "login",
    "call-lines",
    "call-follow-up",
    "reusable-lines",
    "reusable-follow-up",
)
"""What the workflows are put together from (`workflows.py`), in templates/workflows/parts."""


FORMER = "templates/workflows/former.txt"
"""The workflows of older versions, one after the other: `upgrade` knows by them what nobody changed. Whoever
changes a workflow's template adds the text that it had, once a release wrote it."""


def former() -> list[str]:
    """Older workflows with their slots; `$uses` is all that stood behind `uses:`."""
    return resource(FORMER).read_text(encoding="utf-8").split("===\n")


def template(name: str) -> str:
    """The text of one template, such as `readiness/contract.yaml`."""
    return resource(f"templates/{name}").read_text(encoding="utf-8")


def templates() -> dict[str, str]:
    """All of them by name."""
    return {name: template(name) for name in TEMPLATES}


def parts() -> dict[str, str]:
    """The workflows' parts by name."""
    return {name: template(f"workflows/parts/{name}.yml") for name in PARTS}
