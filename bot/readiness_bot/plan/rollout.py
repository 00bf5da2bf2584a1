"""Which repositories a roll-out goes to, in which order, and why each of the others is left. Pure.

What a repository looks like comes from a scan, which may be a week old; how it stands comes from the forge.
In doubt nothing is opened: a branch of the bot's name, or its hidden line, speaks for "was offered already",
whoever's it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from readiness_bot.convention.organisation import Organisation, Out, Subject, named
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.settings import RolloutMode, Settings, parse_settings
from readiness_bot.forge.fleet import Offered, Said, Standing
from readiness_bot.portfolio.row import Row
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.text.escape import plain
from readiness_bot.vocabulary import Tier

MOST = 5
"""Pull requests a run, unless somebody says otherwise: as many as one person can answer questions about."""
WORD = "/readiness"
"""The first word of a comment that asks for a pull request again."""
_MAY_ASK = frozenset({"admin", "maintain", "write"})
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}", re.ASCII)


class What(StrEnum):
    """What a pull request of a roll-out brings."""

    SCAFFOLD = "scaffold"
    UPGRADE = "upgrade"


BRANCHES = {What.SCAFFOLD: "readiness/rollout", What.UPGRADE: "readiness/upgrade"}
"""The bot's branches. A pull request from one of them is how the bot knows, in any later run, that it
asked."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Some repositories that come before others."""

    name: str
    patterns: tuple[str, ...]
    """`acme/fraud-*`, or `fraud-*` in any organisation."""

    def holds(self, repository: str) -> bool:
        return any(named(pattern, repository) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Terms:
    """Whom a roll-out may go to."""

    waves: tuple[Wave, ...] = ()
    """In their order; where there are any, nobody else is asked."""
    organisation: Organisation | None = None
    """Its policy, which may leave repositories out, and fix the lowest tier."""
    only: What | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A repository that may get a pull request."""

    repository: str
    what: What
    why: str
    """What a scan saw: which files look like a model, or which models stand there."""
    wave: str = ""
    tier: Tier | None = None
    """The lowest that the policy lets it state."""
    folders: tuple[str, ...] = ()
    """Where the models stand that it has, each with a closing slash; empty for the root."""


@dataclass(frozen=True, slots=True)
class Left:
    """A repository that gets none."""

    repository: str
    reason: str
    """A phrase: `archived`."""
    more: str = ""
    """What is this one's own: a pull request's address, a sentence of the forge's."""


def candidates(rows: Iterable[Row], terms: Terms) -> tuple[tuple[Candidate, ...], tuple[Left, ...]]:
    """By wave, then by name; one for each repository, however many models it holds."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    found: list[tuple[int, str, Candidate]] = []
    left: list[Left] = []
    for name, some in sorted(by_name.items()):
        one = _candidate(name, some, terms)
        if isinstance(one, Left):
            left.append(one)
        else:
            found.append((_wave(name, terms)[0], name, one))
    return tuple(one for _, _, one in sorted(found, key=lambda each: each[:2])), tuple(left)


def _candidate(name: str, rows: Sequence[Row], terms: Terms) -> Candidate | Left:
    models = [row for row in rows if row.judged]
    what = What.UPGRADE if models else What.SCAFFOLD
    signs = next((row.looks_like for row in rows if row.absent and row.looks_like), "")
    number, wave = _wave(name, terms)
    policy = _policy(name, rows, terms)
    if isinstance(policy, Left):
        return policy
    if number < 0:
        return Left(name, "in no wave of this run")
    if not _NAME.fullmatch(name):
        return Left(name, "its name is no OWNER/NAME; scan clones in a folder of their owner's name")
    if not models and not signs:
        return _nothing(name, rows)
    if terms.only not in (None, what):
        return Left(name, f"this run brings one thing only: {terms.only}")
    folders = tuple(sorted(row.folder for row in models))
    return Candidate(name, what, signs or _models(models), wave, policy.tier, folders)


def _policy(name: str, rows: Sequence[Row], terms: Terms) -> Policy | Left:
    """By the policy of now: the scan may have been made by an older one."""
    if terms.organisation is None:
        out = next((row.left_out for row in rows if row.left_out), "")
        return Left(name, "the policy leaves it out", out) if out else Policy()
    topics = frozenset(topic for row in rows for topic in row.topics) or None
    found = terms.organisation.at(Subject(name, topics))
    return Left(name, "the policy leaves it out", found.reason) if isinstance(found, Out) else found


def _nothing(name: str, rows: Sequence[Row]) -> Left:
    refused = next((row.error for row in rows if row.error), None)
    if refused:
        return Left(name, "the scan could not read it", refused)
    return Left(name, "nothing in it looks like a model")


def _models(rows: Sequence[Row]) -> str:
    return ", ".join(sorted(row.model or row.place for row in rows))


def _wave(name: str, terms: Terms) -> tuple[int, str]:
    """Its place in the order and its name; -1 where it is in none of them."""
    held = ((number, wave.name) for number, wave in enumerate(terms.waves) if wave.holds(name))
    return next(held, (-1, "") if terms.waves else (0, ""))


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody asked for it again after it was closed."""

    login: str
    number: int
    """The pull request on which they did."""


def askers(candidate: Candidate, standing: Standing) -> tuple[str, ...]:
    """Whose role must be known before it can be said whether to ask once more, each once."""
    last = _last(candidate, standing)
    return tuple(dict.fromkeys(said.login for said in _asking(last))) if last and last.state != "open" else ()


def again(candidate: Candidate, standing: Standing, roles: Mapping[str, str]) -> Ask | None:
    """The first who asked for it again and may; `roles`: login → what they may do there."""
    last = _last(candidate, standing)
    if last is None or last.state == "open":
        return None
    who = next((said.login for said in _asking(last) if roles.get(said.login) in _MAY_ASK), None)
    return Ask(who, last.number) if who else None


def refusal(candidate: Candidate, standing: Standing, ask: Ask | None) -> Left | None:
    """Why that repository is left in peace; None where it may be asked."""
    return _as_it_is(candidate.repository, standing) or _answered(candidate, standing, ask)


def _as_it_is(name: str, standing: Standing) -> Left | None:
    if standing.archived:
        return Left(name, "archived")
    if standing.fork:
        return Left(name, "a fork")
    if not standing.branch or not standing.tree:
        return Left(name, "empty")
    if standing.name.lower() != name.lower():
        return Left(name, "it has another name now; scan again", standing.name)
    text = standing.files.get(SETTINGS, "")
    settings = parse_settings(text.encode()) if text else Settings()
    if text is None or not isinstance(settings, Settings):
        return Left(name, f"its {SETTINGS} cannot be read, and it may have opted out there")
    if settings.rollout is RolloutMode.OFF:
        return Left(name, f"it opted out (`rollout: off` in {SETTINGS})")
    return None


def _answered(candidate: Candidate, standing: Standing, ask: Ask | None) -> Left | None:
    """What they said to the last one."""
    last = _last(candidate, standing)
    name, more = candidate.repository, last.url if last else ""
    if last is None:
        return None
    if not last.ours:
        return Left(name, f"somebody's own pull request came from the branch {last.branch}", more)
    if last.state == "open":
        return Left(name, "a pull request is open already", more)
    if ask is not None or (candidate.what is What.UPGRADE and last.state == "merged"):
        return None
    if last.state == "merged":
        return Left(name, "it was merged; scan again, or they took it out", more)
    return Left(name, f"it was closed, which is a no (until somebody comments `{WORD}` there)", more)


def _last(candidate: Candidate, standing: Standing) -> Offered | None:
    """The newest pull request from the branch: an open one, or how they answered."""
    from_it = [one for one in standing.offered if one.branch == BRANCHES[candidate.what]]
    return next((one for one in from_it if one.state == "open"), from_it[-1] if from_it else None)


def _asking(offered: Offered) -> Iterator[Said]:
    """What people said after it was closed: what they said before, the closing answered."""
    ended = offered.ended
    for said in offered.said:
        if said.human and ended is not None and said.at >= ended and _asks(said.body):
            yield said


def _asks(body: str) -> bool:
    first = body.split("\n", 1)[0].split()
    return bool(first) and first[0].lower() == WORD


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a run came, for whoever reads its plan."""

    left: tuple[Left, ...]
    later: tuple[str, ...] = ()
    """Candidates that were not looked at: this run has its number, or its budget is used up."""
    spent: int = 0

    def data(self) -> dict[str, object]:
        """What `--format json` adds to the plan."""
        rows = [
            {"repository": one.repository, "reason": one.reason, **({"more": one.more} if one.more else {})}
            for one in sorted(self.left, key=lambda one: one.repository)
        ]
        return {"left": rows, "later": sorted(self.later), "requests": self.spent}


_NAMED = 8


def left_text(asked: Asked) -> Iterator[str]:
    """Why the others are left, most first; the names where they are few."""
    groups: dict[str, list[Left]] = {}
    for one in asked.left:
        groups.setdefault(one.reason, []).append(one)
    if groups:
        yield ""
        yield f"Left in peace: {len(asked.left):,}"
    for reason, some in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        names = [f"{one.repository} ({one.more})" if one.more else one.repository for one in some]
        shown = ", ".join(sorted(names)[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        yield plain(f"  {len(some):>5,}  {reason}: {shown}")
    if asked.later:
        yield f"For later runs: {len(asked.later):,}"
