"""What a roll-out needs of a forge: many repositories, each seen as it is now, and a pull request in one of
them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from readiness_bot.forge.protocol import ForgeError, NotAllowed
from readiness_bot.forge.scan import Spent
from readiness_bot.text.markup import Markdown
from readiness_bot.text.title import Line


@dataclass(frozen=True, slots=True)
class Said:
    """A comment on a pull request."""

    login: str
    human: bool
    """By a person's account: no App's, and none that is gone."""
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """A pull request from a branch of the bot's, in whatever state."""

    number: int
    url: str
    branch: str
    state: str
    """`open`, `merged` or `closed` (without a merge)."""
    ours: bool
    """The bot's hidden line is in its text, or the bot opened it."""
    ended: datetime | None
    """When it was closed or merged."""
    said: Sequence[Said] = ()
    """The newest comments, oldest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A repository as it is now."""

    name: str
    """`owner/name`, as it is called now."""
    branch: str
    """The default one; empty where the repository is."""
    commit: str = ""
    """Its newest commit."""
    tree: str = ""
    archived: bool = False
    fork: bool = False
    files: Mapping[str, str | None] = field(default_factory=dict)
    """Path → text of those few files that are asked for; None: it is there, and is no text."""
    offered: Sequence[Offered] = ()
    """The pull requests from the bot's branches, oldest first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Files as a pull request, in one commit."""

    repository: str
    branch: str
    base: str
    commit: str
    """The commit of `base` that the files were made for."""
    tree: str
    """That commit's tree."""
    files: Mapping[str, bytes | None]
    """Path → what is to stand there; None: nothing."""
    title: Line
    body: Markdown
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of an offer."""

    number: int
    url: str


class NoWorkflows(NotAllowed):
    """This token may not write workflows; nor may it in any other repository."""


class RefusedHere(ForgeError):
    """This one repository does not take it; others may."""


class Heart(Protocol):
    """When the bot last did something in a repository. Every method may raise ForgeError."""

    @property
    def spent(self) -> Spent:
        """What was asked so far, answered or not."""
        ...

    def recorded(self, names: Sequence[str]) -> Mapping[str, date | None]:
        """The day of the newest commit of each one's ledger; None: it has none, or cannot be seen. One
        request for a hundred."""

    def ran(self, name: str) -> date | None:
        """The day on which the follow-up workflow last ran, whatever started it; None: never. One request."""


class Fleet(Protocol):
    """Every method may raise ForgeError.

    Writes are safe to repeat after an uncertain answer: no duplicate is left.
    """

    def standings(
        self,
        names: Sequence[str],
        branches: Sequence[str],
        paths: Sequence[str],
        own: Mapping[str, Sequence[str]],
    ) -> Mapping[str, Standing | str]:
        """Each of these as it is now, or why it cannot be seen, as a sentence.

        `branches`: the bot's, whose pull requests are told. `paths`: the files that are wanted of each;
        `own`: a name → those that are wanted of this one besides.
        """

    def at_once(self) -> int:
        """How many repositories one request can tell of."""

    def role(self, repository: str, login: str) -> str:
        """What somebody may do there: `admin`, `maintain`, `write`, `triage`, `read` or `none`."""

    def offer(self, offer: Offer) -> Opened:
        """The files on a branch of their own, and a pull request for it; what is there already of an offer
        that ended halfway is gone on with.

        Raises NotAllowed where this token may not do that there, RefusedHere where this repository does not
        take it (its branch holds somebody else's commits, a rule forbids it).
        """

    def spent(self) -> int:
        """Requests so far."""
