"""What a change of the policy would do, before it is merged: text, a pull request's comment, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness_bot.portfolio.preview import Moved, Preview
from readiness_bot.text.data import data_of
from readiness_bot.text.escape import json_text
from readiness_bot.text.markup import Markdown, code, join, md
from readiness_bot.text.words import first_of, plural

_NAMED = 3
"""Models, and people, that a line names."""


def as_json(preview: Preview) -> str:
    """Fields are added, never renamed."""
    return json_text({"schema": 1, **data_of(preview)})


def as_text(preview: Preview) -> str:
    """For a terminal and a log."""
    lines = [headline(preview)]
    for title, moved in _lists(preview):
        lines += ["", f"{title}:"]
        wide = max(len(each.id) for each in moved)
        for each in moved:
            where = first_of(each.models, _NAMED)
            lines.append(f"  {each.id:<{wide}}  {plural(len(each.models), 'model')}: {where}  ({_who(each)})")
    for title, places in _places(preview):
        lines += ["", f"{title}: {first_of(places, 10)}"]
    if preview.later:
        told = first_of([f"{id_} in {count}" for id_, count in preview.later], 10)
        lines += ["", f"New gaps that nobody is asked about yet: {told}"]
    return "\n".join([*lines, *(f"\n{note}" for note in _notes(preview))])


def headline(preview: Preview) -> str:
    """`acme policy v3 → acme policy v4: opens 14 issues and closes 3 in 40 models.`."""
    names = f"{preview.before or 'no policy'} → {preview.after or 'no policy'}"
    models = plural(preview.models, "model")
    if not preview.changes:
        return f"{names}: nothing changes for {models}."
    opens, closes = (sum(len(each.models) for each in some) for some in (preview.opens, preview.closes))
    return f"{names}: opens {plural(opens, 'issue')} and closes {closes} in {models}."


def as_comment(preview: Preview) -> Markdown:
    """A pull request's comment in the policy's own repository."""
    parts = [md("### {}\n", headline(preview))]
    for title, moved in _lists(preview):
        rows = join("\n", (_row(each) for each in moved))
        parts.append(
            md(
                "#### {}\n\n| item | models | for example | who is asked |\n|---|---|---|---|\n{}\n",
                title,
                rows,
            )
        )
    for title, places in _places(preview):
        named = join(", ", (code(place) for place in places[:_MOST]))
        more = md(" and {} more", len(places) - _MOST) if len(places) > _MOST else md("")
        parts.append(md("**{}:** {}{}\n", title, named, more))
    if preview.later:
        told = join(", ", (md("{} in {}", code(id_), count) for id_, count in preview.later[:_MOST]))
        parts.append(md("**New gaps that nobody is asked about yet:** {}\n", told))
    parts += [md("> {}\n", note) for note in _notes(preview)]
    return join("\n", parts)


_MOST = 20
"""Places in a comment's line."""


def _row(moved: Moved) -> Markdown:
    models = join(", ", (code(place) for place in moved.models[:_NAMED]))
    return md("| {} {} | {} | {} | {} |", code(moved.id), moved.title, len(moved.models), models, _who(moved))


def _who(moved: Moved) -> str:
    named = first_of(moved.owners, _NAMED)
    return f"{moved.role}: {named}" if named else f"{moved.role}, and nobody is named"


def _lists(preview: Preview) -> Iterator[tuple[str, Sequence[Moved]]]:
    for title, moved in (("Would open", preview.opens), ("Would close", preview.closes)):
        if moved:
            yield title, moved


def _places(preview: Preview) -> Iterator[tuple[str, Sequence[str]]]:
    for title, places in (
        ("No longer ready", preview.unready),
        ("Ready again", preview.ready),
        ("Would be in", preview.enter),
        ("Would be out", preview.leave),
    ):
        if places:
            yield title, places


def _notes(preview: Preview) -> Iterable[str]:
    if preview.version_forgotten:
        yield (
            f"What is asked changes, but this is still {preview.after}. Raise `version:`, so that people can"
            " tell which one they were judged by."
        )
    if preview.unreadable:
        count = plural(preview.unreadable, "repository", "repositories")
        yield f"Not counted: {count} that could not be read."
