"""How much of what the ledger knows a run asks for once more."""

from __future__ import annotations

from enum import Enum


class Again(Enum):
    """Which answers a run asks for although the ledger has them."""

    OLD = "what was asked a week ago"
    OPEN = "that, and what is not verified"
    ALL = "everything"
