"""infrastructure.integration-test: it works with everything around it, in this version."""

from collections.abc import Iterator

from readiness_bot.convention.checks import not_in_future, problem, required, same_version, url
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    yield from proves(facts, "tests.integration", "The integration test")


def proves(facts: Facts, where: str, what: str) -> Iterator[Outcome]:
    """A test of the evaluated version, no older than the interface that it tests."""
    infrastructure = facts.infrastructure
    yield from required(infrastructure, f"{where}.run", f"{where}.date", f"{where}.version")
    yield from url(infrastructure, f"{where}.run", "the link to the run")
    yield from not_in_future(facts, infrastructure, f"{where}.date")
    yield from same_version(facts, infrastructure, f"{where}.version", what)
    day = infrastructure.day(f"{where}.date")
    if day is None or not _has_interface(facts):
        return
    changed = facts.last_change("infrastructure.yaml", "interface")
    if changed.date and day < changed.date:
        yield problem(
            infrastructure,
            f"{where}.date",
            f"{what} is from {day}, but the interface changed on {changed.date}",
            "run it again, then write the new run and date",
        )


def _has_interface(facts: Facts) -> bool:
    """Whether there is an interface, or ever was one: low tier does not ask for it, and what was never
    written down did not change."""
    if _states(facts.infrastructure):
        return True
    return any(_states(file) for _, file in facts.earlier("infrastructure.yaml"))


def _states(file: File) -> bool:
    return file.has("interface.schema") or file.has("interface.consumers")


ITEM = Item(
    id="infrastructure.integration-test",
    title="Integration test",
    what=(
        "A run that shows the evaluated version working with its consumers, after the last change to the"
        " interface."
    ),
    why="This is where the model first meets everything around it.",
    fix="tests:\n  integration: {run: URL, date: YYYY-MM-DD, version: VERSION}   # version in quotes\n",
    example=(
        "tests:\n  integration: {run: https://github.com/acme/churn/actions/runs/118, date: 2026-11-10,"
        ' version: "1.4.0"}\n'
    ),
    due=Stage.STAGING,
    severity=BLOCKS,
    role=Role.PLATFORM,
    fields=("tests.integration",),
    answers=("G3", "R3"),
    proof=Proof.TEST_RUN,
    tested_by=("integration", "e2e", "end-to-end", "acceptance", "system"),
    check=check,
)
