"""`--format badge`: one model's badge, an SVG."""

from __future__ import annotations

from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import Report
from readiness_bot.portfolio.badge import badge_of
from readiness_bot.portfolio.row import Row, row_of
from readiness_bot.render.portfolio.badge import svg


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> str:
    """What the files say; a change adds nothing to it."""
    return svg(badge_of(row_of(report, Row(report.model))), report.today)
