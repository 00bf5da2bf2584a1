"""The workflows that `readiness init` writes, and where a file differs from what it would write. Pure.

The texts are the templates' alone. What they leave open (the action, a time, a branch) is read from the file
itself, so that a difference is something that somebody changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from posixpath import basename
from string import Template

from readiness_bot.reading.document import Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.action import ACTION, follow_up, gate
from readiness_bot.scaffold.fill import Slots, fill

FIRST, FOLLOW_UP = "readiness.yml", "readiness-follow-up.yml"


def _file(called: str) -> str:
    return basename(called.partition("@")[0])


CALLED = {FIRST: _file(gate(ACTION)), FOLLOW_UP: _file(follow_up(ACTION))}
"""The file that `init` writes → the workflow of ours that it calls."""
OURS = ACTION.partition("@")[0].partition("/")[2]
"""The repository's name, whoever keeps a copy of it."""
_MAY_BE_LEFT_OUT = frozenset({"directory", "runs_on"})
"""Slots whose line `init` leaves out where it needs none."""


MOST_LINES = 2_000
"""Of a file that is compared: ten times the longest that `init` writes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The first line that differs in more than a comment."""

    line: int
    """In the file; the one after its last where it ends too early."""
    stands: str
    """What stands there; empty: nothing."""
    expected: str
    """What `init` writes; empty: nothing."""


def variants(templates: Mapping[str, str], file: str) -> tuple[str, ...]:
    """The texts that `init` may make a file of."""
    found = {name: text for name, text in templates.items() if name.startswith("workflows/")}
    return tuple(text for name, text in sorted(found.items()) if basename(name) == file)


def difference(texts: tuple[str, ...], path: str, text: str) -> Difference | None:
    """Where a file differs from the one of these templates that it is most like; None where it does not."""
    if not texts:
        return None
    expected = like(texts, text)
    theirs = _data(path, text)
    if expected == text or (theirs is not None and _data(path, expected) == theirs):
        return None
    if text.count("\n") > MOST_LINES:
        return Difference(MOST_LINES + 1, "more lines than any that `init` writes", "")
    return _first(expected.splitlines(), text.splitlines())


def like(texts: tuple[str, ...], text: str) -> str:
    """What `init` would write in a file's place, with what the file says where a template leaves it open."""
    few = "\n".join(text.splitlines()[:MOST_LINES])
    return max((_expected(each, few) for each in texts), key=lambda each: _likeness(each, few), default="")


def slots_of(template: str, text: str) -> dict[str, str | None]:
    """What stands in a file where the template leaves a place open.

    Of a line that is not there: None where `init` may leave it out, else a sign that no file has.
    """
    lines = text.splitlines()
    found: dict[str, str | None] = {}
    for line in template.splitlines():
        names = Template(line).get_identifiers()
        if all(name in found for name in names):
            continue
        values = next((held for each in lines if (held := _held(line, each)) is not None), {})
        for name in names:
            missing = None if name in _MAY_BE_LEFT_OUT else f"${name}"
            found[name] = values.get(name, missing)
    return found


def _expected(template: str, text: str) -> str:
    slots: Slots = slots_of(template, text)
    return fill(template, slots)


def _held(template: str, line: str) -> dict[str, str] | None:
    """Slot → what stands there, if the rest of the line is the template's, whatever blanks divide it."""
    pieces = list(_pieces(template))
    first, line = pieces[0], " ".join(line.split())
    if not line.startswith(first):
        return None
    at, found = len(first), dict[str, str]()
    for name, literal in zip(pieces[1::2], pieces[2::2], strict=True):
        last = name == pieces[-2]
        if literal:
            end = line.rfind(literal) if last else line.find(literal, at)
        else:  # another slot follows, or the line's end: a value before another one holds no blank
            end = len(line) if last else min(filter(lambda n: n >= 0, (line.find(" ", at), len(line))))
        if end < at:
            return None
        found[name] = line[at:end]
        at = end + len(literal)
    if at != len(line):
        return None
    return found


def _pieces(template: str) -> Iterator[str]:
    """Text, slot, text, slot, …, text; each blank once."""
    at, line = 0, " ".join(template.split())
    for match in Template.pattern.finditer(line):
        yield line[at : match.start()]
        yield match["named"] or match["braced"] or ""
        at = match.end()
    yield line[at:]


def _likeness(expected: str, text: str) -> float:
    return SequenceMatcher(None, expected.splitlines(), text.splitlines()).ratio()


def _data(path: str, text: str) -> Mapping[str, Value] | None:
    read = parse(path, text.encode("utf-8", "replace"))
    return None if isinstance(read, Unreadable) else read.data


def _first(expected: list[str], lines: list[str]) -> Difference:
    """Comments, blanks and empty lines are passed over where something else differs too.

    For showing alone: whether anything differs is decided by the data.
    """
    ours = [(number, line) for number, line in enumerate(map(_bare, expected)) if line]
    theirs = [(number, line) for number, line in enumerate(map(_bare, lines)) if line]
    if [line for _, line in ours] == [line for _, line in theirs]:  # what looks like a comment is none
        ours, theirs = list(enumerate(expected)), list(enumerate(lines))
    matcher = SequenceMatcher(None, [line for _, line in ours], [line for _, line in theirs])
    for kind, before, until, start, end in matcher.get_opcodes():
        if kind != "equal":
            number = theirs[start][0] if start < len(theirs) else len(lines)
            stands = lines[number] if start < end else ""
            return Difference(
                number + 1, *_shown(stands, expected[ours[before][0]] if before < until else "")
            )
    return Difference(1, "", "")


def _shown(stands: str, expected: str) -> tuple[str, str]:
    """Without comments, unless nothing else is left or differs."""
    bare = _bare(stands).strip(), _bare(expected).strip()
    return bare if bare[0] != bare[1] else (stands.strip(), expected.strip())


def _bare(line: str) -> str:
    """Without what is mostly a comment, its indentation kept."""
    code = line.partition(" #")[0].rstrip()
    words = code.split()
    if not words or words[0].startswith("#"):
        return ""
    return " " * (len(code) - len(code.lstrip())) + " ".join(words)
