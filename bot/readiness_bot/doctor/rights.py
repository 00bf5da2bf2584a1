"""What the workflows' jobs may do, against what `init` gives them; what the repository lets Actions do. Pure.

A job's `permissions:` replace the workflow's; what is not named there is not given:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
Where a job makes a token of an App's, that step names the rights in the same words (README of
actions/create-github-app-token, "permission-<permission name>").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness_bot.convention.settings import Settings
from readiness_bot.doctor.apps import token_of
from readiness_bot.doctor.callers import Caller
from readiness_bot.doctor.calls import FIRST, FOLLOW_UP
from readiness_bot.doctor.facts import Facts, Unseen
from readiness_bot.doctor.point import Point, Subject
from readiness_bot.doctor.shipped import Written
from readiness_bot.reading.document import Document, KeyPath, Unreadable, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.workflows import PREFIX
from readiness_bot.text.markup import code, md

_LEVELS = ("none", "read", "write")
RIGHTS = {
    FIRST: Subject("rights.first", "first workflow's rights"),
    FOLLOW_UP: Subject("rights.follow-up", "follow-up's rights"),
}
TOKEN = Subject("token", "this token")
ACTIONS = Subject("actions", "Actions")
PROPOSALS = Subject("proposals", "pull requests by Actions")
_GENERAL = "Settings → Actions → General"


@dataclass(frozen=True, slots=True)
class _Right:
    name: str
    level: str
    reason: str
    """The comment behind it in the template."""

    def __str__(self) -> str:
        return f"`{self.name}: {self.level}`" + (f" ({self.reason})" if self.reason else "")


@dataclass(frozen=True, slots=True)
class _Given:
    """What a job may do: by the App's token where it makes one, else by its own."""

    levels: Mapping[str, str]
    """Right → level."""
    at: KeyPath
    """Where they are named."""
    by_app: bool = False

    def key(self, right: str) -> str:
        """How a right is written there."""
        return f"{PREFIX}{right}" if self.by_app else right


def points(facts: Facts, callers: tuple[Caller, ...], settings: Settings) -> Iterator[Point]:
    """One for each workflow whose jobs can be compared, then the repository's settings."""
    for caller in callers:
        if caller.document and caller.calls:
            yield _rights(facts, caller, caller.document, settings)
    yield from _token(facts)
    yield _actions(facts)
    yield _proposals(facts)


def _rights(facts: Facts, caller: Caller, document: Document, settings: Settings) -> Point:
    about = RIGHTS[caller.role]
    ours = Written(facts.templates, facts.parts).expected(caller.role, caller.text, document, caller.calls)
    needed = _needed(ours)
    missing, more = list[tuple[str, _Right]](), list[str]()
    for job in dict.fromkeys(call.job for call in caller.calls):
        given = _given(document, job)
        wanted = needed.get(job) or {right.name: right for each in needed.values() for right in each.values()}
        missing += [(job, right) for right in wanted.values() if not _has(given.levels, right, settings)]
        levels = {name: wanted[name].level if name in wanted else "none" for name in given.levels}
        more += [
            f"`{name}: {level}`" for name, level in given.levels.items() if _rank(level) > _rank(levels[name])
        ]
    if missing:
        job, right = missing[0]
        given = _given(document, job)
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        where = "at the step that makes the App's token" if given.by_app else "below its `permissions:`"
        return about.wrong(
            f"the job `{job}` lacks {right}{others}",
            f"Write `{given.key(right.name)}: {right.level}` {where}." + _without(right),
            at=caller.at(*given.at, given.key(right.name)),
            brief=md("{} lacks the right {}", code(caller.path), code(f"{right.name}: {right.level}")),
        )
    given = _given(document, caller.calls[0].job)
    at = caller.at(*given.at)
    if more:
        told = f"all that it needs, plus {', '.join(more[:3])}, which it does not need"
        return about.fine(told, "Remove what it does not need.", at=at)
    told = ", ".join(f"{name}: {level}" for name, level in given.levels.items() if level != "none")
    return about.fine((told or "none, and it needs none") + (_BY_APP if given.by_app else ""), at=at)


_BY_APP = ", of an App of your own"


