"""A model before and after a change, judged on one day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from readiness_bot.judging.compare import Comparison, compare
from readiness_bot.judging.gate import Verdict, gate
from readiness_bot.judging.report import Report


@dataclass(frozen=True)
class Sides:
    """Head and base of one model."""

    head: Report
    base: Report | None
    """None where it is not in this clone: a shallow one, or a rewritten branch."""
    concerned: bool
    """Whether the change concerns this model; True where that cannot be told."""

    @cached_property
    def verdict(self) -> Verdict:
        return gate(self.head, self.base, concerned=self.concerned)

    @cached_property
    def change(self) -> Comparison | None:
        return compare(self.base, self.head) if self.base else None
