"""Reads from GitHub what the judge of sign-offs needs to know, and no more: in rounds, each a GraphQL query
or two.

A right that is missing makes a `Refusal`, and so an unknown; a GitHub that does not answer is a ForgeError.
What was read once is kept for as long as this object lives, so that base and head of a pull request share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from readiness_bot.convention.file import File
from readiness_bot.evidence.ask import Need
from readiness_bot.evidence.claims import AnyClaim
from readiness_bot.evidence.judge import missing
from readiness_bot.evidence.records import Records, Refusal
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.evidence import graph, rest
from readiness_bot.forge.protocol import Clone


class GithubEvidence:
    """One repository's records."""

    def __init__(self, client: Client, server: str, clone: Clone) -> None:
        self.client, self._local, self._prefixes, self._tips = client, clone.local, clone.prefixes, clone.tips
        self._ancestry = clone.ancestry
        self._answered: set[Need] = set()
        settings = client.settings
        self._records: dict[str, Any] = {
            "repository": settings.repository,
            "default_branch": "",
            "server": server,
            "folder": clone.prefixes[0],
            "head": clone.head,
            "base": clone.base,
            "bots": settings.bots,
            "unmerged": clone.unmerged,
            "pulls": {},
            "by_number": {},
            "parents": {},
            "abouts": {},
            "pushes": {},
            "pushes_by": {},
            "inside": {},
            "meets": {},
            "blobs": {},
            "landed": {},
            "contents": {},
            "commands": {},
            "teams": {},
            "assignable": {},
            "issues": {},
            "runs": {},
            "commits": {},
            "accepted": (),
            "accepted_since": None,
        }

    def records(self) -> Records:
        return Records(**self._records)

    def gather(self, claims: Iterable[AnyClaim], parse: Callable[[str, bytes], File]) -> Records:
        """All that these claims need. Raises ForgeError where GitHub does not answer."""
        claims = tuple(claims)
        while needs := missing(claims, self.records(), parse) - self._answered:
            self._answer(needs)
            self._answered |= needs
        return self.records()

    def _answer(self, needs: frozenset[Need]) -> None:
        found = self._records
        contents = [(need.key[0], need.key[1]) for need in needs if need.kind == "content"]
        here = self._local(contents) if contents else {}
        found["contents"] |= here
        asked = sorted(
            n
            for n in needs
            if not (n.kind == "content" and (n.key[0], n.key[1]) in here) and not self._in_the_clone(n)
        )
        for part in graph.batches(need for need in asked if need.kind in graph.KINDS):
            branch, answers = graph.ask(self.client, part, self._prefixes)
            found["default_branch"] = branch
            for need, answer in answers:
                found[graph.KINDS[need.kind]][_key(need)] = answer
        self._rest([need for need in asked if need.kind not in graph.KINDS])

    def _in_the_clone(self, need: Need) -> bool:
        """What git can tell here need not be asked for."""
        answer: object = None
        match need.kind:
            case "parents":
                answer = self._ancestry.parents(need.key[0])
            case "inside":
                answer = self._ancestry.inside(*need.key)
            case "meets":
                answer = self._ancestry.meets(*need.key)
        if answer is None:
            return False
        self._records[need.kind][_key(need)] = answer
        return True

    def _rest(self, needs: list[Need]) -> None:
        found, client = self._records, self.client
        for need in needs:
            match need.kind:
                case "pushes":
                    found["pushes"][":".join(need.key)] = rest.pushes(client, need.key[0], need.key[1])
                case "pushes_by":
                    found["pushes_by"][need.key[0]] = rest.pushes_by(client, need.key[0])
                case "inside" | "meets":
                    found[need.kind][need.key] = self._compared(need)
                case "landed":
                    self._landed(need.key[0])
                case "command":
                    number = int(need.key[0])
                    found["commands"][number] = rest.command(client, found["by_number"].get(number))
                case "team":
                    found["teams"][need.key] = rest.member(client, *need.key)
                case "run":
                    found["runs"][int(need.key[0])] = rest.run(client, int(need.key[0]))
        since = min((need.key[0] for need in needs if need.kind == "accepted"), default=None)
        if since is not None:
            found["accepted_since"], found["accepted"] = rest.accepted(client, since)

    def _compared(self, need: Need) -> bool | str | Refusal:
        one, other = need.key if need.kind == "inside" else reversed(need.key)
        answer = rest.compared(self.client, one, other)
        if isinstance(answer, Refusal):
            return answer
        status, met = answer
        if need.kind == "inside":
            return status in ("ahead", "identical")
        if met in self._ancestry.mainline(need.key[1]):
            return met
        return Refusal(f"which state {need.key[0][:7]} was made from cannot be told")

    def _landed(self, commit: str) -> None:
        """The tip first: one question answers for its whole history."""
        known, branch = self._records["landed"], self._records["default_branch"]
        for one in (*self._tips.get(commit, ()), commit):
            if one not in known:
                known[one] = rest.landed(self.client, branch, one)
            if known[one] is True:
                known[commit] = True
                return


def _key(need: Need) -> object:
    if need.kind in ("content", "blob", "inside", "meets"):
        return need.key
    return int(need.key[0]) if need.kind in ("pull", "issue", "about") else need.key[0]