def _without(right: _Right) -> str:
    if (right.name, right.level) != ("contents", "write"):
        return ""
    return " Or do without the ledger: `ledger: false` in .github/readiness.yaml."


def _has(given: Mapping[str, str], right: _Right, settings: Settings) -> bool:
    """Without a ledger, reading is enough: nothing is proposed then, and people edit the file themselves."""
    level = given.get(right.name, "none")
    enough = "read" if right.name == "contents" and not settings.ledger else right.level
    return _rank(level) >= _rank(min(enough, right.level, key=_rank))


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else 0


def _needed(text: str) -> dict[str, dict[str, _Right]]:
    """Job → right by name, as a text of `init`'s has them."""
    read = parse("workflow", text.encode("utf-8", "replace"))
    jobs = None if isinstance(read, Unreadable) else read.data.get("jobs")
    if isinstance(read, Unreadable) or not isinstance(jobs, Mapping):
        return {}
    lines = text.splitlines()
    found: dict[str, dict[str, _Right]] = {}
    for job in jobs:
        given = _given(read, job)
        found[job] = {
            name: _Right(name, level, _comment(lines[read.position((*given.at, given.key(name))).line - 1]))
            for name, level in given.levels.items()
        }
    return found


def _comment(line: str) -> str:
    return line.partition(" # ")[2].strip()


def _given(document: Document, job: str) -> _Given:
    if token := token_of(document, job):
        return _Given(token.rights or dict.fromkeys(_EVERY, "write"), token.at, by_app=True)
    jobs = document.data.get("jobs")
    there = jobs.get(job) if isinstance(jobs, Mapping) else None
    stated = there.get("permissions") if isinstance(there, Mapping) and "permissions" in there else None
    if stated is None:
        stated = document.data.get("permissions")
    return _Given(_levels(stated), ("jobs", job, "permissions"))


def _levels(stated: Value) -> dict[str, str]:
    if stated in ("read-all", "write-all"):
        return dict.fromkeys(_EVERY, str(stated).removesuffix("-all"))
    return {str(name): str(level) for name, level in stated.items()} if isinstance(stated, Mapping) else {}


_EVERY = ("actions", "checks", "contents", "issues", "pull-requests", "statuses")
"""Those that `read-all` and `write-all` give, as far as they concern us; and an App's token whose step names
none has all that the App was installed with."""


def _token(facts: Facts) -> Iterator[Point]:
    """What the one that looks can see; of a workflow's token GitHub does not say what it may.

    Source: https://docs.github.com/rest/repos/repos#get-a-repository, `permissions`.
    """
    repository = facts.server.repository
    if isinstance(repository, Unseen):
        return
    if repository.administered:
        yield TOKEN.fine(f"administers {repository.name}, so it can see every setting")
    else:
        yield TOKEN.fine(f"reads {repository.name}, but not what only administrators can see")


def _actions(facts: Facts) -> Point:
    """https://docs.github.com/rest/actions/permissions#get-github-actions-permissions-for-a-repository"""
    policy = facts.server.actions
    if isinstance(policy, Unseen):
        return ACTIONS.open(policy)
    if not policy.enabled:
        return ACTIONS.wrong(
            "they are switched off in this repository, so the bot does not run",
            f"{_GENERAL} → Actions permissions: allow them.",
        )
    return ACTIONS.fine("on" + (", and actions must be pinned to a commit" if policy.pinned else ""))


def _proposals(facts: Facts) -> Point:
    """https://docs.github.com/rest/actions/permissions#get-default-workflow-permissions-for-a-repository:
    one setting lets workflows create and approve pull requests."""
    may = facts.server.may_propose
    if isinstance(may, Unseen):
        return PROPOSALS.open(may)
    if facts.server.writer != "github-actions[bot]":
        who = facts.server.writer or "the App of your own"
        return PROPOSALS.fine(f"{who} opens them, which this setting does not affect")
    if not may:
        return PROPOSALS.wrong(
            "Actions may not open them, so `/readiness waive` gets no further than a branch",
            f"{_GENERAL} → Workflow permissions: “Allow GitHub Actions to create and approve pull requests”.",
        )
    return PROPOSALS.fine("Actions may open them")
