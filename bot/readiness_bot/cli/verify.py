"""Asks the forge about the sign-offs of a model, for the commands that verify. Without a forge there is no evidence, and no failure."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from readiness_bot.cli.errors import CannotDo
from readiness_bot.cli.pull import Ask, nothing_asked
from readiness_bot.evaluate import facts_of
from readiness_bot.evidence.claims import claims
from readiness_bot.evidence.judge import Evidence, assess
from readiness_bot.evidence.lowering import lowering_claims
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.policy import Policy
from readiness_bot.reading.contents import read_contents
from readiness_bot.reading.git import Git
from readiness_bot.reading.revision import place_of
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.settings import settings_of

_REMOTE = re.compile(r"(?:https?://|ssh://|git@)[^/:]+(?::\d+)?[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def on_github(forge_name: str | None) -> bool:
    """Whether the commands that write use GitHub here (`--forge`, or an Action)."""
    inside = os.environ.get("GITHUB_ACTIONS") or os.environ.get("GITHUB_REPOSITORY")
    return forge_name == "github" or (forge_name is None and bool(inside))


def evidence_of(
    directory: Path,
    snapshots: Sequence[Snapshot],
    day: date,
    policy: Policy,
    unmerged: Mapping[str, int] | None = None,
    number: int = 0,
) -> list[Evidence]:
    """What GitHub knows about each state, asked together. Exits with 3 where it does not answer, or has no token.

    `number`: the pull request that is being judged; 0: none is.
    """
    from readiness_bot.forge.github_client import DEFAULT_SERVER, Client, GithubSettings
    from readiness_bot.forge.github_evidence import GithubEvidence

    environment = _environment(directory)
    prefix = snapshots[0].prefix
    git = Git(directory)
    facts = [facts_of(snapshot, day, policy) for snapshot in snapshots]
    alone = number and len(facts) == 1  # a pull request does not say by itself what its tests are
    claimed = [claims(one, {} if alone else settings_of(snapshots[-1]).tests) for one in facts]
    if len(facts) > 1:  # head and base
        claimed[0] += lowering_claims(facts[1], facts[0], number)
    try:
        client = Client(GithubSettings.from_environment(environment))
        server = environment.get("GITHUB_SERVER_URL") or DEFAULT_SERVER
        reader = GithubEvidence(
            client,
            server,
            lambda pairs: read_contents(git, prefix, pairs),
            prefix,
            unmerged or {},
            _tips(git, snapshots),
        )
        records = reader.gather([claim for some in claimed for claim in some], facts[0].parse)
    except ForgeError as error:
        told = str(error).removesuffix(" Nothing was changed.")
        raise CannotDo(
            f"{told} Nothing was changed; run it again, or `--offline` to judge the files alone."
        ) from error
    return [assess(some, records, one.parse) for some, one in zip(claimed, facts, strict=True)]


def wanted(flag: bool | None, states: Sequence[Snapshot]) -> bool:
    """`--verify`, `--offline`, or what the settings of the base (the last state) say."""
    return settings_of(states[-1]).verify if flag is None else flag


def asking(directory: Path, day: date, policy: Policy, number: int = 0, flag: bool | None = True) -> Ask:
    """Asks about a head and, if there is one, its base. `number`: the pull request that would bring what the base has not."""

    def ask(states: Sequence[Snapshot]) -> Sequence[Evidence | None]:
        if not wanted(flag, states):
            return nothing_asked(states)
        head, base = states[0], states[1] if len(states) > 1 else None
        return evidence_of(directory, states, day, policy, unmerged(head, base, number), number=number)

    return ask


def _tips(git: Git, snapshots: Sequence[Snapshot]) -> dict[str, tuple[str, ...]]:
    """A commit of the readiness files → the states in whose history it stands."""
    found: dict[str, tuple[str, ...]] = {}
    for snapshot in snapshots:
        tip = snapshot.revision or git.ask("rev-parse", "--verify", "--quiet", "HEAD") or ""
        for commit in _commits(snapshot):
            found[commit] = (*found.get(commit, ()), tip)
    return found


def _environment(directory: Path) -> dict[str, str]:
    """At a terminal the repository is that of the remote `origin`."""
    environment = dict(os.environ)
    if not environment.get("GITHUB_REPOSITORY") and place_of(directory):
        match = _REMOTE.fullmatch(Git(directory).ask("remote", "get-url", "origin") or "")
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
