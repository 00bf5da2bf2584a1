"""Which policy was in force on which day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from readiness_bot.convention.policy import Policy
from readiness_bot.ledger.line import Line
from readiness_bot.ledger.policies import Policies


@dataclass(frozen=True, slots=True)
class InForce:
    """Each policy with its first day, oldest first; before the first one, the convention alone."""

    since: tuple[tuple[date, Policy], ...]

    @classmethod
    def always(cls, policy: Policy) -> InForce:
        """One that counts for every day."""
        return cls(((date.min, policy),))

    def at(self, day: date) -> Policy:
        """The policy of a day."""
        found = (policy for first, policy in reversed(self.since) if first <= day)
        return next(found, Policy())

    def turns(self, today: date) -> Iterator[tuple[date, Policy]]:
        """The days until today on which another one begins, each with it."""
        before = self.at(date.min)
        for first, policy in self.since:
            if date.min < first <= today and policy != before:
                yield first, policy
            before = policy


def by_ledger(lines: Iterable[Line], policy: Policy | None, today: date) -> InForce:
    """As far as the ledger tells; from today on the one that is in force now, where that is known.

    Where the ledger names none, that one counts for every day. A policy that cannot be read again changes
    nothing.
    """
    ordered = sorted(lines, key=lambda line: (line.day, line.time))
    if not any(line.policy.name for line in ordered):
        return InForce.always(policy or Policy())
    policies, since = Policies(), dict[date, Policy]()
    for line in ordered:
        policies.meet(line)
        found = policies.of(line)
        if found is not None:
            since[line.day] = found
    if policy is not None:
        since[today] = policy
    return InForce(tuple(sorted(since.items(), key=lambda entry: entry[0])))


def told(in_force: InForce, today: date) -> Iterator[str]:
    """A note where more than one counted."""
    turns = [(day, policy.called or "no policy") for day, policy in in_force.turns(today)]
    if not turns:
        return
    first = in_force.at(date.min).called or "the convention alone"
    parts = ", ".join(f"{called} from {day} on" for day, called in turns)
    yield f"Each day was judged by the policy that was in force: {first}, then {parts}."
