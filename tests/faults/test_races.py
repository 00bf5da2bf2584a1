"""Two runs at once: the first is held at each of its requests, before GitHub sees it or before it hears the answer, until the second is through."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.faults.conftest import Set
from tests.faults.harness import Command, World, wait_until
from tests.faults.scenes import ASK, Place
from tests.github.payloads import push
from tests.turns import EVERYTHING

pytestmark = pytest.mark.e2e

COMMENTS = (("/readiness accept", "mei-chen"), ("/readiness explain fallback.drill", "ana-ruiz"))


def race(world: World, other: Command, at: int, kind: str) -> None:
    """`world.command` is held at its request `at`; `other` runs meanwhile."""
    server = world.server
    world.restore()
    server.call("POST", "/__fault", {"at": at, "kind": kind})
    held = world.command.fork(server)
    ended: list[int] = []

    def stands() -> bool:
        if not ended and os.waitpid(held, os.WNOHANG)[0]:
            ended.append(held)
        return bool(ended) or server.call("GET", "/__held")

    wait_until(stands)
    code, out = other.run(server)
    assert code in (0, 1, 3), out
    server.call("POST", "/__release")
    if not ended:
        os.waitpid(held, 0)
    server.heal()
    for command in (world.command, other):  # a clean run of each
        code, out = command.run(server)
        assert code in (0, 1), out


def doubles(shape: Any) -> list[str]:
    """What stands there twice, and should once: by the hidden first line; issues and pull requests among the open ones."""
    found = Counter(mark for kind in ("issues", "pulls") for each in shape[kind] if each["state"] == "open" and (mark := _mark(each["body"])))
    for each in (*shape["issues"], *shape["pulls"]):
        found.update(f"#{each['number']} {mark}" for comment in each["comments"] if (mark := _mark(comment["body"])))
    for what in ("labels", "branches", "reactions"):
        found.update(f"{what}: {name}" for name in shape[what])
    found.update(f"ledger: {line['commit']} {line['day']}" for line in shape["ledger"])
    return [name for name, count in found.items() if count > 1]


def by_turns(steps: Sequence[int], kind: str) -> Sequence[int]:
    """In a usual run every third of the requests is held before GitHub sees it, the next before it hears the answer, and the next not at all;
    `EVERYTHING=1` holds each in both ways."""
    return steps if EVERYTHING else steps[kind == "hold-after" :: 3]


def _mark(body: str | None) -> str:
    """Without what differs from run to run: `item=… dir=…`."""
    first = (body or "").partition("\n")[0]
    return " ".join(first.split()[:4]) if first.startswith("<!-- readiness-bot:v1 ") else ""


@pytest.mark.parametrize("kind", ["hold-before", "hold-after"])
@pytest.mark.parametrize("scene", ["follow", "comment_new", "recheck"])
def test_the_same_twice_at_once_is_as_once(world: Set, scene: str, kind: str, tally: Callable[..., None]) -> None:
    there = world(scene)
    steps = by_turns(range(1, len(there.requests) + 1), kind)
    for at in steps:
        race(there, there.command, at, kind)
        shape = there.look()
        assert doubles(shape) == [], f"{kind} {at}"
        for what in ("labels", "branches", "ledger", "reactions", "parents"):
            assert shape[what] == there.shape[what], f"{kind} {at}: {what}"
        if "/comments" in str(there.told):  # what was looked for before it was sent is told once, but for the moment between look and send
            twice = [text for text in (there.tellings() - there.told).elements() if text.partition(" ")[0].endswith("/comments") and "said=" in text]
            assert not twice or there.requests[at - 1] == "POST" or kind == "hold-after", f"{kind} {at}: {twice}"
    tally("races run", len(steps))


@pytest.mark.parametrize("kind", ["hold-before", "hold-after"])
def test_two_people_who_ask_for_a_waiver_at_once_get_one_pull_request(world: Set, place: Place, kind: str, tally: Callable[..., None]) -> None:
    there = world("waive")
    there.restore()
    other = place.say(1, ASK, "mei-chen", place.models.quiet_gap)
    there.learn()
    steps = by_turns(range(1, len(there.requests) + 1), kind)
    for at in steps:
        race(there, other, at, kind)
        shape = there.look()
        assert [pull["state"] for pull in shape["pulls"]].count("open") == 1, f"{kind} {at}"
        assert len([name for name in shape["branches"] if name.startswith("readiness/waive-")]) == 1, f"{kind} {at}"
        assert doubles(shape) == [], f"{kind} {at}"
    tally("races run", len(steps))


def kept(world: World) -> Any:
    """The issues, without what is said below them."""
    return [{key: value for key, value in issue.items() if key != "comments"} for issue in world.look()["issues"]]


@pytest.mark.parametrize("kind", ["hold-before", "hold-after"])
def test_two_commands_while_the_issues_are_kept_lose_nothing(place: Place, kind: str, tally: Callable[..., None]) -> None:
    """The jobs of the follow-up: a `sync` is held, two comments are answered meanwhile, and of the two that then wait GitHub keeps one."""
    server, models = place.server, place.models
    place.synced(models.gaps)
    pushed = place.event("push", push("0" * 40, place.head(models.later)), models.later, "--only", "issues")
    first, second = (place.say(1, body, author, models.later, "--only", "command") for body, author in COMMENTS)
    waits = second.instead("--only", "issues")
    there = World(server, pushed)
    server.call("POST", "/__save")
    for command in (pushed, first, second, waits):
        code, out = command.run(server)
        assert code == 0, out
    expected = there.look()
    there.restore()
    there.learn()
    steps = by_turns([at for at, method in enumerate(there.requests, 1) if kind == "hold-before" or method != "GET"], kind)
    for at in steps:
        there.restore()
        server.call("POST", "/__fault", {"at": at, "kind": kind})
        held = pushed.fork(server)
        wait_until(lambda: bool(server.call("GET", "/__held")))
        before = kept(there)
        for command in (first, second):
            code, out = command.run(server)
            assert code == 0, out
        assert kept(there) == before, f"{kind} {at}: a command touched an issue"
        server.call("POST", "/__release")
        os.waitpid(held, 0)
        server.heal()
        code, out = waits.run(server)
        assert code == 0, out
        shape = there.look()
        assert doubles(shape) == [], f"{kind} {at}"
        for what in expected:
            assert shape[what] == expected[what], f"{kind} {at}: {what}"
    tally("races run", len(steps))
