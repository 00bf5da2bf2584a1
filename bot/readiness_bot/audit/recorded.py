"""What the ledger adds to git's history: what only the forge knew, and the states that a force push removed.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from readiness_bot.audit.replay import Replay, Step
from readiness_bot.convention.registry import ITEMS
from readiness_bot.ledger.line import Line
from readiness_bot.ledger.verify import entries_of
from readiness_bot.vocabulary import Proof, Status

FORGE_ONLY = tuple(item.id for item in ITEMS if item.proof is Proof.RECORD)
"""Items of which git says nothing at all."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ledger's lines up to the day of the audit, oldest first."""

    kept: tuple[Line, ...] = ()
    """Of commits that the branch has."""
    lost: tuple[Line, ...] = ()
    """Of commits that it no longer has."""


def recorded(
    ledger: str, commits: frozenset[str], merged: Callable[[], frozenset[str]], today: date
) -> Recorded:
    """What cannot be read is left out; `readiness ledger verify` names it.

    `commits`: those of the branch by first parents; `merged`: all that it has. Whoever merges main into their
    branch, and pushes that as main, puts what was main on the other side.
    """
    lines = [entry.line for entry in entries_of(ledger) if entry.line and entry.line.day <= today]
    if any(line.commit not in commits for line in lines):
        commits = merged()
    return Recorded(
        tuple(line for line in lines if line.commit in commits),
        tuple(line for line in lines if line.commit not in commits),
    )


def completed(played: Replay, found: Recorded) -> Replay:
    """With the ledger's word where git's is that it cannot tell."""
    lines = [line for line in found.kept if line.evidence is not None]
    if not lines:
        return played
    tracks = {item: list(_steps(item, played.tracks[item], lines)) for item in FORGE_ONLY}
    return replace(played, tracks=played.tracks | tracks)


def _steps(item: str, track: list[Step], lines: list[Line]) -> Iterator[Step]:
    """Each step, and those that begin with a line while it lasts."""
    last: tuple[object, ...] | None = None
    for index, step in enumerate(track):
        end = track[index + 1].day if index + 1 < len(track) else date.max
        for begun in _days(item, step, end, lines).values():
            if begun.standing != last:
                yield begun
            last = begun.standing


def _days(item: str, step: Step, end: date, lines: list[Line]) -> Mapping[date, Step]:
    found = {step.day: step}
    if step.status is Status.UNKNOWN:
        for line in lines:
            if line.day < end and item in line.statuses:
                day = max(line.day, step.day)
                found[day] = replace(step, day=day, status=line.statuses[item])
    return dict(sorted(found.items()))


def told(played: Replay, found: Recorded) -> Iterator[str]:
    """A note for each thing that the ledger told."""
    first = next((line for line in found.kept if line.evidence is not None), None)
    if first and any(
        step.status is not Status.UNKNOWN for item in FORGE_ONLY for step in played.tracks[item]
    ):
        yield (
            f"From {first.day} on, {', '.join(FORGE_ONLY)} is what the ledger recorded of GitHub's answers;"
            " before that, it is not known."
        )
    if found.lost:
        days = sorted(line.day for line in found.lost)
        one = len(days) == 1
        when = f"of {days[0]}" if days[0] == days[-1] else f"from {days[0]} to {days[-1]}"
        yield (
            f"The branch was rewritten: the ledger has {len(days)} {'state' if one else 'states'} {when} that"
            f" git's history no longer has. {'It is' if one else 'They are'} not in these figures; `readiness"
            f" ledger show` shows {'it' if one else 'them'}."
        )
