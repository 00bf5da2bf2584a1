"""Pages for people and formats for programs, one module each; `audit/` has the audit's. No analysis here."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the kinds of text below are used everywhere, and must not bring the evaluation along
    from readiness_bot.judging.compare import Comparison
    from readiness_bot.judging.gate import Verdict
    from readiness_bot.judging.report import Report

FORMATS = ("text", "json", "markdown", "github", "sarif", "junit", "badge")
"""Each is `render/<name>.py` with a function `render`."""


def render(name: str, report: Report, verdict: Verdict, change: Comparison | None = None) -> str:
    """A report in one of FORMATS."""
    module = importlib.import_module(f"readiness_bot.render.{name}")
    text: str = module.render(report, verdict, change)
    return text
