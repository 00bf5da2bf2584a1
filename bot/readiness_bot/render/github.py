"""`--format github`: workflow commands, which the forge shows on the lines.

It takes ten of each kind a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness_bot.judging.compare import Comparison
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.reading.document import Finding
from readiness_bot.render import phrases
from readiness_bot.render.text import headline, refusal
from readiness_bot.text import words
from readiness_bot.text.escape import Command, command, commands
from readiness_bot.text.links import from_root
from readiness_bot.vocabulary import Status, Timing

MOST = 10


def render(report: Report, verdict: Verdict, change: Comparison | None = None) -> Command:
    """Errors for what blocks, warnings for what is due, one notice with the answer."""
    if report.absent:
        return command("error", phrases.no_folder(report))
    errors = [(finding, finding.rule) for finding in verdict.wrong]
    errors += [(finding, result.item.title) for result in verdict.blocking for finding in _places(result)]
    due = [
        r
        for r in report.items
        if r.timing is Timing.DUE and r.status is Status.GAP and r not in set(verdict.blocking)
    ]
    warnings = [(finding, result.item.title) for result in due for finding in result.findings[:1]]
    lines = [
        *_commands("warning" if verdict.green else "error", errors[:MOST], report.prefix),
        *_commands("notice" if verdict.green and errors else "warning", warnings[: MOST - 1], report.prefix),
    ]
    hidden = max(len(errors) - MOST, 0) + max(len(warnings) - MOST + 1, 0)
    more = f" ({words.plural(hidden, 'more place')} in the job summary)" if hidden else ""
    answer = refusal(verdict) or headline(report)
    lines.append(command("notice", f"{report.model}: {answer}{more}", title="Readiness"))
    return commands(lines)


def _places(result: ItemResult) -> Iterable[Finding]:
    return result.findings or (Finding(result.item.path, 1, 1, result.id, result.reason),)


def _commands(kind: str, entries: list[tuple[Finding, str]], prefix: str) -> Iterator[Command]:
    for finding, title in entries:
        message = finding.message + (f"; {finding.fix}" if finding.fix else "")
        file = from_root(prefix, finding.path)
        yield command(kind, message, file=file, line=finding.line, col=finding.column, title=title)
