"""What a conversation shows: an item's head, a question, why it is asked, and what was written in the end.
Pure; nothing of a file stands here unescaped."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from readiness_bot.answering.form import form_of
from readiness_bot.answering.judge import Objection
from readiness_bot.answering.known import Known
from readiness_bot.answering.place import Place, line_of
from readiness_bot.answering.questions import Question, Shape, is_due, waiting
from readiness_bot.answering.ways import Ways
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import Schema
from readiness_bot.convention.file import dotted
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.render import phrases
from readiness_bot.text import words
from readiness_bot.text.escape import Screen, padded, plain, screen, wide
from readiness_bot.vocabulary import Role, Severity, Status

KEYS = "Enter takes [this], or skips · ? why · - skip · u undo · q save and stop"


def opening(report: Report, roles: frozenset[Role], login: str, width: int) -> Screen:
    """How much there is, for whom, and the five keys."""
    count = len(waiting(report, roles))
    whose = f" for {login}" if login else f" for {_roles(roles)}" if len(roles) < len(Role) else ""
    items = words.plural(count, "item")
    told = f"{report.model} · {phrases.tier(report)} · {items} to answer{whose}{_until(report)}"
    return screen([*_wrapped(told, width), *_wrapped(KEYS, width)])


def _roles(roles: Iterable[Role]) -> str:
    return " and ".join(role.value for role in Role if role in roles)


def _until(report: Report) -> str:
    """`, due before development (6 Jul, in 9 days)`."""
    following = phrases.stage_after(report)
    if following is None:
        return ""
    day = report.milestones.get(following)
    if day is None:
        return f", due before {following}"
    shown = words.day(day, report.today, report.settings.dates)
    return f", due before {following} ({shown}, {words.distance(day, report.today)})"


def whose(open_: Mapping[Role, int], width: int) -> Screen:
    """Whose part is answered: asked once, where the files do not tell."""
    listed = ", ".join(f"{role} {count}" for role, count in open_.items())
    return screen(_wrapped(f"Whose questions do you answer? Enter: all of them ({listed}).", width))


def head(result: ItemResult, number: int, of: int, width: int) -> Screen:
    """The item: its title, whose it is, and what is asked."""
    advice = " · advice" if result.severity is Severity.ADVISORY else ""
    late = " · overdue" if result.overdue else ""
    title = f"{number} of {of} · {result.item.title} · {result.item.role}{late}{advice}"
    return screen(["", *_wrapped(title, width), *_wrapped(_flat(result.item.what), width)])


def question(asked: Question, facts: Facts, width: int) -> Screen:
    """The key, what belongs there, and where that is; what is wrong with the value that stands there."""
    lines: list[str] = []
    if not asked.more:
        lines += _wrapped(f"{_name(asked)}: {_meaning(asked)} ({_where(asked, facts)})", width, "  ")
    if asked.stands:
        lines += _wrapped(f"It can't stay: {asked.stands}.", width, "  ")
    return screen(lines)


def _name(asked: Question) -> str:
    key = next((str(part) for part in reversed(asked.place.path) if isinstance(part, str)), "")
    if asked.shape is not Shape.VALUE:
        return key
    row = asked.place.row
    name = dotted(asked.place.path[len(row.path) :]) if row else key
    return f"{name} {asked.row}" if asked.row.isdigit() else f"{asked.row} {name}".strip()


def _where(asked: Question, facts: Facts) -> str:
    return line_of(facts.files[asked.place.file], asked.place)


def _meaning(asked: Question) -> str:
    what: str = asked.rules.get("meta", {}).get("what", "")
    allowed = [str(word) for word in asked.rules.get("allowed", ())]
    if any(word not in what for word in allowed):
        return f"{what}; one of {', '.join(allowed)}"
    return what


def prompt(asked: Question, known: Known | None, ways: Ways, width: int) -> str:
    """What stands before the cursor: the suggestion, or what kind of answer it is."""
    if asked.more:
        return f"  another {_thing(asked)}; Enter: no more > "
    if known is None:
        others = ways.empty or ways.na or ways.other
        hints = [
            _kind(asked) or ("text" if others else ""),
            "none" if ways.empty else "",
            "na: REASON" if ways.na else "",
        ]
        hints += [f"{ways.other}: NUMBER" if ways.other else ""]
        told = ", or ".join(filter(None, hints)) + ("; Enter: not yet" if asked.optional else "")
        return f"  {told.removeprefix('; ')}{' ' if told else ''}> "
    source = f" ({plain(known.source)})" if known.source else ""
    text = plain(known.text)
    between = "\n  " if len(text) + len(source) + _ROOM > width else " "
    return f"  [{text}]{source}{between}> "


_ROOM = 20
"""Columns for what is typed."""


def _thing(asked: Question) -> str:
    key = str(asked.place.path[-1])
    return f"one ({key})" if asked.shape is Shape.ENTRIES else key


_KINDS = {
    "day": "YYYY-MM-DD",
    "flag": "yes or no",
    "team": "ORG/TEAM",
    "link": "path or https://",
    "number": "number",
    "login": "login",
}


def _kind(asked: Question) -> str:
    if asked.shape is Shape.NUMBERS:
        return "NAME: NUMBER, several with commas"
    rules: Schema = asked.rules["schema"] if asked.shape is Shape.ENTRIES else asked.rules
    kind = _KINDS.get(rules.get("type", ""), "one" if asked.shape is Shape.ENTRIES else "")
    return f"{kind}, or several with commas" if asked.shape is Shape.ENTRIES else kind


def why(asked: Question, width: int) -> Screen:
    """`?`: what it costs when it is missing, where the question comes from, an example."""
    item = asked.item
    lines = [*_wrapped(item.why, width, "    ")]
    if item.sources:
        lines += _wrapped(f"Asked by {'; '.join(item.sources)}.", width, "    ")
    lines += ["    For example:", *_example(item.example, width)]
    return screen(lines)


def _example(text: str, width: int) -> Iterator[str]:
    """As it stands in the file; a long line goes on further in."""
    for line in text.rstrip().splitlines():
        room = " " * (6 + len(line) - len(line.lstrip(" ")))
        yield from _wrapped(line.strip(), width, room, f"{room}    ")


def refused(objections: Iterable[Objection], width: int) -> Screen:
    """What is wrong with an answer, and what to do."""
    lines: list[str] = []
    for told in list(objections)[:3]:
        fix = f"; {told.fix}" if told.fix else ""
        lines += _wrapped(f"Not saved: {told.message}{fix}", width, "    ")
    return screen(lines)


def note(text: str, width: int) -> Screen:
    """A sentence between two questions."""
    return screen(_wrapped(text, width, "    "))


def wrong(findings: Iterable[Finding], width: int) -> Screen:
    """What is wrong in the files already: nobody can be asked about that."""
    found = list(findings)
    count = words.plural(len(found), "thing is", "things are")
    lines = [f"{count} wrong in the files; fix it by hand, since nothing that depends on it can be asked:"]
    for finding in found[:5]:
        lines += _wrapped(f"{finding.where}   {finding.message}; {finding.fix}", width, "  ", "    ")
    return screen([*lines, ""])


def closing(report: Report, saved: Iterable[Place], width: int) -> Screen:
    """What was written where, what is open for whom, and what comes next."""
    return screen(["", *_saved(saved, width), *_open(report, width)])


def _saved(saved: Iterable[Place], width: int) -> Iterator[str]:
    keys: dict[str, dict[str, None]] = {}
    count = 0
    for place in saved:
        keys.setdefault(f"readiness/{place.file}", {})[str(place.path[0])] = None
        count += 1
    if not count:
        yield "Nothing was changed."
        return
    yield f"Saved {words.plural(count, 'answer')}:"
    longest = max(map(len, keys))
    for name, found in keys.items():
        yield from _wrapped(f"{name:{longest}}   {', '.join(found)}", width, "  ", " " * (longest + 5))


def _open(report: Report, width: int) -> Iterator[str]:
    left = [result for result in report.items if is_due(result, report)]
    following = phrases.stage_after(report)
    until = f"before {following}" if following else "in production"
    if report.findings:
        yield "Some entries in the files are wrong; `readiness check` says where."
    if not left:
        undecided = [
            r for r in report.items if r.status is Status.UNKNOWN and r.due <= report.judged and r.asked
        ]
        if not undecided and not report.findings:
            yield from _wrapped(_next(report), width)
        return
    yield f"Still open {until}:"
    names = [result.item.title for result in left]
    longest = max(map(wide, names))
    for result, name in zip(left, names, strict=True):
        yield from _wrapped(f"{padded(name, longest)}   {_who(result)}", width, "  ", "      ")
    yield from _wrapped("`readiness answer` goes on where you stopped; commit what you saved.", width)


def _who(result: ItemResult) -> str:
    hint = "" if form_of(result.item).leaves else _by_hand(result)
    return f"{phrases.who(result)}{phrases.advice(result)}{hint}"


def _by_hand(result: ItemResult) -> str:
    """What has no key to fill in is done elsewhere."""
    found = result.findings[0] if result.findings else None
    return f": {found.fix or found.message}" if found else ""


def _next(report: Report) -> str:
    following = phrases.stage_after(report)
    if following is None:
        return "Nothing is open. Commit readiness/ and open a pull request."
    told = f"Nothing is open before {following}. Commit readiness/ and open a pull request"
    if report.model == "this model":
        return f"{told}."
    return f"{told}; once it is merged, ask for the promotion in another one that sets `stage: {following}`."


_PLACE = re.compile(r"\(\w{1,30}\.(?:yaml|md) line \d+\)")
_TIED = "\u00a0"
"""A blank at which no line ends."""


def _wrapped(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    lines = textwrap.wrap(
        _PLACE.sub(lambda match: match[0].replace(" ", _TIED), plain(text)),
        width,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return [line.replace(_TIED, " ") for line in lines]


def _flat(text: str) -> str:
    return " ".join(text.split())
