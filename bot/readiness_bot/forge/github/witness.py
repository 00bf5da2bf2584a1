"""GitHub as a `Witness`: the records of sign-offs, and who wrote the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness_bot.evidence.claims import AnyClaim
from readiness_bot.evidence.judge import Parse
from readiness_bot.evidence.records import Push, Records
from readiness_bot.forge.github import ledger
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.evidence.reader import GithubEvidence
from readiness_bot.forge.protocol import Clone


class GithubWitness:
    """One repository."""

    def __init__(self, settings: GithubSettings, server: str) -> None:
        self._client, self._server = Client(settings), server

    def gather(self, claims: Iterable[AnyClaim], parse: Parse, clone: Clone) -> Records:
        return GithubEvidence(self._client, self._server, clone).gather(claims, parse)

    def pushes_of_bot(self, branch: str, tip: str) -> Iterator[Push]:
        return ledger.pushes_of_bot(self._client, branch, tip)

    def doubt_of(self, branch: str, writer: str | None) -> str:
        return ledger.doubt_of(self._client, branch, writer)
