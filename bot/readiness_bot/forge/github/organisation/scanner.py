"""A scan of an organisation's repositories, or of named ones: one query after the other, read-only.

It goes on where an earlier one ended, keeps within its budget, and asks again for nothing that it has read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.organisation.cache import Cache
from readiness_bot.forge.github.organisation.pace import Pace
from readiness_bot.forge.github.organisation.pages import Batch, Pages, Seeds
from readiness_bot.forge.github.organisation.reader import Reader
from readiness_bot.forge.github.organisation.reading import Reading
from readiness_bot.forge.github.organisation.record import Page, Record
from readiness_bot.forge.github.organisation.rows import Listed
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.forge.scan import Found, Limits, Properties, Spent, Stopped, Wanted
from readiness_bot.text.words import plural


class Scanner:
    """One scan. It writes to nobody's repository."""

    def __init__(
        self,
        client: Client,
        wanted: Wanted,
        *,
        cache: Cache,
        record: Record,
        limits: Limits | None = None,
        tell: Callable[[str], None] = lambda text: None,
    ) -> None:
        """`tell` is given sentences about what the scan will cost."""
        self.wanted, self.cache, self.record, self.tell = wanted, cache, record, tell
        self._pace = Pace(limits or Limits())
        self._pages = Pages(client, self._pace)
        self._reader = Reader(client, self._pace, cache)
        self._properties: dict[str, Properties] | None = None
        self._seen: dict[str, str] = {}

    @property
    def spent(self) -> Spent:
        return self._pace.spent

    def found(self, *, resume: bool = False) -> Iterator[Found]:
        """Every repository once, each as soon as it is read; not in order.

        `resume`: goes on where the record ends, and gives everything that was found before, too. Raises
        Stopped where it ends before its time, ForgeError where it cannot begin.
        """
        try:
            pages = self.record.resume() if resume else self._begun()
            yield from self._scanned(pages)
            self.record.close(done=True)
        except Stopped as error:
            if self.record.path is None:
                raise
            kept = f"What was listed is kept in {self.record.path}, and --resume goes on from there."
            raise Stopped(f"{error} {kept}") from error
        finally:
            self.record.close()
            self.cache.close()
            self._pages.client.close()

    def _begun(self) -> list[Page]:
        self.record.begin()
        return []

    def _scanned(self, pages: list[Page]) -> Iterator[Found]:
        listed = sum(len(page.repositories) for page in pages)
        self._estimate(listed)
        if self.wanted.properties:
            self._read_properties()
        for page in pages:
            for row in page.repositories:
                yield from self._one(row, {})
        if not pages or pages[-1].next is not None:
            for batch in self._batches(pages[-1].next if pages else None, listed):
                self.record.add(Page(tuple(row for row, _ in batch.rows), batch.next))
                for row, seeds in batch.rows:
                    yield from self._one(row, seeds)
        yield from self._reader.finish()

    def _batches(self, after: str | None, listed: int) -> Iterator[Batch]:
        if self.wanted.owner:
            return self._pages.of_owner(self.wanted.owner, after, listed)
        begin = int(after) if after and after.isascii() and after.isdecimal() and len(after) < 10 else 0
        return self._pages.named(self.wanted.names, begin)

    def _one(self, row: Listed, seeds: Seeds) -> Iterator[Found]:
        found = row.found(None if self._properties is None else self._properties.get(row.name.lower(), {}))
        first = self._seen.setdefault(row.id or row.name, row.asked_as or row.name)
        if first is not (row.asked_as or row.name):
            if self.wanted.owner:  # the list moved while it was read
                return
            found = replace(found, left_out=f"it was named before, as {first}")
        if not found.error and not found.left_out:
            found = replace(found, left_out=self.wanted.leave_out(found))
        if found.error or found.left_out:
            yield found
            return
        yield from self._reader.add(Reading(row, properties=found.properties, deep=self.wanted.deep), seeds)

    def _estimate(self, listed: int) -> None:
        """Says what it will cost; asks what is left of the token's hour."""
        if self.wanted.owner:
            count, what = self._pages.count(self.wanted.owner), f"{self.wanted.owner} has"
        else:
            self._pages.rate()
            count, what = len(self.wanted.names), "The list has"
        page = self._pace.limits.page
        pages, most = -(-max(0, count - listed) // page), -(-count // page) * 2
        again = (
            f" {plural(listed, 'repository', 'repositories')} of them were listed before." if listed else ""
        )
        left = self._pace.left
        budget = "" if left is None else f" This run may use {plural(max(0, left), 'point')} of this hour's."
        self.tell(
            f"{what} {plural(count, 'repository', 'repositories')}.{again} Listing takes about"
            f" {plural(pages, 'query', 'queries')} of one point each, reading what changed up to {most:,}"
            f" more.{self._by_rest(count)}{budget}"
        )

    def _by_rest(self, count: int) -> str:
        """What of it goes by requests of another kind."""
        properties = -(-count // 100) if self.wanted.properties else 0
        if self.wanted.deep:
            return f" By REST, it takes up to {count + properties:,} requests."
        return f" By REST, custom properties take {plural(properties, 'request')}." if properties else ""

    def _read_properties(self) -> None:
        owners = (
            [self.wanted.owner]
            if self.wanted.owner
            else {name.partition("/")[0] for name in self.wanted.names}
        )
        found: dict[str, Properties] = {}
        for owner in sorted(owners):
            try:
                found |= self._reader.rest.properties(owner)
            except Stopped:
                raise
            except ForgeError as error:
                self.tell(f"{error} So no custom property is known.")
                return
        self._properties = found
