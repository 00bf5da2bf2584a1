"""What the workflows' jobs may do, against what `init` gives them; what the repository lets Actions do. Pure.

A job's `permissions:` replace the workflow's; what is not named there is not given:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness_bot.convention.settings import Settings
from readiness_bot.doctor.callers import Caller
from readiness_bot.doctor.calls import FIRST, FOLLOW_UP
from readiness_bot.doctor.facts import Facts, Unseen
from readiness_bot.doctor.point import Point, Subject
from readiness_bot.doctor.shipped import Written
from readiness_bot.reading.document import Document, Unreadable
from readiness_bot.reading.yaml import parse
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
        missing += [(job, right) for right in wanted.values() if not _has(given, right, settings)]
        levels = {name: wanted[name].level if name in wanted else "none" for name in given}
        more += [f"`{name}: {level}`" for name, level in given.items() if _rank(level) > _rank(levels[name])]
    if missing:
        job, right = missing[0]
        others = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        return about.wrong(
            f"the job `{job}` lacks {right}{others}",
            f"Write `{right.name}: {right.level}` below its `permissions:`." + _without(right),
            at=caller.at("jobs", job, "permissions", right.name),
            brief=md("{} lacks the right {}", code(caller.path), code(f"{right.name}: {right.level}")),
        )
    if more:
        return about.fine(
            f"all that it needs, and {', '.join(more[:3])}, which nothing of ours needs",
            "Take out what is too much.",
            at=caller.at("jobs", caller.calls[0].job, "permissions"),
        )
    job = caller.calls[0].job
    told = ", ".join(f"{name}: {level}" for name, level in _given(document, job).items() if level != "none")
    return about.fine(told or "none, and it needs none", at=caller.at("jobs", job, "permissions"))


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
        rights = _given(read, job)
        found[job] = {
            name: _Right(
                name, level, _comment(lines[read.position(("jobs", job, "permissions", name)).line - 1])
            )
            for name, level in rights.items()
        }
    return found


def _comment(line: str) -> str:
    return line.partition(" # ")[2].strip()


def _given(document: Document, job: str) -> dict[str, str]:
    """Right → level of a job."""
    jobs = document.data.get("jobs")
    there = jobs.get(job) if isinstance(jobs, Mapping) else None
    stated = there.get("permissions") if isinstance(there, Mapping) and "permissions" in there else None
    if stated is None:
        stated = document.data.get("permissions")
    if stated in ("read-all", "write-all"):
        return dict.fromkeys(_EVERY, str(stated).removesuffix("-all"))
    return {str(name): str(level) for name, level in stated.items()} if isinstance(stated, Mapping) else {}


_EVERY = ("actions", "checks", "contents", "issues", "pull-requests", "statuses")
"""Those that `read-all` and `write-all` give, as far as they concern us."""


def _token(facts: Facts) -> Iterator[Point]:
    """What the one that looks can see; of a workflow's token GitHub does not say what it may.

    Source: https://docs.github.com/rest/repos/repos#get-a-repository, `permissions`.
    """
    repository = facts.server.repository
    if isinstance(repository, Unseen):
        return
    if repository.administered:
        yield TOKEN.fine(f"administers {repository.name}, so it sees every setting")
    else:
        yield TOKEN.fine(f"reads {repository.name}, and not what only administrators see")


def _actions(facts: Facts) -> Point:
    """https://docs.github.com/rest/actions/permissions#get-github-actions-permissions-for-a-repository"""
    policy = facts.server.actions
    if isinstance(policy, Unseen):
        return ACTIONS.open(policy)
    if not policy.enabled:
        return ACTIONS.wrong(
            "they are switched off in this repository: nothing of the bot runs",
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
        return PROPOSALS.fine(f"{facts.server.writer} opens them, whom this setting does not concern")
    if not may:
        return PROPOSALS.wrong(
            "Actions may not open them, so `/readiness waive` gets as far as a branch",
            f"{_GENERAL} → Workflow permissions: “Allow GitHub Actions to create and approve pull requests”.",
        )
    return PROPOSALS.fine("Actions may open them")
