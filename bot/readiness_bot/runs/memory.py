"""What the ledger in this clone holds, and how far it can be trusted. Read when it is first asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from readiness_bot.evidence.answers import Evidence, Judged
from readiness_bot.forge.protocol import Forge, Witness
from readiness_bot.ledger.branch import names_policy, text_at, tip_of
from readiness_bot.ledger.line import BRANCH, FILE, Line
from readiness_bot.ledger.memory import is_lost, kept, rows_by_claim
from readiness_bot.ledger.news import newest
from readiness_bot.ledger.rows import hash_of
from readiness_bot.ledger.verify import entries_of
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.place import Place

_MOST_LEDGERS = 500
"""Models of one repository."""


def lines_under_policies(place: Place | None) -> list[Line]:
    """The lines of every model here that can be read, oldest first; none where no line was judged by a
    policy. Raises CannotRead."""
    tip = tip_of(place.git, BRANCH) if place else None
    if place is None or tip is None or not (place.shallow or names_policy(place.git, tip)):
        return []
    listed = place.git.run("ls-tree", "-r", "-z", "--name-only", tip).decode("utf-8", "surrogateescape")
    files = [path for path in listed.split("\0") if path == FILE or path.endswith(f"/{FILE}")]
    texts = (text_at(place.git, tip, path) for path in files[:_MOST_LEDGERS])
    found = [entry.line for text in texts for entry in entries_of(text) if entry.line]
    return sorted(found, key=lambda line: line.time)


class Memory:
    """The newest line for one model.

    `forge`: one that keeps the ledger itself (a folder); else git has it.
    """

    def __init__(self, place: Place | None, forge: Forge | None = None) -> None:
        self._place, self._forge = place, forge
        self.known: Line | None = None
        """The newest line, once it is known that the bot itself put it there."""
        self._writer: str | None = None
        self._asked = False
        self._doubt: str | None = None

    @cached_property
    def _tip(self) -> str | None:
        return tip_of(self._place.git, BRANCH) if self._place else None

    @cached_property
    def last(self) -> Line | None:
        """The newest line, whoever wrote it. None where there is none, or none that can be read."""
        return newest(self._text())

    @property
    def _path(self) -> str:
        return (self._place.prefix if self._place else "") + FILE

    def _text(self) -> str:
        kept_there = self._forge.recorded(BRANCH, self._path) if self._forge else None
        if kept_there is not None:
            return kept_there
        try:
            return text_at(self._place.git, self._tip, self._path) if self._place and self._tip else ""
        except CannotRead:  # a partial clone that cannot fetch what it left out: the forge is asked instead
            return ""

    def trust(self, witness: Witness) -> None:
        """One request, where this clone has a ledger: whether GitHub saw the bot write its newest line.

        The branch holds the lines of every model here: the bot's push for another one says nothing about who
        wrote this one's.
        """
        if self._asked or not (self._place and self._tip and self.last):
            return
        self._asked = True
        pushes = list(witness.pushes_of_bot(BRANCH, self._tip))
        names = [f"{commit}:{self._path}" for push in pushes for commit in (push.after, push.before)]
        found = self._place.git.names_of(names)
        for push, after, before in zip(pushes, found[::2], found[1::2], strict=True):
            if after != before:
                self.known, self._writer = self.last, push.login
                return

    def complete(self, evidence: Evidence, asked: Collection[str], witness: Witness) -> Evidence:
        """What the forge has forgotten, as the ledger recorded it.

        `asked`: the claims, by hash, about which it was asked just now.
        """
        return {
            item: tuple(self._judged(one, asked, witness) if is_lost(one.answer) else one for one in some)
            for item, some in evidence.items()
        }

    def _judged(self, judged: Judged, asked: Collection[str], witness: Witness) -> Judged:
        name = hash_of(judged.claim)
        if name not in asked:
            return judged
        self.trust(witness)
        row = rows_by_claim(self.known).get(name)
        if row is None or row.since is None:
            return judged
        return Judged(judged.claim, kept(judged.answer, row, self._doubted(witness)))

    def _doubted(self, witness: Witness) -> str:
        if self._doubt is None:
            self._doubt = witness.doubt_of(BRANCH, self._writer)
        return self._doubt
