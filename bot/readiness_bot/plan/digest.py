"""The weekly digest: one issue a person, or one message, about all that waits for them. Pure.

At most one notification in a calendar week, whoever runs it how often: an issue's text may change each day,
which notifies nobody; what does (a new issue, a comment, closing, opening again) happens once a week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from readiness_bot.forge.protocol import Issue
from readiness_bot.plan.actions import (
    Action,
    CloseIssue,
    OpenIssue,
    Plan,
    Remind,
    ReopenIssue,
    Send,
    UpdateIssue,
)
from readiness_bot.plan.known import Known
from readiness_bot.portfolio.waiting import Person, Wait, known_as
from readiness_bot.render.portfolio import digest
from readiness_bot.text.marker import Marker, owned, read_marker, saying, wrap
from readiness_bot.text.markup import issue as issue_number
from readiness_bot.text.markup import md
from readiness_bot.text.words import plural

LABEL = "readiness-digest"
MOST = 50
"""People who are told in one run: the next one tells the rest. Teams takes 100 messages an hour from a
webhook (learn.microsoft.com, "Rate limiting for connectors"), GitHub 500 issues and comments."""
_KEY = "digest="
_DAY = "digest@"
_MOST_KNOWN = 400
"""Things of one person that are remembered as told: 8 hex digits each, in the issue's hidden line."""


@dataclass(frozen=True, slots=True)
class Round:
    """One run of the digest."""

    day: date
    complete: bool = True
    """Everything could be read: who has nothing in the scan has nothing."""
    only: frozenset[str] = frozenset()
    """The people that this run is for, as they are known; empty: all."""
    most: int = MOST

    def concerns(self, login: str) -> bool:
        return not self.only or known_as(login) in self.only

    @property
    def week(self) -> str:
        """`2026-W48`: by the calendar, so that a schedule that is late one week tells again the next."""
        return week_of(self.day)


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def known_digests(issues: Sequence[Issue]) -> dict[str, list[Known]]:
    """By whose they are; of two that two runs opened at once, the first stays."""
    found: dict[str, list[Known]] = {}
    for issue in sorted(issues, key=lambda issue: issue.number):
        marker = read_marker(issue.body)
        if marker is not None and marker.key.startswith(_KEY):
            found.setdefault(known_as(marker.key.removeprefix(_KEY)), []).append(Known(issue, marker))
    return found


def to_ask(people: Iterable[Person], issues: Sequence[Issue], this: Round) -> tuple[str, ...]:
    """Logins of whom the forge must say whether an issue can be assigned to them."""
    known = known_digests(issues)
    new = [one for one in people if _is_told(one, this) and known_as(one.login) not in known]
    return tuple(_name(one.login) for one in new[: this.most] if "/" not in one.login)


def _is_told(person: Person, this: Round) -> bool:
    return bool(person.waits) and digest.can_be_called(person.login) and this.concerns(person.login)


def plan_digest(
    people: Sequence[Person], issues: Sequence[Issue], this: Round, assignable: Mapping[str, bool]
) -> Plan:
    """`issues`: the bot's own, open and closed. `assignable`: what the forge said of `to_ask`."""
    known = known_digests(issues)
    told = [one for one in people if _is_told(one, this)]
    quiet: list[Action] = [again for own in known.values() for again in _duplicates(own)]
    loud: list[Action] = []
    for person in told:
        own = known.get(known_as(person.login))
        action = _kept(own[0], person, this) if own else _opened(person, this, assignable)
        if action is not None:
            (quiet if isinstance(action, UpdateIssue) else loud).append(action)
    there = {known_as(one.login) for one in told}
    idle = [own[0] for name, own in known.items() if name not in there and this.concerns(name)]
    done = [action for entry in idle if (action := _idle(entry, this)) is not None] if this.complete else []
    notes = list(_notes(people, loud, this))
    if not this.complete and any(entry.issue.open for entry in idle):
        notes.append("Nothing is closed, since not everything could be read.")
    return Plan((*quiet, *done, *loud[: this.most]), tuple(notes))


def _opened(person: Person, this: Round, assignable: Mapping[str, bool]) -> OpenIssue:
    name = _name(person.login)
    can = "/" not in name and assignable.get(name, False)
    marker = Marker(
        f"{_KEY}{known_as(person.login)}",
        since=this.day.isoformat(),
        unassigned="" if can else name,
        told=_memory(person, this.day),
    )
    text = wrap(marker, digest.body(person, not can))
    return OpenIssue(name, digest.title(person), text, (LABEL,), name if can else None)


