"""How a repository is set up on its forge, as plain data. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Repository:
    """What its own page says of it."""

    name: str
    """`owner/name`."""
    branch: str
    """The default branch."""
    issues: bool
    """Whether issues are switched on."""
    public: bool
    archived: bool = False
    pushed: datetime | None = None
    """When somebody last pushed, in UTC."""
    administered: bool | None = None
    """Whether this token may administer it; None where the forge does not say."""


@dataclass(frozen=True, slots=True)
class RequiredCheck:
    """A status that a branch requires."""

    context: str
    app: int | None = None
    """The only App that counts as its source; None: whoever posts it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An active rule of a branch."""

    kind: str
    """`required_status_checks`, `pull_request`, `deletion`, `non_fast_forward`, `update`, …"""
    checks: tuple[RequiredCheck, ...] = ()
    code_owners: bool = False
    """A pull request needs the approval of a code owner."""
    ruleset: int | None = None
    owner: str = ""
    """Whose ruleset: `acme/churn`, or `acme` for an organisation's."""
    inherited: bool = False
    """The ruleset belongs to the organisation or the enterprise."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch and what anybody who can read it sees of its classic protection."""

    commit: str
    protected: bool = False
    checks: tuple[RequiredCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Protection:
    """Classic branch protection, which only administrators can read."""

    code_owners: bool = False
    deletions: bool = False
    """Deleting the branch is allowed."""
    force_pushes: bool = False


@dataclass(frozen=True, slots=True)
class ActionsPolicy:
    """Whether the repository runs GitHub Actions, and which."""

    enabled: bool
    pinned: bool | None = None
    """Actions must be pinned to a full commit; None where the server does not know this setting."""


@dataclass(frozen=True, slots=True)
class WorkflowState:
    """A workflow as the forge has it."""

    state: str
    """`active`, `disabled_inactivity`, `disabled_manually`, `disabled_fork` or `deleted`."""
