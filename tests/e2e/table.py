"""The table in docs/bot.md: what is posted, by which job, with which rights, in how many requests. All of it was measured in runs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.github.delivery import Done

PAGE = Path(__file__).parents[2] / "docs" / "bot.md"
COMMAND = "UPDATE_TABLE=1 scripts/test tests/e2e/test_verdict.py"
BEGIN = f"<!-- What tests/e2e/test_verdict.py measured; `{COMMAND}` writes it. -->"
END = "<!-- End of what was measured. -->"
UPDATE = bool(os.environ.get("UPDATE_TABLE"))


@dataclass(frozen=True, slots=True)
class Posted:
    """A status that a job sent; `kept`: whether GitHub took it."""

    context: str
    state: str
    description: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One run of one workflow."""

    told: str
    """What happened, as words of the page."""
    event: str
    workflow: str
    by: str
    """The job's name, or what to say instead."""
    done: Done
    posted: Sequence[Posted] = field(default_factory=tuple)

    @property
    def comment(self) -> str:
        """What became of the comment on a pull request. Of issues there are none here."""
        for method, path in self.done.writes:
            if re.search(r"/issues/(\d+/comments|comments/\d+)$", path):
                return "written" if method == "POST" else "edited"
        return ""

    @property
    def api(self) -> int:
        return len(self.done.requests)

    @property
    def fetches(self) -> int:
        """How often git asked; each time in two or three requests of HTTP."""
        return sum("/info/refs" in path for path, _ in self.done.fetches)


def rendered(rows: Sequence[Row]) -> str:
    """By pull request, then by job."""
    return "\n".join((*_runs(rows), "", *_jobs(rows)))


def _runs(rows: Sequence[Row]) -> Iterable[str]:
    yield "| pull request | after | job | posts | comment | API | git |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        if row.posted or row.by != "`lines`":
            posted = "<br>".join(map(_posted, row.posted)) or "nothing: it says so already"
            yield f"| {row.told} | `{row.event}` | {row.by} | {posted} | {row.comment} | {row.api} | {row.fetches} |"


def _posted(one: Posted) -> str:
    told = f"`{one.context}` **{one.state}** {one.description}"
    return told if one.kept else f"{told} (refused: 403)"


def _jobs(rows: Sequence[Row]) -> Iterable[str]:
    """Jobs with the same rights are one line."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.by, row.workflow, _rights(row.done.rights)), []).append(row)
    yield "| job | of | rights | posts | API | git |"
    yield "|---|---|---|---|---|---|"
    for (by, workflow, rights), some in found.items():
        posts = "statuses" if any(posted.kept for row in some for posted in row.posted) else "nothing"
        yield f"| {by} | `{workflow}` | {rights} | {posts} | {_range(row.api for row in some)} | {_range(row.fetches for row in some)} |"


def _rights(rights: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}: {right}`" for name, right in rights.items())


def _range(numbers: Iterable[int]) -> str:
    least, *_, most = sorted([*numbers] * 2)
    return str(least) if least == most else f"{least} to {most}"


def written() -> str:
    """What stands in the page."""
    return _parts(PAGE.read_text(encoding="utf-8"))[1].strip("\n")


def write(told: str) -> None:
    before, _, after = _parts(PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(f"{before}{BEGIN}\n\n{told}\n\n{END}{after}", encoding="utf-8")


def _parts(page: str) -> tuple[str, str, str]:
    before, begin, rest = page.partition(BEGIN)
    inside, end, after = rest.partition(END)
    assert (begin, end) == (BEGIN, END), f"{PAGE.name} has lost the lines between which the table stands:\n{BEGIN}\n{END}"
    return before, inside, after
