"""fallback.alerts: an alert was set off on purpose, and arrived."""

from collections.abc import Iterator

from readiness_bot.convention.checks import not_in_future, problem, required, url
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item, SignOff
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    fallback = facts.fallback
    yield from required(fallback, "dashboard", "alert_test.by", "alert_test.date", "alert_test.evidence")
    yield from url(fallback, "dashboard", "https://grafana.acme.io/d/churn")
    yield from url(fallback, "alert_test.evidence", "the link to the issue that says what happened")
    yield from not_in_future(facts, fallback, "alert_test.date")
    tested = fallback.day("alert_test.date")
    if tested is None:
        return
    changed = facts.last_change("fallback.yaml", "monitors")
    if changed.date and tested < changed.date:
        yield problem(
            fallback,
            "alert_test.date",
            f"The alerts were tested on {tested}, but the monitors changed on {changed.date}",
            "test them again, then write the new date",
        )


ITEM = Item(
    id="fallback.alerts",
    title="Alert test",
    what=(
        "A dashboard, and a test after the last change to the monitors: an alert was set off on purpose, and"
        " it arrived."
    ),
    why="Without a test, you find out that alerts do not arrive on the day one matters.",
    fix=(
        "dashboard: URL\nalert_test: {by: LOGIN, date: YYYY-MM-DD, evidence: URL}   # evidence: the issue"
        " that says what happened\n"
    ),
    example=(
        "dashboard: https://grafana.acme.io/d/churn\nalert_test: {by: sam-boateng, date: 2026-11-12,"
        " evidence: https://github.com/acme/churn/issues/204}\n"
    ),
    due=Stage.STAGING,
    severity=BLOCKS,
    role=Role.OPERATIONS,
    fields=("dashboard", "alert_test"),
    answers=("G3",),
    proof=Proof.LINKED_ISSUE,
    signed=SignOff("fallback.alert_test", "the alert test", covers=("fallback.monitors",)),
    check=check,
)
