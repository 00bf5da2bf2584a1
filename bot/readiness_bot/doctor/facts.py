"""What was seen of a repository's set-up, or why it was not.

Everything in it is somebody's free text: files, branch names, a server's answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypeVar

from readiness_bot.forge.hosts import DEFAULT_SERVER
from readiness_bot.forge.setup import ActionsPolicy, Branch, Protection, Repository, Rule, WorkflowState
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.scaffold.sources import Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that was not looked at, or that this token may not see."""

    why: str
    """A sentence's end: `there is no token to ask GitHub with`."""
    do: str = ""
    """What would tell it, as a sentence."""
    run: str = ""
    """The same as a command."""


Seen: TypeAlias = T | Unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """The default branch as this clone has it."""

    branch: str
    """Its name."""
    revision: str
    """What was read: `origin/main`, or `main` where the clone follows no remote."""
    commit: str
    workflows: Mapping[str, bytes | Refusal] = field(default_factory=dict)
    """Each file of `.github/workflows/`, by its path."""
    elsewhere: frozenset[str] = frozenset()
    """Workflows of the work tree that the default branch does not have."""
    codeowners: Text | None = None
    settings: bytes | Refusal | None = None
    models: tuple[str, ...] = ()
    """The folders of the models, each with a closing slash; empty text for the root."""
    ledger: bool = False
    """This clone has the ledger's branch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The repository as its forge has it."""

    repository: Seen[Repository]
    head: Seen[Branch | None]
    """The default branch there."""
    bases: Seen[tuple[str, ...]]
    """The default branch, and every base of an open pull request, as far as was asked."""
    rules: Mapping[str, Seen[tuple[Rule, ...]]] = field(default_factory=dict)
    """Branch → its rules; the ledger's branch too."""
    branches: Mapping[str, Seen[Branch | None]] = field(default_factory=dict)
    """The same branches."""
    protection: Seen[Protection | None]
    """Of the default branch."""
    actions: Seen[ActionsPolicy]
    may_propose: Seen[bool]
    workflows: Mapping[str, Seen[WorkflowState | None]] = field(default_factory=dict)
    """By the file's path."""
    last_run: Seen[datetime | None]
    """Of the follow-up's schedule."""
    app: Seen[int | None]
    """The id of the App whose token the bot has."""
    url: str = DEFAULT_SERVER
    """Where people look at it."""
    writer: str = "github-actions[bot]"
    """As whom the bot writes; empty where that is an App whose name is told nowhere."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a point may ask."""

    checkout: Checkout
    server: Server
    now: datetime
    """In UTC."""
    templates: Mapping[str, str]
    parts: Mapping[str, str]
    """What `init` writes workflows from: name → text."""
    version: str
    """Of this program."""
    name: str
    """`owner/name` as far as it is known, for commands; `OWNER/NAME` where it is not."""
