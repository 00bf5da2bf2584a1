"""The pull request with which a roll-out comes to a team that asked for nothing: why, what it asks, and how
to say no. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness_bot.scaffold.first_look import QUESTIONS
from readiness_bot.scaffold.guess import CALLED
from readiness_bot.scaffold.infer import Inferred
from readiness_bot.scaffold.page import FirstPush, shown
from readiness_bot.scaffold.plan import WORKFLOWS, Scaffold
from readiness_bot.scaffold.schemas import page_at
from readiness_bot.text.marker import Marker, reply
from readiness_bot.text.markup import (
    EMPTY,
    Markdown,
    body,
    code,
    issue,
    join,
    limited,
    link,
    md,
    mention,
    prose,
    table,
)
from readiness_bot.text.title import Line, line
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Kind

_WHERE = ("ownership.yaml", "ownership.yaml", "governance.yaml", "fallback.yaml", "ownership.yaml")
"""The file in which each of the five questions is answered, in their order."""
_MOST_NOTES = 8


@dataclass(frozen=True, slots=True)
class Letter:
    """A pull request's words."""

    title: Line
    body: Markdown


@dataclass(frozen=True, slots=True)
class From:
    """On whose word it comes, and whom to ask."""

    contact: str = ""
    """An address, a channel, a name; empty where nobody is named."""
    asked_by: str = ""
    """Who asked for it again, by a comment on the pull request `asked_on`."""
    asked_on: int = 0


def invitation(
    scaffold: Scaffold,
    why: str,
    kind: Kind,
    known: Mapping[str, Inferred],
    push: FirstPush | None,
    sender: From,
) -> Letter:
    """`why`: what the repository looks like; `known`: slot → what was inferred; `push`: what the bot
    opens."""
    workflows = sum(file.path.startswith(WORKFLOWS) for file in scaffold.files)
    files = plural(len(scaffold.files) - workflows, "small file")
    with_them = md(", and {} that read them", plural(workflows, "workflow")) if workflows else EMPTY
    first = md(
        "This adds {} with a place for each thing that has to be settled before {} can go live{}. **It"
        " changes none of your code, and nothing in it blocks your work.** Whether to merge it is up to"
        " you.",
        files,
        code(scaffold.model),
        with_them,
    )
    parts = (
        first,
        _why(why, kind, sender),
        _filled(scaffold),
        _questions(known),
        _merged(push, workflows),
        _no(sender),
        _notes(scaffold.notes),
    )
    return Letter(
        line("Add readiness/: what {} needs before it goes live", scaffold.model), _page("scaffold", parts)
    )


def renewal(changes: Sequence[tuple[str, str]], notes: Sequence[str], sender: From) -> Letter:
    """The same for what an older version wrote; `changes`: a path, and what becomes of that file."""
    rows = [[code(path), what] for path, what in changes]
    parts = (
        md(
            "This brings the readiness files and workflows to the version that your organisation uses now."
            " Your text, your comments and their order stay: nothing changes but what is listed here."
        ),
        _again(sender),
        join("\n", table(["file", "what changes"], rows)),
        md(
            "#### What it asks of you\n\nA look, and a merge. New places in the files can be filled in"
            " later: each says from which stage on it is due, and {} shows what that means for you now.",
            code("readiness check"),
        ),
        _no(sender),
        _notes(notes),
    )
    return Letter(line("Bring readiness/ up to date"), _page("upgrade", parts))


def _page(what: str, parts: Sequence[Markdown]) -> Markdown:
    """The hidden line tells the bot, together with the author, that it asked here."""
    text = join("\n\n", (part for part in parts if part))
    return body(reply(Marker(f"rollout={what}"), text))


def _why(why: str, kind: Kind, sender: From) -> Markdown:
    taken = md(" It was taken for {}.", CALLED[kind]) if kind is not Kind.MODEL else EMPTY
    text = md(
        "#### Why you get this\n\nThis repository looks like a model's: {}.{} Models pass their evaluation"
        " and then wait for months, because compliance is asked last and nobody owns the handoff. With"
        " these files you see the whole list in the first week, while each point still costs a sentence"
        " instead of a month.",
        why,
        taken,
    )
    again = _again(sender)
    return join(" ", [text, again]) if again else text


