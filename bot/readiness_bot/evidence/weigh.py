"""What the answers mean for an item at its tier: a gap, a reason why it stays unverified, or verified. Pure.

Low accepts what is stated; medium asks for sign-offs, confirmation, tests and drills; high for all
(docs/evidence.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness_bot.convention.file import key_path
from readiness_bot.convention.item import Item
from readiness_bot.convention.outcome import Problem
from readiness_bot.evidence.answers import LOWERED, Evidence, Judged, Refuted, Unknown, Verified
from readiness_bot.text.words import first_of
from readiness_bot.vocabulary import Proof, Tier

TIER = "governance.tier"
NOT_VERIFIED = "stated, not verified: "
_WAIVER = "the waiver for it is "


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence of one model at its tier."""

    evidence: Evidence
    tier: Tier

    def refuted(self, item: Item) -> list[Problem]:
        """Gaps: what the forge says otherwise."""
        if not self._counts(item):
            return []
        said = "" if item.proof in (Proof.RECORD, Proof.PEOPLE, Proof.COMMIT) else NOT_VERIFIED
        return _problems(self.evidence.get(item.id, ()), said)

    def _counts(self, item: Item) -> bool:
        """An owner who left is a gap from medium up, though only high asks that every name is looked up."""
        if item.proof is None:
            return False
        if item.proof is Proof.RECORD:
            return True
        return self.asked(item) or (item.acting and self.tier is not Tier.LOW)

    def asked(self, item: Item) -> bool:
        """Whether its tier asks that the forge confirms it.

        Who decided the tier is asked at each: a low one would be the way round all others.
        """
        if item.proof is None:
            return False
        return item.proof.asked_at(self.tier) or item.id == TIER or item.proven

    def blocks(self, item: Item) -> bool:
        """A tier that nobody decided is no ground for what it does not ask.

        What a pull request lowers, the rules between base and head hold up already.
        """
        return item.id == TIER and bool(self.refuted(item)) and LOWERED + TIER not in self.evidence

    def verified(self, key: str) -> bool:
        """Each claim of an item, or of `waivers.N`, is."""
        judged = self.evidence.get(key, ())
        return bool(judged) and all(isinstance(one.answer, Verified) for one in judged)

    def decides(self, item: Item) -> bool:
        """The record alone tells, and it tells all."""
        return item.proof is Proof.RECORD and self.verified(item.id)

    def why(self, item: Item) -> str:
        """Why it stays unverified, where its tier asks for that."""
        if not self.asked(item):
            return ""
        said = "" if item.proof is Proof.RECORD else NOT_VERIFIED
        return _reasons(self.evidence.get(item.id, ()), said)

    def refuted_waiver(self, key: str) -> list[Problem]:
        """The waiver at `waivers.N` was not granted by the person whom it names."""
        if self.tier is Tier.LOW:
            return []
        return _problems(self.evidence.get(key, ()), _WAIVER + NOT_VERIFIED)

    def why_waiver(self, key: str) -> str:
        if self.tier is Tier.LOW:
            return ""
        told = _reasons(self.evidence.get(key, ()), NOT_VERIFIED)
        return f"; {told}" if told else ""


NOTHING_ASKED = Weighed({}, Tier.MEDIUM)


def _problems(judged: Iterable[Judged], said: str) -> list[Problem]:
    return [
        Problem(
            one.claim.file,
            key_path(one.claim.key),
            said + one.answer.found,
            one.answer.fix,
            awaits=one.answer.awaits,
        )
        for one in judged
        if isinstance(one.answer, Refuted)
    ]


def _reasons(judged: Iterable[Judged], said: str) -> str:
    """At most two, each once."""
    whys = list(dict.fromkeys(one.answer.why for one in judged if isinstance(one.answer, Unknown)))
    return said + first_of(whys, 2, "; ", " (and {} more)") if whys else ""
