"""Every event has its handler; none is somebody's by chance."""

from __future__ import annotations

from typing import get_args

from readiness_bot.forge.events import Event
from readiness_bot.runs.handlers import HANDLERS


def test_every_event_has_a_handler() -> None:
    assert set(HANDLERS) == set(get_args(Event))
