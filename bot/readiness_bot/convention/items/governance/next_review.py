"""governance.next-review: when all of this is looked at again."""

from collections.abc import Iterator
from datetime import date

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.text.calendar import months_after
from readiness_bot.vocabulary import Role, Stage, Tier

MONTHS = {Tier.LOW: 24, Tier.MEDIUM: 12, Tier.HIGH: 6}
"""The longest time from go-live to the next review."""


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "next_review")
    review, live = governance.day("next_review"), governance.day("go_live.date")
    if review is None:
        return
    if review <= facts.today:
        yield problem(
            governance,
            "next_review",
            f"The next review was due on {review}",
            "review the model, then write the date of the next review",
        )
    elif live and review > (longest := months_after(live, MONTHS[facts.tier])):
        yield problem(
            governance,
            "next_review",
            f"The next review is on {review}, more than {MONTHS[facts.tier]} months after go-live"
            f" ({facts.tier} tier)",
            (
                f"write {longest} or an earlier date"
                if longest > facts.today
                else "renew the go-live decision, then count from its date"
            ),
        )


def deadline(facts: Facts) -> date | None:
    return facts.governance.day("next_review")


ITEM = Item(
    id="governance.next-review",
    title="Next review",
    what="The date of the next review: within 24, 12 or 6 months of go-live at low, medium or high tier.",
    why=(
        "Data, law and use change while the model stays the same. Somebody must look again before that does"
        " harm."
    ),
    fix="next_review: YYYY-MM-DD\n",
    example="next_review: 2027-05-31\n",
    due=Stage.PRODUCTION,
    severity=BLOCKS,
    role=Role.VALIDATION,
    fields=("next_review",),
    sources=("NIST AI RMF 1.0",),
    deadline=deadline,
    check=check,
)
