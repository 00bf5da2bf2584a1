"""The evaluation of every state of the past, and of every day on which a status changes by itself. Pure.

One pass, oldest commit first. An item is judged when a state changed something that its last judgement looked
at, and on the days that `watch.Today` says; so the work follows what changed, not items times states.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from readiness_bot.audit.course import Standing, standing
from readiness_bot.audit.days import possible_days
from readiness_bot.audit.in_force import InForce
from readiness_bot.audit.moment import Moment, Source
from readiness_bot.audit.watch import Token, changed_keys, looks_different
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import Item
from readiness_bot.convention.outcome import peek
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.registry import ITEMS, items_at
from readiness_bot.judging.evaluate import judge
from readiness_bot.judging.report import ItemResult
from readiness_bot.reading.states import Commit
from readiness_bot.text.calendar import days_after
from readiness_bot.vocabulary import Kind, Role, Severity, Stage, Status, Tier


@dataclass(frozen=True, slots=True)
class Step:
    """How an item stood from a day on."""

    day: date
    status: Status
    severity: Severity | None
    due: Stage
    due_date: date | None
    owner: str | None
    role: Role
    file: str
    """The item's, without its suffix."""
    dated: bool = False
    """Whether the due date is its own, and no stage's: a vendor's, say."""

    @property
    def asked(self) -> bool:
        return self.severity is not None

    @property
    def standing(self) -> tuple[object, ...]:
        """Everything but the day."""
        return self.status, self.severity, self.due, self.due_date, self.owner, self.dated


@dataclass(frozen=True, slots=True)
class Replay:
    """Everything that the figures are made of."""

    adopted: date | None
    adopted_late: bool
    """There were commits before readiness/ came."""
    items: tuple[Item, ...]
    """What the newest state is asked, as its kind is asked it."""
    tracks: dict[str, list[Step]]
    """By item, of every kind; each step differs from the one before it, one a day at most."""
    course: list[Standing]
    baseline: dict[Stage, date]
    """The milestones as they were first merged."""
    commits: int
    states: int
    evaluations: int
    backwards: int
    future: int
    after_today: int
    """Commits that were left out, since they came after the day asked for."""
    head: str
    ends: tuple[date, ...]
    """Days that somebody else has set, a vendor's say, on which something that it needs ends."""
    removed: date | None
    """Since when there is no readiness/ any more."""


