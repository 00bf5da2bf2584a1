"""The bot's own issues of one model, by what they are about. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from readiness_bot.forge.protocol import Issue
from readiness_bot.plan.actions import CloseIssue
from readiness_bot.text.marker import Marker, read_marker, saying, wrap
from readiness_bot.text.markup import Markdown, md
from readiness_bot.text.markup import issue as issue_number

SHORT = 12
"""Hex digits of a commit, where people read it."""
OVERVIEW = "overview=status"
_KINDS = ("item=", "file=", "overview=")
_COMMIT = re.compile(r"[0-9a-f]{7,40}")


@dataclass(frozen=True, slots=True)
class Known:
    """An issue of ours, with what its marker remembers."""

    issue: Issue
    marker: Marker

    @property
    def name(self) -> str:
        return name_of(self.marker.key)

    @property
    def declined(self) -> bool:
        """A person closed it as not planned."""
        return not self.issue.open and not self.marker.closed and self.issue.reason == "not_planned"

    @property
    def disputed(self) -> bool:
        """A person closed it as completed, twice."""
        return not self.issue.open and not self.marker.closed and not self.declined and self.marker.reopened

    def body(self, text: Markdown | None = None, **memory: object) -> Markdown:
        """The issue's body with another text of ours (None: the present one), and something more to
        remember."""
        kept = replace(self.marker, **memory)  # type: ignore[arg-type]
        return wrap(kept, text, self.issue.body)

    def turned(self, text: Markdown | None = None, **memory: object) -> Markdown:
        """The same, closed or opened again by the bot."""
        return self.body(text, turns=self.marker.turns + 1, **memory)

    def told(self, what: str, text: Markdown) -> Markdown:
        """The comment about that turn.

        Two runs at once, and one after a run that ended in between, give it the same first line.
        """
        return saying(f"{what}.{self.marker.turns + 1}", self.marker.folder, text)


def name_of(key: str) -> str:
    """`item=governance.impact` → `governance.impact`."""
    return key.partition("=")[2]


def known_issues(folder: str, issues: Sequence[Issue]) -> dict[str, Known]:
    """One issue for each key of a model's folder: the lowest number."""
    known: dict[str, Known] = {}
    for entry in _ours(folder, issues):
        known.setdefault(entry.marker.key, entry)
    return known


def duplicates(folder: str, issues: Sequence[Issue]) -> Iterator[CloseIssue]:
    """Open issues beside the one that stays, as two runs at once leave them: looked for before a plan, and
    after what it opened."""
    known = known_issues(folder, issues)
    for entry in _ours(folder, issues):
        first = known[entry.marker.key].issue
        if entry.issue.open and entry.issue.number != first.number:
            yield CloseIssue(
                entry.name,
                entry.issue.number,
                entry.turned(closed="duplicate"),
                entry.told("closed", md("The same as {}.", issue_number(first.number))),
                "not_planned",
            )


def applied(folder: str, issues: Sequence[Issue]) -> tuple[str, ...]:
    """The commits whose facts these issues hold.

    A person may have written anything there: only hex digits are looked up.
    """
    found = (entry.marker.at for entry in _ours(folder, issues))
    return tuple(dict.fromkeys(at for at in found if _COMMIT.fullmatch(at)))


def _ours(folder: str, issues: Sequence[Issue]) -> Sequence[Known]:
    found = []
    for issue in sorted(issues, key=lambda issue: issue.number):
        marker = read_marker(issue.body)
        if marker is not None and marker.folder == folder and marker.key.startswith(_KINDS):
            found.append(Known(issue, marker))
    return found
