"""What is named to a command may be larger than the memory: one sentence, and nothing is read beyond the bound."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commandline import Readiness

CASES = [
    (("check", "--policy", "{}"), {}, 256 * 1024, "Error: The policy is larger than 256 KiB ({}). Nothing was changed."),
    (("ledger", "show", "--file", "{}"), {}, 64 * 1024 * 1024, "Error: The ledger is larger than 64 MiB ({}). Nothing was changed."),
    (("run",), {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": "{}"}, 25 * 1024 * 1024,
     "Error: The event's payload is larger than 25 MiB ({}). Nothing was changed."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "environment", "most", "told"), CASES, ids=["a policy", "a ledger", "a payload"])
def test_a_file_that_never_ends(words: tuple[str, ...], environment: dict[str, str], most: int, told: str, readiness: Readiness, tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing, which takes no room
    ran = readiness(*(word.format(path) for word in words), **{name: value.format(path) for name, value in environment.items()})
    assert (ran.code, ran.out, ran.err) == (3, "", f"{told.format(path)}\n".removeprefix("Error: "))
