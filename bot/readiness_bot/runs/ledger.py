"""The ledger as this clone or a file holds it, and each of its evaluations once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

from readiness_bot.convention.load import Load, load_file
from readiness_bot.convention.settings import settings_of
from readiness_bot.evidence.answers import Unknown
from readiness_bot.evidence.claims import claims
from readiness_bot.evidence.judge import assess
from readiness_bot.judging.evaluate import evaluate, facts_of
from readiness_bot.ledger import verify
from readiness_bot.ledger.branch import MAX_BYTES, steps_of, text_at, tip_of
from readiness_bot.ledger.line import BRANCH, FILE, Line
from readiness_bot.ledger.policies import Policies
from readiness_bot.ledger.rows import answers_of, hash_of
from readiness_bot.ledger.verify import Entry, Fault
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.place import Place
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.bounded import read_at_most
from readiness_bot.runs.errors import CannotDo, told
from readiness_bot.runs.policy import with_plugins
from readiness_bot.runs.run import Run

_NONE = (
    f"There is no ledger here: this clone has no branch {BRANCH}. The bot writes it on GitHub"
    f" (docs/evidence.md), and `git fetch origin {BRANCH}:refs/remotes/origin/{BRANCH}` fetches it; `--file`"
    " reads one from a file."
)


def entries_of(run: Run, file: Path | None) -> tuple[Entry, ...]:
    """The lines of the ledger's branch, or of `file`. Raises CannotDo where there are none."""
    return verify.entries_of(_text(file) if file else _branch(_place(run))[1])


def faults_of(run: Run, file: Path | None) -> tuple[tuple[Entry, ...], list[Fault]]:
    """The lines, and where they disagree with git, by their number."""
    place = _place(run)
    if place.shallow:
        raise CannotDo(
            "This clone is shallow; `git fetch --unshallow` fetches the commits that were evaluated."
        )
    tip, text = ("", _text(file)) if file else _branch(place)
    entries = verify.entries_of(text)
    with told(CannotRead):
        steps = steps_of(place.git, tip, place.prefix + FILE) if tip else ()
        found = [fault for step in steps for fault in verify.rewritten(step.commit, step.before, step.after)]
        found += [*verify.unordered(entries), *_Again.of(run, place).all(entries)]
    return entries, sorted(found, key=lambda fault: fault.number)


def _place(run: Run) -> Place:
    if run.place is None:
        raise CannotDo(f"{run.directory} is not in a git repository, and a ledger is checked against git.")
    return run.place


def _text(file: Path) -> str:
    try:
        text = read_at_most(file, MAX_BYTES, "The ledger").decode("utf-8", "replace")
    except OSError as error:
        raise CannotDo(f"{file} cannot be read: {error.strerror}.") from error
    if not verify.lines_of(text):
        raise CannotDo(f"{file} is empty, so there is no evaluation to look at.")
    return text


def _branch(place: Place) -> tuple[str, str]:
    """The branch's newest commit, and the text there."""
    tip = tip_of(place.git, BRANCH)
    with told(CannotRead):
        text = text_at(place.git, tip, place.prefix + FILE) if tip else ""
    if not tip or not text:
        raise CannotDo(_NONE)
    return tip, text


@dataclass(frozen=True, slots=True)
class _Again:
    """The evaluations, once more."""

    place: Place
    branch: frozenset[str]
    """The commits of what is checked out."""
    read: Callable[[str], Snapshot | None]
    load: Load
    """Remembers: the same few texts stand in the history of every commit."""
    policies: Policies

    @classmethod
    def of(cls, run: Run, place: Place) -> _Again:
        branch = frozenset(place.git.run("rev-list", "HEAD").decode().split())
        return cls(
            place,
            branch,
            lru_cache(1)(run.at),
            cache(load_file),
            Policies(partial(with_plugins, directory=run.directory)),
        )

    def all(self, entries: Iterable[Entry]) -> Iterator[Fault]:
        lines = [(entry.number, entry.line) for entry in entries if entry.line]
        trees = self.place.git.names_of(f"{line.commit}:{self.place.prefix}readiness" for _, line in lines)
        for (number, line), tree in zip(lines, trees, strict=True):
            self.policies.meet(line)
            yield from self._faults(number, line, tree)

    def _faults(self, number: int, line: Line, tree: str | None) -> Iterator[Fault]:
        snapshot = self.read(line.commit)
        if snapshot is None:
            yield verify.not_here(number, line, self._has(line.tree))
            return
        if line.commit not in self.branch:
            yield verify.left_behind(number, line)
        policy = self.policies.of(line)
        if policy is None:
            yield verify.unknown_policy(number, line)
            return
        facts = facts_of(snapshot, line.day, policy, self.load)
        claimed = claims(facts, settings_of(snapshot).tests)
        known = answers_of(line.evidence or ())
        evidence = assess(
            claimed, lambda claim: known.get(hash_of(claim)) or Unknown("the forge was not asked")
        )
        report = evaluate(
            snapshot,
            line.day,
            policy,
            evidence=None if line.evidence is None else evidence,
            load=self.load,
        )
        yield from verify.disagreeing(number, line, tree, report, {hash_of(claim) for claim in claimed})

    def _has(self, tree: str) -> bool:
        return self.place.git.ask("cat-file", "-e", f"{tree}^{{tree}}") is not None
