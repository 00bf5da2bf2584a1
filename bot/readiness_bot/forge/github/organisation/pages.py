"""The list of repositories, page by page: an owner's, or those that somebody named.

A page that GitHub does not answer is asked for without what stands in the repositories' roots, then in
smaller ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.organisation import queries
from readiness_bot.forge.github.organisation.asking import Answer, GraphFault, Heavy, ask
from readiness_bot.forge.github.organisation.pace import Pace
from readiness_bot.forge.github.organisation.queries import Ask, Kind
from readiness_bot.forge.github.organisation.rows import PAGE as PAGE_SHAPE
from readiness_bot.forge.github.organisation.rows import REACH, Listed, listed
from readiness_bot.forge.github.shapes import Odd, check
from readiness_bot.forge.scan import Stopped

Seeds = Mapping[Ask, Mapping[str, Any]]
"""What a list says of a repository's folders."""
_TRIES = 3
_NODES = ("repositoryOwner", "repositories", "nodes")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some repositories, and where the list goes on; None: that was all."""

    rows: tuple[tuple[Listed, Seeds], ...]
    next: str | None


@dataclass(slots=True)
class Pages:
    """Asks for the list. Each of its methods raises Stopped."""

    client: Client
    pace: Pace
    _first: int = field(default=0, init=False)
    _lightly: bool = field(default=False, init=False)

    @property
    def _most(self) -> int:
        return self.pace.limits.page

    def count(self, owner: str) -> int:
        """How many repositories an owner has, as far as this token may see."""
        answer = self._small(queries.reach(owner))
        try:
            self._check(owner, answer, REACH)
        except Odd as error:
            raise Stopped(f"GitHub's answer could not be read ({error.told}).") from error
        return int(answer.data["repositoryOwner"]["repositories"]["totalCount"])

    def rate(self) -> None:
        """Only asks what is left of the token's hour."""
        self._small(queries.rate())

    def _small(self, query: queries.Query) -> Answer:
        for _ in range(_TRIES):
            try:
                return ask(self.client, self.pace, query)
            except Heavy as error:
                why = str(error)
        raise Stopped(f"GitHub does not answer ({why.rstrip('.')}).")

    def of_owner(self, owner: str, after: str | None, number: int) -> Iterator[Batch]:
        """From a place in the list on, before which so many stand."""
        while True:
            answer = self._page(owner, after)
            found = answer.data["repositoryOwner"]["repositories"]
            rows = []
            for n, node in enumerate(found["nodes"]):
                number += 1
                faults = list(answer.below(*_NODES, n))
                rows.append(self._row(node, faults, f"{owner}/(not shown, {number})"))
            more, after = found["pageInfo"]["hasNextPage"], found["pageInfo"]["endCursor"]
            yield Batch(tuple(rows), after if more else None)
            if not more or after is None:
                return

    def _page(self, owner: str, after: str | None) -> Answer:
        tries, self._first = 0, self._first or self._most
        while True:
            try:
                answer = ask(
                    self.client, self.pace, queries.page(owner, self._first, after, lightly=self._lightly)
                )
                self._check(owner, answer, PAGE_SHAPE)
                self._whole(answer)
            except (Heavy, Odd) as error:
                tries += self._lightly and self._first == 1
                if tries >= _TRIES:
                    raise Stopped(
                        f"GitHub does not list the repositories ({str(error).rstrip('.')})."
                    ) from error
                self._first = max(1, self._first // 2) if self._lightly else self._first
                self._lightly = True
            else:
                self._first, self._lightly = min(self._most, self._first * 2), False
                return answer

    def _whole(self, answer: Answer) -> None:
        """Raises Heavy where a repository is missing for want of time, unless no smaller page can be asked
        for."""
        nodes = answer.data["repositoryOwner"]["repositories"]["nodes"]
        for n, node in enumerate(nodes):
            cut = [fault for fault in answer.below(*_NODES, n) if not fault.is_final]
            smaller = self._first > 1 or not self._lightly
            if node is None and smaller and (cut or answer.is_cut):
                raise Heavy(cut[0].message if cut else "GitHub gave only a part")

    def _check(self, owner: str, answer: Answer, shape: Any) -> None:
        """Raises Stopped where there is no such owner, Odd where the answer is another one."""
        final = next((f for f in answer.faults if f.is_final and f.path in ((), ("repositoryOwner",))), None)
        check(shape, answer.data)
        if answer.data["repositoryOwner"] is None:
            why = final.sentence() if final else "It is not there, or this token may not see it."
            raise Stopped(f"{owner} cannot be listed. {why}")

    def _row(self, node: object, faults: Sequence[GraphFault], name: str) -> tuple[Listed, Seeds]:
        """`name`: what it is called where GitHub does not say."""
        if node is None:
            why = faults[0].sentence() if faults else "GitHub lists it, but does not show it to this token."
            return Listed(name, error=why), {}
        try:
            row = listed(node)
        except Odd as error:
            told = node.get("nameWithOwner") if isinstance(node, Mapping) else None
            called = told if isinstance(told, str) and told else name
            return Listed(called, error=f"GitHub's answer about it could not be read ({error.told})."), {}
        if not faults:
            return row, _seeds(node) if isinstance(node, Mapping) else {}
        final = next((fault for fault in faults if fault.is_final), None)
        if final is not None:
            return replace(row, left_out="", error=final.sentence()), {}
        return self._again(row)

    def _again(self, row: Listed) -> tuple[Listed, Seeds]:
        """What was missing for want of time is asked for by itself."""
        [found] = self._names([row.name])
        return found

    def named(self, names: Sequence[str], begin: int) -> Iterator[Batch]:
        """From the n-th name on."""
        for start in range(begin, len(names), self._most):
            end = start + self._most
            rows = self._names(names[start:end])
            yield Batch(tuple(rows), str(end) if end < len(names) else None)

    def _names(self, names: Sequence[str], *, lightly: bool = False) -> list[tuple[Listed, Seeds]]:
        try:
            answer = ask(self.client, self.pace, queries.named(names, lightly=lightly))
        except Heavy as error:
            if len(names) > 1:
                half = len(names) // 2
                return [*self._names(names[:half]), *self._names(names[half:])]
            if not lightly:
                return self._names(names, lightly=True)
            return [(Listed(names[0], error=f"GitHub did not answer ({str(error).rstrip('.')})."), {})]
        rows = []
        for n, name in enumerate(names):
            rows += self._one(answer, n, name, lightly=lightly, alone=len(names) == 1)
        return rows

    def _one(
        self, answer: Answer, n: int, name: str, *, lightly: bool, alone: bool
    ) -> list[tuple[Listed, Seeds]]:
        faults, node = list(answer.below(f"r{n}")), answer.data.get(f"r{n}")
        cut = [fault for fault in faults if not fault.is_final] or (node is None and answer.is_cut)
        if cut and not (alone and lightly):
            return self._names([name], lightly=alone)
        if cut:
            why = faults[0].sentence() if faults else "GitHub did not answer."
            return [(Listed(name, error=why), {})]
        row, seeds = self._row(node, faults, name)
        called = name if row.name.lower() != name.lower() else ""
        return [(replace(row, asked_as=called), seeds)]


def _seeds(node: Mapping[str, Any]) -> Seeds:
    """What a list says of the root and of readiness/, if they belong together."""
    target = (node.get("defaultBranchRef") or {}).get("target") or {}
    root, readiness = target.get("tree") or {}, node.get("readiness") or {}
    if root.get("oid") is None or root.get("entries") is None:
        return {}
    found: dict[Ask, Mapping[str, Any]] = {Ask(Kind.LISTING, root["oid"]): root}
    stands = any(row["name"] == "readiness" and row["oid"] == readiness.get("oid") for row in root["entries"])
    if stands and readiness.get("entries") is not None:
        found[Ask(Kind.LISTING, readiness["oid"])] = readiness
    return found
