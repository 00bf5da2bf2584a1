"""What many items ask, in one wording each. Every function yields outcomes; nothing yielded means: fine.

Each skips what is not filled in (`required` says that), so that one mistake makes one message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import unquote

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import how_to_fill
from readiness_bot.convention.file import File, dotted, key_path
from readiness_bot.convention.outcome import Linked, NotApplicable, Outcome, Problem
from readiness_bot.convention.people import Logins, same_person
from readiness_bot.late import re
from readiness_bot.reading.document import Value
from readiness_bot.text.calendar import days_after

_URL = re.compile(
    r"https?://(?:[^\s/?#@]*@)?(?:\[[0-9a-f:.]+\]|[\w-][\w.-]*)(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
"""Hosts of one label (`https://wiki/dpia`) are common inside companies; schemes and hosts have no case (RFC
3986, 3.1 and 3.2.2)."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

NOT_FILLED_IN, MISSING, STILL_SAYS = "is not filled in", "is missing", "still says "
"""How a message says that nothing was written yet: then its fix, which names the key, says it all
(`render/gaps.py`)."""


def problem(file: File, where: str, message: str, fix: str = "") -> Problem:
    """A gap at a dotted path of a file; a missing key is placed at its nearest parent."""
    return Problem(file.name, key_path(where), message, fix)


def required(file: File, *wheres: str) -> Iterator[Problem]:
    """Each must be filled in. A block that is missing whole is said once, not key by key."""
    said: set[str] = set()
    for where in wheres:
        if file.get(where) not in (None, {}, ""):
            continue
        missing = _outermost_missing(file, where)
        if missing not in said:
            said.add(missing)
            yield _is_missing(file, missing)


def _outermost_missing(file: File, where: str) -> str:
    parts = where.split(".")
    for length in range(1, len(parts)):
        parent = ".".join(parts[:length])
        if not file.has(parent):
            return parent
    return where


def _is_missing(file: File, where: str) -> Problem:
    path = key_path(where)
    written = file.placeholders.get(path)
    empty = NOT_FILLED_IN if path in file.document.keys else MISSING
    told = f"{STILL_SAYS}'{written}'" if written else empty
    fix = how_to_fill(file.schema, path)
    if empty is NOT_FILLED_IN:  # a key that stands there twice is refused
        fix = fix.replace("add   ", "write   ", 1)
    return problem(file, where, f"{dotted(path)} {told}", fix)


def not_applicable(file: File, where: str) -> Iterator[NotApplicable]:
    """`{na: reason}`, where the item allows it."""
    reason = file.text(f"{where}.na")
    if reason:
        yield NotApplicable(reason)


def minimum_length(file: File, where: str, length: int, what: str) -> Iterator[Problem]:
    """A text too short to say anything; `what` names it in the message."""
    text = file.text(where)
    if text is not None and len(text.strip()) < length:
        yield problem(
            file,
            where,
            f"{dotted(key_path(where))} has {len(text.strip())} characters: too short to say {what}",
            f"write at least {length} characters",
        )


def not_in_future(facts: Facts, file: File, where: str) -> Iterator[Problem]:
    """The date of something that happened (UTC)."""
    day = file.day(where)
    if day is not None and day > facts.today:
        yield problem(
            file,
            where,
            f"{dotted(key_path(where))} is {day}, which is in the future",
            "write the date once it has happened",
        )


def no_developer(facts: Facts, file: File, where: str, doing: str) -> Iterator[Problem]:
    """Separation of duties (rule 1); `doing` completes "and may not …"."""
    login = file.text(where)
    if login is not None and login in Logins(facts.developers):
        yield problem(
            file,
            where,
            f"{login} is a developer of this model and may not {doing}",
            "name somebody who did not build it",
        )


def same_version(facts: Facts, file: File, where: str, done: str) -> Iterator[Problem]:
    """Rule 4: sign-offs and tests name the evaluated version; `done` completes "… was done for"."""
    version = file.text(where)
    if version is None or facts.version is None or version == facts.version:
        return
    yield problem(
        file,
        where,
        f'{done} is for version "{version}", but the evaluated version is "{facts.version}"',
        f'repeat it for "{facts.version}", then write that version',
    )


