"""Every request of everything that the bot does, failing in every way: after one clean run all is as if nothing had failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from tests.faults.conftest import Set
from tests.faults.harness import READS, WRITES
from tests.faults.scenes import SCENES
from tests.turns import EVERYTHING

pytestmark = pytest.mark.e2e

ANSWERS = ("comment_new", "comment_edited", "on_verdict", "accept", "recheck", "recheck_pull", "explain", "mistake", "waive", "waive_again")
"""Scenes about one pull request or comment; the others go through all issues."""
_PARTS = 17
"""A scene's faults are several tests, so that none of them takes minutes. The kinds (8 for a read, 15 for a write) come round to each
request by turns, since 17 has no divisor in common with either. A usual run takes one part, `EVERYTHING=1 scripts/test tests/faults` all, in a quarter of an hour."""


def parts(scenes: Iterable[str]) -> list[tuple[str, int]]:
    return [(scene, part) for scene in scenes for part in range(_PARTS if EVERYTHING else 1)]


def tried(world: Set, scene: str, part: int, tally: Callable[..., None]) -> None:
    there = world(scene)
    faults = [(at, kind) for at, method in enumerate(there.requests, 1) for kind in (READS if method == "GET" else WRITES)]
    chosen = faults[part::_PARTS]
    for at, kind in chosen:
        there.disturbed(kind, at)
    tally("faults injected", len(chosen))
    tally("requests at which faults were injected", len({at for at, _ in chosen}))
    tally("duplicates, lost comments or second notifications after a fault", 0)


# Two classes, since xdist gives a class to one process.


@pytest.mark.parametrize(("scene", "part"), parts(scene for scene in SCENES if scene not in ANSWERS))
class TestIssues:
    def test_nothing_is_lost_and_nobody_told_twice(self, world: Set, scene: str, part: int, tally: Callable[..., None]) -> None:
        tried(world, scene, part, tally)


@pytest.mark.parametrize(("scene", "part"), parts(ANSWERS))
class TestAnswers:
    def test_nothing_is_lost_and_nobody_told_twice(self, world: Set, scene: str, part: int, tally: Callable[..., None]) -> None:
        tried(world, scene, part, tally)
