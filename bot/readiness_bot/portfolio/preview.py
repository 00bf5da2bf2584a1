"""What a change of the policy would do to the fleet, from two scans of the same day. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness_bot.portfolio.row import OpenItem, Row
from readiness_bot.portfolio.scan import Scan
from readiness_bot.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Moved:
    """One item, and the models in which it moves."""

    id: str
    title: str
    role: Role
    models: tuple[str, ...]
    """Their places: `acme/fraud`, `acme/shop/models/basket`."""
    owners: tuple[str, ...]
    """Who would get it, the most often asked first; empty where nobody is named."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Each list is sorted: items by how many models they concern, places by name."""

    before: str
    """`acme policy v3`; empty: the convention alone."""
    after: str
    models: int
    """How many are judged by both."""
    opens: tuple[Moved, ...]
    """What would be asked of people now: blocking, and due."""
    closes: tuple[Moved, ...]
    later: tuple[tuple[str, int], ...]
    """What becomes a gap that is not due yet, or is advice: item → in how many models."""
    unready: tuple[str, ...]
    """Models that would no longer be ready."""
    ready: tuple[str, ...]
    enter: tuple[str, ...]
    """Repositories that would be in, or out, of the policy."""
    leave: tuple[str, ...]
    unreadable: int
    version_forgotten: bool
    """It changes what is asked, and has the version that it had."""

    @property
    def changes(self) -> bool:
        """Whether anybody would notice."""
        return any((self.opens, self.closes, self.later, self.unready, self.ready, self.enter, self.leave))


def preview(before: Scan, after: Scan, *, differs: bool) -> Preview:
    """`differs`: whether the two policies ask for anything else."""
    former, later = _by_place(before.rows), _by_place(after.rows)
    both = [(former[place], later[place]) for place in sorted(former.keys() & later.keys())]
    judged = [(old, new) for old, new in both if old.judged and new.judged]
    return Preview(
        before.head.policy,
        after.head.policy,
        len(judged),
        _moved((new, item) for old, new in judged for item in _new(old, new)),
        _moved((old, item) for old, new in judged for item in _new(new, old)),
        _counted(judged),
        tuple(new.place for old, new in judged if old.ready and not new.ready),
        tuple(new.place for old, new in judged if new.ready and not old.ready),
        tuple(new.place for old, new in both if old.left_out and not new.left_out),
        tuple(new.place for old, new in both if new.left_out and not old.left_out),
        sum(1 for _, new in both if new.error is not None),
        differs and before.head.policy == after.head.policy and bool(after.head.policy),
    )


def _by_place(rows: Iterable[Row]) -> Mapping[str, Row]:
    return {row.place: row for row in rows}


def _new(old: Row, new: Row) -> Iterator[OpenItem]:
    there = {item.id for item in old.open}
    return (item for item in new.open if item.id not in there)


def _moved(found: Iterable[tuple[Row, OpenItem]]) -> tuple[Moved, ...]:
    by_id: dict[str, list[tuple[Row, OpenItem]]] = {}
    for row, item in found:
        by_id.setdefault(item.id, []).append((row, item))
    every = [
        Moved(
            id_,
            some[0][1].title,
            some[0][1].role,
            tuple(row.place for row, _ in some),
            tuple(name for name, _ in Counter(item.owner for _, item in some if item.owner).most_common()),
        )
        for id_, some in by_id.items()
    ]
    return tuple(sorted(every, key=lambda moved: (-len(moved.models), moved.id)))


def _counted(judged: Sequence[tuple[Row, Row]]) -> tuple[tuple[str, int], ...]:
    count: Counter[str] = Counter()
    for old, new in judged:
        count.update(set(new.gaps) - set(old.gaps) - {item.id for item in new.open})
    return tuple(sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))
