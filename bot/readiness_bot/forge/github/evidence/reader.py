"""Reads from GitHub what the judge of sign-offs needs to know, and no more: in rounds, each a GraphQL query
or two.

A right that is missing makes a `Refusal`, and so an unknown; a GitHub that does not answer is a ForgeError.
What was read once is kept for as long as this object lives, so that base and head of a pull request share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from readiness_bot.evidence.ask import Need
from readiness_bot.evidence.judge import missing
from readiness_bot.evidence.records import Records, Refusal
from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.evidence import graph, rest
from readiness_bot.forge.github.evidence.graph import Wanted
from readiness_bot.forge.protocol import Clone, Question
from readiness_bot.reading.ancestry import Ancestry


class GithubEvidence:
    """One repository's records, for one or more of its models at once."""

    def __init__(self, client: Client, server: str) -> None:
        self.client = client
        self._answered: set[Wanted] = set()
        self._contents: defaultdict[tuple[str, ...], dict[Any, Any]] = defaultdict(dict)
        """By the folders of a model; all else is the same for every model of a repository."""
        self._ancestry, self._tips = Ancestry(None, shallow=True), dict[str, tuple[str, ...]]()
        settings = client.settings
        self._records: dict[str, Any] = {
            "repository": settings.repository,
            "default_branch": "",
            "server": server,
            "bots": settings.bots,
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
            "commands": {},
            "teams": {},
            "assignable": {},
            "issues": {},
            "runs": {},
            "commits": {},
            "accepted": (),
            "accepted_since": None,
        }

    def gather(self, questions: Sequence[Question]) -> list[Records]:
        """All that these need, round by round together. Raises ForgeError where GitHub does not answer."""
        for question in questions:
            self._ancestry = question.clone.ancestry
            self._tips.update(question.clone.tips)
        while wanted := self._wanted(questions):
            self._answer(wanted)
            self._answered |= wanted.keys()
        return [self._told(question.clone) for question in questions]

    def _told(self, clone: Clone) -> Records:
        return Records(
            **self._records,
            folder=clone.prefixes[0],
            head=clone.head,
            base=clone.base,
            unmerged=clone.unmerged,
            contents=self._contents[tuple(clone.prefixes)],
        )

    def _wanted(self, questions: Sequence[Question]) -> dict[Wanted, Clone]:
        """What is still to be looked up, and which clone may have it."""
        found: dict[Wanted, Clone] = {}
        for question in questions:
            clone = question.clone
            for need in missing(question.claims, self._told(clone), question.parse):
                folders = tuple(clone.prefixes) if need.kind == "content" else ()
                found.setdefault((need, folders), clone)
        return {wanted: found[wanted] for wanted in sorted(found.keys() - self._answered)}

    def _answer(self, wanted: Mapping[Wanted, Clone]) -> None:
        self._read(wanted)
        left = [each for each in wanted if not self._is_known(each) and not self._in_the_clone(each[0])]
        for part in graph.batches(each for each in left if each[0].kind in graph.KINDS):
            branch, answers = graph.ask(self.client, part)
            self._records["default_branch"] = branch
            for (need, folders), answer in answers:
                content = need.kind == "content"
                found = self._contents[folders] if content else self._records[graph.KINDS[need.kind]]
                found[_key(need)] = answer
        self._rest([need for need, _ in left if need.kind not in graph.KINDS])

    def _read(self, wanted: Mapping[Wanted, Clone]) -> None:
        """The contents that the clone has."""
        pairs: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        clones = {folders: clone for (_, folders), clone in wanted.items() if folders}
        for need, folders in wanted:
            if need.kind == "content":
                pairs[folders].append((need.key[0], need.key[1]))
        for folders, asked in pairs.items():
            self._contents[folders] |= clones[folders].local(asked)

    def _is_known(self, wanted: Wanted) -> bool:
        need, folders = wanted
        return need.kind == "content" and need.key in self._contents[folders]

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
        return Refusal(f"it is not known which commit {need.key[0][:7]} branched off from")

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
