"""The history of a model for the overview's diagrams."""

from __future__ import annotations

from pathlib import Path

from readiness_bot.audit.figures import Audit
from readiness_bot.report import Report


def audit_of(directory: Path, report: Report) -> Audit | None:
    """None where the history is not there, or the folder is not."""
    return None
