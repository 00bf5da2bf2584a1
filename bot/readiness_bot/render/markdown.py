"""`--format markdown`, and the job summary: the same page as the pull request's comment."""

from __future__ import annotations

from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import Report
from readiness_bot.render.comment import Writing, page
from readiness_bot.text.markup import Markdown


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> Markdown:
    return page(report, verdict, change, Writing(language=report.settings.dates))
