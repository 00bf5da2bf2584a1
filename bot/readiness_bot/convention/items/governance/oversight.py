"""governance.oversight: people who watch the model, and may stop it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, not_in_future, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, rows, value
from readiness_bot.convention.item import BLOCKS, BLOCKS_AT_HIGH, Item, Variant
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.people import Logins
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Kind, Proof, Role, Stage, Tier


def check(facts: Facts) -> Iterator[Outcome]:
    yield from _people(facts, "oversight")


def _people(facts: Facts, where: str) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, where)
    yield from each_filled(governance, where, ("person", "trained"))
    may_stop = Logins(facts.fallback.texts("fallback.may_trigger"))
    people: list[str] = []
    for index, _ in enumerate(governance.entries(where)):
        yield from not_in_future(facts, governance, f"{where}.{index}.trained")
        person = governance.text(f"{where}.{index}.person")
        if person is None:
            continue
        people.append(person)
        if person not in may_stop:
            yield problem(
                governance,
                f"{where}.{index}.person",
                f"{person} watches the model but may not stop it",
                f"add {person} to fallback.may_trigger in readiness/fallback.yaml",
            )
    count = len(Logins(people))
    if governance.has(where) and count < 2:
        yield problem(
            governance,
            where,
            f"{where} names {plural(count, 'person', 'people')}; it takes two",
            "add   - {person: LOGIN, trained: YYYY-MM-DD}",
        )


def of_actions(facts: Facts) -> Iterator[Outcome]:
    """What an agent asks a person first, and what nobody can undo; at high tier the people too."""
    governance = facts.governance
    yield from required(governance, "oversight.asks_first", "oversight.cannot_undo")
    tools, listed = _tools(facts), set(governance.texts("oversight.asks_first"))
    one_of = f"write one of {', '.join(tools)[:200]}"
    for key in ("asks_first", "cannot_undo"):
        for index, name in enumerate(governance.entries(f"oversight.{key}")):
            if tools and isinstance(name, str) and name not in tools:
                yield problem(
                    governance,
                    f"oversight.{key}.{index}",
                    f"oversight.{key} names {name[:60]}, but infrastructure.yaml has no such tool",
                    one_of,
                )
    if governance.has("oversight.asks_first"):
        for name, asks in tools.items():
            if asks is not (name in listed):
                says = "a person is asked" if asks else "nobody is asked"
                fix = f"add {name[:60]} to" if asks else f"remove {name[:60]} from"
                yield problem(
                    governance,
                    "oversight.asks_first",
                    f"infrastructure.yaml says that {says} before {name[:60]}, but oversight says otherwise",
                    f"{fix} oversight.asks_first, or correct the tool's `asks`",
                )
        for index, name in enumerate(governance.entries("oversight.cannot_undo")):
            if isinstance(name, str) and name not in listed:
                yield problem(
                    governance,
                    f"oversight.cannot_undo.{index}",
                    f"Nobody can undo {name[:60]}, but nobody is asked before it",
                    f"make it ask a person first, then add {name[:60]} to oversight.asks_first",
                )
    if facts.tier is Tier.HIGH:
        yield from _people(facts, "oversight.people")


def _tools(facts: Facts) -> dict[str, bool]:
    """Each tool → whether it asks first."""
    infrastructure = facts.infrastructure
    return {
        name: infrastructure.get(f"tools.{index}.asks") is True
        for index, _ in enumerate(infrastructure.entries("tools"))
        if (name := infrastructure.text(f"tools.{index}.name"))
    }


ITEM = Item(
    id="governance.oversight",
    title="Human oversight",
    what="At high tier, at least two trained people who watch the model and may stop it.",
    why="One person may be asleep, on holiday or gone. People who may only watch cannot prevent harm.",
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
    variants=(
        Variant(
            kinds=(Kind.AGENT,),
            what=(
                "Which of the agent's tools ask a person first, and which have effects that cannot be undone:"
                " those must ask. At high tier, also at least two trained people who watch it and may stop"
                " it."
            ),
            why=(
                "An agent acts before anybody reads what it wrote. What cannot be undone needs somebody's"
                " approval before, not an apology after."
            ),
            fix="""\
oversight:
  asks_first: [NAME]     # the tools with   asks: true; [] if none
  cannot_undo: [NAME]    # [] if everything can be undone
  people:                # at high tier: two people who watch it and may stop it
    - {person: LOGIN, trained: YYYY-MM-DD}
""",
            example="""\
oversight:
  asks_first: [issue_refund]
  cannot_undo: [issue_refund]
  people:
    - {person: sam-boateng, trained: 2026-09-01}
    - {person: jo-marsh, trained: 2026-09-01}
""",
            keys={
                "oversight": block(
                    "what it may not do alone, and who watches it",
                    asks_first=rows(
                        "the tools that ask a person first", value("text", "a tool's name", "NAME")
                    ),
                    cannot_undo=rows(
                        "the tools whose effect nobody can undo", value("text", "a tool's name", "NAME")
                    ),
                    people=rows(
                        "people who watch it and may stop it",
                        block(
                            "one person",
                            person=value("login", "who watches it", "LOGIN"),
                            trained=value("day", "the date of their training", "YYYY-MM-DD"),
                        ),
                    ),
                )
            },
            severity=BLOCKS,
            answers=("Q5",),
            sources=(
                "OWASP Top 10 for Agentic Applications 2026, ASI02 and ASI09",
                "OWASP Top 10 for LLM Applications 2025, LLM06",
            ),
            check=of_actions,
        ),
    ),
)
