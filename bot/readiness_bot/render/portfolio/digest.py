"""The weekly digest as an issue: its title, its text, and the comment about what is new."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.portfolio.waiting import Person, Wait, known_as
from readiness_bot.render.portfolio import waits
from readiness_bot.render.portfolio.waiting_markdown import entry, list_of
from readiness_bot.text.escape import MAX_BODY
from readiness_bot.text.fit import Block, fit
from readiness_bot.text.markup import Markdown, code, md, mention
from readiness_bot.text.title import Line, line
from readiness_bot.text.words import plural

_LEFT = 8_000
"""Characters of a body that its hidden line may need: who was told of what."""
NOTHING = md("Nothing waits for you any more. Thank you!")


def title(person: Person) -> Line:
    return line("What waits for {}", waits.shown(person.login))


def body(person: Person, calls: bool) -> Markdown:
    """Says the same tomorrow, as long as nothing happens. `calls`: it mentions whom nobody can assign."""
    who = called(person.login) if calls else code(waits.shown(person.login))
    foot = md(
        "This list is kept up to date. A comment says what is new, once a week at most, and the issue closes"
        " when nothing waits. Close it yourself to hear no more."
    )
    head = md("{}: {}", who, md("{}.", waits.summary(person)) if person.waits else NOTHING)
    return fit([Block(head), list_of(person, None), Block(foot)], MAX_BODY - _LEFT)


def news(person: Person, fresh: Sequence[Wait]) -> Markdown:
    """What somebody has not been told of yet."""
    count = plural(len(fresh), "new thing waits", "new things wait")
    head = md("{}: {} for you.", called(person.login), count)
    foot = md("Altogether: {}.", waits.summary(person)) if len(fresh) < len(person.waits) else md("")
    lines = tuple(entry(wait, None) for wait in fresh)
    return fit([Block(head), Block(md(""), lines, noun="more things"), Block(foot)])


def called(login: str) -> Markdown:
    """A mention; a code span where it is nobody's login."""
    name = login.strip().removeprefix("@")
    return mention(name.lower() if "/" in name else name)  # a team's slug has no capitals


def can_be_called(login: str) -> bool:
    """Whether it is a login of the forge's, or a team: a name in git's history is neither."""
    return known_as(login) != "" and called(login).startswith("@")
