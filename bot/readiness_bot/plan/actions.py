"""What there is to do on a forge, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, TypeAlias

from readiness_bot.commands.waiver import Waiver
from readiness_bot.forge.fleet import Offer
from readiness_bot.forge.protocol import Change
from readiness_bot.text.escape import Screen, cut, screen
from readiness_bot.text.links import Links
from readiness_bot.text.marker import Marker
from readiness_bot.text.markup import Markdown
from readiness_bot.text.title import Line


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """Open an issue with its labels, assigned to somebody of whom it is known that it can be."""

    kind: ClassVar[str] = "open-issue"
    item: str
    title: Line
    body: Markdown
    labels: tuple[str, ...] = ()
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateIssue:
    """Write fresh facts between our marks."""

    kind: ClassVar[str] = "update-issue"
    item: str
    number: int
    body: Markdown


@dataclass(frozen=True, slots=True)
class ReopenIssue:
    """The gap is back, or was never closed; the comment says which (empty: none is written)."""

    kind: ClassVar[str] = "reopen-issue"
    item: str
    number: int
    body: Markdown
    comment: Markdown


@dataclass(frozen=True, slots=True)
class CloseIssue:
    """Nothing is left to do; the comment, which comes first, says why (empty: none is written)."""

    kind: ClassVar[str] = "close-issue"
    item: str
    number: int
    body: Markdown
    comment: Markdown
    reason: str
    """`completed`, `not_planned` or `duplicate`."""


@dataclass(frozen=True, slots=True)
class AssignIssue:
    """Somebody else must act now. Nobody is taken off."""

    kind: ClassVar[str] = "assign"
    item: str
    number: int
    assignee: str


@dataclass(frozen=True, slots=True)
class LinkIssue:
    """Make an issue a sub-issue of the overview, where the server has such."""

    kind: ClassVar[str] = "sub-issue"
    item: str
    number: int
    """The overview's."""
    child: int
    """The sub-issue's own id (not its number)."""


@dataclass(frozen=True, slots=True)
class Remind:
    """One comment about what is late, and `body`, which remembers that it was sent."""

    kind: ClassVar[str] = "remind"
    item: str
    number: int
    comment: Markdown
    body: Markdown


@dataclass(frozen=True, slots=True)
class PostComment:
    """The status comment of a pull request."""

    kind: ClassVar[str] = "comment"
    item: str
    number: int
    body: Markdown


@dataclass(frozen=True, slots=True)
class EditComment:
    """The same, in place."""

    kind: ClassVar[str] = "edit-comment"
    item: str
    number: int
    id: int
    body: Markdown


@dataclass(frozen=True, slots=True)
class RemoveComment:
    """Of two comments of the bot's that two runs wrote at once, the second."""

    kind: ClassVar[str] = "remove-comment"
    item: str
    number: int
    id: int


@dataclass(frozen=True, slots=True)
class PostStatus:
    """The verdict on a pull request, on its head's commit."""

    kind: ClassVar[str] = "status"
    item: str
    commit: str
    context: str
    state: str
    """`success`, `pending`, `failure` or `error`."""
    description: Line
    url: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Put this evaluation below the ledger."""

    kind: ClassVar[str] = "record"
    item: str
    """`ledger`."""
    branch: str
    path: str
    line: str
    title: Line


@dataclass(frozen=True, slots=True)
class React:
    """A sign on somebody's comment: seen, and done."""

    kind: ClassVar[str] = "react"
    item: str
    """`command`, as of all that answers one."""
    number: int
    comment: int
    content: str = "+1"


@dataclass(frozen=True, slots=True)
class Reply:
    """One comment below the command, known by its mark."""

    kind: ClassVar[str] = "reply"
    item: str
    number: int
    mark: Marker
    text: Markdown


@dataclass(frozen=True, slots=True)
class Propose:
    """A pull request, and a reply that names it or says what to do instead."""

    kind: ClassVar[str] = "propose"
    item: str
    number: int
    mark: Marker
    change: Change
    waiver: Waiver
    links: Links | None


@dataclass(frozen=True, slots=True)
class Recheck:
    """Look again, at the issues or at the pull request on which the comment stands: a run of its own
    (`runs/answer.py`)."""

    kind: ClassVar[str] = "recheck"
    item: str
    number: int
    accepted: bool = False
    """Somebody accepted, wherever the comment stands: look at the issues, and ask about what is not
    verified."""


@dataclass(frozen=True, slots=True)
class Send:
    """One message to one person, by a webhook whose address no plan knows."""

    kind: ClassVar[str] = "send"
    item: str
    """Whose message it is."""
    to: str
    """`slack` or `teams`."""
    payload: str
    """What that service takes, as JSON."""


