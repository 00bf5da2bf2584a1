"""Open items on the page of `check`: who can close each, and for every place that is open what to write
there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from readiness_bot.convention.checks import MISSING, NOT_FILLED_IN, STILL_SAYS
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.render import phrases
from readiness_bot.render.view import View
from readiness_bot.text import words
from readiness_bot.text.escape import wide
from readiness_bot.text.layout import BLANK, Part, Row, Tone, beside, flow, part

_MOST = 6
"""Places of one item that are shown, without `--all`."""
_LONG = 40
"""Items and places together: beyond it a list is folded, file by file."""
_ROOMY = 80
"""Columns from which ids stand in a column of their own."""

Mark = Callable[[ItemResult], str]


def nothing(_: ItemResult) -> str:
    return ""


def items(results: Sequence[ItemResult], report: Report, view: View, mark: Mark = nothing) -> Iterator[Row]:
    """Each open item with its places; a long list file by file, the first item of each as an example."""
    column = max((wide(result.id) for result in results), default=0) if view.width >= _ROOMY else 0
    if view.every or _length(results) <= _LONG:
        for result in results:
            yield from _item(result, report, view, column, mark)
        return
    for path in dict.fromkeys(result.item.path for result in results):
        yield from _file(path, [r for r in results if r.item.path == path], report, view, mark)


def is_long(results: Sequence[ItemResult], view: View) -> bool:
    """Whether `--all` shows more of them."""
    return not view.every and (
        _length(results) > _LONG or any(len(result.findings) > _MOST for result in results)
    )


def _length(results: Iterable[ItemResult]) -> int:
    return sum(1 + len(result.findings) for result in results)


def _file(path: str, results: Sequence[ItemResult], report: Report, view: View, mark: Mark) -> Iterator[Row]:
    yield (Part("  "), part(view.path(path), Tone.PLACE), Part(f"   {words.plural(len(results), 'item')}"))
    first, *rest = results
    yield from _item(first, report, view, 0, mark)
    if rest:
        told = ", ".join(f"{mark(result)}{result.id}" for result in rest)
        yield from flow([Part(f"and {len(rest)} more: {told}")], view.width, 2, 4)
    yield BLANK


def _item(result: ItemResult, report: Report, view: View, column: int, mark: Mark) -> Iterator[Row]:
    late = f" · {words.distance(result.due_date, report.today)}" if result.late and result.due_date else ""
    gap = max(column - wide(result.id), 0) + 2
    told = f"{mark(result)}{result.item.title} · {phrases.who(result)}{phrases.advice(result)}"
    first, *rest = flow(
        [part(told), *([Part(late, Tone.BAD)] if late else [])],
        view.width,
        2 + wide(result.id) + gap,
        2 + column + 2 if column else 4,
    )
    yield (Part("  "), Part(result.id, Tone.TITLE), Part(" " * gap), *first[1:])
    yield from rest
    if not result.findings:
        yield from flow([part(phrases.unproven(result))], view.width, 4)
    yield from places(result.findings if view.every else result.findings[:_MOST], view)
    if len(result.findings) > _MOST and not view.every:
        left = len(result.findings) - _MOST
        more = words.plural(left, "more place", "more places")
        yield from flow(
            [Part(f"and {more}; readiness explain {result.id} has the block to paste", Tone.QUIET)],
            view.width,
            4,
        )


def places(findings: Iterable[Finding], view: View) -> Iterator[Row]:
    """In the file's order; what is wrong there, unless what to write says it too, then what to write."""
    ordered = sorted(findings, key=lambda finding: (finding.path, finding.line, finding.column))
    where = [part(view.place(f.path, f.line, f.column), Tone.PLACE) for f in ordered]
    column = max((wide(place.text) for place in where), default=0)
    for place, finding in zip(where, ordered, strict=True):
        empty = _nothing_yet(finding)
        fix = part(finding.fix.removeprefix(_WRITE) if empty else finding.fix, Tone.NEXT)
        told = [] if empty else [[part(finding.message)]]
        yield from beside(place, [*told, *([[fix]] if fix.text else [])], view.width, 4, column)


_WRITE = "write   "


def _nothing_yet(finding: Finding) -> bool:
    empty = finding.message.endswith((NOT_FILLED_IN, MISSING)) or STILL_SAYS in finding.message
    return empty and finding.fix.startswith((_WRITE, "add   "))
