"""What mypy refuses, as the project's own run of it shows: each `type: ignore` is needed, or that run fails."""

from __future__ import annotations

from readiness_bot.forge.protocol import Change
from readiness_bot.plan.actions import CloseIssue, OpenIssue, PostComment, Record, Reply
from readiness_bot.text.fit import Block
from readiness_bot.text.marker import Marker, wrap
from readiness_bot.text.markup import Markdown, body, first_line, join, md
from readiness_bot.text.title import Line, line

MARK = Marker("reply=1", "")


def refused(theirs: str) -> None:
    """A text that nobody escaped, however it was put together."""
    Reply("command", 5, MARK, theirs)  # type: ignore[arg-type]
    Reply("command", 5, MARK, f"told: {theirs}")  # type: ignore[arg-type]
    Reply("command", 5, MARK, md("told: ") + theirs)  # type: ignore[arg-type]
    Reply("command", 5, MARK, "\n".join([md("told: {}", theirs)]))  # type: ignore[arg-type]
    Reply("command", 5, MARK, md("{}", theirs).replace("a", theirs))  # type: ignore[arg-type]
    Block(theirs)  # type: ignore[arg-type]
    Block(lines=(f"- {theirs}",))  # type: ignore[arg-type]
    body(theirs)  # type: ignore[arg-type]
    first_line(theirs)  # type: ignore[arg-type]
    join("\n", [theirs])  # type: ignore[list-item]
    wrap(Marker("item=x"), theirs)  # type: ignore[arg-type]
    PostComment("x", 1, theirs)  # type: ignore[arg-type]
    CloseIssue("x", 1, md("x"), theirs, "completed")  # type: ignore[arg-type]
    OpenIssue("x", theirs, md("x"))  # type: ignore[arg-type]
    OpenIssue("x", line("x"), theirs)  # type: ignore[arg-type]
    Record("ledger", "b", "p", "{}", theirs)  # type: ignore[arg-type]
    Change("b", "main", "p", b"", b"", theirs, md("x"))  # type: ignore[arg-type]


def test_what_is_taken_was_escaped() -> None:
    refused("x")  # nothing of it is checked at run time
    assert isinstance(md("{}", "**x**"), Markdown)
    assert not isinstance(md("x") + "y", Markdown)
    assert isinstance(line("{}", "x"), Line)
