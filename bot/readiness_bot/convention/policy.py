"""What is in force at one model by its organisation's policy; `organisation.py` reads the file. Pure.

The defaults are the convention's: a repository without a policy has exactly these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from readiness_bot.convention.fields import value
from readiness_bot.vocabulary import Tier

if TYPE_CHECKING:
    from readiness_bot.convention.item import Item

LONGEST = 3650
"""Days for which any waiver may hold: beyond, calendars end."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where something is said in a policy's file."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def shown(self) -> str:
        """For the end of a sentence; empty where the policy is known only as the ledger recorded it."""
        return f" ({self})" if self.path else ""


Said: TypeAlias = str | int
"""What a rule says: a word, a number of days, or a reason."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One key that a policy states of one item."""

    item: str
    key: str
    """`severity`, `due`, `evidence`, `expires` or `off`."""
    said: Said
    at: Source | None = field(default=None, compare=False)
    """None: it is known only as it was recorded."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a policy lays over the convention's items. Two of the same text, in the same lines, are the same.

    It is the key of what `registry.py` remembers, so it is compared and hashed by one short text.
    """

    identity: str = ""
    """A hash of what it says, and of where."""
    digest: str = field(default="", compare=False)
    """A hash of what it says: all that decides a judgement, and no place."""
    rules: tuple[Rule, ...] = field(default=(), compare=False)
    items: tuple[Item, ...] = field(default=(), compare=False)
    """Those that the policy adds, in its order."""
    called: str = field(default="", compare=False)
    """`acme policy v3`."""


PLAIN = Overlay()
"""The convention as it is."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a model is judged by; see docs/policy.md. A field's metadata are the rules of its key."""

    require_verified: bool = field(
        default=False, metadata=value("flag", "whether an item that could not be verified blocks")
    )
    waiver_days: int = field(
        default=30, metadata=value("number", "how many days a waiver may be valid", min=1, max=LONGEST)
    )
    name: str = ""
    """Empty: none is in force, or a file that sets only the two above."""
    version: int = 0
    tier: Tier | None = None
    """The lowest that a repository may state."""
    overlay: Overlay = PLAIN
    settings: tuple[tuple[str, object], ...] = ()
    """`gate` → the least that a repository may set."""
    labels: tuple[str, ...] = ()
    """On each issue, beside the repository's own."""
    routes: tuple[tuple[str, str], ...] = ()
    """A role, or a file → the login or the team that hears of its items where the files name nobody."""
    reminder_days: tuple[int, ...] = ()
    """Days after the date on which people are reminded; empty: the convention's."""
    plugins: tuple[str, ...] = ()
    """Entry points whose items it adds."""
    sources: Mapping[str, Source] = field(default_factory=dict, compare=False, repr=False)
    """`tier`, `waiver_days` → where the file says it."""
    said: str = field(default="", compare=False, repr=False)
    """All that a named one has in force here, as a policy of one file, in JSON: it can be read again."""
    note: str = field(default="", compare=False)
    """Why this one counts, and not the one that was asked for; empty: it is."""
    unsure: tuple[str, ...] = field(default=(), compare=False)
    """What of the policy could not be told to hold here or not, in sentences."""

    @property
    def called(self) -> str:
        """`acme policy v3`; empty where no named policy is in force."""
        return f"{self.name} policy v{self.version}" if self.name else ""

    def route(self, role: str, file: str) -> str | None:
        """Who hears of an item of this role, in this file, where nobody is named; None: the policy does not
        say."""
        to = dict(self.routes)
        return to.get(role) or to.get(file)

    def at(self, key: str) -> str:
        """` (readiness-policy.yaml:5:7)`, for the end of a sentence; empty where that is not known."""
        return self.sources[key].shown if key in self.sources else ""
