"""Which policy each line of a ledger was judged by, and the last one that was seen. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from readiness_bot.convention.policy import Policy
from readiness_bot.ledger.line import Line


def _as_it_is(policy: Policy) -> Policy:
    return policy


@dataclass(slots=True)
class Policies:
    """By digest, what each policy said: a line repeats it only where the line above has another one."""

    load: Callable[[Policy], Policy] = _as_it_is
    """Adds what a policy's plugins add."""
    _said: dict[str, str] = field(default_factory=dict)
    _read: dict[str, Policy | None] = field(default_factory=dict)

    def meet(self, line: Line) -> None:
        """Remember what a line says of its policy."""
        if line.policy.said:
            self._said[line.policy.overlay.digest] = line.policy.said

    def of(self, line: Line) -> Policy | None:
        """The policy that a line was judged by; None where nothing here says what it was."""
        policy = line.policy
        if not policy.name:
            return policy
        digest = policy.overlay.digest
        if digest not in self._read:
            self._read[digest] = self._again(digest)
        found = self._read[digest]
        return replace(found, name=policy.name, version=policy.version) if found else None

    def _again(self, digest: str) -> Policy | None:
        from readiness_bot.convention.organisation_file import recorded  # only a named policy needs it

        found = recorded(self._said[digest]) if digest in self._said else None
        found = self.load(found) if found else None
        # A text that was edited is not what was in force.
        return found if found and found.overlay.digest == digest else None


def last_seen(
    lines: Iterable[Line], load: Callable[[Policy], Policy] = _as_it_is
) -> tuple[date, Policy] | None:
    """The newest named policy that can be read, and the day on which it was recorded first. `lines`: oldest
    first. `load`: adds what its plugins add."""
    policies, first = Policies(load), dict[str, date]()
    every = list(lines)
    for line in every:
        policies.meet(line)
        first.setdefault(line.policy.overlay.digest, line.day)
    for line in reversed(every):
        found = policies.of(line) if line.policy.name else None
        if found:
            return first[line.policy.overlay.digest], found
    return None