def _kept(known: Known, person: Person, this: Round) -> Action | None:
    """Fresh facts each day, news once a week. What people closed, or took over, is theirs."""
    issue, marker, name = known.issue, known.marker, _name(person.login)
    present = owned(issue.body)
    if present is None or (not issue.open and not marker.closed):
        return None
    text = digest.body(person, bool(marker.unassigned))
    fresh = [wait for wait in person.waits if _mark(wait) not in marker.told]
    if not _may_tell(marker, this):
        changed = issue.open and present.strip() != text.strip()
        return UpdateIssue(name, issue.number, known.body(text)) if changed else None
    memory = _memory(person, this.day)
    if not issue.open:
        told = known.told("opened", digest.news(person, person.waits))
        return ReopenIssue(name, issue.number, known.turned(text, closed="", told=memory), told)
    if fresh:
        said = saying(f"digest.{this.week}", "", digest.news(person, fresh))
        return Remind(name, issue.number, said, known.body(text, told=memory))
    if present.strip() == text.strip():
        return None
    # What is gone is forgotten, so that it is news when it comes back.
    last = tuple(mark for mark in marker.told if mark.startswith(_DAY))
    kept = (*last, *(mark for mark in memory if mark in marker.told))
    return UpdateIssue(name, issue.number, known.body(text, told=kept))


def _idle(known: Known, this: Round) -> Action | None:
    """Nothing waits for somebody: said at once, and closed with a sentence when a week has gone by."""
    issue, marker = known.issue, known.marker
    present, name = owned(issue.body), known.name
    if not issue.open or marker.closed or present is None:
        return None
    text = digest.body(Person(name), bool(marker.unassigned))
    if _may_tell(marker, this):
        body = known.turned(text, closed="done", told=(_DAY + this.day.isoformat(),))
        return CloseIssue(name, issue.number, body, known.told("closed", digest.NOTHING), "completed")
    if present.strip() == text.strip():
        return None
    return UpdateIssue(name, issue.number, known.body(text))


def _may_tell(marker: Marker, this: Round) -> bool:
    """Nobody was told in this week. Whoever may edit the issue may have written anything there."""
    days = [mark.removeprefix(_DAY) for mark in marker.told if mark.startswith(_DAY)]
    try:
        return not any(week_of(date.fromisoformat(day)) == this.week for day in days)
    except ValueError:
        return True


def _memory(person: Person, day: date) -> tuple[str, ...]:
    """What the hidden line remembers: when somebody was told, and of what."""
    return (_DAY + day.isoformat(), *(_mark(wait) for wait in person.waits[:_MOST_KNOWN]))


def _mark(wait: Wait) -> str:
    """One thing; once it is late it is another."""
    said = f"{wait.row.name}/{wait.row.folder} {wait.item.id} {wait.item.late}"
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _duplicates(own: Sequence[Known]) -> Iterator[CloseIssue]:
    """Two runs at once opened them both."""
    for entry in own[1:]:
        if entry.issue.open:
            told = entry.told("closed", md("The same as {}.", issue_number(own[0].issue.number)))
            body = entry.turned(closed="duplicate")
            yield CloseIssue(entry.name, entry.issue.number, body, told, "not_planned")


def _notes(people: Iterable[Person], loud: Sequence[Action], this: Round) -> Iterator[str]:
    left = len(loud) - this.most
    if left > 0:
        yield f"{plural(left, 'more person is', 'more people are')} told by the next runs, {this.most} a run."
    nobody = sum(len(one.waits) for one in people if not one.login)
    if nobody and not this.only:
        thing = plural(nobody, "thing waits", "things wait")
        yield f"{thing} for nobody who is named; `readiness fleet waiting --all` lists them."
    odd = sum(bool(one.login) and not digest.can_be_called(one.login) for one in people)
    if odd and not this.only:
        yield f"{plural(odd, 'name is', 'names are')} no login, and got no issue."


def _name(login: str) -> str:
    return login.strip().removeprefix("@")


def plan_messages(
    people: Sequence[Person],
    sent: Mapping[str, date],
    this: Round,
    to: str,
    payload: Callable[[Person], str],
) -> Plan:
    """`sent`: who got a message, and when last."""
    due = [
        one
        for one in people
        if one.login and one.waits and this.concerns(one.login)
        if not (known_as(one.login) in sent and week_of(sent[known_as(one.login)]) == this.week)
    ]
    sends = [Send(_name(one.login), to, payload(one)) for one in due[: this.most]]
    left = len(due) - len(sends)
    note = f"{plural(left, 'more person gets a message', 'more people get messages')} from the next runs."
    return Plan(tuple(sends), (note,) if left else ())
