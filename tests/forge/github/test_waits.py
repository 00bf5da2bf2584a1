"""Waits come out of one budget, and beyond it a run ends at once, in one sentence."""

from __future__ import annotations

import pytest
from urllib3.response import HTTPResponse

from readiness_bot.forge.github.waits import PATIENCE, PatientRetry, asked_wait
from readiness_bot.forge.protocol import ForgeError

NOON = 1_795_176_000.0
"""2026-11-20 12:00 UTC."""


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    naps: list[float] = []
    monkeypatch.setattr("time.sleep", naps.append)
    monkeypatch.setattr("time.time", lambda: NOON)
    PATIENCE.renew()
    return naps


def answer(**headers: str) -> HTTPResponse:
    return HTTPResponse(status=429, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_waits_add_up(slept: list[float]) -> None:
    retry = PatientRetry(total=3)
    for _ in range(4):
        retry.sleep(answer(Retry_After="70"))
    with pytest.raises(ForgeError, match=r"GitHub asks to wait until 12:01 UTC, and a run waits 5 minutes at most\."):
        retry.sleep(answer(Retry_After="70"))
    assert slept == [70.0] * 4


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("3600", ("This token has reached GitHub's rate limit. GitHub asks to wait until 13:00 UTC, and a run waits 5 minutes at most. "
                 "Nothing more was changed; run it again after that.")),
        ("86400", "GitHub asks to wait until 12:00 UTC on 21 Nov 2026, "),
        ("999999999999", "GitHub asks to wait until a day beyond the calendar, "),
    ],
)  # fmt: skip
def test_beyond_the_budget_nothing_is_waited_for(slept: list[float], asked: str, told: str) -> None:
    with pytest.raises(ForgeError) as error:
        PatientRetry(total=3).sleep(answer(Retry_After=asked))
    assert told in str(error.value)
    assert slept == []


@pytest.mark.parametrize("asked", ["soon", "", "-1", "1" * 5000, "²"])
def test_a_header_that_says_nothing_is_passed_over(slept: list[float], asked: str) -> None:
    PatientRetry(total=3).sleep(answer(Retry_After=asked))
    assert slept == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "7"}, 7.0), ({"x-ratelimit-remaining": "0", "X-RateLimit-Reset": str(int(NOON) + 30)}, 31.0), ({}, 60.0), ({"retry-after": "x"}, 60.0)],
)
def test_how_long_a_refusal_asks_to_wait(slept: list[float], headers: dict[str, str], seconds: float) -> None:
    assert asked_wait(headers) == seconds
