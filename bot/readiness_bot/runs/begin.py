"""What a first push will lead to, before anything is pushed."""

from __future__ import annotations

from readiness_bot.convention.settings import GateMode, IssueMode
from readiness_bot.judging.report import Report
from readiness_bot.plan.issues import desired
from readiness_bot.render import phrases
from readiness_bot.scaffold.page import FirstPush
from readiness_bot.scaffold.plan import Scaffold


def first_push(scaffold: Scaffold, report: Report | None) -> FirstPush | None:
    """The issues of a model that is new here; None where the bot will not run, or knows the model already.

    `report`: the model as it stands with the new files, and with the settings.
    """
    new = any(file.path.endswith("readiness/contract.yaml") for file in scaffold.files)
    if report is None or not new or not scaffold.workflows:
        return None
    settings = report.settings
    wanted = list(desired(report, {}, None).values())[: settings.new_issues]
    return FirstPush(
        issues=tuple((want.title, phrases.who(want.results[0])) for want in wanted),
        overview=settings.overview and settings.issues is not IssueMode.OFF,
        gentle=settings.gate is GateMode.REGRESSIONS,
    )
