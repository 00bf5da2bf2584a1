"""Orders to the model that stand in a retrieved document."""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"ignore (?:all |the )?(?:previous|above) |you are now |system prompt|<<|>>|do not tell the user",
    re.IGNORECASE,
)


def without_orders(passages: list[str]) -> list[str]:
    """The passages in which nobody speaks to a machine; what is left out is counted by the monitor of injected orders."""
    return [passage for passage in passages if not _ORDER.search(passage)]


def quoted(passages: list[str]) -> str:
    """As numbered data. The fence is longer than any in a passage, so that none can end it."""
    fence = "~" * (
        max((len(run) for passage in passages for run in re.findall("~+", passage)), default=0) + 3
    )
    return "\n".join(f"[{number}]\n{fence}\n{passage}\n{fence}" for number, passage in enumerate(passages, 1))
