"""A repository in which everything is in force, and what one change of it makes of a point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from readiness_bot.doctor.examine import examine
from readiness_bot.doctor.facts import Checkout, Facts, Server, Unseen
from readiness_bot.doctor.point import Point
from readiness_bot.forge.setup import ActionsPolicy, Branch, Protection, Repository, RequiredCheck, Rule, WorkflowState
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.scaffold.action import parse_action
from readiness_bot.scaffold.plan import plan_scaffold
from readiness_bot.scaffold.sources import Sources, Text
from readiness_bot.scaffold.templates import parts, templates
from readiness_bot.scaffold.workflows import App, Choice

COMMIT = "3f2c" * 10
FIRST, FOLLOW_UP = ".github/workflows/readiness.yml", ".github/workflows/readiness-follow-up.yml"
ACTION = f"readiness-bot/readiness-bot@{COMMIT}"
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
OWNERS = "* @acme/models\n"
STATUS = RequiredCheck("readiness: main", 15368)
GATE = Rule("required_status_checks", (STATUS,), ruleset=7, owner="acme/churn")
REVIEWS = Rule("pull_request", code_owners=True, ruleset=7, owner="acme/churn")
LEDGER = (Rule("deletion"), Rule("non_fast_forward"))
REFUSED = Unseen("this token may not administer the repository (403)", "Run this as an administrator:", "readiness doctor")
OFFLINE = Unseen("this was run with --offline", "Run it without.")


def workflows(action: str = ACTION, *, runs_on: tuple[str, ...] = (), inline: bool = False, app: App | None = None) -> dict[str, bytes | Refusal]:
    """Both, as `init --action ACTION` writes them."""
    sources = Sources(folder="churn", remote="git@github.com:acme/churn.git", branch="main", in_git=True)
    named = parse_action(action)
    assert named
    choice = Choice(named, runs_on, inline, app)
    files = {file.path: file.content for file in plan_scaffold({}, sources, templates(), parts(), choice).files}
    return {path: files[path].encode() for path in (FIRST, FOLLOW_UP)}


def edited(path: str, old: str, new: str, files: Mapping[str, bytes | Refusal] | None = None) -> dict[str, bytes | Refusal]:
    """Both workflows, with one place of one of them changed."""
    found = dict(files or workflows())
    content = found[path]
    assert isinstance(content, bytes)
    assert content.count(old.encode()) == 1
    found[path] = content.replace(old.encode(), new.encode())
    return found


def place(path: str, words: str) -> str:
    """Where words first stand in what `init` writes: `path:line:column`."""
    content = workflows()[path]
    assert isinstance(content, bytes)
    before, found, _ = content.decode().partition(words)
    assert found
    return f"{path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def checkout(**changes: Any) -> Checkout:
    there = Checkout(
        branch="main", revision="origin/main", commit="a" * 40, workflows=workflows(), codeowners=Text(".github/CODEOWNERS", OWNERS),
        models=("",), ledger=True,
    )  # fmt: skip
    return replace(there, **changes)


def server(**changes: Any) -> Server:
    there = Server(
        repository=Repository("acme/churn", "main", issues=True, public=True, pushed=datetime(2026, 11, 25, tzinfo=UTC), administered=True),
        head=Branch("a" * 40, protected=True),
        bases=("main",),
        rules={"main": (GATE, REVIEWS), "readiness-ledger": LEDGER},
        branches={"main": Branch("a" * 40, protected=True), "readiness-ledger": Branch("b" * 40)},
        protection=Protection(),
        actions=ActionsPolicy(enabled=True, pinned=False),
        may_propose=True,
        workflows={FIRST: WorkflowState("active"), FOLLOW_UP: WorkflowState("active")},
        last_run=datetime(2026, 11, 26, 5, tzinfo=UTC),
        app=15368,
    )
    return replace(there, **changes)


def offline(why: Unseen = OFFLINE) -> Server:
    return server(
        repository=why, head=why, bases=why, rules={"main": why, "readiness-ledger": why}, branches={"main": why, "readiness-ledger": why},
        protection=why, actions=why, may_propose=why, workflows={FIRST: why, FOLLOW_UP: why}, last_run=why, app=why,
    )  # fmt: skip


def scene(here: Checkout | None = None, there: Server | None = None) -> Facts:
    return Facts(here or checkout(), there or server(), NOW, templates(), parts(), "1.0.0", "acme/churn")


def of(facts: Facts, id_: str) -> list[Point]:
    """The points of one subject."""
    return [point for point in examine(facts) if point.id == id_]


def told(facts: Facts, id_: str) -> str:
    """All that the one point of a subject says: where, state, what was found; how to fix it; the overview's words."""
    [point] = of(facts, id_)
    return said(point)


def said(point: Point) -> str:
    where = f"{point.path}:{point.line}:{point.column} " if point.line else f"{point.path} " if point.path else ""
    return "\n".join(filter(None, (f"{where}{point.state}: {point.found}", point.mend, f"({point.brief})" if point.brief else "")))
