"""governance.transparency: users are told that they talk to a machine."""

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
    yield from minimum_length(governance, "transparency.text", 20, "that they talk to a machine")


ITEM = Item(
    id="governance.transparency",
    title="Users are told",
    what=(
        "Where users are told that they talk to a machine, at the latest when they first do, and in which"
        " words; or why nobody talks to it."
    ),
    why="In the EU it is the law since August 2026; and people check an answer when they know who gave it.",
    fix="""\
transparency:          # or   transparency: {na: REASON}
  where: TEXT          # what they see before their first question; terms of use are too late
  text: TEXT
""",
    example="""\
transparency:
  where: First line of the chat window, above the first question
  text: You are talking to a machine. It can be wrong; each answer links the policy that it comes from.
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
                "how users learn that they talk to a machine",
                where=value("text", "where they are told, before their first question", "TEXT"),
                text=value("text", "what they are told", "TEXT"),
            )
        )
    },
    note="It asks for nothing about the marking of generated content, which Art. 50(2) asks of providers.",
    check=check,
)
