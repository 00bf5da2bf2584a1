"""The ways in which a question can be answered besides a value: an empty list, a reason why it does not
apply, another key. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from readiness_bot.answering import edits
from readiness_bot.answering.form import form_of
from readiness_bot.answering.judge import with_file
from readiness_bot.answering.place import Place
from readiness_bot.answering.questions import Question, Shape, problems_of
from readiness_bot.answering.said import NotSaid, one, value_of
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import TYPES
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.editing.errors import CannotEdit
from readiness_bot.reading.document import Value

NOTHING = ("none", "[]")


@dataclass(frozen=True, slots=True)
class Ways:
    """What else may be typed at a question."""

    empty: Place | None = None
    """The list that `none` leaves empty."""
    na: Place | None = None
    """The block that `na: REASON` stands for."""
    other: str = ""
    """The key that may stand instead: `at_most`, where `at_least` is asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed, and where it goes."""

    asked: Question
    place: Place
    value: Value
    kind: str = ""
    """`empty`, `na` or `other`; nothing: the plain answer."""
    several: bool = False
    """More than one entry of a list was typed at once, so that nobody is asked for another."""

    def put_into(self, content: bytes, facts: Facts) -> bytes:
        """The file with it. Raises CannotEdit."""
        if self.kind == "other":
            return edits.instead(content, self.asked.place, str(self.place.path[-1]), self.value, facts)
        if self.kind:
            return edits.put(content, self.place, self.value)
        return edits.answered(content, self.asked, self.value, facts)


def ways_of(asked: Question, facts: Facts) -> Ways:
    """None of them where one more entry is asked for."""
    if asked.more:
        return Ways()
    return Ways(_may_be_empty(asked, facts), _may_be_na(asked), _other_key(asked))


def understood(asked: Question, ways: Ways, text: str) -> Answer:
    """What was typed as an answer. Raises NotSaid."""
    low = text.lower()
    if ways.empty is not None and low in NOTHING:
        return Answer(asked, ways.empty, [], "empty")
    if ways.na is not None and low.startswith("na:"):
        return Answer(asked, ways.na, {"na": one({"type": "text"}, text[3:])}, "na")
    if ways.other and low.startswith(f"{ways.other}:"):
        place = asked.place.block.below(ways.other)
        return Answer(asked, place, one(place.rules, text.partition(":")[2]), "other")
    if low in NOTHING and asked.list_place is not None:
        raise NotSaid("'none' is not an answer here: at least one is needed.")
    value = value_of(asked, text)
    return Answer(asked, asked.place, value, several=isinstance(value, list) and len(value) > 1)


def completions(asked: Question, facts: Facts) -> list[str]:
    """What a Tab may complete: the words of a closed list, files, people whom the files name."""
    rules = asked.rules["schema"] if asked.shape is Shape.ENTRIES else asked.rules
    if "allowed" in rules:
        return [str(word) for word in rules["allowed"]]
    if rules.get("type") == "link":
        return sorted(path for path in facts.snapshot.paths if path.isprintable())
    if rules.get("type") == "login":
        texts = facts.ownership.document.raw.values()
        return sorted({text for text in texts if TYPES["login"].accepts(text) and not is_placeholder(text)})
    return []


def _may_be_empty(asked: Question, facts: Facts) -> Place | None:
    """An explicit `[]` is an answer where the item is content with it."""
    place = asked.list_place
    content = facts.snapshot.files.get(f"readiness/{place.file}") if place else None
    if place is None or not isinstance(content, bytes) or not _begins(asked, place):
        return None
    try:
        after = with_file(facts, place.file, edits.put(content, place, []))
    except CannotEdit:
        return None
    told = problems_of(asked.item, after)
    return None if any(Place(problem.file, problem.path).is_within(place) for problem in told) else place


def _begins(asked: Question, place: Place) -> bool:
    """Whether nothing of the list was said yet."""
    if asked.shape is Shape.ENTRIES:
        return True
    row = place.below(0)
    first = next(form_of(asked.item).under(row.path), None)
    return first is not None and first.path == asked.place.path


def _may_be_na(asked: Question) -> Place | None:
    for length in range(1, len(asked.place.path) + 1):
        place = replace(asked.place, path=asked.place.path[:length])
        if any("na" in form.get("schema", {}) for form in place.rules.get("anyof", (place.rules,))):
            return place
    return None


def _other_key(asked: Question) -> str:
    fields = asked.place.block.rules.get("schema", {})
    keys = list(fields) if isinstance(fields, dict) else []
    at = keys.index(asked.place.path[-1]) if asked.place.path[-1] in keys else len(keys)
    following = keys[at + 1] if at + 1 < len(keys) else ""
    return str(following) if following and fields[following].get("meta", {}).get("instead") else ""
