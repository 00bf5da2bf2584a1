"""What is known of a model before anything is written: `check` without a readiness/ folder. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness_bot.scaffold.answers import ANSWERS
from readiness_bot.scaffold.guess import guess
from readiness_bot.scaffold.infer import Inferred, infer
from readiness_bot.scaffold.page import shown, table
from readiness_bot.scaffold.sources import Sources
from readiness_bot.text.escape import Screen, plain, screen
from readiness_bot.text.words import plural

QUESTIONS = (
    ("Who owns the production deployment?", "owner"),
    ("Who handles incidents?", ""),
    ("Who approved compliance?", ""),
    ("What happens when the model degrades?", ""),
    ("Who signs off before it touches live data?", ""),
)
"""The five questions of the last mile (docs/convention.md, Q1 to Q5), and the slot that may hint at one."""
_BEGIN = (
    "`readiness init` writes six files, with what is known and a place for each missing answer."
    " Nothing is sent anywhere."
)


def first_look(sources: Sources) -> Screen:
    """The page; what is inferred says from where, since it may be wrong."""
    known = infer(sources)
    said = ("No readiness/ folder here yet.", *_known(known, sources), *_kind(sources), *_questions(known))
    return screen((*said, _BEGIN, *_in_use(sources), *sources.notes))


def _known(known: Mapping[str, Inferred], sources: Sources) -> Iterator[str]:
    rows = [
        ("", answer.called, f"{shown(known[answer.slot].value)}   (from {plain(known[answer.slot].source)})")
        for answer in ANSWERS
        if answer.slot in known
    ]
    if "developers" not in known and sources.authors:
        wrote = plural(sources.authors, "person, whose login", "people, whose logins")
        rows.append(("", "developers", f"{wrote} git does not show"))
    if rows:
        yield from ("", "What this repository already says:", "", *table(rows), "")


def _kind(sources: Sources) -> Iterator[str]:
    found = guess(sources.code)
    if found:
        yield from (plain(f"This looks like {found.told}: `readiness init --kind {found.kind}`."), "")


def _questions(known: Mapping[str, Inferred]) -> Iterator[str]:
    yield from ("The five questions of the last mile, and who answers them here:", "")
    rows = ((f"{n}.", asked, _answer(known.get(slot))) for n, (asked, slot) in enumerate(QUESTIONS, 1))
    yield from (*table(rows), "")


def _in_use(sources: Sources) -> Iterator[str]:
    if sources.release:
        yield (
            f"Where the model is in use already (the newest release here is {plain(sources.release)}):"
            " `readiness init --stage production --gently`."
        )


def _answer(hint: Inferred | None) -> str:
    return f"perhaps {shown(hint.value)} (from {plain(hint.source)})" if hint else "nobody yet"
