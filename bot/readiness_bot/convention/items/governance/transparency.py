"""governance.transparency: users are told that they are talking to a machine."""

from collections.abc import Iterator

from readiness_bot.convention.checks import minimum_length, not_applicable, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, or_na, value
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, LLM_KINDS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    if governance.has("transparency.na"):
        yield from not_applicable(governance, "transparency")
        return
    yield from required(governance, "transparency.where", "transparency.text")
    yield from minimum_length(governance, "transparency.text", 20, "that they are talking to a machine")


ITEM = Item(
    id="governance.transparency",
    title="Notice to users",
    what=(
        "Where users are told that they are talking to a machine, no later than the first time they do, and"
        " in which words; or the reason why nobody talks to it."
    ),
    why="EU law has required it since August 2026, and people check an answer if they know what gave it.",
    fix="""\
transparency:          # or   transparency: {na: REASON}
  where: TEXT          # what they see before their first question; the terms of use are too late
  text: TEXT
""",
    example="""\
transparency:
  where: First line of the chat window, above the first question
  text: You are talking to a machine. It can be wrong; each answer links to the policy it comes from.
""",
    due=Stage.STAGING,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.COMPLIANCE,
    fields=("transparency",),
    answers=("R2",),
    sources=("EU AI Act, Art. 50(1) and 50(5)",),
    kinds=LLM_KINDS,
    keys={
        "transparency": or_na(
            block(
                "how users learn that they are talking to a machine",
                where=value("text", "where they are told, before their first question", "TEXT"),
                text=value("text", "what they are told", "TEXT"),
            )
        )
    },
    note="It doesn't cover marking generated content, which Art. 50(2) requires of providers.",
    check=check,
)
