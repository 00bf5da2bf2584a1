"""The ledger for people: what each evaluation changed, and which lines git disagrees with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness_bot.ledger.line import Line
from readiness_bot.ledger.verify import Entry, Fault
from readiness_bot.text import words
from readiness_bot.text.escape import Screen, json_text, screen
from readiness_bot.vocabulary import Status


def history(entries: Iterable[Entry]) -> Screen:
    """A paragraph for each line: what it found, and what is new in it."""
    lines: list[str] = []
    before = None
    for entry in entries:
        if entry.line is None:
            lines.append(f"line {entry.number} is not an evaluation: {entry.why}")
            continue
        lines += (_head(entry.line), *(f"  {told}" for told in _news(entry.line, before)))
        before = entry.line
    return screen(lines)


def _head(line: Line) -> str:
    gaps = sum(status is Status.GAP for status in line.statuses.values())
    proven = f", {len(line.verified)} verified" if line.evidence is not None else ", not verified"
    return f"{words.full_day(line.day)}  {line.commit[:7]}  {line.stage}: {words.plural(gaps, 'gap')}{proven}"


def _news(line: Line, before: Line | None) -> Iterator[str]:
    if before is None:
        return
    if before.stage != line.stage:
        yield f"moved from {before.stage} to {line.stage}"
    if before.tier != line.tier:
        yield f"the tier changed from {before.tier} to {line.tier}"
    for status, told in ((Status.GAP, "opened"), (Status.SATISFIED, "closed"), (Status.WAIVED, "waived")):
        items = [
            item for item, now in line.statuses.items() if now is status is not before.statuses.get(item)
        ]
        if items:
            yield f"{told}: {', '.join(items)}"
    for row in line.evidence or ():
        if row.item in line.verified - before.verified:
            yield f"verified: {row.item} ({row.told})"
    for item in sorted(before.verified - line.verified):
        yield f"no longer verified: {item}"


def verdict(entries: Sequence[Entry], faults: Sequence[Fault]) -> Screen:
    """The answer first, then each line that disagrees."""
    lines = [entry.line for entry in entries if entry.line]
    days = list(dict.fromkeys(words.full_day(line.day) for line in lines))
    when = f", {days[0]}{f' to {days[-1]}' if len(days) > 1 else ''}" if days else ""
    wrong = len({fault.number for fault in faults})
    agree = "it agrees" if len(entries) == 1 else "all agree"
    answer = words.plural(wrong, "disagrees", "disagree") if wrong else f"{agree} with what git holds"
    by_number = {entry.number: entry.line for entry in entries}
    told = [f"{words.plural(len(entries), 'line')}{when}: {answer}."]
    for fault in faults:
        line = by_number.get(fault.number)
        where = f" ({words.full_day(line.day)}, {line.commit[:7]})" if line else ""
        told += [f"line {fault.number}{where}: {fault.message}", f"    {fault.fix}"]
    return screen(told)


def verdict_json(entries: Sequence[Entry], faults: Sequence[Fault]) -> str:
    found = [{"line": fault.number, "message": fault.message, "fix": fault.fix} for fault in faults]
    return json_text({"schema": 1, "lines": len(entries), "faults": found})
