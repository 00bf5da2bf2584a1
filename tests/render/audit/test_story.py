"""The audit's first sentences, in full: what a person reads before anything else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.audits import SHAPES, late_adoption, late_governance, never_live, on_time, replace

from readiness_bot.audit.figures import Audit, Expected, Fix, Forecast, Money
from readiness_bot.audit.terms import key_figures
from readiness_bot.audit.told import duration, money
from readiness_bot.convention.registry import ITEMS
from readiness_bot.render.audit.first import changes
from readiness_bot.render.audit.story import story
from readiness_bot.render.audit.words import ADVICE, FILE_ADVICE, FILES, forecast_line, is_, late, listed, title
from readiness_bot.vocabulary import Role

TOLD = {
    "late_governance": (
        "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, 8 more than planned, about EUR 144,000.",
        "For 11 of the 12 weeks governance was what was missing; compliance approval came 11 weeks after the model was evaluated.",
        "First: ask compliance for its list at design. That alone would have saved about 3 weeks, EUR 56,600.",
    ),
    "on_time": (
        "Evaluated on 3 Aug, live on 31 Aug: 4 weeks, as planned. Everything was on time.",
        "Nothing held it back, so there is nothing to fix.",
    ),
    "never_live": (
        "Evaluated on 3 Aug, not live yet: 9 weeks so far, 5 more than planned, about EUR 90,000.",
        "All of that time something was missing in ownership, in governance and in infrastructure; 4 blocking items are still open.",
        (
            "First: get acceptance by the people named from jo-tanaka (production owner); it is 84 days late. "
            "Nothing alone has held it back: several items were open side by side for 4 weeks so far, EUR 74,600."
        ),
    ),
    "late_adoption": (
        (
            "Already in production on 2 Nov, when readiness/ was added. It is not known since when, nor when its evaluation passed, so the last mile is not"
            " estimated."
        ),
    ),
    "no_folder": (
        ("This history has no readiness/ folder, so there is nothing to audit. `readiness init` writes one; the audit counts from the day it is merged."),
    ),
}


@pytest.mark.parametrize("shape", TOLD)
def test_sentences(shape: str) -> None:
    assert story(SHAPES[shape]()).sentences == TOLD[shape]


def changed(**fields: Any) -> Audit:
    return replace(late_governance(), **fields)


@pytest.mark.parametrize(
    ("audit", "told"),
    [
        (changed(cost_of_delay=None, value_per_week=None),
         "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, 8 more than planned, at a cost that is not estimated, since the contract had no valid value then."),
        (changed(planned_days=None, stall_days=None, readiness_stall_days=None, cost_of_delay=None),
         "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, with no known plan."),
        (changed(planned_days=91, stall_days=0), "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, 1 week less than planned."),
        (changed(planned_days=84, stall_days=0), "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, as planned."),
        (changed(stall_days=9, cost_of_delay=Money(23_142.86, "EUR")),
         "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, 9 days more than planned, about EUR 23,100."),
        (changed(stall_days=1, cost_of_delay=None), "Evaluated on 3 Aug, live on 26 Oct: 12 weeks, 1 day more than planned."),
        (changed(evaluation_passed=date(2025, 8, 3)), "Evaluated on 3 Aug 2025, live on 26 Oct: 12 weeks, 8 more than planned, about EUR 144,000."),
        (changed(evaluation_passed=date(2026, 11, 2), last_mile_days=None),
         "Live on 26 Oct, before evaluation passed on 2 Nov: there is no last mile to measure."),
        (replace(never_live(), stall_days=0, planned_days=98), "Evaluated on 3 Aug, not live yet: 9 weeks so far, of the 14 weeks planned."),
        (replace(never_live(), evaluation_passed=None, last_mile_days=None),
         "Not evaluated yet: in staging since 10 Aug, 5 weeks longer than first planned; production was planned for 28 Sep."),
        (replace(never_live(), evaluation_passed=None, forecast=None), "Not evaluated yet: in staging since 10 Aug, 5 weeks longer than first planned."),
        (changed(evaluation_passed=date(2026, 10, 26), last_mile_days=0, stall_days=0),
         "Evaluated on 26 Oct and live on the same day, 4 weeks less than planned."),
        (replace(never_live(), evaluation_passed=date(2026, 10, 5), last_mile_days=0, stall_days=0),
         "Evaluated today, not live yet: 4 weeks are planned."),
        (replace(late_adoption(), adopted=date(2026, 10, 1)),
         "Live on 2 Nov, and no passed evaluation is on record before that: the last mile is not estimated."),
        (replace(late_adoption(), evaluation_passed=date(2026, 10, 1)),
         "Already in production on 2 Nov, when readiness/ was added. It is not known since when, so the last mile is not estimated."),
        (replace(never_live(), evaluation_passed=None, forecast=None, stages=()), "Not evaluated yet: in no known stage."),
    ],
)  # fmt: skip
def test_what_happened(audit: Audit, told: str) -> None:
    assert story(audit).happened == told


@pytest.mark.parametrize(
    ("audit", "told"),
    [
        (changed(items=()), "Everything it needed was there on 3 Aug; it went live 12 weeks later."),
        (replace(never_live(), items=()), "Everything it needs has been there since 3 Aug; it is ready, but not deployed."),
        (replace(never_live(), stall_days=0, planned_days=98), "All of that time governance still had something open, within what was planned."),
        (changed(adopted=date(2026, 10, 26)), "What was missing before 26 Oct, when readiness/ was added, is not known."),
        (changed(since=date(2026, 10, 26)), "What was missing before 26 Oct is left out, as asked (--since)."),
        (changed(since=date(2026, 9, 30)),
         ("What was missing before 30 Sep is left out, as asked (--since). From then on, for 20 of the 26 days governance was what was missing; "
          "compliance approval came 11 weeks after the model was evaluated.")),
        (changed(adopted=date(2026, 9, 30)),
         ("What was missing before 30 Sep, when readiness/ was added, is not known. From then on, for 20 of the 26 days governance was what was missing; "
          "compliance approval came 11 weeks after the model was evaluated.")),
        (replace(never_live(), evaluation_passed=None), "5 of 40 blocking items are open past their due date."),
        (replace(never_live(), evaluation_passed=None, items=()), "Of the 43 items that are due by now, 38 are done; all of the others block."),
        (changed(items=tuple(i for i in late_governance().items if i.id.startswith("infrastructure."))),
         "For 6 of the 12 weeks infrastructure was what was missing; security review came 7 weeks after the model was evaluated."),
        (changed(items=tuple(i for i in late_governance().items if i.id == "governance.go-live")),
         "Everything else was there on 3 Aug; the go-live decision came 12 weeks later."),
        (replace(never_live(), items=tuple(i for i in never_live().items if i.id == "governance.go-live")),
         "Everything else was there on 3 Aug; what is missing is the go-live decision."),
    ],
)  # fmt: skip
def test_what_was_missing(audit: Audit, told: str) -> None:
    assert story(audit).missing == told


def test_nobody_alone_held_it_back() -> None:
    told = story(changed(fix_first_roles=()))
    assert told.first == "First: start acceptance by the people named, impact assessment and compliance approval earlier."
    assert told.saves == "Closing only one of them would have saved nothing: they were open side by side for 7 weeks, EUR 129,000."


@pytest.mark.parametrize(
    ("audit", "told"),
    [
        (changed(fix_first_roles=(), readiness_stall_days=0),
         "First: plan the deployment itself. For 8 weeks beyond the plan nothing was missing, yet it was not live."),
        (changed(fix_first_files=(Fix("governance", 49, None),), fix_first_roles=()), "First: start all of governance at design, alongside the model."),
        (changed(fix_first_files=(Fix("governance", 49, None),), fix_first_roles=(Fix("compliance", 46, None),)),
         "First: ask compliance for its list at design."),
        (changed(planned_days=None, stall_days=None, readiness_stall_days=None, fix_first_roles=()),
         "First: put planned days into the contract. Without a plan nobody can say what was late."),
        (changed(stall_days=0, readiness_stall_days=0, fix_first_roles=()),
         "Nothing held it back: what was late still fitted into the planned time."),
        (replace(never_live(), items=tuple(i for i in never_live().items if i.closed)), "First: deploy it. Everything it needs is there."),
        (changed(fix_first_roles=(), readiness_stall_days=None), ""),
    ],
)  # fmt: skip
def test_what_to_do_first(audit: Audit, told: str) -> None:
    assert story(audit).first == told


def test_a_role_that_spans_files_leaves_none_side_by_side() -> None:
    """What one role was waited for is that role's, though a file was alone too."""
    files, roles = (Fix("governance", 21, None),), (Fix("compliance", 14, None), Fix("approver", 7, None))
    assert [fix.id for _, fix in changes(changed(fix_first_files=files, fix_first_roles=roles, fix_first=()))] == ["compliance", "approver"]


