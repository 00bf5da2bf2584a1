"""The Action as a runner downloads it, and the runner's tools, which it installs once a test process."""

from __future__ import annotations

import pytest
from tests.e2e.machine import Machine


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return Machine.set_up(tmp_path_factory.mktemp("machine"))
