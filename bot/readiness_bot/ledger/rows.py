"""The forge's answers as rows of a line, and rows as answers. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date

from readiness_bot.evidence.answers import Answer, Evidence, Judged, Refuted, Unknown, Verified
from readiness_bot.evidence.claims import AnyClaim
from readiness_bot.ledger.again import Again
from readiness_bot.ledger.line import Line, Row
from readiness_bot.ledger.memory import not_due, rows_by_claim

_LENGTH = 32
"""Hex digits of a claim's hash: 128 bits, so that nobody finds another claim with the same."""


def hash_of(claim: AnyClaim) -> str:
    """All that is claimed: who, what, where, and the texts that it covers.

    Git's dates are left out: they prove nothing; so is what was said before.
    """
    data = asdict(claim)
    data.pop("past", None)
    for key in ("origin", "changed"):
        if key in data:
            data[key] = data[key]["commit"]
    text = json.dumps([type(claim).__name__, _ordered(data)])
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _ordered(value: object) -> object:
    """The same for the same values, in whatever order their keys were written."""
    if isinstance(value, Mapping):
        pairs = [(repr(key), _ordered(below)) for key, below in value.items()]
        return {"keys": sorted(pairs, key=lambda pair: pair[0])}
    return [_ordered(each) for each in value] if isinstance(value, list | tuple) else repr(value)


def answers_of(rows: Iterable[Row]) -> dict[str, Answer]:
    """A claim's hash → what a forge told about it."""
    return {row.claim: _answer(row) for row in rows}


def _answer(row: Row) -> Answer:
    if row.answer == "verified":
        return Verified(row.told, row.on)
    return Refuted(row.told, row.fix) if row.answer == "refuted" else Unknown(row.told)


def rows_of(evidence: Evidence, known: Line | None, day: date, again: Again) -> tuple[Row, ...]:
    """`known`: the line that was remembered when the forge was asked, or None; what it answered stays as it
    stands there."""
    before, remembered = rows_by_claim(known), not_due(known, day, again)
    rows = []
    for judged in (one for some in evidence.values() for one in some):
        name = hash_of(judged.claim)
        rows.append(remembered.get(name) or _row(name, judged, before.get(name), day))
    return tuple(dict.fromkeys(rows))


def _row(name: str, judged: Judged, old: Row | None, day: date) -> Row:
    claim, answer = judged.claim, judged.answer
    match answer:
        case Verified():
            since = old.since if old and old.since else day
            return Row(claim.item, name, claim.login, "verified", answer.how, "", day, since, answer.on)
        case Refuted():
            return Row(claim.item, name, claim.login, "refuted", answer.found, answer.fix, day)
        case Unknown():
            once = old.since if old else None
            return Row(claim.item, name, claim.login, "unknown", answer.why, "", day, once)