def test_one_late_item_and_it_was_not_on_time_in_everything() -> None:
    audit = on_time()
    first, *others = (item for item in audit.items if item.severity == "blocking")
    slipped = replace(audit, items=(replace(first, late_days_baseline=1), *others))
    assert story(slipped).happened == "Evaluated on 3 Aug, live on 31 Aug: 4 weeks, as planned."


def test_every_role_has_its_advice() -> None:
    assert set(ADVICE) == set(Role)
    for role in Role:
        fixed = changed(fix_first_roles=(Fix(role.value, 49, None),))
        assert story(fixed).sentences[-1] == f"First: {ADVICE[role]}. That alone would have saved about 7 weeks."


def test_every_file_has_its_advice() -> None:
    assert set(FILE_ADVICE) == set(FILES) == {item.id.partition(".")[0] for item in ITEMS}


@pytest.mark.parametrize(
    ("id_", "told"),
    [("governance.compliance", "compliance approval is"), ("ownership.layers", "layer owners are"),
     ("governance.documents", "documents for compliance are"), ("contract.value", "value per week is"), ("fallback.thresholds", "alert limits are")],
)  # fmt: skip
def test_one_or_many(id_: str, told: str) -> None:
    figures = next(item for item in late_governance().items if item.id == id_)
    assert f"{title(figures)} {is_(figures)}" == told


