"""The four commands of a comment, read from its first line.

Strict: what is no command is None, a slip is told once.

Case does not matter (telephones write capitals), white space does not, everything else does. The text is a
stranger's: what is kept of it is one line without control or invisible characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.convention.wrong import WRONG
from readiness_bot.text.escape import cut, plain
from readiness_bot.text.nearest import nearest

FORMS = {
    "accept": "/readiness accept",
    "waive": "/readiness waive ITEM until YYYY-MM-DD because REASON, meanwhile CONTROLS",
    "recheck": "/readiness recheck",
    "explain": "/readiness explain ITEM",
}
MAX_TEXT = 300
"""Characters of a reason: a waiver is a line in a file, not an essay."""

_FIRST_LINE = re.compile(r" {0,3}(?P<name>(?ai:/readiness))(?=\s|$)[^\r\n]*")
"""`a`: without it, `ſ` counts as an `s`, and `ı` and `İ` as an `i`."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WAIVE = re.compile(
    r"\s++(?P<item>\S++)(?:\s++(?P<until>(?ai:until))"
    r"(?:\s++(?P<day>\S++)(?:\s++(?P<because>(?ai:because))(?=\s|$)(?P<text>.*))?)?)?"
)
_MEANWHILE = re.compile(r",\s*(?ai:meanwhile)(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Accept:
    """The commenter accepts the role for which the files name them."""


@dataclass(frozen=True, slots=True)
class Waive:
    """The commenter asks for an exception from one item."""

    item: str
    until: date
    """The last day on which it holds."""
    reason: str
    controls: str
    """What keeps the risk small meanwhile; empty where the comment does not say."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """Look again now."""


@dataclass(frozen=True, slots=True)
class Explain:
    """Tell about an item, or about what a finding such as `unknown-key` means."""

    topic: str


Command: TypeAlias = Accept | Waive | Recheck | Explain


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that was meant as a command and is none: where (from 1), what is wrong, the right form."""

    column: int
    message: str
    form: str


class _Slip(Exception):
    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at, self.message = at, message


def parse(body: str, added: Sequence[str] | None = ()) -> Command | Mistake | None:
    """The command on a comment's first line.

    A line that Markdown shows as code (four spaces, a fence) or as a quote does not begin with `/readiness`,
    so that it is none. `added`: ids of items that a policy adds; None: any
    word may be one.
    """
    found = _FIRST_LINE.match(body)
    if found is None:
        return None
    line = found[0].rstrip()
    start = found.end("name")
    word = re.match(r"\s+(\S+)", line[start:])
    verb = word[1].lower() if word else ""
    if word is None or verb not in _VERBS:
        column = start + (word.start(1) if word else 0) + 1
        return Mistake(column, _no_verb(plain(word[1]) if word else ""), " · ".join(FORMS.values()))
    end = start + word.end()
    try:
        return _VERBS[verb](line, end, None if added is None else (*ITEMS_BY_ID, *added))
    except _Slip as slip:
        return Mistake(slip.at + 1, slip.message, FORMS[verb])


def _no_verb(word: str) -> str:
    if not word:
        return "nothing follows '/readiness'"
    return f"there is no command {_shown(word)}{_did_you_mean(word, FORMS)}"


def _accept(line: str, end: int, items: Sequence[str] | None) -> Accept:
    _alone(line, end, "accept")
    return Accept()


def _recheck(line: str, end: int, items: Sequence[str] | None) -> Recheck:
    _alone(line, end, "recheck")
    return Recheck()


def _explain(line: str, end: int, items: Sequence[str] | None) -> Explain:
    word = re.match(r"\s+(\S+)", line[end:])
    if word is None:
        raise _Slip(len(line), "the item is missing")
    _alone(line, end + word.end(), "the item")
    return Explain(_known(word[1], None if items is None else (*items, *WRONG), end + word.start(1)))


def _waive(line: str, end: int, items: Sequence[str] | None) -> Waive:
    found = _WAIVE.match(line, end)
    if found is None:
        raise _Slip(len(line), "the item is missing")
    item = _known(found["item"], items, found.start("item"))
    if found["day"] is None:
        at = found.end("until") if found["until"] else found.end("item")
        raise _Slip(
            at, "'until' and the last day are missing" if not found["until"] else "the last day is missing"
        )
    until = _day(found["day"], found.start("day"))
    if found["because"] is None:
        raise _Slip(found.end("day"), "'because' and the reason are missing")
    meanwhile = _MEANWHILE.search(line, found.start("text"))
    reason_end = meanwhile.start() if meanwhile else len(line)
    reason = _text(line[found.start("text") : reason_end], found.end("because"), "the reason", "because")
    controls = ""
    if meanwhile:
        controls = _text(line[meanwhile.end() :], meanwhile.end(), "what is done meanwhile", "meanwhile")
    return Waive(item, until, reason, controls)


_VERBS: dict[str, Callable[[str, int, Sequence[str] | None], Command]] = {
    "accept": _accept,
    "waive": _waive,
    "recheck": _recheck,
    "explain": _explain,
}


def _alone(line: str, end: int, what: str) -> None:
    rest = re.match(r"\s*(\S+)", line[end:])
    if rest:
        shown = what if what.startswith("the ") else f"'{what}'"
        raise _Slip(end + rest.start(1), f"nothing may follow {shown} on this line; write more below it")


def _known(word: str, names: Iterable[str] | None, at: int) -> str:
    if names is None:
        return word.lower()
    known = {name.lower(): name for name in names}
    if word.lower() in known:
        return known[word.lower()]
    raise _Slip(at, f"there is no item {_shown(plain(word))}{_did_you_mean(word, known)}")


def _day(word: str, at: int) -> date:
    try:
        if _DAY.fullmatch(word):
            return date.fromisoformat(word)
    except ValueError:
        raise _Slip(at, f"{_shown(plain(word))} is not a day in the calendar") from None
    raise _Slip(at, f"{_shown(plain(word))} is not a date; write it as YYYY-MM-DD, such as 2026-12-31")


def _text(raw: str, at: int, what: str, after: str) -> str:
    text = " ".join(plain(raw).split())
    if not text:
        raise _Slip(at, f"{what} is missing after '{after}'")
    if is_placeholder(text):
        raise _Slip(at, f"{what} is {_shown(text)}, which is only a placeholder")
    if len(text) > MAX_TEXT:
        told = (
            f"{what} has {len(text)} characters; {MAX_TEXT} are the most, so put the rest below the command"
        )
        raise _Slip(at, told)
    return text


def _did_you_mean(word: str, names: Iterable[str]) -> str:
    close = nearest(word.lower(), names, cutoff=0.5)
    return f"; did you mean '{close}'?" if close else ""


def _shown(word: str) -> str:
    return f"'{cut(word, 60)}'"
