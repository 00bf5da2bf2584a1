"""fallback.drill: the fallback was used once, on purpose."""

from collections.abc import Iterator

from readiness_bot.convention.checks import not_in_future, not_older_than, problem, required, url
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import value
from readiness_bot.convention.item import ADVISES_BLOCKS_FROM_MEDIUM, LLM_KINDS, Item, SignOff, Variant
from readiness_bot.convention.items.fallback.schema import SCHEMA
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.people import Logins, people_in
from readiness_bot.convention.rules import before_live_data
from readiness_bot.vocabulary import Proof, Role, Severity, Stage

DAYS = 180


def check(facts: Facts) -> Iterator[Outcome]:
    fallback = facts.fallback
    yield from required(fallback, "drill.by", "drill.date", "drill.minutes", "drill.evidence")
    yield from url(fallback, "drill.evidence", "the link to the issue that says what happened")
    yield from not_in_future(facts, fallback, "drill.date")
    yield from not_older_than(facts, fallback, "drill.date", DAYS, "The fallback drill")
    by, may = fallback.text("drill.by"), Logins(fallback.texts("fallback.may_trigger"))
    if by and by not in may:
        yield problem(
            fallback,
            "drill.by",
            f"{by} did the drill but may not trigger the fallback",
            f"add {by} to fallback.may_trigger, or let somebody listed there repeat the drill",
        )
    elif by and by not in people_in(facts.ownership):
        yield problem(
            fallback,
            "drill.by",
            f"{by} did the drill but has no role in ownership.yaml",
            "give that person a role there",
        )
    took, allowed = fallback.number("drill.minutes"), fallback.number("fallback.within_minutes")
    if took is not None and allowed is not None and took > allowed:
        yield problem(
            fallback,
            "drill.minutes",
            f"The drill took {took} minutes, but the fallback must work within {allowed}",
            "make it faster and drill again, or agree on a longer time",
        )


def raised(facts: Facts) -> Severity | None:
    """Rule 14: a monitor that switches by itself must be known to work, at every tier."""
    monitors = facts.fallback.entries("monitors")
    automatic = any(
        facts.fallback.text(f"monitors.{index}.then") == "fallback" for index, _ in enumerate(monitors)
    )
    return Severity.BLOCKING if automatic else None


def of_the_switch(facts: Facts) -> Iterator[Outcome]:
    """The same, with the switch that was used."""
    yield from check(facts)
    if facts.fallback.has("drill"):
        yield from required(facts.fallback, "drill.switch")


_DRILL = SCHEMA["drill"]

ITEM = Item(
    id="fallback.drill",
    title="Fallback drill",
    what=(
        "In the last 180 days, somebody who may trigger the fallback did so on purpose, and it took no"
        " longer than promised."
    ),
    why="A fallback that was never used does not work. You find that out in a drill or in an incident.",
    fix=(
        "drill: {by: LOGIN, date: YYYY-MM-DD, minutes: NUMBER, evidence: URL}   # evidence: the issue that"
        " says what happened\n"
    ),
    example=(
        "drill: {by: jo-marsh, date: 2026-11-13, minutes: 18, evidence:"
        " https://github.com/acme/churn/issues/207}\n"
    ),
    due=Stage.STAGING,
    severity=ADVISES_BLOCKS_FROM_MEDIUM,
    role=Role.OPERATIONS,
    fields=("drill",),
    answers=("Q4", "R4"),
    proof=Proof.LINKED_ISSUE,
    signed=SignOff("fallback.drill", "the fallback drill", covers=("fallback.fallback", "fallback.monitors")),
    note="Blocking at every tier if a monitor has `then: fallback`.",
    raised=raised,
    sooner=before_live_data,
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            what=(
                "In the last 180 days, somebody who may trigger the fallback used the off switch on purpose,"
                " and it took no longer than promised."
            ),
            why=(
                "A switch that was never used does not work. You find that out in a drill, or while the"
                " machine keeps talking."
            ),
            fix="""\
drill:
  by: LOGIN
  date: YYYY-MM-DD
  minutes: NUMBER
  switch: TEXT         # what was switched: a feature flag, a revoked key
  evidence: URL        # the issue that says what happened
""",
            example="""\
drill:
  by: jo-marsh
  date: 2026-11-13
  minutes: 6
  switch: Feature flag policy-assistant.enabled, off
  evidence: https://github.com/acme/policy-assistant/issues/88
""",
            keys={
                "drill": {
                    **_DRILL,
                    "schema": {
                        **_DRILL["schema"],
                        "switch": value("text", "what was switched: a feature flag, a revoked key", "TEXT"),
                    },
                }
            },
            sources=("NIST AI 600-1, GV-1.7-001", "OWASP Top 10 for Agentic Applications 2026, ASI10"),
            check=of_the_switch,
        ),
    ),
)
