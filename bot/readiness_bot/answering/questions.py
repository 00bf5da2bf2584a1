"""What is open and due for some roles, one question after the other. Pure.

The item's own check says what is missing; a question is the first place of the item's form that it speaks of.
Nothing here knows an item by name, but that the tier decides what else is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum

from readiness_bot.answering.form import Form, fields_of, form_of
from readiness_bot.answering.place import Place, value_at, written_at
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import TYPES, Schema
from readiness_bot.convention.item import Item
from readiness_bot.convention.outcome import CannotTell, Problem
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Value
from readiness_bot.vocabulary import Role, Severity, Status, Tier, Timing


class Shape(StrEnum):
    """What an answer is."""

    VALUE = "value"
    ENTRIES = "entries"
    """Of a list of plain values; several with commas."""
    NUMBERS = "numbers"
    """Named by people: `recall: 0.48`."""


@dataclass(frozen=True, slots=True)
class Question:
    """One place to fill in."""

    item: Item
    place: Place
    shape: Shape
    row: str = ""
    """Of an entry of a list: `offline`, `2`."""
    preset: Value = None
    """What the file says there without anybody having said it: `due: development` in a new row."""
    optional: bool = False
    """Nothing is missing without it."""
    more: bool = False
    """One more entry, if there is one."""
    stands: str = ""
    """What the item says of the value that stands there."""

    @property
    def rules(self) -> Schema:
        return self.place.rules

    @property
    def list_place(self) -> Place | None:
        """The list that it is an entry of, or stands in an entry of."""
        if self.shape is Shape.ENTRIES:
            return self.place
        row = self.place.row
        return row.block if row else None


@dataclass(frozen=True, slots=True)
class Progress:
    """What was said in a session."""

    roles: frozenset[Role] = frozenset(Role)
    skipped: frozenset[Place] = frozenset()
    answered: frozenset[Place] = frozenset()
    ended: frozenset[Place] = frozenset()
    """Lists that have all their entries."""
    touched: frozenset[str] = field(default_factory=frozenset)
    """Items in which something was answered: their lists may go on although nothing is missing any more."""


def waiting(report: Report, roles: Iterable[Role]) -> list[ItemResult]:
    """The gaps that are due and have something to fill in, in the order in which they are asked.

    What only advises comes last; at low tier nobody is asked.
    """
    wanted = frozenset(roles)
    found = [
        r for r in report.items if is_due(r, report) and r.item.role in wanted and form_of(r.item).leaves
    ]
    return sorted(found, key=lambda r: (r.severity is not Severity.BLOCKING, not _first(r, report)))


def is_due(result: ItemResult, report: Report) -> bool:
    asked = result.severity is Severity.BLOCKING or report.tier is not Tier.LOW
    return result.status is Status.GAP and result.asked and asked and result.timing is not Timing.UPCOMING


def _first(result: ItemResult, report: Report) -> bool:
    """The tier decides what else is asked, so it is asked before all else where it is not set."""
    return result.id == "governance.tier" and not report.tier_stated


def next_question(report: Report, progress: Progress) -> Question | None:
    """None: nothing is left for these roles."""
    facts = report.facts
    if facts is None:
        return None
    open_ = waiting(report, progress.roles)
    begun = [r for r in report.items if r.id in progress.touched]
    for result in sorted(
        {id(r): r for r in (*begun, *open_)}.values(), key=lambda r: r.id not in progress.touched
    ):
        found = next(_of_item(result.item, facts, progress), None)
        if found is not None:
            return found
    return None


def _of_item(item: Item, facts: Facts, progress: Progress) -> Iterator[Question]:
    form = form_of(item)
    missing = tuple(_missing(item, form, facts))
    wanted = (*_begun_rows(item, form, facts, progress, missing), *missing)
    for question in wanted:
        said = question.place in progress.answered and not question.stands
        if question.place not in progress.skipped and not said:
            yield question
    if item.id in progress.touched:
        yield from _one_more(item, form, facts, progress)


def problems_of(item: Item, facts: Facts) -> list[Problem]:
    """What the item's check finds, as far as it comes."""
    found: list[Problem] = []
    with suppress(CannotTell):  # what was found before that still counts
        for outcome in item.check(facts):
            found += [outcome] if isinstance(outcome, Problem) else []
    return found


def _missing(item: Item, form: Form, facts: Facts) -> list[Question]:
    """A question for each place that a problem speaks of, in the order of the form."""
    found: dict[Place, Question] = {}
    for problem in problems_of(item, facts):
        place = _own(item, problem, facts)
        for question in _asked(item, form, facts, place, problem.message):
            found.setdefault(question.place, question)
    return sorted(found.values(), key=lambda question: form.order(question.place.path))


def _own(item: Item, problem: Problem, facts: Facts) -> Place:
    """The problem's place; of one that is told at another item's, the item's first block."""
    kind, overlay = facts.kind, facts.policy.overlay
    place, own = Place(problem.file, problem.path, kind, overlay), fields_of(item)
    if not problem.path or any(place.is_within(field) or field.is_within(place) for field in own):
        return place if place.path[-1:] != ("na",) else place.block
    return replace(own[0], kind=kind, overlay=overlay)


