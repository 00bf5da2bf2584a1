"""Every request of everything that the bot does, failing in every way: after one clean run all is as if nothing had failed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.faults.conftest import Set
from tests.faults.harness import READS, WRITES
from tests.faults.scenes import SCENES

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_lost_and_nobody_told_twice(world: Set, scene: str, tally: Callable[..., None]) -> None:
    there = world(scene)
    faults = [(at, kind) for at, method in enumerate(there.requests, 1) for kind in (READS if method == "GET" else WRITES)]
    for at, kind in faults:
        there.disturbed(kind, at)
    tally("faults injected", len(faults))
    tally("requests at which faults were injected", len(there.requests))
    tally("duplicates, lost comments or second notifications after a fault", 0)
