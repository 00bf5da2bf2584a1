"""Asks the forge about the sign-offs of models, all at once.

Without a forge there is no evidence, and no failure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.floors import raised
from readiness_bot.convention.settings import Settings, settings_of
from readiness_bot.evidence.answers import Answer, Evidence
from readiness_bot.evidence.claims import AnyClaim, claims
from readiness_bot.evidence.judge import Parse, assess, judge
from readiness_bot.evidence.lowering import lowering_claims
from readiness_bot.evidence.records import Records
from readiness_bot.forge.protocol import Clone, ForgeError, Question, Witness
from readiness_bot.judging.evaluate import facts_of
from readiness_bot.ledger.again import Again
from readiness_bot.ledger.memory import not_due
from readiness_bot.ledger.rows import answers_of, hash_of
from readiness_bot.reading.ancestry import Ancestry
from readiness_bot.reading.contents import read_contents
from readiness_bot.reading.git import Git
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.errors import CannotDo
from readiness_bot.runs.memory import Memory
from readiness_bot.runs.run import Run


@dataclass(frozen=True, slots=True)
class Asked:
    """One model whose sign-offs are asked about."""

    run: Run
    states: Sequence[Snapshot]
    """Its head first, then what it was at the base."""
    number: int = 0
    """The pull request that would bring what the base has not; 0: none is judged."""
    memory: Memory | None = None
    """The ledger, which has the answers that need not be asked for again."""
    again: Again = Again.ALL


def verified(run: Run, states: Sequence[Snapshot]) -> list[Evidence]:
    """One model's states, all asked about; outside a pull request."""
    return evidence_of([Asked(run, states)])[0]


def evidence_of(asked: Sequence[Asked]) -> list[list[Evidence]]:
    """What GitHub knows about each state of each model, asked together.

    Exits with 3 where it does not answer, or has no token.
    """
    if not asked:
        return []
    try:
        witness = asked[0].run.witness
        each = [_Claimed.of(one, witness) for one in asked]
        records = witness.gather([one.question for one in each])
        return [one.evidence(found, witness) for one, found in zip(each, records, strict=True)]
    except ForgeError as error:
        told = str(error).removesuffix(" Nothing was changed.")
        raise CannotDo(
            f"{told} Nothing was changed; run it again, or `--offline` to judge the files alone."
        ) from error


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What one model claims, and what of it is to be asked."""

    claimed: Sequence[tuple[AnyClaim, ...]]
    facts: Sequence[Facts]
    memory: Memory
    known: Mapping[str, Answer]
    question: Question
    asked: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, asked: Asked, witness: Witness) -> _Claimed:
        run, states, number = asked.run, asked.states, asked.number
        facts = [facts_of(snapshot, run.day, run.policy) for snapshot in states]
        alone = number and len(facts) == 1  # a pull request does not say by itself what its tests are
        claimed = [claims(one, {} if alone else settings_of(states[-1]).tests) for one in facts]
        for base in facts[1:]:  # what the model was there
            claimed[0] += lowering_claims(base, facts[0], number)
        memory = asked.memory
        if memory:
            memory.trust(witness)
        known = answers_of(not_due(memory.known if memory else None, run.day, asked.again).values())
        named = [(hash_of(claim), claim) for some in claimed for claim in some]
        to_ask = [(name, claim) for name, claim in named if name not in known]
        brings = unmerged(states[0], states[1] if len(states) > 1 else None, number)
        question = Question([claim for _, claim in to_ask], facts[0].parse, _clone(run, states, brings))
        names = frozenset(name for name, _ in to_ask)
        return cls(claimed, facts, memory or Memory(run.place), known, question, names)

    def evidence(self, records: Records, witness: Witness) -> list[Evidence]:
        return [
            self.memory.complete(assess(some, _answers(self.known, records, one.parse)), self.asked, witness)
            for some, one in zip(self.claimed, self.facts, strict=True)
        ]


def _answers(known: Mapping[str, Answer], records: Records, parse: Parse) -> Callable[[AnyClaim], Answer]:
    """A claim's hash costs about as much as judging it: none is made where the ledger knows nothing."""
    return lambda claim: (known.get(hash_of(claim)) if known else None) or judge(claim, records, parse)


def _clone(run: Run, snapshots: Sequence[Snapshot], unmerged: Mapping[str, int]) -> Clone:
    place = run.place
    prefixes = tuple(dict.fromkeys((snapshots[0].prefix, *snapshots[0].history.former)))
    return Clone(
        lambda pairs: read_contents(place.git, prefixes, pairs) if place else {},
        Ancestry(place.git if place else None, place is None or place.shallow),
        prefixes,
        unmerged,
        _tips(run, snapshots),
        snapshots[0].revision or run.commit,
        snapshots[1].revision or "" if len(snapshots) > 1 else "",
    )


def wanted(run: Run, states: Sequence[Snapshot], pull: bool = False) -> bool:
    """`--verify`, `--offline`, or what the settings of the base (the last state) say, and the policy.

    Of a pull request whose base is not here the defaults hold, and never its own settings.
    """
    if run.verify is not None:
        return run.verify
    settings = Settings() if pull and len(states) == 1 else settings_of(states[-1])
    return raised(settings, run.policy).verify


def _tips(run: Run, snapshots: Sequence[Snapshot]) -> dict[str, tuple[str, ...]]:
    """A commit of the readiness files → the states in whose history it stands."""
    found: dict[str, tuple[str, ...]] = {}
    for snapshot in snapshots:
        tip = snapshot.revision or run.commit
        built = _built(run.place.git, snapshot, tip) if run.place else ()
        for commit in _commits(snapshot).union(built):
            found[commit] = (*found.get(commit, ()), tip)
    return found


def _built(git: Git, snapshot: Snapshot, tip: str) -> Iterator[str]:
    """The full names of the commits that the files mention, those of this history alone."""
    for word, is_there in snapshot.commits.items():
        full = git.ask("rev-parse", "--verify", "--quiet", f"{word}^{{commit}}") if is_there else None
        if full and tip and git.ask("merge-base", "--is-ancestor", full, tip) is not None:
            yield full


def unmerged(head: Snapshot, base: Snapshot | None, number: int) -> dict[str, int]:
    """The commits that a pull request would bring: those of the head's history that the base's has not."""
    if base is None or not number:
        return {}
    return dict.fromkeys(_commits(head) - _commits(base), number)


def _commits(snapshot: Snapshot) -> set[str]:
    return {r.commit for revisions in snapshot.history.revisions.values() for r in revisions}