def _asked(item: Item, form: Form, facts: Facts, place: Place, message: str) -> Iterator[Question]:
    rules, file = place.rules, facts.files[place.file]
    present = value_at(file, place.path)
    if "anyof" in rules:
        rules = next((shape for shape in rules["anyof"] if shape["type"] == "list"), rules)
    if not place.path or not rules:
        return
    if "valuesrules" in rules:
        yield Question(item, place, Shape.NUMBERS)
    elif rules["type"] == "list" and _is_plain(rules):
        said = isinstance(present, list) and any(entry is not None for entry in present)
        yield Question(item, place, Shape.ENTRIES, stands=message if said else "")
    elif rules["type"] == "list":
        row = place.below(len(present) if isinstance(present, list) else 0)
        yield from _new_row(item, form, facts, row)
    elif rules["type"] == "dict":
        for leaf in form.under(place.path):
            if value_at(file, leaf.path) in (None, {}):
                yield _of_leaf(item, form, facts, replace(place, path=leaf.path))
    elif place.path[-1:] and isinstance(place.path[-1], int):
        yield Question(item, place.block, Shape.ENTRIES, stands=message)
    else:
        yield _of_leaf(item, form, facts, place, stands=message if present is not None else "")


def _of_leaf(item: Item, form: Form, facts: Facts, place: Place, stands: str = "") -> Question:
    rules = place.rules
    shape = (
        Shape.NUMBERS if "valuesrules" in rules else Shape.ENTRIES if rules["type"] == "list" else Shape.VALUE
    )
    return Question(item, place, shape, row=_called(form, facts, place), stands=stands)


def _new_row(item: Item, form: Form, facts: Facts, row: Place) -> Iterator[Question]:
    """The first thing to say of one more entry."""
    pattern = pattern_for(form, facts, row)
    for leaf in form.under(row.path):
        key = leaf.path[len(row.path)]
        if form.is_pattern(row.block.path) or key not in pattern or _is_open(pattern[str(key)]):
            yield _of_leaf(item, form, facts, replace(row, path=leaf.path))
            return


def pattern_for(form: Form, facts: Facts, row: Place) -> Mapping[str, Value]:
    """The row of the form that a new entry begins with: the first whose kind is not there yet."""
    patterns = form.rows(row.block.path)
    present = value_at(facts.files[row.file], row.block.path)
    rows = present if isinstance(present, list) else []
    for pattern in patterns:
        key = next(iter(pattern))
        if all(not isinstance(other, Mapping) or other.get(key) != pattern[key] for other in rows):
            return pattern
    return patterns[-1] if patterns else {}


def _begun_rows(
    item: Item, form: Form, facts: Facts, progress: Progress, missing: tuple[Question, ...]
) -> Iterator[Question]:
    """What else belongs to an entry that was begun in this session."""
    needed = {question.place for question in missing}
    rows = {row: None for place in progress.answered if (row := place.row) and place.file == form.file}
    for row in sorted(rows, key=lambda row: form.order(row.path)):
        leaves = list(form.under(row.path))
        if written_at(facts.files[row.file], row.path) is None:  # `none` took it away
            continue
        if not any(replace(row, path=leaf.path) in progress.answered for leaf in leaves[:2]):
            continue
        for leaf in leaves:
            place, present = replace(row, path=leaf.path), value_at(facts.files[row.file], leaf.path)
            kind = leaf.path == leaves[0].path and not form.is_pattern(row.block.path)
            unsaid = leaf.preset is not None and present == leaf.preset and not kind
            if present in (None, {}) or unsaid:
                shape = _of_leaf(item, form, facts, place)
                yield replace(shape, preset=present, optional=place not in needed and not unsaid)


def _one_more(item: Item, form: Form, facts: Facts, progress: Progress) -> Iterator[Question]:
    """After the last entry of a list: is there another?"""
    for place in sorted(progress.answered, key=lambda place: form.order(place.path)):
        if place.file != form.file or not any(place.is_within(field) for field in fields_of(item)):
            continue
        if _is_plain(place.rules) and place not in progress.ended:
            yield Question(item, place, Shape.ENTRIES, more=True, optional=True)
        row = place.row
        if row is None or row.block in progress.ended or not form.is_pattern(row.block.path):
            continue
        entries = value_at(facts.files[row.file], row.block.path)
        following = row.block.below(len(entries) if isinstance(entries, list) else 0)
        for question in _new_row(item, form, facts, following):
            if question.place not in progress.skipped:
                yield replace(question, more=True, optional=True)


def _called(form: Form, facts: Facts, place: Place) -> str:
    """Which entry of a list it is of: by its kind where the form has one row of each, else by its number."""
    row = place.row
    if row is None:
        return ""
    if form.is_pattern(row.block.path):
        return str(int(row.path[-1]) + 1)
    entry = value_at(facts.files[row.file], row.path) or pattern_for(form, facts, row)
    kind = next(iter(entry.values()), None) if isinstance(entry, Mapping) else None
    return kind if isinstance(kind, str) and not _is_open(kind) else str(int(row.path[-1]) + 1)


def _is_plain(rules: Schema) -> bool:
    """A list of plain values."""
    return rules.get("type") == "list" and rules["schema"].get("type") in TYPES


def _is_open(value: Value) -> bool:
    return value is None or (isinstance(value, str) and is_placeholder(value))
