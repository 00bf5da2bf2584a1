"""`--set FILE.KEY=VALUE`: answers without a conversation, checked like one; all of them or none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness_bot.answering import edits
from readiness_bot.answering.judge import objections, readers, with_file
from readiness_bot.answering.place import Place, line_of, written_at
from readiness_bot.answering.said import NotSaid, better, one, parts, unquoted
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import TYPES, Schema, example_at
from readiness_bot.convention.file import dotted
from readiness_bot.convention.kinds import kind_in
from readiness_bot.convention.policy import PLAIN, Overlay
from readiness_bot.convention.registry import FILES, schemas_at
from readiness_bot.editing.errors import CannotEdit
from readiness_bot.reading.document import KeyPath, Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.text.escape import plain
from readiness_bot.text.nearest import nearest
from readiness_bot.vocabulary import Kind

_STEMS = {name.rpartition(".")[0]: name for name in FILES}
_SUCH_AS = "write FILE.KEY=VALUE, such as governance.tier.level=low."
_PART = re.compile(r"([^.\[\]]+)((?:\[\d{1,4}\])*)")


class Refused(ValueError):
    """Nothing is written. The text has a line for each thing that is wrong."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One `--set`."""

    place: Place
    value: Value
    text: str
    """The value as it was given."""


def assigned(texts: Iterable[str], facts: Facts) -> tuple[dict[str, bytes], list[Assignment]]:
    """File → its new content, and what was set in it. Raises Refused."""
    texts = tuple(texts)
    said = _all_parsed(texts, _kind(texts, facts), facts.policy.overlay)
    contents: dict[str, bytes] = {}
    after = facts
    for assignment in said:
        name = assignment.place.file
        try:
            contents[name] = _put(_content(name, after), assignment, after)
        except CannotEdit as told:
            line = line_of(facts.files[name], assignment.place)
            address = assignment.place.address
            raise Refused(f"{address} ({line}) can't be set here: {told}. Edit the file.") from told
        after = with_file(after, name, contents[name])
    wrong = [line for assignment in said for line in _wrong(assignment, facts, after)]
    if wrong:
        raise Refused("\n".join(dict.fromkeys(wrong)))
    return contents, said


def _wrong(assignment: Assignment, before: Facts, after: Facts) -> Iterator[str]:
    place = assignment.place
    line = line_of(before.files[place.file], place)
    for objection in objections(before, after, place, readers(place)):
        fix = better(place.rules, assignment.text)
        yield f"{place.address} ({line}): {objection.message}; {f'write {fix}' if fix else objection.fix}"


def _kind(texts: Iterable[str], facts: Facts) -> Kind:
    """By which schema they are read: a kind that is set among them decides for all."""
    set_ = [text.partition("=")[2].strip() for text in texts if text.startswith("contract.kind=")]
    return kind_in({"kind": set_[-1]}) if set_ else facts.kind


def _all_parsed(texts: Iterable[str], kind: Kind, overlay: Overlay) -> list[Assignment]:
    said, wrong = [], []
    for text in texts:
        try:
            said.append(_parsed(text, kind, overlay))
        except Refused as told:
            wrong.append(str(told))
    if wrong:
        raise Refused("\n".join(wrong))
    return said


def _parsed(text: str, kind: Kind, overlay: Overlay = PLAIN) -> Assignment:
    address, equals, value = text.partition("=")
    if not equals:
        raise Refused(f"'{plain(text)[:60]}' has no '='; {_SUCH_AS}")
    place = place_of(address.strip(), kind, overlay)
    try:
        return Assignment(place, _value(place.rules, value.strip()), value)
    except NotSaid as told:
        raise Refused(f"{place.address}: {told} {_allowed(place)}") from told


