"""The workflows that `readiness init` writes, and where a file differs from what it would write. Pure.

The texts are the templates' alone. What they leave open (the action, a time, a branch) is read from the file
itself, so that a difference is something that somebody changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from string import Template

from readiness_bot.doctor.apps import app_of
from readiness_bot.doctor.calls import Call
from readiness_bot.reading.document import Document, Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.action import Action
from readiness_bot.scaffold.answers import Refused
from readiness_bot.scaffold.fill import Slots, fill
from readiness_bot.scaffold.workflows import Choice, Parts, jobs, labels

_ANY = Action("any/copy", "0" * 40)
"""Stands where a file may name whichever copy of the bot it uses."""
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


@dataclass(frozen=True, slots=True)
class Written:
    """What `init` writes a workflow from (`scaffold/templates.py`)."""

    templates: Mapping[str, str]
    parts: Parts

    def expected(self, file: str, text: str, document: Document, calls: tuple[Call, ...]) -> str:
        """What `init` would write in a file's place, had it been told what the file says where people choose.

        `file`: the one that `init` writes.
        """
        choice = choice_of(document, calls)
        left_open = {"branch": "$branch", "cron": "$cron", "jobs": jobs(file, self.parts, choice)}
        template = fill(self.templates[f"workflows/{file}"], left_open)
        slots: Slots = slots_of(template, "\n".join(text.splitlines()[:MOST_LINES]))
        ours = fill(template, slots)
        for call in calls:
            path = f"/.github/workflows/{call.called}" if call.called else ""
            ours = ours.replace(_ANY.use(path), call.uses)
        return ours


def choice_of(document: Document, calls: tuple[Call, ...]) -> Choice:
    """How `init` was told to write these workflows, by what stands in one."""
    app = app_of(document, calls[0].job) if calls else None
    inline = not any(call.called for call in calls)
    found = document.data.get("jobs")
    job = found.get(calls[0].job) if calls and isinstance(found, Mapping) else None
    if not isinstance(job, Mapping):
        return Choice(_ANY, (), inline)
    given = job.get("with")
    runs_on = job.get("runs-on") if inline else given.get("runs-on") if isinstance(given, Mapping) else None
    return Choice(_ANY, _labels(runs_on), inline and not app, app)


def _labels(value: Value) -> tuple[str, ...]:
    """One, a list, or a list as JSON, as a called workflow takes it; none where `init` takes none such."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return ()
    found = value if isinstance(value, list) else [value]
    try:
        return labels(",".join(each for each in found if isinstance(each, str)))
    except Refused:
        return ()


def difference(expected: str, path: str, text: str) -> Difference | None:
    """Where a file differs from what is expected; None where it does not."""
    theirs = _data(path, text)
    if expected == text or (theirs is not None and _data(path, expected) == theirs):
        return None
    if text.count("\n") > MOST_LINES:
        return Difference(MOST_LINES + 1, "more lines than `init` ever writes", "")
    return _first(expected.splitlines(), text.splitlines())


def slots_of(template: str, text: str) -> dict[str, str]:
    """What stands in a file where the template leaves a place open; else the slot's own sign."""
    lines = text.splitlines()
    found: dict[str, str] = {}
    for line in template.splitlines():
        names = Template(line).get_identifiers()
        if all(name in found for name in names):
            continue
        values = next((held for each in lines if (held := values_in(line, each)) is not None), {})
        found |= {name: values.get(name, f"${name}") for name in names}
    return found


def values_in(template: str, line: str) -> dict[str, str] | None:
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


def _data(path: str, text: str) -> Mapping[str, Value] | None:
    read = parse(path, text.encode("utf-8", "replace"))
    return None if isinstance(read, Unreadable) else read.data


def _first(expected: list[str], lines: list[str]) -> Difference:
    """Comments, blanks and empty lines are passed over where something else differs too.

    For showing alone: whether anything differs is decided by the data.
    """
    ours = [(number, line) for number, line in enumerate(map(bare, expected)) if line]
    theirs = [(number, line) for number, line in enumerate(map(bare, lines)) if line]
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
    code = bare(stands).strip(), bare(expected).strip()
    return code if code[0] != code[1] else (stands.strip(), expected.strip())


def bare(line: str) -> str:
    """Without what is mostly a comment, its indentation kept."""
    code = line.partition(" #")[0].rstrip()
    words = code.split()
    if not words or words[0].startswith("#"):
        return ""
    return " " * (len(code) - len(code.lstrip())) + " ".join(words)
