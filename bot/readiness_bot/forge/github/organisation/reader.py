"""Reads many repositories: the asks of all go into the same queries, and what is cached is not asked.

A query that GitHub does not answer is halved, down to a single repository, which REST then reads; what goes
wrong with one spoils nothing but its own row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.organisation.asking import Answer, Heavy, ask
from readiness_bot.forge.github.organisation.cache import Cache
from readiness_bot.forge.github.organisation.pace import Pace
from readiness_bot.forge.github.organisation.queries import Ask, Kind, objects
from readiness_bot.forge.github.organisation.reading import Reading
from readiness_bot.forge.github.organisation.rest import Rest
from readiness_bot.forge.github.organisation.rows import BLOB, OBJECT, TREE, TREE_OF_TREES
from readiness_bot.forge.github.shapes import Odd, Shape, check
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.forge.scan import Found, Stopped
from readiness_bot.reading.tree import is_blob

MOST_OBJECTS = 1_000
"""In one query."""
MOST_FAILURES = 5
"""Single repositories that GraphQL did not answer, one after the other: then GitHub itself does not work."""
_STEADY = 5
"""After so many answers, queries grow again."""

_SHAPES: Mapping[Kind, Shape] = {
    Kind.LISTING: TREE,
    Kind.FOLDERS: TREE_OF_TREES,
    Kind.CONTENT: BLOB,
    Kind.EXISTS: OBJECT,
    Kind.COMMIT: OBJECT,
}


@dataclass(slots=True)
class _Waiting:
    reading: Reading
    asks: list[Ask] = field(default_factory=list)


class Reader:
    """Takes readings, and gives back what was found; not in order."""

    def __init__(self, client: Client, pace: Pace, cache: Cache) -> None:
        self.client, self.pace, self.cache = client, pace, cache
        self.rest = Rest(client, pace)
        self._queue: deque[_Waiting] = deque()
        self._size = pace.limits.page
        self._answers = self._failures = 0

    def add(self, reading: Reading, seeds: Mapping[Ask, Mapping[str, Any]] | None = None) -> Iterator[Found]:
        """`seeds`: what is known of it already. Raises Stopped."""
        for ask_, answer in (seeds or {}).items():
            self._keep(ask_, reading, answer)
        reading.by_rest = self.cache.get(self._mark(reading)) is not None
        yield from self._advance(reading, dict(seeds or {}))
        while len(self._queue) >= self._size:
            yield from self._round()

    def finish(self) -> Iterator[Found]:
        """What still waits. Raises Stopped."""
        while self._queue:
            yield from self._round()

    def _advance(
        self, reading: Reading, seeds: Mapping[Ask, Mapping[str, Any]] | None = None
    ) -> Iterator[Found]:
        """As far as it goes without GraphQL."""
        while True:
            try:
                needs = reading.needs()
            except ForgeError as error:
                reading.error = str(error)
                continue
            if not needs:
                yield reading.found()
                return
            asks = [one for one in needs if not self._known(one, reading, seeds or {})]
            if len(asks) == len(needs):
                self._queue.append(_Waiting(reading, asks))
                return

    def _known(self, one: Ask, reading: Reading, seeds: Mapping[Ask, Mapping[str, Any]]) -> bool:
        """Whether it could be told without GraphQL."""
        if one in seeds:
            reading.told(one, seeds[one])
            return True
        if self._cached(one, reading):
            return True
        if not (reading.by_rest or one.kind.by_rest):
            return False
        try:
            self._by_rest(one, reading)
        except Stopped:
            raise
        except ForgeError as error:
            reading.error = str(error)
        except requests.RequestException:
            reading.error = "GitHub did not answer when asked for its files."
        return True

    def _by_rest(self, one: Ask, reading: Reading) -> None:
        name, path = reading.listed.name, ":" in one.expression
        if one.kind is Kind.COMMIT:
            oid = self.rest.commit(name, one.expression.partition("^")[0])
            self._learn(one, reading, {"oid": oid} if oid else None)
        elif one.kind is Kind.WHOLE:
            self._learn(one, reading, self.rest.whole(name, one.expression))
        elif one.kind is Kind.LISTING and not path:
            self._learn(one, reading, self.rest.listing(name, one.expression))
        elif one.kind in (Kind.EXISTS, Kind.FOLDERS) or path:  # what is listed level by level tells it
            reading.told(one, None)
        else:
            content = self.rest.blob(name, one.expression)
            if content is not None:
                self.cache.put(f"blob:{one.expression}", content)
            reading.had(one, content)

    def _learn(self, one: Ask, reading: Reading, answer: Mapping[str, Any] | None) -> None:
        self._keep(one, reading, answer)
        reading.told(one, answer)

    def _round(self) -> Iterator[Found]:
        """One query for the first that wait, and whatever follows from it."""
        batch, count = list[_Waiting](), 0
        while self._queue and len(batch) < self._size:
            count += len(self._queue[0].asks)
            if batch and count > MOST_OBJECTS:
                break
            batch.append(self._queue.popleft())
        self._ask(batch)
        self.cache.keep()
        for one in batch:
            yield from self._advance(one.reading)

    def _ask(self, batch: Sequence[_Waiting]) -> bool:
        """Whether it was answered as a whole."""
        try:
            answer = ask(
                self.client, self.pace, objects([(one.reading.listed.id, one.asks) for one in batch])
            )
        except Heavy as why:
            self._too_heavy(batch, str(why))
            return False
        self._failures = 0
        again = [one for n, one in enumerate(batch) if not self._read(answer, n, one)]
        for one in again:
            if len(batch) == 1:
                self._leave(one.reading)
            else:
                self._ask([one])
        self._answers += 1
        if self._answers >= _STEADY and self._size < self.pace.limits.page:
            self._size, self._answers = min(self.pace.limits.page, self._size * 2), 0
        return True

    def _too_heavy(self, batch: Sequence[_Waiting], why: str) -> None:
        if len(batch) > 1:
            half = len(batch) // 2
            answered = [self._ask(part) for part in (batch[:half], batch[half:])]
            if not any(answered):  # it is not one of them alone
                self._size, self._answers = max(1, min(self._size, half)), 0
            return
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            raise Stopped(f"GitHub does not answer ({why.rstrip('.')}). Nothing is lost; go on in a while.")
        self._leave(batch[0].reading)

    def _leave(self, reading: Reading) -> None:
        """To REST, from now on: the next scans need not find it out."""
        reading.by_rest = True
        self.cache.put(self._mark(reading), b"")

    def _mark(self, reading: Reading) -> str:
        """Next month GraphQL is tried again."""
        return f"heavy:{reading.listed.id}:{self.cache.month}"

    def _read(self, answer: Answer, n: int, one: _Waiting) -> bool:
        """Whether all of it was told; else it is asked for again."""
        alias, reading = f"r{n}", one.reading
        faults = list(answer.below(alias))
        final = next((fault for fault in faults if fault.is_final), None)
        found = answer.data.get(alias)
        if final is not None or (found is None and not faults and not answer.is_cut):
            reading.error = final.sentence() if final else "It was deleted or hidden during the scan."
            return True
        whole = True
        for m, ask_ in enumerate(one.asks):
            if found is None or any(True for _ in answer.below(alias, f"a{m}")):
                whole = False
            else:
                self._told(ask_, reading, found, f"a{m}")
        return whole

    def _told(self, one: Ask, reading: Reading, found: object, alias: str) -> None:
        try:
            check({alias: _SHAPES[one.kind]}, found)
        except Odd as error:
            reading.error = f"GitHub's answer about it could not be read ({error.told})."
            return
        answer = found[alias] if isinstance(found, Mapping) else None
        if answer is not None and (answer.get("oid") is None):  # another kind of object
            answer = None
        self._learn(one, reading, answer)

    def _key(self, one: Ask, reading: Reading) -> str:
        """A commit that is not there may come; as long as the branch stands, that makes no difference."""
        if one.kind is Kind.COMMIT:
            return f"commit:{reading.listed.id}:{reading.listed.commit}:{one.expression}"
        if one.kind in (Kind.CONTENT, Kind.BYTES):
            return f"path:{one.expression}" if ":" in one.expression else f"blob:{one.expression}"
        return f"{one.kind.name.lower()}:{one.expression}"

    def _keep(self, one: Ask, reading: Reading, answer: Mapping[str, Any] | None) -> None:
        key = self._key(one, reading)
        if one.kind is not Kind.CONTENT:
            if answer is None or answer.get("entries", True) is not None:
                self.cache.put_json(key, answer or {})
            return
        if answer is None:
            self.cache.put_json(key, {}) if key.startswith("path:") else None
            return
        oid, text = str(answer["oid"]), answer.get("text")
        content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else None
        if content is not None and is_blob(content, oid):
            self.cache.put(f"blob:{oid}", content)
        if key.startswith("path:"):
            self.cache.put_json(key, {"oid": oid})

    def _cached(self, one: Ask, reading: Reading) -> bool:
        key = self._key(one, reading)
        if key.startswith("blob:"):
            content = self.cache.get(key)
            if content is None or not is_blob(content, one.expression):
                return False
            reading.had(one, content)
            return True
        answer = self.cache.get_json(key)
        if not isinstance(answer, dict):
            return False
        if one.kind is Kind.CONTENT:
            return self._cached_path(one, reading, answer)
        shape = TREE if one.kind is Kind.WHOLE else _SHAPES[one.kind]
        try:
            check(shape, answer or None)
        except Odd:
            return False
        if one.kind is Kind.WHOLE and not isinstance(answer.get("complete"), bool):
            return False
        reading.told(one, answer or None)
        return True

    def _cached_path(self, one: Ask, reading: Reading, answer: Mapping[str, Any]) -> bool:
        oid = answer.get("oid")
        if oid is None:
            reading.told(one, None)
            return True
        content = self.cache.get(f"blob:{oid}")
        if content is None or not is_blob(content, str(oid)):
            return False
        reading.had(Ask(Kind.CONTENT, str(oid)), content)
        reading.told(one, None)
        return True
