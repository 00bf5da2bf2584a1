"""Whether an answer may stand: by its file's schema, and by the check of the item that asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from readiness_bot.answering.place import Place, value_at
from readiness_bot.answering.questions import problems_of
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import Item
from readiness_bot.convention.registry import ids_at
from readiness_bot.judging.evaluate import facts_of


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with an answer, and what to write."""

    message: str
    fix: str = ""


def with_file(facts: Facts, name: str, content: bytes) -> Facts:
    """The same model with another text of one of its files."""
    files = {**facts.snapshot.files, f"readiness/{name}": content}
    return facts_of(replace(facts.snapshot, files=files), facts.today, facts.policy)


def objections(before: Facts, after: Facts, place: Place, items: tuple[Item, ...]) -> list[Objection]:
    """What an answer at a place made wrong: in the file, and in what these items say of what stands there.

    What is only missing is no objection; the next question asks for it.
    """
    known = {finding.message for finding in before.files[place.file].wrong}
    wrong = [finding for finding in after.files[place.file].wrong if finding.message not in known]
    if wrong:
        return [Objection(finding.message, finding.fix) for finding in wrong]
    return list(dict.fromkeys(o for item in items for o in _by_item(before, after, place, item)))


def readers(place: Place) -> tuple[Item, ...]:
    """The items that read a place."""
    items = ids_at(place.kind, place.overlay).values()
    return tuple(item for item in items if item.file == place.file and _reads(item, place))


def _reads(item: Item, place: Place) -> bool:
    fields = (Place(item.file, tuple(field.split("."))) for field in item.fields)
    return any(place.is_within(field) or field.is_within(place) for field in fields)


def _by_item(before: Facts, after: Facts, place: Place, item: Item) -> Iterator[Objection]:
    known = {problem.message for problem in problems_of(item, before)}
    for problem in problems_of(item, after):
        at = Place(problem.file, problem.path)
        if problem.message in known and at != place:
            continue
        if _is_about(at, place, after):
            yield Objection(problem.message, problem.fix)


def _is_about(at: Place, place: Place, after: Facts) -> bool:
    """Whether a problem speaks of the answer, or of another value that it contradicts."""
    present = value_at(after.files[at.file], at.path) if at.file in after.files and at.path else None
    if at.is_within(place):
        return present is not None
    return isinstance(present, str | int | float | date)
