"""What a forge told, as frozen data.

Logins are those of the forge's account objects, never names that git carries.

None stands for an account that is gone. A bot's login ends in `[bot]`. Times are the forge's own, in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """The forge would not tell, or cannot: `why` completes "cannot be told: …"."""

    why: str
    gone: bool = True
    """It may have been told once. False: there is more than is read, and whoever adds to it could bury what
    speaks against them."""


@dataclass(frozen=True, slots=True)
class Review:
    """A submitted review of one pull request."""

    login: str | None
    state: str
    """APPROVED, CHANGES_REQUESTED, DISMISSED or COMMENTED."""
    commit: str
    """What was reviewed; empty where the forge has lost it."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of a pull request, oldest first."""

    id: str
    author: str | None
    """The account that the forge takes for the author. Git lets everybody write any address here: it can only
    count against."""
    committer: str | None


@dataclass(frozen=True, slots=True)
class Push:
    """A branch was moved, by whom; the forge saw it happen, so that it cannot be forged."""

    login: str | None
    before: str
    """Zeros: the branch is new."""
    after: str
    """Zeros: the branch was deleted."""
    at: datetime
    kind: str = "push"
    """GitHub's `activity_type`: push, force_push, branch_creation, branch_deletion, pr_merge,
    merge_queue_merge."""
    branch: str = ""
    """Without `refs/heads/`."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request."""

    number: int
    author: str | None
    base: str
    """The branch that it was made for."""
    merged: datetime | None
    merge_commit: str
    created: datetime
    branch: str
    repository: str
    """Where its branch is: `owner/name`; empty where that fork is gone."""
    commits: tuple[Commit, ...] = ()
    reviews: tuple[Review, ...] = ()
    whole: bool = True
    """All its commits stand here."""
    all_reviews: bool = True
    """All its decisive reviews do: approvals, requests for changes, and what was dismissed."""
    turned: datetime | None = None
    """When it was last turned to another base branch."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue or pull request.

    `edited`: it no longer is what its author wrote, for all we know.
    """

    login: str | None
    body: str
    at: datetime
    edited: bool
    number: int = 0
    waives: tuple[str, date] | None = None
    """The item of a `/readiness waive` on its first line, and until when."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, for drills and alert tests."""

    number: int
    author: str | None
    created: datetime
    commenters: frozenset[str]
    """In small letters."""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """A run of GitHub Actions."""

    id: int
    workflow: str
    """The file: `.github/workflows/integration.yml`."""
    name: str
    conclusion: str
    """`success`, `failure`, …; empty while it runs."""
    head: str
    repository: str
    head_repository: str
    event: str = ""
    """What started it: `push`, `schedule`, `pull_request`, …"""
    created: datetime | None = None
    """When its first attempt was started: to run it again gives no new day."""


@dataclass(frozen=True, slots=True)
class Records:
    """All that was asked and told. What is missing here was not asked: the judge says unknown."""

    repository: str
    """`owner/name`."""
    default_branch: str
    server: str = ""
    folder: str = ""
    """Of the model, where there may be others: `models/churn/`."""
    bots: tuple[str, ...] = ("github-actions[bot]",)
    pulls: Mapping[str, tuple[int, ...] | Refusal] = field(default_factory=dict)
    """A commit of the default branch → the pull requests that the forge links with it."""
    by_number: Mapping[int, Pull | Refusal] = field(default_factory=dict)
    parents: Mapping[str, tuple[str, ...] | Refusal] = field(default_factory=dict)
    """A commit of a pull request → what it was made from."""
    unmerged: Mapping[str, int] = field(default_factory=dict)
    """A commit of the pull request that is being judged → its number."""
    head: str = ""
    """The newest commit that is judged."""
    base: str = ""
    """The commit that the pull request under judgement is compared with."""
    pushes: Mapping[str, tuple[Push, ...] | Refusal] = field(default_factory=dict)
    """`owner/name:branch` → its pushes, newest first."""
    pushes_by: Mapping[str, tuple[Push, ...] | Refusal] = field(default_factory=dict)
    """A login in small letters → what that person pushed to this repository, to whichever branch, newest
    first."""
    inside: Mapping[tuple[str, str], bool | Refusal] = field(default_factory=dict)
    """(a commit, a later one) → whether the first stands in the second's history."""
    meets: Mapping[tuple[str, str], str | Refusal] = field(default_factory=dict)
    """(a commit, a state of the default branch) → the newest of that branch's states up to there which the
    commit's history holds."""
    blobs: Mapping[tuple[str, str], str | Refusal | None] = field(default_factory=dict)
    """(a commit or branch, a path) → git's name for what stands there; None: nothing."""
    landed: Mapping[str, bool | Refusal] = field(default_factory=dict)
    """A commit that no pull request brought → whether the default branch has it."""
    contents: Mapping[tuple[str, str], bytes | Refusal | None] = field(default_factory=dict)
    """(commit, `governance.yaml`) → the file there; None: no such file."""
    commands: Mapping[int, Comment | Refusal] = field(default_factory=dict)
    """The bot's pull request → the comment that made it open that."""
    accepted: tuple[Comment, ...] | Refusal = ()
    """Comments whose first line is `/readiness accept`."""
    accepted_since: datetime | None = None
    """From when on they were read; None: not at all."""
    abouts: Mapping[int, str | Refusal] = field(default_factory=dict)
    """The bot's own issue → its text; empty for what others opened."""
    teams: Mapping[tuple[str, str], bool | Refusal] = field(default_factory=dict)
    """(`acme/ops`, login in small letters) → active member."""
    assignable: Mapping[str, bool | Refusal] = field(default_factory=dict)
    issues: Mapping[int, Issue | Refusal | None] = field(default_factory=dict)
    """None: there is no such issue."""
    runs: Mapping[int, Run | Refusal | None] = field(default_factory=dict)
    commits: Mapping[str, str | Refusal | None] = field(default_factory=dict)
    """A commit's name, perhaps short → its full name; None: there is none."""
