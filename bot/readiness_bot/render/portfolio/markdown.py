"""A portfolio as Markdown: for a job's summary, an issue or a wiki."""

from __future__ import annotations

from readiness_bot.portfolio.figures import Portfolio
from readiness_bot.render.portfolio.sections import Section, sections
from readiness_bot.render.portfolio.story import story
from readiness_bot.text import words
from readiness_bot.text.escape import MAX_BODY
from readiness_bot.text.markup import EMPTY, Markdown, body, code, join, md, table

MOST = 20
"""Rows of a table; JSON has all of them."""


def render(found: Portfolio) -> Markdown:
    """At most 58,000 characters."""
    first, *others = story(found).sentences
    head = [md("### {}", first), *(md("{}", sentence) for sentence in others)]
    source = md(" of {}", code(found.source)) if found.source else EMPTY
    policy = md(", policy {}", code(found.policy)) if found.policy else EMPTY
    head.append(md("<sub>Fleet{}, scanned {}{}</sub>", source, words.full_day(found.scanned), policy))
    for most in (MOST, 5, 0):
        page = md("{}\n", join("\n\n", [*head, *(_section(each, most) for each in sections(found))]))
        if len(page) <= MAX_BODY:
            break
    return body(page)


def _section(section: Section, most: int) -> Markdown:
    parts = [md("#### {}", section.title)]
    if section.say:
        parts.append(md("{}", section.say))
    if section.rows and most:
        head = [column.name for column in section.columns]
        kinds = [column.kind for column in section.columns]
        title, rule, *rows = table(head, section.rows, most)
        right = join("", (md("---:|") if kind == "n" else md("---|") for kind in kinds))
        parts.append(join("\n", [title, md("|{}", right) if right else rule, *rows]))
    if len(section.rows) > most:
        parts.append(md("{}", words.and_more(len(section.rows) - most)))
    return join("\n\n", parts)
