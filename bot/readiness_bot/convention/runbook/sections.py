"""runbook.sections: seven questions of somebody who is woken up."""

import re
from collections.abc import Iterator

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome, Problem
from readiness_bot.vocabulary import Role, Stage

SECTIONS = (
    "What it does, who notices",
    "Signs of trouble",
    "Stop it",
    "Fall back",
    "Roll back",
    "Who to call",
    "After an incident",
)


def check(facts: Facts) -> Iterator[Outcome]:
    runbook = facts.runbook
    found = {_bare(heading.text): heading for heading in runbook.headings}
    for section in SECTIONS:
        heading = found.get(_bare(section))
        if heading is None:
            yield Problem(
                runbook.name,
                (),
                f"The runbook has no heading '{section}'",
                f"add   ## {section}   with the steps below it",
            )
        elif heading.steps == 0:
            yield Problem(
                runbook.name,
                (),
                f"'{section}' has no step",
                "write what to do as a list: 1. …",
                heading.position.line,
            )


def _bare(text: str) -> str:
    """What counts of a heading: its words."""
    return " ".join(re.findall(r"\w+", text.lower()))


ITEM = Item(
    id="runbook.sections",
    title="Runbook",
    what="Seven headings, each with at least one step: what it does and who notices, signs of trouble, stop it, fall back, "
    "roll back, who to call, after an incident.",
    why="Whoever is woken up did not build the model, and has minutes.",
    fix="\n\n".join(f"## {section}\n1. TODO" for section in SECTIONS) + "\n",
    example="## Fall back\n1. Set `CHURN_SOURCE=rule`; run `make list`.\n",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.OPERATIONS,
    fields=(),
    answers=("Q2",),
    note="A step is an item of a list, or a block of code.",
    check=check,
)
