"""governance.oversight: people who watch the model, and may stop it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, not_in_future, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS_AT_HIGH, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.people import Logins
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "oversight")
    yield from each_filled(governance, "oversight", ("person", "trained"))
    may_stop = Logins(facts.fallback.texts("fallback.may_trigger"))
    people: list[str] = []
    for index, _ in enumerate(governance.entries("oversight")):
        yield from not_in_future(facts, governance, f"oversight.{index}.trained")
        person = governance.text(f"oversight.{index}.person")
        if person is None:
            continue
        people.append(person)
        if person not in may_stop:
            yield problem(
                governance,
                f"oversight.{index}.person",
                f"{person} watches the model and may not stop it",
                f"add {person} to fallback.may_trigger in readiness/fallback.yaml",
            )
    count = len(Logins(people))
    if governance.has("oversight") and count < 2:
        yield problem(
            governance,
            "oversight",
            f"oversight names {plural(count, 'person')}; it takes two",
            "add   - {person: LOGIN, trained: YYYY-MM-DD}",
        )


ITEM = Item(
    id="governance.oversight",
    title="Human oversight",
    what="At high tier, at least two trained people who watch the model and may stop it.",
    why="One person is asleep, on holiday or gone; and whoever may only watch can only watch.",
    fix="""\
oversight:
  - {person: LOGIN, trained: YYYY-MM-DD}
  - {person: LOGIN, trained: YYYY-MM-DD}
""",
    example="""\
oversight:
  - {person: sam-boateng, trained: 2026-09-01}
  - {person: jo-marsh, trained: 2026-09-01}
""",
    due=Stage.STAGING,
    severity=BLOCKS_AT_HIGH,
    role=Role.COMPLIANCE,
    fields=("oversight",),
    sources=("EU AI Act",),
    proof=Proof.PEOPLE,
    check=check,
)
