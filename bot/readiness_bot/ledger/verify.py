"""Whether a ledger agrees with itself and with what git holds: each line that does not, with what is wrong
and what to do. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from readiness_bot import __version__
from readiness_bot.judging.report import Report
from readiness_bot.ledger.line import Line, WrongLine, from_json, shown
from readiness_bot.text.words import first_of
from readiness_bot.vocabulary import Status

SLACK = timedelta(hours=1)
"""So far may two runs that wrote at once have begun apart."""
_MOST = 3
"""So many items are named in a sentence."""
_WHO = "`git log -p` on the ledger's branch says who wrote it, and when"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line where it stands, from 1; `line` is None where it cannot be read, and `why` says why."""

    number: int
    line: Line | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that disagrees, and how."""

    number: int
    message: str
    fix: str


def entries_of(text: str) -> tuple[Entry, ...]:
    return tuple(_entry(number, line) for number, line in enumerate(lines_of(text), 1))


def lines_of(text: str) -> list[str]:
    """An empty line is none."""
    return [line for line in text.split("\n") if line.strip()]


def _entry(number: int, text: str) -> Entry:
    try:
        return Entry(number, from_json(text))
    except WrongLine as error:
        return Entry(number, None, str(error))


def rewritten(commit: str, before: bytes, after: bytes) -> Iterator[Fault]:
    """What a commit of the branch did to the text: what was written once must stand in its place for ever."""
    if after.startswith(before) and before.endswith(
        b"\n"
    ):  # nearly always, and there may be thousands of lines
        return
    now = lines_of(after.decode("utf-8", "replace"))
    for number, old in enumerate(lines_of(before.decode("utf-8", "replace")), 1):
        if number > len(now) or now[number - 1] != old:
            did = "removed" if number > len(now) else "changed"
            yield Fault(
                number,
                f"it was {did} in {commit[:7]} of the ledger's branch, but lines may only be added",
                f"`git show -m {commit[:7]}` says by whom; a ruleset protects the branch (docs/evidence.md)",
            )


def unordered(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Lines that cannot be read, and those that are older than the line above them: one of the two has a
    wrong time."""
    above: datetime | None = None
    for entry in entries:
        if entry.line is None:
            yield Fault(entry.number, f"it is not an evaluation: {entry.why}", _WHO)
            continue
        time = entry.line.time
        if above and above - time > SLACK:
            yield Fault(
                entry.number, f"it is dated {_when(time)}, but the line above it {_when(above)}", _WHO
            )
        above = time


def _when(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def not_here(number: int, line: Line, tree_is_here: bool) -> Fault:
    """Git does not have the commit."""
    still = ", though it still has the files that were evaluated" if tree_is_here else ""
    return Fault(
        number,
        f"this clone has no commit {line.commit[:7]}{still}",
        "the branch was rewritten after that (a force push), or not all of it was fetched; `git fetch --all`"
        " fetches the rest",
    )


def unknown_policy(number: int, line: Line) -> Fault:
    """No line up to this one says what its policy was, or this version cannot read it."""
    called = f"{line.policy.name} policy v{line.policy.version}"
    return Fault(number, f"it was judged by {called}, and no line above says what that asked for", _WHO)


def left_behind(number: int, line: Line) -> Fault:
    """Git has the commit, and the branch does not."""
    return Fault(
        number,
        f"{line.commit[:7]} is not in the history of what is checked out",
        "the branch was rewritten after that (a force push), or another branch is checked out",
    )


def disagreeing(
    number: int, line: Line, tree: str | None, report: Report, claims: Collection[str]
) -> Iterator[Fault]:
    """`tree`, `report`, `claims`: what that commit holds, judged as of that day with the evidence of the
    line; hashes of claims."""
    by = "" if line.version == __version__ else f" (written by {line.version}, read by {__version__})"
    if tree != line.tree:
        yield Fault(
            number, f"{line.commit[:7]} holds another readiness/ than the one that was evaluated", _WHO
        )
    strange = list(dict.fromkeys(row.item for row in line.evidence or () if row.claim not in claims))
    if strange:
        message = (
            f"its evidence for {first_of(strange, _MOST, rest=', and {} more')} is about a text that"
            f" {line.commit[:7]} does not hold"
        )
        yield Fault(number, message + by, _WHO)
    told = [*_facts(line, report), *_statuses(line, report)]
    if told:
        yield Fault(
            number,
            first_of(told, _MOST, "; ", "; and {} more") + by,
            f"`git show {line.commit[:7]}` shows what was evaluated; {_WHO}",
        )


def _facts(line: Line, report: Report) -> Iterator[str]:
    for what, said, found in (
        ("the model", line.model, shown(report.model)),
        ("the stage", line.stage, report.stage),
        ("the tier", line.tier, report.tier),
        ("the number of wrong things", line.wrong, len(report.findings)),
    ):
        if said != found:
            yield f"{what} is {said} in the ledger, but {found} by the files"


def _statuses(line: Line, report: Report) -> Iterator[str]:
    now = {result.id: result.status for result in report.items if result.asked}
    for item in dict.fromkeys([*now, *line.statuses]):
        if now.get(item) != line.statuses.get(item):
            yield (
                f"{item} is {_word(line.statuses.get(item))} in the ledger, but {_word(now.get(item))} by the"
                " files"
            )


def _word(status: Status | None) -> str:
    return status.value if status else "not asked for"