def _again(sender: From) -> Markdown:
    if not sender.asked_by:
        return EMPTY
    return md("{} asked for it on {}.", mention(sender.asked_by), issue(sender.asked_on))


def _filled(scaffold: Scaffold) -> Markdown:
    if not scaffold.inferred:
        return EMPTY
    rows = [[answer.called, shown(found.value), found.source] for answer, found in scaffold.inferred]
    head = md("#### What is filled in already\n\nCorrect what is wrong: it was guessed from your files.\n")
    return join("\n", [head, *table(["", "", "from"], rows)])


def _questions(known: Mapping[str, Inferred]) -> Markdown:
    head = md(
        "#### What it asks of you\n\nFive questions, which nobody but you can answer. A name or a sentence"
        " each is enough to begin with:\n"
    )
    asked = []
    for number, ((question, slot), file) in enumerate(zip(QUESTIONS, _WHERE, strict=True), 1):
        hint = known.get(slot)
        perhaps = md(" Perhaps {}, from {}.", shown(hint.value), hint.source) if hint else EMPTY
        asked.append(md("{}. {} In {}.{}", number, question, code(f"readiness/{file}"), perhaps))
    foot = md(
        "\nAnswer them on this branch or after the merge. {} asks them one by one; who is unsure of an"
        " answer leaves it open.",
        code("readiness answer"),
    )
    return join("\n", [head, *asked, foot])


def _merged(push: FirstPush | None, workflows: int) -> Markdown:
    if not workflows or push is None:
        return md(
            "#### What happens when you merge it\n\nNothing by itself: no workflow is among these files. {}"
            " says at any time what is open.",
            code("readiness check"),
        )
    if push.gentle:
        return md(
            "#### What happens when you merge it\n\nThe bot opens one issue, which shows everything that is"
            " open, and keeps it up to date. It comments on a pull request only where that changes"
            " readiness/, and marks one red only for what it makes worse ({}).",
            code(".github/readiness.yaml"),
        )
    count = plural(len(push.issues), "issue")
    also = md(", and one that shows everything") if push.overview else EMPTY
    return md(
        "#### What happens when you merge it\n\nThe bot opens {}{}, each with who can close it, and closes"
        " them by itself when the files say that they are done.",
        count,
        also,
    )


def _no(sender: From) -> Markdown:
    no = md(
        "#### If this is not for you\n\nClose this pull request. That is a full answer: none like it is"
        " opened here again. If you change your mind, comment {} on it. To rule it out for good, write {}"
        " in {}.",
        code("/readiness"),
        code("rollout: off"),
        code(".github/readiness.yaml"),
    )
    page = link("how this works", page_at("fleet-rollout"))
    if not sender.contact:
        return join("\n\n", [no, md("More: {}.", page)])
    url = sender.contact.startswith(("https://", "http://"))
    contact = link(sender.contact, sender.contact) if url else md("{}", sender.contact)
    return join("\n\n", [no, md("Questions: {}. More: {}.", contact, page)])


def _notes(notes: Sequence[str]) -> Markdown:
    if not notes:
        return EMPTY
    lines = limited([md("- {}", _coded(note)) for note in notes], _MOST_NOTES, "notes", entry=True)
    return join("\n", [md("#### Worth knowing\n"), *lines])


def _coded(note: str) -> Markdown:
    """A note for a terminal, in which backticks mean code, as Markdown."""
    return join("", [code(part) if odd else _between(part) for part, odd in _halves(note)])


def _halves(note: str) -> Iterator[tuple[str, bool]]:
    yield from ((part, number % 2 == 1) for number, part in enumerate(note.split("`")) if part)


def _between(part: str) -> Markdown:
    """With the blanks that part it from the code beside it."""
    before, after = (md(" ") if blank.isspace() else EMPTY for blank in (part[0], part[-1]))
    return join("", [before, prose(part), after])
