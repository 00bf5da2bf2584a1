"""GitHub as a `Witness`: the records of sign-offs, and who wrote the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_bot.evidence.records import Push, Records
from readiness_bot.forge.github import ledger
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.evidence.reader import GithubEvidence
from readiness_bot.forge.protocol import Question


class GithubWitness:
    """One repository."""

    def __init__(self, settings: GithubSettings, server: str) -> None:
        self._client, self._server = Client(settings), server
        self._pushes: dict[tuple[str, str], list[Push]] = {}

    def gather(self, questions: Sequence[Question]) -> list[Records]:
        """What one call learns is not kept for the next: between two pull requests people go on."""
        return GithubEvidence(self._client, self._server).gather(questions)

    def pushes_of_bot(self, branch: str, tip: str) -> Iterator[Push]:
        """Asked once for all models: a commit's past does not change."""
        if (branch, tip) not in self._pushes:
            self._pushes[branch, tip] = list(ledger.pushes_of_bot(self._client, branch, tip))
        yield from self._pushes[branch, tip]

    def doubt_of(self, branch: str, writer: str | None) -> str:
        return ledger.doubt_of(self._client, branch, writer)