@dataclass(slots=True)
class _Player:
    """Moves the moment on, and remembers what each item looked at when it was judged last."""

    moment: Moment
    policies: tuple[tuple[date, Policy], ...] = ()
    """Each with its first day."""
    looked: dict[str, set[Token]] = field(default_factory=dict)
    users: dict[Token, set[str]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    """The readiness files, and every path whose content was asked for."""
    below: dict[Token, set[Token]] = field(default_factory=dict)
    """File and top-level key → what was asked for below it."""
    wakes: dict[str, date] = field(default_factory=dict)
    """On which day each item's answer can change by itself."""
    wake: date = date.max
    """The first of them."""
    tracks: dict[str, list[Step]] = field(init=False)
    course: list[Standing] = field(default_factory=list)
    adopted: date | None = None
    context: tuple[Stage, Tier, Kind] | None = None
    touched: set[Token] = field(default_factory=set)
    states: int = 0
    evaluations: int = 0

    def __post_init__(self) -> None:
        self.read.update(self.moment.names)
        added = (item for _, policy in self.policies for item in policy.overlay.items)
        self.tracks = {item.id: [] for item in (*ITEMS, *self.moment.policy.overlay.items, *added)}

    def apply(self, commit: Commit, day: date) -> bool:
        """Take over a commit; whether something that counts has changed."""
        moment, paths = self.moment, commit.changes[1::2]
        moved = moment.tree.apply(commit.changes)
        self.touched.update(token for path in moved if (token := ("?", path)) in self.users)
        if not self.read.isdisjoint(paths):
            self.touched.update(token for path in paths if (token := ("=", path)) in self.users)
            for path in paths:
                if path in moment.names:
                    self._reread(moment.names[path], commit)
        if self.adopted is None and moment.there:
            self.adopted = day
            return True
        return self.adopted is not None and bool(self.touched)

    def _reread(self, name: str, commit: Commit) -> None:
        before, after = self.moment.reread(name, commit)
        keys = changed_keys(before, after)
        self.touched.add(("@", name))
        if "*" in keys:
            self.touched.update(token for token in self.users if token[0] == name)
            return
        for key in keys:
            asked = self.below.get((name, key), ())
            self.touched.update(token for token in asked if looks_different(before, after, token[1]))

    def turn_until(self, day: date, turns: deque[tuple[date, Policy]]) -> None:
        """Take over the policies that began until a day, oldest first."""
        while turns and turns[0][0] <= day:
            self._turn(*turns.popleft())

    def _turn(self, day: date, policy: Policy) -> None:
        if self.adopted is not None:
            self.wait(day)
        self.moment.turn(policy)
        self.context = None
        if self.adopted is not None:
            self.state(day)

    def state(self, day: date) -> None:
        """Judge what this state changed."""
        self.states += 1
        facts = self.moment.facts(day)
        woken = {id_ for token in self.touched for id_ in self.users.get(token, ())}
        if self.wake <= day:
            woken.update(id_ for id_, wake in self.wakes.items() if wake <= day)
        everything = (facts.stage, facts.tier, facts.kind) != self.context
        self.context = (facts.stage, facts.tier, facts.kind)
        items = items_at(facts.kind, facts.policy.overlay)
        self._drop({*self.wakes} - {item.id for item in items}, day)
        self._judge([item for item in items if everything or item.id in woken], facts, day)
        if not self.course or ("@", "contract.yaml") in self.touched:
            self._stand(day)
        self.touched.clear()

    def _drop(self, ids: Iterable[str], day: date) -> None:
        """What another kind is not asked."""
        for id_ in ids:
            del self.wakes[id_]
            self._index(id_, set())
            last = self.tracks[id_][-1]
            gone = Step(day, Status.NOT_APPLICABLE, None, last.due, None, None, last.role, last.file)
            _add(self.tracks[id_], gone)

    def _stand(self, day: date) -> None:
        now = standing(self.moment.contract, day, self.course[-1] if self.course else None)
        if self.course and self.course[-1].day == day:
            self.course.pop()
        if not self.course or replace(self.course[-1], day=day) != now:
            self.course.append(now)

    def wait(self, until: date) -> None:
        """Judge what changes by itself before a day."""
        while (day := self.wake) < until:
            items = [item for item in self._items() if self.wakes[item.id] == day]
            self._judge(items, self.moment.facts(day), day)

    def _items(self) -> tuple[Item, ...]:
        return items_at(self.moment.kind, self.moment.policy.overlay)

    def _judge(self, items: Iterable[Item], facts: Facts, day: date) -> None:
        seen = self.moment.seen
        for item in items:
            seen.reset()
            result = judge(item, facts, facts.stage)
            self.evaluations += 1
            self.wakes[item.id] = seen.next_day(day)
            self._index(item.id, seen.tokens)
            _note(self.tracks[item.id], day, result)
        self.wake = min(self.wakes.values())

    def _index(self, id_: str, tokens: set[Token]) -> None:
        before = self.looked.get(id_, set())
        if tokens == before:
            return
        for token in before - tokens:
            self.users[token].discard(id_)
        for token in tokens - before:
            self.users.setdefault(token, set()).add(id_)
            if token[0] == "=":
                self.read.add(token[1])
            self.below.setdefault((token[0], token[1].partition(".")[0]), set()).add(token)
        self.looked[id_] = tokens


def _note(track: list[Step], day: date, result: ItemResult) -> None:
    item, due = result.item, (result.due, result.due_date, result.owner)
    file = item.file.rpartition(".")[0]
    _add(track, Step(day, result.status, result.severity, *due, item.role, file, result.dated))


def _add(track: list[Step], step: Step) -> None:
    if track and track[-1].day == step.day:
        track.pop()
    if not track or track[-1].standing != step.standing:
        track.append(step)


def _ends(moment: Moment, today: date) -> tuple[date, ...]:
    facts = moment.facts(today)
    found = (peek(item.ahead, facts) for item in items_at(moment.kind, moment.policy.overlay) if item.ahead)
    return tuple(sorted({day for days in found for day in days or ()}))


def replay(source: Source, today: date, now: date, policy: Policy | InForce | None = None) -> Replay:
    """Up to `today`. `now` is the last day that can have happened: what is dated later is dated wrong."""
    return next(replays(source, (today,), now, policy))


def replays(
    source: Source, days: Sequence[date], now: date, policy: Policy | InForce | None = None
) -> Iterator[Replay]:
    """Up to each of some days, given in their order, in one pass: what was judged up to one day holds for the
    next."""
    when = possible_days([commit.committed for commit in source.commits], max(now, *days))
    in_force = policy if isinstance(policy, InForce) else InForce.always(policy or Policy())
    player = _Player(Moment(source, in_force.at(date.min)), in_force.since)
    turns = deque(in_force.turns(max(days)))
    read, before, head, removed = 0, 0, "", None
    for today in days:
        for commit, day in zip(source.commits[read:], when.days[read:], strict=True):
            if day > today:
                break
            read, head = read + 1, commit.id
            player.turn_until(day, turns)
            player.wait(day)
            if player.apply(commit, day):
                player.state(day)
                removed = None if player.moment.there else removed or day
            before += player.adopted is None
        player.turn_until(today, turns)
        if player.adopted is not None:
            player.wait(days_after(today, 1))
        yield Replay(
            adopted=player.adopted,
            adopted_late=before > 0,
            items=items_at(player.moment.kind, player.moment.policy.overlay),
            tracks={item: list(track) for item, track in player.tracks.items()},
            course=list(player.course),
            baseline=dict(player.moment.past.baseline),
            commits=read,
            states=player.states,
            evaluations=player.evaluations,
            backwards=when.backwards,
            future=when.future,
            after_today=len(source.commits) - read,
            head=head,
            ends=_ends(player.moment, today),
            removed=removed,
        )