def place_of(address: str, kind: Kind = Kind.MODEL, overlay: Overlay = PLAIN) -> Place:
    """`governance.datasets[0].name`, or `datasets.0.name`, as a place of the convention. Raises Refused."""
    stem, _, rest = address.partition(".")
    name = _STEMS.get(stem) or (stem if stem in FILES else None)
    if name is None:
        close = nearest(stem, _STEMS)
        hint = f"did you mean {close}?" if close else f"the files are {', '.join(_STEMS)}."
        raise Refused(f"There is no file '{plain(stem)[:60]}'; {hint}")
    path: KeyPath = ()
    for part in rest.split("."):
        match = _PART.fullmatch(part)
        if match is None:
            raise Refused(f"'{plain(address)[:60]}' names no key; {_SUCH_AS}")
        word = match[1]
        path = (
            *path,
            int(word) if word.isdigit() and len(word) < 5 else word,
            *map(int, re.findall(r"\d+", match[2])),
        )
        place = Place(name, path, kind, overlay)
        if not place.rules:
            raise Refused(_no_key(place))
    return place


def _no_key(place: Place) -> str:
    name, path, above = place.file, place.path, place.block
    known = _keys(above) if above.path else list(schemas_at(place.kind, place.overlay)[name])
    close = nearest(str(path[-1]), known)
    inside = f" in {above.address}" if above.path else f" in {name}"
    told = f"There is no '{plain(str(path[-1]))[:60]}'{inside}"
    if not known:
        return f"{told}, which is a single value."
    return f"{told}; did you mean {close}?" if close else f"{told}; the keys there are {', '.join(known)}."


def _keys(place: Place) -> list[str]:
    """The keys of a block; of a list, what an entry is called."""
    rules = place.rules
    for form in rules.get("anyof", (rules,)):
        if form.get("type") == "dict":
            return list(form.get("schema", {}))
        if form.get("type") == "list":
            return ["0"]
    return []


def _value(rules: Schema, text: str) -> Value:
    """Raises NotSaid."""
    forms = rules.get("anyof", (rules,))
    kind = forms[0]["type"]
    if kind in TYPES:
        return one(rules, _without_quotes(text))
    if kind == "list" and text[:1] not in ("[", "{") and forms[0]["schema"].get("type") in TYPES:
        return [one(forms[0]["schema"], part) for part in parts(text)]
    read = parse("value", f"value: {text}".encode())
    value = None if isinstance(read, Unreadable) else read.data.get("value")
    if not isinstance(value, list | Mapping):
        raise NotSaid("That is not a list or a block.")
    return value


def _without_quotes(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else unquoted(text)


def _allowed(place: Place) -> str:
    rules = place.rules
    if "allowed" in rules:
        return f"Write one of {', '.join(map(str, rules['allowed']))}."
    kind = rules.get("type")
    if kind in ("text", "version", "link"):
        return f"What belongs there: {rules['meta']['what']}."
    if kind in TYPES:
        fix = TYPES[kind].fix
        return f"{fix[:1].upper()}{fix[1:]}."
    example = example_at(schemas_at(place.kind, place.overlay)[place.file], place.path)
    return f"Write it as YAML on one line: {dotted(place.path[-1:])}={example}"


def _content(name: str, facts: Facts) -> bytes:
    content = facts.snapshot.files.get(f"readiness/{name}")
    if not isinstance(content, bytes):
        raise Refused(
            f"readiness/{name} is not there, or can't be read; `readiness init` writes what is missing."
        )
    return content


def _put(content: bytes, assignment: Assignment, facts: Facts) -> bytes:
    place, value = assignment.place, assignment.value
    row = place.row if place.path and not isinstance(place.path[-1], int) else place
    if row is None or not isinstance(row.path[-1], int):
        return edits.put(content, place, value)
    entries = written_at(facts.files[place.file], row.block.path)
    count = len(entries) if isinstance(entries, list) else 0
    index = int(row.path[-1])
    if index < count:
        return edits.put(content, place, value)
    if index > count:
        raise CannotEdit(f"there are {count} entries, so the next one is [{count}]")
    for part in reversed(place.path[len(row.path) :]):
        value = {str(part): value}
    return edits.add(content, row.block, value)
