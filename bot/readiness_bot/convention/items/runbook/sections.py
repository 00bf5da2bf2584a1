"""runbook.sections: seven questions of somebody who is woken up."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome, Problem
from readiness_bot.late import re
from readiness_bot.reading.document import Heading
from readiness_bot.vocabulary import Role, Stage

SECTIONS: dict[str, tuple[str, ...]] = {
    "What it does, who notices": (
        "what it does",
        "overview",
        "summary",
        "meaning",
        "impact",
        "what this model does",
    ),
    "Signs of trouble": (
        "symptoms",
        "signs",
        "alerts",
        "diagnosis",
        "detection",
        "monitoring",
        "alerts and symptoms",
    ),
    "Stop it": (
        "stop",
        "stop the model",
        "stopping it",
        "shut down",
        "shut it down",
        "turn it off",
        "kill switch",
        "emergency stop",
    ),
    "Fall back": ("fallback", "falling back", "failover", "fall back to the heuristic"),
    "Roll back": ("rollback", "rolling back", "roll it back", "revert"),
    "Who to call": (
        "whom to call",
        "contacts",
        "contact",
        "who to contact",
        "escalation",
        "escalation path",
        "on call",
    ),
    "After an incident": (
        "after the incident",
        "post incident",
        "postmortem",
        "post mortem",
        "incident review",
    ),
}
"""The heading → other words by which runbooks have it."""


def check(facts: Facts) -> Iterator[Outcome]:
    runbook = facts.runbook
    for section in SECTIONS:
        heading = section_of(runbook.headings, section)
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
                "write what to do as a numbered list: 1. …",
                heading.position.line,
            )


def section_of(headings: Iterable[Heading], section: str) -> Heading | None:
    """The heading of a section. Of several the one with steps counts, and its own words before other ones."""
    own = _words(section)
    others = {_words(name) for name in SECTIONS[section]}
    named = [(heading, _words(heading.text[:_LONGEST])) for heading in headings]
    found = [(heading, words) for heading, words in named if words in {own, *others}]
    best = max(found, key=lambda each: (each[0].steps > 0, each[1] == own, each[0].steps), default=None)
    return best[0] if best else None


_NUMBER = re.compile(r"\d+|[ivx]{1,4}|[a-h]")
_PROCEDURE = frozenset({"procedure", "procedures", "steps", "plan", "instructions", "process"})


_LONGEST = 1_000
"""Characters. Nobody calls a section so, and a heading may be as long as its file."""


@lru_cache(maxsize=512)
def _words(text: str) -> str:
    """What counts of a heading: its words, joined (`Fall back` is `Fallback`), without a number in front
    ("3.", "3️⃣", "Step 3:", "IV.") and what says only that it is a procedure."""
    words = [word for word in re.findall(r"\w+", text.lower()) if word != "and"]
    start, end = 0, len(words)
    while end - start > 1:
        if _NUMBER.fullmatch(words[start]) or words[start] == "step":
            start += 1
        elif words[start : start + 2] == ["how", "to"]:
            start += 2
        elif words[end - 1] in _PROCEDURE:
            end -= 1
        else:
            break
    return "".join(words[start:end])


ITEM = Item(
    id="runbook.sections",
    title="Runbook",
    what=(
        "Seven headings, each with at least one step: what it does and who notices, signs of trouble, stop"
        " it, fall back, roll back, who to call, after an incident."
    ),
    why="The person who is woken up did not build the model and has only minutes.",
    fix="\n\n".join(f"## {section}\n1. TODO" for section in SECTIONS) + "\n",
    example="## Fall back\n1. Set `CHURN_SOURCE=rule`; run `make list`.\n",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.OPERATIONS,
    fields=(),
    answers=("Q2",),
    note=(
        "A step is a list item, a table row or a code block. Numbers, emoji and common synonyms in a heading"
        " are understood: `3. Stop it`, `Rollback`, `Contacts`, `Postmortem`."
    ),
    check=check,
)
