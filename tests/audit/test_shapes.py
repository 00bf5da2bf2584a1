"""Each shape of a history, through the command: its figures to the day, and what its reports say first, in full.

Whoever reads these sentences has never seen the model. They must say what happened and what to do first, and nothing that is not known.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.audit.shapes import SHAPES

from readiness_bot.cli import group

TOLD: dict[str, tuple[str, str, str, str]] = {
    "was_on_time": (
        "Evaluated on 26 Mar, live on 23 Apr: 4 weeks, as planned. Everything was on time.",
        "",
        "Nothing held it back, so there is nothing to fix.",
        "",
    ),
    "late_governance": (
        "Evaluated on 26 Mar, live on 8 Jun: 11 weeks, 7 more than planned, about EUR 46,000.",
        "For 10 of the 11 weeks governance was what was missing; compliance approval came 10 weeks after the model was evaluated.",
        "First: ask compliance for its list at design.",
        "That alone would have saved about 6 weeks, EUR 42,000.",
    ),
    "governance_side_by_side": (
        "Evaluated on 26 Mar, live on 4 Jun: 10 weeks, 6 more than planned, about EUR 42,000.",
        (
            "All of that time governance was what was missing; model card, independent validation and compliance approval came 10 weeks after the model "
            "was evaluated."
        ),
        "First: start all of governance at design, alongside the model.",
        "Its items waited side by side, and they alone held everything up for 6 weeks, EUR 42,000.",
    ),
    "infrastructure_last": (
        "Evaluated on 26 Mar, live on 21 May: 8 weeks, 4 more than planned, about EUR 28,000.",
        "All of that time infrastructure was what was missing; production environment and rollout came 8 weeks after the model was evaluated.",
        "First: start the serving environment at design, alongside the model.",
        "That alone would have saved about 4 weeks, EUR 28,000.",
    ),
    "everybody_at_once": (
        "Evaluated on 26 Mar, live on 25 May: 9 weeks, 5 more than planned, about EUR 32,000.",
        (
            "All of that time something was missing in governance, and in monitoring and fallback; compliance approval and fallback drill came 9 weeks "
            "after the model was evaluated."
        ),
        "First: start compliance approval and fallback drill earlier.",
        "Closing only one of them would have saved nothing: they were open side by side for 5 weeks, EUR 32,000.",
    ),
    "regressions": (
        "Evaluated on 26 Mar, live on 7 May: 6 weeks, 2 more than planned, about EUR 14,000.",
        "For 4 of the 6 weeks ownership was what was missing; layer owners were lost on 25 Apr and came back 12 days later.",
        "First: do not lose layer owners again.",
        "That alone would have saved about 12 days, EUR 12,000.",
    ),
    "moved_target_date": (
        "Evaluated on 26 Mar, live on 8 Jun: 11 weeks, 7 more than planned, about EUR 46,000.",
        (
            "The planned day in production was moved from 27 Apr to 4 Jul; what counts here is the plan as it was first agreed. For 10 of the 11 weeks "
            "governance was what was missing; compliance approval came 10 weeks after the model was evaluated."
        ),
        "First: ask compliance for its list at design.",
        "That alone would have saved about 6 weeks, EUR 42,000.",
    ),
    "reevaluation_after_launch": (
        "Evaluated on 26 Mar, live on 23 Apr: 4 weeks, as planned. Everything was on time.",
        "Since 24 Jul it is in evaluation again, for a version that is not live yet and is not measured here.",
        "Nothing held it back, so there is nothing to fix.",
        "5 blocking items have opened since.",
    ),
    "expired_approval": (
        "Evaluated on 26 Mar, live on 15 May: 7 weeks, 3 more than planned, about EUR 22,000.",
        "For 6 of the 7 weeks governance was what was missing; compliance approval was lost on 11 Apr and came back 5 weeks later.",
        "First: do not lose compliance approval again.",
        "That alone would have saved about 3 weeks, EUR 22,000.",
    ),
    "go_live_last": (
        "Evaluated on 26 Mar, live on 7 May: 6 weeks, 2 more than planned, about EUR 14,000.",
        "Everything else was there on 5 Apr; the go-live decision came 5 weeks later.",
        "First: book the go-live decision ahead, with a date.",
        "That alone would have saved about 2 weeks, EUR 14,000.",
    ),
    "ready_but_not_deployed": (
        "Evaluated on 26 Mar, live on 28 May: 9 weeks, 5 more than planned, about EUR 35,000.",
        "Everything it needed was there on 15 Apr; it went live 6 weeks later.",
        "First: plan the deployment itself. For 5 weeks beyond the plan nothing was missing, yet it was not live.",
        "That alone would have saved about 5 weeks, EUR 35,000.",
    ),
    "evaluated_early": (
        "Evaluated on 16 Mar, not live yet: 5 weeks so far, 1 more than planned, about EUR 7,000.",
        (
            "By the calendar it is not late yet: production was first planned for 27 Apr. The time counts from the day on which the evaluation passed, "
            "2 weeks early. Everything it needs has been there since 26 Mar; it is ready, but not deployed."
        ),
        "First: deploy it. Everything it needs is there.",
        "",
    ),
    "squash_and_rebase": (
        "Evaluated on 26 Mar, live on 14 May: 7 weeks, 3 more than planned, about EUR 21,000.",
        "All of that time governance was what was missing; compliance approval came 7 weeks after the model was evaluated.",
        "First: ask compliance for its list at design.",
        "That alone would have saved about 3 weeks, EUR 21,000.",
    ),
    "merged_late": (
        "Evaluated on 26 Mar, live on 14 May: 7 weeks, 3 more than planned, about EUR 21,000.",
        "All of that time governance was what was missing; compliance approval came 7 weeks after the model was evaluated.",
        "First: ask compliance for its list at design.",
        "That alone would have saved about 3 weeks, EUR 21,000.",
    ),
    "late_adoption": (
        "Evaluated on 4 Jun, live on 13 Aug: 10 weeks, 6 more than planned, about EUR 42,000.",
        (
            "Evaluation itself passed 10 days later than first planned. What was missing before 24 Jul, when readiness/ was added, is not known. From then on, "
            "for 10 of the 20 days governance was what was missing; compliance approval came 9 weeks after the model was evaluated."
        ),
        "First: ask compliance for its list at design.",
        "That alone would have saved about 10 days, EUR 10,000.",
    ),
    "live_before_adoption": (
        "Already in production on 24 Jul, when readiness/ was added. It is not known since when, so the last mile is not estimated.",
        "",
        "First: get compliance approval from priya (compliance); it is 90 days late.",
        "",
    ),
    "never_live": (
        "Evaluated on 26 Mar, not live yet: 11 weeks so far, 7 more than planned, about EUR 52,000.",
        "All of that time governance was what was missing; independent validation and compliance approval are still open.",
        "First: get independent validation from jonas (model validation); it is 76 days late.",
        (
            "Governance alone has held it back for 7 weeks so far, EUR 52,000, with several items side by side. Next time: start all of governance at design, alongside"
            " the model."
        ),
    ),
    "never_live_nothing_done": (
        "Evaluated on 26 Mar, not live yet: 10 weeks so far, 6 more than planned, about EUR 42,000.",
        "All of that time something was missing in 5 of the 6 readiness files; 8 blocking items are still open.",
        "First: get on-call schedule from sam (operations); it is 38 days late.",
        "Nothing alone has held it back: several items were open side by side for 6 weeks so far, EUR 42,000.",
    ),
    "not_evaluated": (
        "Not evaluated yet: in development since 19 Jan, 5 weeks longer than first planned; production is planned for 27 Apr.",
        "17 of 40 blocking items are open past their due date.",
        "First: get approved data from lior (data); it is 34 days late.",
        "",
    ),
    "back_to_an_earlier_stage": (
        "Evaluated on 29 Apr, live on 27 May: 4 weeks, as planned.",
        (
            "Evaluation itself passed 4 weeks later than first planned, since the model had gone back from evaluation to development on 16 Mar. For 6 of "
            "the 28 days something was still open, within what was planned."
        ),
        "First: look at the time before the evaluation, where 4 weeks were lost. From there to production it went as planned.",
        "",
    ),
    "no_folder": (
        ("This history has no readiness/ folder, so there is nothing to audit. `readiness init` writes one; the audit counts from the day it is merged."),
        "",
        "",
        "",
    ),
}
"""Shape → what happened, what was missing, what to do first, what that saves."""


def days(weeks: float | None) -> int | None:
    return None if weeks is None else round(weeks * 7)


FIGURES: dict[str, tuple[int | None, int | None, int | None, float | None]] = {
    "was_on_time": (28, 0, 0, 0),
    "late_governance": (74, 46, 44, 46_000),
    "governance_side_by_side": (70, 42, 42, 42_000),
    "infrastructure_last": (56, 28, 28, 28_000),
    "everybody_at_once": (60, 32, 32, 32_000),
    "regressions": (42, 14, 14, 14_000),
    "moved_target_date": (74, 46, 44, 46_000),
    "reevaluation_after_launch": (28, 0, 0, 0),
    "expired_approval": (50, 22, 22, 22_000),
    "go_live_last": (42, 14, 14, 14_000),
    "ready_but_not_deployed": (63, 35, 0, 35_000),
    "evaluated_early": (35, 7, 0, 7_000),
    "squash_and_rebase": (49, 21, 21, 21_000),
    "merged_late": (49, 21, 21, 21_000),
    "late_adoption": (70, 42, 20, 42_000),  # of the delay, 22 days were before readiness/ came: of these nothing is known
    "live_before_adoption": (None, None, None, None),
    "never_live": (80, 52, 52, 52_000),
    "never_live_nothing_done": (70, 42, 42, 42_000),
    "not_evaluated": (None, None, None, None),
    "back_to_an_earlier_stage": (28, 0, 0, 0),
    "no_folder": (None, None, None, None),
}
"""Shape → days of the last mile, of the delay, of the delay with something open; the cost of the delay in EUR."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`report("late_governance", "html")`: what the command writes."""
    folder = tmp_path_factory.mktemp("shapes")

    @cache
    def written(shape: str) -> tuple[Path, str]:
        history, at = SHAPES[shape]()
        return history.write(folder / shape), history.day(at).isoformat()

    def run(shape: str, format_: str) -> str:
        path, today = written(shape)
        ran = CliRunner().invoke(group, ["audit", str(path), "--today", today, "--format", format_], catch_exceptions=False)
        assert (ran.exit_code, ran.stderr) == (0, "")
        return ran.stdout

    return run