def in_order(
    facts: Facts, file: File, where: str, earlier: date | None, what: str, earlier_what: str
) -> Iterator[Problem]:
    """Rule 5: `what` (a date at `where`) may not come before `earlier_what`.

    An earlier date that lies in the future is its own item's mistake, and is said there alone.
    """
    day = file.day(where)
    if day is not None and earlier is not None and day < earlier <= facts.today:
        yield problem(
            file,
            where,
            f"{what} is dated {day}, before {earlier_what} on {earlier}",
            "repeat it, then write the new date",
        )


def not_older_than(facts: Facts, file: File, where: str, days: int, what: str) -> Iterator[Problem]:
    """Rule 10: what was true once expires."""
    day = file.day(where)
    if day is not None and days_after(day, days) < facts.today:
        age = (facts.today - day).days
        yield problem(
            file,
            where,
            f"{what} was on {day}, {age} days ago; it is valid for {days} days",
            "repeat it, then write the new date",
        )


def is_url(text: str) -> bool:
    return _URL.fullmatch(text) is not None


def url(file: File, where: str, example: str) -> Iterator[Problem]:
    """A web address that somebody can open."""
    text = file.text(where)
    if text is not None and not is_url(text):
        yield problem(
            file,
            where,
            f"{dotted(key_path(where))} is '{text[:60]}', which is not an https URL",
            f"write an https URL: {example}",
        )


def resolves(facts: Facts, file: File, where: str, what: str) -> Iterator[Outcome]:
    """A link: an address is taken as stated, a path must exist in this repository."""
    target = file.text(where)
    if target is None or is_url(target):
        return
    if _SCHEME.match(target):
        yield problem(
            file,
            where,
            f"{what} is linked as '{target[:60]}', which is neither an https URL nor a path",
            "write an https URL, or a path from the repository's root",
        )
        return
    path = target.partition("#")[0]
    inside = path.lstrip("/")
    if facts.snapshot.has(path) or facts.snapshot.has(unquote(path)):
        yield Linked()
    elif path.startswith("/") and facts.snapshot.has(inside):
        yield problem(
            file, where, f"{what} is linked as '{target[:60]}', which starts with '/'", f"write {inside}"
        )
    elif facts.snapshot.is_link(path):
        yield problem(
            file,
            where,
            f"{what} is linked as '{path[:60]}', a symbolic link that leads to no file in this repository",
            "link the file itself",
        )
    elif path.startswith("/") or ".." in path.split("/"):
        yield problem(
            file,
            where,
            f"{what} is linked as '{target[:60]}', which is outside this repository",
            "write a path from the repository's root",
        )
    elif path.lower().startswith("www."):
        yield problem(
            file,
            where,
            f"{what} is linked as '{target[:60]}', which is neither an https URL nor a path",
            f"write https://{target}",
        )
    else:
        yield problem(
            file,
            where,
            f"{what} is linked as '{path[:60]}', but this repository has no such file",
            "add the file, or correct the path (from the repository's root)",
        )


def each_filled(file: File, where: str, keys: Iterable[str]) -> Iterator[Problem]:
    """Every row of a list has these keys; a row that is a bare word has none."""
    wanted = tuple(keys)
    for index, _ in enumerate(file.entries(where)):
        yield from required(file, *(f"{where}.{index}.{key}" for key in wanted))


def rows_of(file: File, where: str) -> list[dict[str, Value]]:
    """The rows of a list that are mappings."""
    return [row for row in file.entries(where) if isinstance(row, dict)]


def different(file: File, where: str, other: str) -> Iterator[Problem]:
    """Two roles that need two people."""
    login = file.text(where)
    if same_person(login, file.text(other)):
        name = dotted(key_path(where))
        yield problem(
            file,
            where,
            f"{name} repeats {other.rpartition('.')[2]}: nobody is left when {login} is away",
            "name a second person",
        )


def is_role(file: File, where: str, person: str | None, role: str, doing: str) -> Iterator[Problem]:
    """Somebody with a role in ownership.yaml must have done it; `doing` completes "… was by mei-chen"."""
    login = file.text(where)
    if login is not None and person is not None and not same_person(login, person):
        yield problem(
            file,
            where,
            f"{doing} was by {login}, but {role} is {person}",
            f"ask {person} to do it, or name {login} in readiness/ownership.yaml",
        )