@pytest.mark.parametrize(
    ("names", "told"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (["a", "monitoring and fallback"], "a, and monitoring and fallback")],
)
def test_lists(names: list[str], told: str) -> None:
    assert listed(names) == told


FORECAST = Forecast("", date(2026, 11, 18), date(2026, 10, 30), date(2026, 12, 21), date(2026, 9, 28), (), Money(18_000, "EUR"), ())


@pytest.mark.parametrize(
    ("forecast", "told"),
    [
        (FORECAST, ("At today's closing rate it is ready on 18 Nov (between 30 Oct and 21 Dec), 7 weeks after the planned 28 Sep. "
                   "Each further week costs about EUR 18,000.")),
        (replace(FORECAST, target=date(2026, 11, 20), ready_latest=None, cost_of_a_week=None),
         "At today's closing rate it is ready on 18 Nov, 2 days before the planned 20 Nov."),
        (replace(FORECAST, target=None, cost_of_a_week=None), "At today's closing rate it is ready on 18 Nov (between 30 Oct and 21 Dec)."),
        (replace(FORECAST, ready=date(2026, 10, 5), ready_earliest=None), "It is ready, 1 week after the planned 28 Sep. Each further week costs about EUR 18,000."),
        (replace(FORECAST, ready=None), "When it will be ready is not estimated."),
    ],
)  # fmt: skip
def test_forecast(forecast: Forecast, told: str) -> None:
    assert forecast_line(forecast, date(2026, 10, 5)) == told


@pytest.mark.parametrize(
    ("weeks", "told"),
    [(0, "0 days"), (1 / 7, "1 day"), (6 / 7, "6 days"), (1, "1 week"), (9 / 7, "9 days"), (13 / 7, "13 days"), (2, "2 weeks"), (11.6, "12 weeks")],
)
def test_spans_of_time(weeks: float, told: str) -> None:
    assert duration(weeks) == told


@pytest.mark.parametrize(("amount", "told"), [(0, "EUR 0"), (7.4, "EUR 7"), (950, "EUR 950"), (54_321, "EUR 54,300"), (1_234_567, "EUR 1,230,000")])
def test_money(amount: float, told: str) -> None:
    assert money(Money(amount, "EUR")) == told


@pytest.mark.parametrize(("days", "told"), [(None, "no date"), (0, "on the day"), (1, "1 day late"), (-3, "3 days early")])
def test_lateness(days: int | None, told: str) -> None:
    assert late(days) == told


def figures(audit: Audit) -> dict[str, str]:
    return {figure.term.name: f"{figure.value}: {figure.note}" for figure in key_figures(audit)}


def test_key_figures() -> None:
    assert figures(late_governance()) == {
        "Last mile": "12 weeks: 4 weeks planned",
        "Delay": "8 weeks: 7 weeks of it with something open",
        "Cost of delay": "EUR 144,000: at EUR 18,000 a week",
        "Done in parallel": "58%: of what design and development ask for, before evaluation passed",
        "Late governance": "4 items: all still missing when evaluation passed",
    }
    assert figures(on_time()) == {
        "Last mile": "4 weeks: 4 weeks planned",
        "Delay": "none: within what was planned",
        "Cost of delay": "none: at EUR 9,500 a week",
        "Done in parallel": "100%: of what design and development ask for, before evaluation passed",
        "Late governance": "none: every governance item was in time",
    }


def test_what_is_not_known_says_why() -> None:
    assert figures(late_adoption()) == {
        "Last mile": "not estimated: no commit says that evaluation passed",
        "Delay": "not estimated: the last mile is not known",
        "Cost of delay": "not estimated: the delay is not known",
        "Done in parallel": "not estimated: no commit says that evaluation passed",
        "Late governance": "not estimated: no due date is known",
    }
    waiting = replace(late_governance(), readiness_stall_days=0)
    assert figures(waiting)["Delay"] == "8 weeks: all was ready, but not deployed"
    assert figures(changed(readiness_stall_days=56))["Delay"] == "8 weeks: all of it with something open"
    late = figures(changed(adopted=date(2026, 9, 30), parallelism_percent=None))
    assert late["Delay"] == "8 weeks: at least 7 weeks of it with something open; before 30 Sep is not known"
    assert late["Done in parallel"] == "not estimated: readiness/ was added after evaluation passed"
    assert late["Late governance"] == "4 items: it is not known whether before evaluation passed"
    assert figures(changed(cost_of_delay=None, value_per_week=None))["Cost of delay"] == "not estimated: the contract named no value per week"


def test_an_item_without_an_estimate_in_the_forecast() -> None:
    audit = never_live()
    assert audit.forecast
    open_ = replace(audit.forecast, ready=None, items=(Expected("governance.impact", None, None, None),))
    from readiness_bot.render.audit import text as audit_text

    page = audit_text.render(replace(audit, forecast=open_))
    assert "  governance.impact  no due date  not estimated" in page
    assert "  When it will be ready is not estimated." in page
