"""One run of the bot: where it stands, by which rules and as of which day it judges, what it may do.

Made once, handed down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.convention.policy import Policy
from readiness_bot.ledger.again import Again
from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.place import Place, place_of
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.runs.errors import told
from readiness_bot.runs.forge import make_forge

if TYPE_CHECKING:
    from readiness_bot.forge.protocol import Forge  # what a plain check does not need


@dataclass(frozen=True)
class Run:
    """Git and the forge are looked at when they are first asked for, and once."""

    directory: Path
    """The model's folder."""
    policy: Policy
    day: date
    forge_name: str | None = None
    """`--forge`; None: what fits the environment."""
    plan_only: bool = False
    format: str = "text"
    """Of what is printed: `text` or `json`."""
    verify: bool | None = False
    """Ask GitHub about the sign-offs first; None: as the settings say."""
    again: Again = Again.OLD
    """Which sign-offs are asked about although the ledger has an answer."""
    opens: Callable[[str | None, Path], Forge] = make_forge
    """How the forge is found."""

    @cached_property
    def place(self) -> Place | None:
        """Where the folder stands in its repository; None: in none. Raises CannotRead."""
        return place_of(self.directory)

    @cached_property
    def commit(self) -> str:
        """The commit that is checked out, or nothing."""
        return (self.place.git.head() or "") if self.place else ""

    @cached_property
    def forge(self) -> Forge:
        """Raises WrongUsage for a word that names none, CannotDo without a token."""
        return self.opens(self.forge_name, self.directory)

    def working(self) -> Snapshot:
        """The model as its folder stands."""
        with told(CannotRead):
            return read_worktree(self.directory, self.place)

    def committed(self) -> Snapshot:
        """What the commit holds that is checked out; without one, the folder as it stands."""
        with told(CannotRead):
            return read_revision(self.directory, "HEAD", self.place) if self.commit else self.working()

    def at(self, revision: str) -> Snapshot | None:
        """What a commit holds; None where it is not in this checkout (a shallow one, a rewritten branch)."""
        try:
            return read_revision(self.directory, revision, self.place)
        except NoSuchRevision:
            return None
