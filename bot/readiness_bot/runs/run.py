"""One run of the bot: where it stands, by which rules and as of which day it judges, what it may do.

Made once, handed down.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.convention.policy import Policy
from readiness_bot.ledger.again import Again
from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.place import Place, place_of
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.worktree import read_worktree, worktree_ahead
from readiness_bot.runs.errors import told
from readiness_bot.runs.forge import make_forge, make_witness

if TYPE_CHECKING:
    from readiness_bot.forge.protocol import Forge, Witness  # what a plain check does not need
    from readiness_bot.plan.actions import Plan


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
    plans: list[Plan] = field(default_factory=list, compare=False)
    """What was planned, for a plan as JSON, which is one document (`runs/publish.py`)."""
    finds: Callable[[Path], Place | None] = place_of
    """How the repository is."""
    asks: Callable[[Place | None], Witness] = make_witness
    """How who recorded what people did is."""

    def at_folder(self, directory: Path, place: Place) -> Run:
        """The same run for another model of the repository, which shares what was opened."""
        return replace(
            self,
            directory=directory,
            finds=lambda _: place,
            opens=lambda *_: self.forge,
            asks=lambda _: self.witness,
        )

    @cached_property
    def place(self) -> Place | None:
        """Where the folder stands in its repository; None: in none. Raises CannotRead."""
        return self.finds(self.directory)

    @cached_property
    def witness(self) -> Witness:
        """Raises ForgeError where there is no token, or no repository."""
        return self.asks(self.place)

    @cached_property
    def commit(self) -> str:
        """The commit that is checked out, or nothing."""
        return (self.place.git.head() or "") if self.place else ""

    @cached_property
    def forge(self) -> Forge:
        """Raises WrongUsage for a word that names none, CannotDo without a token."""
        return self.opens(self.forge_name, self.directory)

    def ahead(self) -> None:
        """Let git begin with what `working` asks. What keeps it from that, `working` tells."""
        with suppress(CannotRead):
            if self.place:
                worktree_ahead(self.place)

    def working(self) -> Snapshot:
        """The model as its folder stands."""
        with told(CannotRead):
            return read_worktree(self.directory, self.place)

    def committed(self) -> Snapshot:
        """What the commit holds that is checked out; without one, the folder as it stands."""
        if not self.commit:
            return self.working()
        from readiness_bot.reading.revision import read_revision  # what a plain check does not need

        with told(CannotRead):
            return read_revision(self.directory, "HEAD", self.place)

    def at(self, revision: str) -> Snapshot | None:
        """What a commit holds; None where it is not in this checkout (a shallow one, a rewritten branch)."""
        from readiness_bot.reading.revision import read_revision  # what a plain check does not need

        try:
            return read_revision(self.directory, revision, self.place)
        except NoSuchRevision:
            return None
