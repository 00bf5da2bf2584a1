"""What the bot needs of a forge, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from readiness_bot.evidence.claims import AnyClaim
from readiness_bot.evidence.judge import Parse
from readiness_bot.evidence.records import Push, Records
from readiness_bot.forge.setup import ActionsPolicy, Branch, Protection, Repository, Rule, WorkflowState
from readiness_bot.reading.ancestry import Ancestry
from readiness_bot.text.markup import Markdown
from readiness_bot.text.title import Line


class ForgeError(Exception):
    """The forge could not do it. The text is one sentence for people, with what to do next."""


class NotAllowed(ForgeError):
    """This token may not do that."""


class Ruled(NotAllowed):
    """A rule of the repository forbids it, whatever the token may do."""


class Gone(ForgeError):
    """This one issue was deleted or locked; the rest can go on."""


class IssuesDisabled(ForgeError):
    """The repository has its issues switched off."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue that the bot itself opened."""

    number: int
    title: str
    body: str
    open: bool = True
    reason: str | None = None
    """Of a closed one: `completed` or `not_planned`."""
    url: str = ""
    id: int = 0
    """What sub-issues are linked by; not the number."""
    nests: bool = False
    """The server has sub-issues."""
    nested: bool = False
    """It is a sub-issue of some issue."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that the bot itself wrote."""

    id: int
    body: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One file, as somebody asks to have it changed on a branch of its own."""

    branch: str
    """The new branch; its name tells the same request from another one."""
    base: str
    """The branch that it is meant for."""
    path: str
    """From the repository's root."""
    old: bytes
    """What is believed to stand on `base`."""
    new: bytes
    title: Line
    """Of the pull request; the commit's message begins with it."""
    body: Markdown


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change on its branch, and the pull request for it."""

    branch: str
    number: int | None
    """None: the branch is there, and this repository does not let us open a pull request."""
    url: str = ""


def mark_of(body: str) -> str:
    """The hidden first line of a text of ours; empty where it has none."""
    first = body.partition("\n")[0].strip()
    return first if first.startswith("<!--") and first.endswith("-->") else ""


@dataclass(frozen=True, slots=True)
class Pull:
    """An open pull request, as the forge tells it now: an event's payload may be old, or say anything."""

    number: int
    head: str
    """The commit that stands at its head now."""
    branch: str
    """Where it comes from."""
    repository: str
    """Whose branch that is: `owner/name`; empty where the fork is gone."""
    base: str
    """The branch that it is meant for."""
    base_commit: str = ""
    """That branch's commit, as far as this pull request knows it."""
    author: str = ""
    """The login of who opened it; empty where the account is gone."""
    trial: str = ""
    """The forge's trial merge of the head into the base; empty where there is none."""


class State(StrEnum):
    """What a status says: https://docs.github.com/rest/commits/statuses."""

    SUCCESS = "success"
    PENDING = "pending"
    FAILURE = "failure"
    ERROR = "error"


MOST_DESCRIPTION = 140
"""Characters of a status's description; GitHub refuses more."""


@dataclass(frozen=True, slots=True)
class CommitStatus:
    """The verdict on a commit, under a name."""

    context: str
    """`readiness: main`."""
    state: State
    description: Line
    """A sentence, of MOST_DESCRIPTION characters at most."""
    url: str = ""
    """Where more is told."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A status that was posted before."""

    id: int
    state: str
    description: str
    ours: bool = True
    """By the bot as it posts now: nothing else counts for a ruleset that names its App."""

    def says(self, status: CommitStatus) -> bool:
        """Whether posting that would change nothing."""
        said = (self.state, self.description) == (status.state.value, status.description)
        return self.ours and said


@dataclass(frozen=True, slots=True)
class Clone:
    """What a clone knows, so that the forge need not be asked."""

    local: Callable[[Iterable[tuple[str, str]]], Mapping[tuple[str, str], bytes | None]]
    """What it has of (commit, file name)."""
    ancestry: Ancestry
    prefixes: Sequence[str]
    """The model's folder, and the ones that it stood in before."""
    unmerged: Mapping[str, int]
    """Commits of the pull request that is being judged → its number."""
    tips: Mapping[str, tuple[str, ...]]
    """A commit → the states in whose history it stands: where the default branch has one of these, it has the
    commit."""
    head: str
    base: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be known of one model's claims."""

    claims: Sequence[AnyClaim]
    parse: Parse
    clone: Clone


class Witness(Protocol):
    """What a forge recorded of what people did. It only reads. Every method may raise ForgeError."""

    def gather(self, questions: Sequence[Question]) -> Sequence[Records]:
        """All that these need, asked in rounds together; in the same order."""

    def pushes_of_bot(self, branch: str, tip: str) -> Iterator[Push]:
        """The bot's own pushes, newest first: from the one that brought this commit to the last that nobody
        else came between."""

    def doubt_of(self, branch: str, writer: str | None) -> str:
        """Who else could have written what `writer` pushed; empty where nobody could."""


