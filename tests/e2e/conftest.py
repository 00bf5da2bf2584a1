"""The Action as a runner downloads it, and the runner's tools, which it installs once in a run of the tests."""

from __future__ import annotations

import os

import pytest
from tests.e2e.machine import Machine


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """The tool cache is shared with the machines of the other test processes, as by the runners of one machine: the Action is installed there by
    whichever comes first."""
    folder = tmp_path_factory.mktemp("machine")
    whole_run = "PYTEST_XDIST_WORKER" in os.environ  # each process has its own folder, in the run's
    return Machine.set_up(folder, tmp_path_factory.getbasetemp().parent / "tools" if whole_run else folder / "tools")
