import re

import pytest

from readiness_bot.scaffold.action import ACTION, cron, follow_up, gate, is_action, unpinned


def test_workflows_of_the_default_action() -> None:
    assert gate(ACTION) == "readiness-bot/readiness-bot/.github/workflows/gate.yml@v1"
    assert follow_up(ACTION) == "readiness-bot/readiness-bot/.github/workflows/follow-up.yml@v1"


@pytest.mark.parametrize("text", ["acme/rb@v2", "acme/rb@release/2", "a/b@4be19c7d", ACTION])
def test_an_action(text: str) -> None:
    assert is_action(text)


@pytest.mark.parametrize("text", ["", "v2", "acme/rb", "acme/rb@", "@v1", "a/b/c@v1", "a/b@v1\n", "a/b@$(rm)", "a/b@v1 # x"])
def test_no_action(text: str) -> None:
    assert not is_action(text)


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (ACTION, "   # zizmor: ignore[unpinned-uses] `readiness init --action …@COMMIT` pins it"),
        ("acme/rb@08c6903", "   # zizmor: ignore[unpinned-uses] `readiness init --action …@COMMIT` pins it"),
        ("acme/rb@08c6903cd8c0fde910a37f88322edcfb5dd907a8", ""),
    ],
)
def test_a_caller_says_why_it_is_not_pinned(action: str, told: str) -> None:
    assert unpinned(action) == told


def test_a_repository_has_a_time_of_its_own() -> None:
    assert cron("acme/churn") == cron("acme/churn") == "36 6 * * 1-5"
    times = {cron(f"acme/model-{number}") for number in range(300)}
    assert len(times) > 100
    assert all(re.fullmatch(r"[1-9]\d? [3-6] \* \* 1-5", time) for time in times)