def test_every_shape_is_told() -> None:
    assert set(TOLD) == set(FIGURES) == set(SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
def test_figures(report: Any, shape: str) -> None:
    found = json.loads(report(shape, "json"))
    cost = found["cost_of_delay"] and found["cost_of_delay"]["amount"]
    assert (days(found["last_mile_weeks"]), days(found["stall_weeks"]), days(found["readiness_stall_weeks"]), cost) == FIGURES[shape]


SAVES: dict[str, int] = {
    "late_governance": 42,
    "governance_side_by_side": 42,
    "infrastructure_last": 28,
    "everybody_at_once": 32,
    "regressions": 12,
    "moved_target_date": 42,
    "expired_approval": 22,
    "go_live_last": 14,
    "ready_but_not_deployed": 35,
    "squash_and_rebase": 21,
    "merged_late": 21,
    "late_adoption": 10,
}
"""Shape → days that doing the first thing would have saved, each worth EUR 1,000. Elsewhere it is not known, or there is nothing to save."""


@pytest.mark.parametrize("shape", SHAPES)
def test_json_says_what_to_do_first(report: Any, shape: str) -> None:
    """In the words of the other formats, and null where these say that there is nothing to fix."""
    first = json.loads(report(shape, "json"))["first"]
    do = TOLD[shape][2]
    assert (first is not None) == do.startswith("First: ")
    if first is not None:
        assert do.removeprefix("First: ").lower().startswith(f"{first['what'].lower()}.")
        amount = first["cost"] and first["cost"]["amount"]
        assert (days(first["saves_weeks"]), amount) == (SAVES.get(shape), SAVES[shape] * 1000.0 if shape in SAVES else None)


@pytest.mark.parametrize("shape", SHAPES)
def test_text_begins_with_it(report: Any, shape: str) -> None:
    first_part = report(shape, "text").split("\n\n")[1]
    assert " ".join(first_part.split()) == " ".join(filter(None, TOLD[shape]))


@pytest.mark.parametrize("shape", SHAPES)
def test_markdown_begins_with_it(report: Any, shape: str) -> None:
    happened, missing, first, saves = TOLD[shape]
    parts = report(shape, "markdown").replace("\\`", "`").split("\n\n")
    wanted = [f"### {happened}", *filter(None, (missing, " ".join(filter(None, (first, saves)))))]
    assert parts[: len(wanted)] == wanted
    assert parts[len(wanted)].startswith("<sub>Audit of ")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_first_screen_of_html_says_it(report: Any, shape: str) -> None:
    page = report(shape, "html")
    happened, missing, first, saves = TOLD[shape]
    do = first.removeprefix("First: ")
    assert _texts(page, "h1") == [happened.replace("`", "")]
    assert _texts(page, 'p class="lead"')[:1] == ([missing] if missing else _texts(page, 'p class="lead"')[:1])
    assert _texts(page, 'p class="do"') == [text for text in [do[:1].upper() + do[1:]] if text]
    assert _texts(page, 'p class="saves"') == [text for text in [saves] if text]


def _texts(page: str, tag: str) -> list[str]:
    inside = re.findall(rf"<{tag}>(.*?)</{tag.split(' ')[0]}>", page)
    return [html.unescape(re.sub(r"</?code>", "", text)) for text in inside]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_not_lost_is_not_claimed(report: Any, shape: str) -> None:
    """The parts of a delay are no longer than the delay, and a cost is the days times the value of a day."""
    found = json.loads(report(shape, "json"))
    delay = found["stall_weeks"] or 0
    assert (found["readiness_stall_weeks"] or 0) <= delay
    for name in ("fix_first", "fix_first_roles", "fix_first_files"):
        assert sum(fix["sole_blocker_weeks"] for fix in found[name]) <= delay + 0.02
        assert all(fix["cost"] == {"amount": days(fix["sole_blocker_weeks"]) * 1000.0, "currency": "EUR"} for fix in found[name])  # type: ignore[operator]
