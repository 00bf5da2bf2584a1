"""Asks the forge about the sign-offs of a model, for the commands that verify.

Without a forge there is no evidence, and no failure.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from readiness_bot.convention.settings import Settings, settings_of
from readiness_bot.evidence.answers import Answer
from readiness_bot.evidence.claims import AnyClaim, claims
from readiness_bot.evidence.judge import Evidence, Parse, assess, judge
from readiness_bot.evidence.lowering import lowering_claims
from readiness_bot.evidence.records import Records
from readiness_bot.forge.protocol import Clone, ForgeError
from readiness_bot.judging.evaluate import facts_of
from readiness_bot.ledger.again import Again
from readiness_bot.ledger.memory import not_due
from readiness_bot.ledger.rows import answers_of, hash_of
from readiness_bot.reading.ancestry import Ancestry
from readiness_bot.reading.contents import read_contents
from readiness_bot.reading.git import Git
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.errors import CannotDo
from readiness_bot.runs.forge import make_witness
from readiness_bot.runs.memory import Memory
from readiness_bot.runs.run import Run
from readiness_bot.runs.sides import Ask, nothing_asked

_REMOTE = re.compile(r"(?:https?://|ssh://|git@)[^/:]+(?::\d+)?[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def evidence_of(
    run: Run,
    snapshots: Sequence[Snapshot],
    unmerged: Mapping[str, int] | None = None,
    number: int = 0,
    memory: Memory | None = None,
    again: Again = Again.ALL,
) -> list[Evidence]:
    """What GitHub knows about each state, asked together.

    Exits with 3 where it does not answer, or has no token.

    `number`: the pull request that is being judged; 0: none is. `memory`: the ledger, which has the answers
    that need not be asked for `again`.
    """
    facts = [facts_of(snapshot, run.day, run.policy) for snapshot in snapshots]
    alone = number and len(facts) == 1  # a pull request does not say by itself what its tests are
    claimed = [claims(one, {} if alone else settings_of(snapshots[-1]).tests) for one in facts]
    for base in facts[1:]:  # what the model was there
        claimed[0] += lowering_claims(base, facts[0], number)
    try:
        witness = make_witness(_environment(run))
        if memory:
            memory.trust(witness)
        known = answers_of(not_due(memory.known if memory else None, run.day, again).values())
        to_ask = [claim for some in claimed for claim in some if hash_of(claim) not in known]
        asked = {hash_of(claim) for claim in to_ask}
        records = witness.gather(to_ask, facts[0].parse, _clone(run, snapshots, unmerged or {}))
        memory = memory or Memory(run.place)
        return [
            memory.complete(assess(some, _answers(known, records, one.parse)), asked, witness)
            for some, one in zip(claimed, facts, strict=True)
        ]
    except ForgeError as error:
        told = str(error).removesuffix(" Nothing was changed.")
        raise CannotDo(
            f"{told} Nothing was changed; run it again, or `--offline` to judge the files alone."
        ) from error


def _answers(known: Mapping[str, Answer], records: Records, parse: Parse) -> Callable[[AnyClaim], Answer]:
    return lambda claim: known.get(hash_of(claim)) or judge(claim, records, parse)


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


def wanted(flag: bool | None, states: Sequence[Snapshot], pull: bool = False) -> bool:
    """`--verify`, `--offline`, or what the settings of the base (the last state) say.

    Of a pull request whose base is not here the defaults hold, and never its own settings.
    """
    if flag is not None:
        return flag
    return Settings().verify if pull and len(states) == 1 else settings_of(states[-1]).verify


def asking(run: Run, number: int = 0) -> Ask:
    """Asks about a head and, if there is one, its base, if the run verifies.

    `number`: the pull request that would bring what the base has not.

    What decides is asked; for a pull request that does not concern readiness, what the follow-up was told
    will do.
    """

    def ask(states: Sequence[Snapshot], concerned: bool = True) -> Sequence[Evidence | None]:
        if not wanted(run.verify, states, pull=number > 0):
            return nothing_asked(states)
        head, base = states[0], states[1] if len(states) > 1 else None
        memory, again = (None, Again.ALL) if concerned else (Memory(run.place), Again.OLD)
        brings = unmerged(head, base, number)
        return evidence_of(run, states, brings, number, memory, again)

    return ask


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


def _environment(run: Run) -> dict[str, str]:
    """At a terminal the repository is that of the remote `origin`."""
    environment = dict(os.environ)
    if run.place and not environment.get("GITHUB_REPOSITORY"):
        match = _REMOTE.fullmatch(run.place.git.remote("origin"))
        if match:
            environment["GITHUB_REPOSITORY"] = match[1]
    return environment


def unmerged(head: Snapshot, base: Snapshot | None, number: int) -> dict[str, int]:
    """The commits that a pull request would bring: those of the head's history that the base's has not."""
    if base is None or not number:
        return {}
    return dict.fromkeys(_commits(head) - _commits(base), number)


def _commits(snapshot: Snapshot) -> set[str]:
    return {r.commit for revisions in snapshot.history.revisions.values() for r in revisions}
