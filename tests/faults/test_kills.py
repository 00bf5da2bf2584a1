"""A run that is killed at any of its requests, before or after GitHub did what it asked: the next run does the rest, and says nothing twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from tests.faults.conftest import Set
from tests.faults.harness import World, fork
from tests.turns import EVERYTHING

pytestmark = pytest.mark.e2e


def killed(world: World, kind: str, at: int) -> None:
    """The signal is the server's own doing, at that very request."""
    world.restore()
    gate, go = os.pipe()
    pid = fork()
    if pid == 0:
        os.read(gate, 1)
        try:
            world.command.run(world.server)
        finally:
            os._exit(0)
    world.server.call("POST", "/__fault", {"at": at, "kind": kind, "pid": pid})
    os.write(go, b"!")
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), f"{kind} {at}: it was not killed"
    assert os.WTERMSIG(status) == signal.SIGKILL
    world.settle(f"{kind} at request {at}")


@pytest.mark.parametrize("scene", ["adopt", "comment_new", "waive"])
def test_a_killed_run_is_finished_by_the_next(world: Set, scene: str, tally: Callable[..., None]) -> None:
    """At every second of its moments in a usual run, at each with `EVERYTHING=1`."""
    there = world(scene)
    faults = [(at, kind) for at, method in enumerate(there.requests, 1) for kind in (["kill-before"] if method == "GET" else ["kill-before", "kill-after"])]
    chosen = faults if EVERYTHING else faults[::2]
    for at, kind in chosen:
        killed(there, kind, at)
    tally("faults injected", len(chosen))
    tally("duplicates, lost comments or second notifications after a fault", 0)
