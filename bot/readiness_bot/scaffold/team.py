"""What a team of one or two cannot do alone, said before it fills in the first line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness_bot.scaffold.answers import Value
from readiness_bot.scaffold.asks import blocking
from readiness_bot.text.words import number
from readiness_bot.vocabulary import Kind, Tier

SMALL = 2
_OUTSIDE = ("signs_off", "compliance", "validation")
"""Slots that no developer may fill (rule 1)."""


def small_team(
    authors: int, tier: Tier, given: Mapping[str, Value], kind: Kind = Kind.MODEL
) -> Iterator[str]:
    """Sentences; none for a larger team, or where everybody from outside is named already.

    `authors`: how many people write the repository, 0 where that is not known.
    """
    if not 0 < authors <= SMALL or all(slot in given for slot in _OUTSIDE):
        return
    who = "One person writes" if authors == 1 else f"{number(authors).capitalize()} people write"
    yield (
        f"{who} this repository, as far as git shows. Whoever builds the model may not sign it off,"
        " review its compliance or validate it."
    )
    if tier is Tier.HIGH:
        yield (
            "At high tier that takes two people from outside the team: the validator is not the compliance"
            " reviewer, and whoever signs off is not the production owner."
        )
    else:
        yield "Ask one person from outside the team: the same person may do all three."
    if authors == 1:
        yield "The production owner needs a backup as well: a second person, from the team or outside."
    if tier is not Tier.LOW:
        low, here = (sum(1 for _ in blocking(each, kind)) for each in (Tier.LOW, tier))
        yield (
            f"Where a wrong answer costs little and no personal data is used, low tier needs the least: {low}"
            f" items block there, {here} at {tier} tier."
        )