class Setup(Protocol):
    """How a repository is set up.

    It only reads. Every method may raise NotAllowed for what this token may not read, and ForgeError.
    """

    def repository(self) -> Repository:
        """The repository itself."""

    def bases(self, most: int) -> Sequence[str]:
        """The base branches of its open pull requests, each once, `most` of them."""

    def rules(self, branch: str) -> Sequence[Rule]:
        """The rules that are active on a branch, the organisation's too."""

    def branch(self, name: str) -> Branch | None:
        """A branch; None where there is none of that name."""

    def protection(self, branch: str) -> Protection | None:
        """A branch's classic protection; None where it has none."""

    def actions(self) -> ActionsPolicy:
        """Whether Actions run here, and which."""

    def may_propose(self) -> bool:
        """Whether a workflow may open pull requests."""

    def workflow(self, file: str) -> WorkflowState | None:
        """A workflow by its file's name; None where the forge knows none of that name."""

    def last_run(self, file: str, event: str) -> datetime | None:
        """When an event last started that workflow, in UTC; None: never."""

    def app(self, slug: str) -> int | None:
        """An App's id; None where the forge shows none of that name."""


class Uncertain(ForgeError):
    """It was sent, and nobody answered: it may have arrived."""


class Messenger(Protocol):
    """Where messages to people go that are in no forge."""

    def send(self, to: str, payload: str) -> None:
        """One message, once; `to`: whose it is. Raises ForgeError, Uncertain where it may have arrived."""


MOST_PULLS = 1000


class Forge(Protocol):
    """Every method may raise ForgeError.

    Writes are safe to repeat after an uncertain answer: no duplicate is left.
    """

    def own_issues(self) -> Sequence[Issue]:
        """All issues, open and closed, whose author is the bot; never pull requests."""

    def create_issue(
        self, title: str, body: str, labels: Sequence[str], assignees: Sequence[str] = ()
    ) -> Issue:
        """Open an issue.

        The first line of `body` identifies it. `assignees`: who is known to be assignable.
        """

    def edit_issue(
        self, number: int, body: str | None = None, open_: bool | None = None, reason: str | None = None
    ) -> None:
        """Change what is given, in one request."""

    def comment(self, number: int, body: str) -> Comment:
        """Comment on an issue or pull request.

        A hidden first line (`mark_of`) identifies it: where the bot's comment with that line is there
        already, it gets this text, and none is added.
        """

    def own_comments(self, number: int) -> Sequence[Comment]:
        """The bot's comments on an issue or pull request."""

    def edit_comment(self, number: int, id_: int, body: str) -> None:
        """Replace a comment's text."""

    def remove_comment(self, number: int, id_: int) -> None:
        """Take away a comment of the bot's own that stands there twice."""

    def ensure_labels(self, names: Sequence[str]) -> None:
        """Make labels that are not there yet."""

    def assignable(self, login: str) -> bool:
        """Whether that person can be assigned here."""

    def assign(self, number: int, login: str) -> None:
        """Add an assignee who is assignable."""

    def add_sub_issue(self, number: int, child: int) -> None:
        """Make the issue with the id `child` a sub-issue of `number`. Twice is once."""

    def head(self, branch: str) -> str | None:
        """The commit that a branch of the repository is at now; None where the forge keeps no branches."""

    def role(self, login: str) -> str:
        """What somebody may do here: `admin`, `maintain`, `write`, `triage`, `read` or `none`."""

    def react(self, number: int, comment_id: int, content: str) -> None:
        """Leave a reaction (`+1`, `rocket`, …) on somebody's comment; one that is there already is not
        written again."""

    def propose(self, change: Change) -> Proposal:
        """The change on a branch, and a pull request for it; what is there already is not made again.

        Where an open one asks for the same already (the hidden first line of its text, `mark_of`), that one,
        on its own branch.

        Raises NotAllowed where this token may push no branch, ForgeError where the file on `base` is no
        longer `old`.
        """

    def pull(self, number: int) -> Pull | None:
        """A pull request as it is now, open or not; None where there is no such one."""

    def open_pulls(self) -> Sequence[Pull]:
        """Those that are open, the last updated first; MOST_PULLS at most."""

    def statuses(self, commit: str, context: str) -> Sequence[Posted]:
        """What was posted on a commit under this name, by the bot or anybody else, newest first."""

    def post_status(self, commit: str, status: CommitStatus) -> None:
        """Post a verdict. Twice is once: what counts is the newest."""

    def append(self, branch: str, path: str, line: str, title: str) -> bool:
        """Put a line below a file of that branch, in a commit of its own with that title; nobody else's line
        is lost.

        False where what stands there says it already (`ledger.news.adds`), whatever this clone has of the
        branch.

        Raises NotAllowed where this token may push no branch.
        """

    def spent(self) -> int:
        """Requests of this run so far, whoever made them."""

    def recorded(self, branch: str, path: str) -> str | None:
        """The file that `append` writes; None where it is on a branch of the repository itself, which git
        brings."""