@dataclass(frozen=True, slots=True)
class OfferPull:
    """A pull request in another repository, which a roll-out goes to."""

    kind: ClassVar[str] = "open-pull-request"
    item: str
    """`scaffold` or `upgrade`."""
    offer: Offer
    why: str
    """What the repository looks like, or which models stand there."""
    wave: str = ""
    again: str = ""
    """Who asked for it once more, after it was closed."""


Answer: TypeAlias = React | Reply | Propose | Recheck
"""What follows from a command."""

Action: TypeAlias = (
    OpenIssue
    | UpdateIssue
    | ReopenIssue
    | CloseIssue
    | AssignIssue
    | LinkIssue
    | Remind
    | PostComment
    | EditComment
    | RemoveComment
    | PostStatus
    | Record
    | Send
    | OfferPull
    | Answer
)


Writing: TypeAlias = UpdateIssue | ReopenIssue | CloseIssue | Remind
"""What writes an issue's body."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Actions in their order, and what a person should know about them.

    One body, one action: of two that would write the same issue's body one stays, whoever put the plan
    together, since the second would take back what the first has written.
    """

    actions: tuple[Action, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        object.__setattr__(self, "actions", _one_each(self.actions))


def _one_each(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """A change of state stays, and else the last one, which was planned on the text of those before
    (`plan.after`); a reminder that gives way is due in the next run."""
    stays: dict[int, Action] = {}
    for action in actions:
        if isinstance(action, Writing):
            turned = stays.get(action.number)
            if not isinstance(turned, ReopenIssue | CloseIssue) or isinstance(
                action, ReopenIssue | CloseIssue
            ):
                stays[action.number] = action
    return tuple(
        action for action in actions if not isinstance(action, Writing) or stays[action.number] is action
    )


def as_data(plan: Plan) -> dict[str, Any]:
    """`--plan --format json`."""
    return {
        "actions": [{"kind": action.kind, **_fields(action)} for action in plan.actions],
        "notes": list(plan.notes),
    }


def _fields(action: Action) -> dict[str, Any]:
    """A proposal's files are long, and may be no text: the branch shows them."""
    if isinstance(action, OfferPull):
        offer = action.offer
        told = {
            key: getattr(offer, key) for key in ("repository", "branch", "base", "title", "body", "draft")
        }
        more = {"files": sorted(offer.files), "why": action.why, "wave": action.wave, "again": action.again}
        return {"item": action.item, **told, **more}
    if isinstance(action, Propose):
        change = {"branch": action.change.branch, "path": action.change.path, "title": action.change.title}
        return {"item": action.item, "number": action.number, **change, "body": action.change.body}
    return asdict(action)


def as_text(plan: Plan) -> Screen:
    """One line an action."""
    lines = [_line(action) for action in plan.actions] or [
        "Nothing to do: issues and comments are as they should be."
    ]
    return screen((*lines, *plan.notes))


def together(*plans: Plan) -> Plan:
    """Several plans as one, in their order."""
    return Plan(
        tuple(action for plan in plans for action in plan.actions),
        tuple(note for plan in plans for note in plan.notes),
    )


def _line(action: Action) -> str:
    if isinstance(action, Record):
        return f"{action.kind:14}{action.title}, in {action.branch}"
    if isinstance(action, Send):
        return f"{action.kind:14}{action.item}, to {action.to}"
    if isinstance(action, PostStatus):
        told = f"{action.context}: {action.state}, {action.description}"
        return f"{'post status':14}{action.commit[:7]} {told}"
    if isinstance(action, OfferPull):
        return _offered(action)
    if isinstance(action, Answer):
        return f"{action.kind:14}#{action.number} {_more(action)}"
    where = f"#{action.number} " if not isinstance(action, OpenIssue) else ""
    more = action.title if isinstance(action, OpenIssue) else action.item
    verb = {"comment": "write comment", "edit-comment": "edit comment"}.get(
        action.kind, action.kind.replace("-", " ")
    )
    return f"{verb:14}{where}{more}"


def _offered(action: OfferPull) -> str:
    offer, wave = action.offer, f", wave {action.wave}" if action.wave else ""
    kind = f"{'draft' if offer.draft else 'open'} {action.item}"
    again = f", which {action.again} asked for again" if action.again else ""
    count = f"{len(offer.files)} file{'s' * (len(offer.files) != 1)}"
    return f"{kind:16}{offer.repository}: {count}{again}{wave}; {action.why}"


def _more(action: Answer) -> str:
    match action:
        case React():
            return action.content
        case Reply():
            return cut(action.text.partition("\n")[0], 120)
        case Propose():
            return action.change.branch
        case Recheck():
            return ""
