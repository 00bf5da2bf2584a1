"""governance.logs: what the model did can be looked up later."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import choice, rows, value
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, Item, Variant
from readiness_bot.convention.items.governance.schema import SCHEMA
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import before_live_data
from readiness_bot.vocabulary import Kind, Role, Stage, Tier

HIGH_TIER_DAYS = 183
"""Six months."""


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "logs.where", "logs.keep_days")
    days = governance.number("logs.keep_days")
    least = HIGH_TIER_DAYS if facts.tier is Tier.HIGH else 1
    if days is not None and days < least:
        yield problem(
            governance,
            "logs.keep_days",
            f"Logs are kept for {days} days; the minimum at {facts.tier} tier is {least}",
            f"keep them for at least {least} days, then write the new number",
        )


_HOLDS = {Kind.LLM_APP: ("prompts", "answers"), Kind.AGENT: ("prompts", "answers", "tool_calls")}


def of_talk(facts: Facts) -> Iterator[Outcome]:
    """The same, with what of a conversation is kept, and what is removed from it before."""
    yield from check(facts)
    governance = facts.governance
    yield from required(governance, "logs.holds", "logs.removes")
    held = governance.texts("logs.holds")
    missing = [each for each in _HOLDS[facts.kind] if each not in held]
    if governance.has("logs.holds") and missing:
        yield problem(
            governance,
            "logs.holds",
            f"The logs don't hold {', '.join(missing)}",
            f"log them, then add {', '.join(missing)} to logs.holds",
        )


def _variant(kind: Kind) -> Variant:
    calls = ", answers and tool calls" if kind is Kind.AGENT else " and answers"
    holds = ", ".join(_HOLDS[kind])
    return Variant(
        kinds=(kind,),
        what=(
            f"Where prompts{calls} are logged, for how long they are kept (at high tier, at least 183 days),"
            " and what is removed before they are stored."
        ),
        why=(
            'The question "why did it say that?" comes months later. The log that answers it also holds'
            " everything that people told the machine."
        ),
        fix=f"logs: {{where: PATH, keep_days: NUMBER, holds: [{holds}], removes: TEXT}}\n",
        example=(
            f"logs:\n  where: s3://acme-ml-logs/assistant\n  keep_days: 200\n  holds: [{holds}]\n"
            "  removes: Names, personnel numbers and health data, before they are stored\n"
        ),
        keys={
            "logs": {
                **SCHEMA["logs"],
                "schema": {
                    **SCHEMA["logs"]["schema"],
                    "holds": rows(
                        "what is logged",
                        choice(
                            "prompts, answers or tool_calls", "prompts", "answers", "tool_calls", "sources"
                        ),
                    ),
                    "removes": value("text", "what is removed before it is stored", "TEXT"),
                },
            }
        },
        sources=("OWASP Top 10 for Agentic Applications 2026, ASI02 and ASI09",)
        if kind is Kind.AGENT
        else ("OWASP Top 10 for LLM Applications 2026, LLM02",),
        check=of_talk,
    )


ITEM = Item(
    id="governance.logs",
    title="Logs",
    what=(
        "Where the model's inputs and outputs are logged, and for how long they are kept; at high tier, at"
        " least 183 days."
    ),
    why='The question "why did it do that?" comes months later, from a customer, an auditor or a court.',
    fix="logs: {where: PATH, keep_days: NUMBER}\n",
    example="logs: {where: s3://acme-ml-logs/churn, keep_days: 400}\n",
    due=Stage.STAGING,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.COMPLIANCE,
    fields=("logs",),
    sources=("EU AI Act",),
    sooner=before_live_data,
    check=check,
    variants=(_variant(Kind.LLM_APP), _variant(Kind.AGENT)),
)
