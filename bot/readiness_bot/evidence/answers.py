"""The three answers to a claim, and all answers together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # a plain check asks nobody, and need not know how one asks
    from readiness_bot.evidence.claims import AnyClaim

LOWERED = "lowered:"
"""The key of evidence about a lowering between base and head: `lowered:governance.tier`."""

Basis: TypeAlias = tuple[tuple[str, str | int | tuple[str, ...]], ...]
"""What an answer rests on, for the ledger: `(("pull", 42), ("commit", "abc…"), ("pushed_by",
("ana-ruiz",)))`."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The forge confirms it; `how` is a sentence without a full stop."""

    how: str
    on: Basis = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Refuted:
    """The forge says otherwise: what was found instead, and what to do next."""

    found: str
    fix: str
    gone: bool = field(default=False, compare=False)
    """It is not there, and may have been there once: runs are deleted, issues too, and people leave teams."""
    awaits: str = field(default="", compare=False)
    """The login whose approval of the open pull request is all that is missing."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It could not be looked up, or the forge does not keep it."""

    why: str
    gone: bool = field(default=True, compare=False)
    """It may have been known once. False: there is more than is read, and whoever adds to it could bury what
    speaks against it."""


Answer: TypeAlias = Verified | Refuted | Unknown


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and its answer."""

    claim: AnyClaim
    answer: Answer


Evidence: TypeAlias = Mapping[str, tuple[Judged, ...]]
"""Item (or `waivers.N`) → what was found about each of its claims."""


def is_bot(login: str | None) -> bool:
    """Bots' logins end so; no person's can."""
    return login is not None and login.lower().endswith("[bot]")


def short(commit: str) -> str:
    return commit[:7]
