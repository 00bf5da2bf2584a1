"""The file that `readiness fleet scan` writes, and several of them put together. Pure.

One row stands on a line of its own, so that a scan of ten thousand can be written as it comes, and two scans
can be compared by `diff`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any

from readiness_bot.portfolio.row import Row
from readiness_bot.text.data import data_of, key, made

SCHEMA = 1


class WrongScan(ValueError):
    """This is no scan that can be read, or these do not belong together; the text says why."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of a scan: 1 of 4."""

    number: int = field(metadata=key(int))
    of: int = field(metadata=key(int))

    def holds(self, name: str) -> bool:
        """Whether a repository belongs here: told by its name alone, so that new ones move no others."""
        return int.from_bytes(sha256(name.encode()).digest()[:8]) % self.of == self.number - 1


def _shard(data: Any) -> Shard | None:
    return None if data is None else made(Shard, data)


@dataclass(frozen=True, slots=True)
class Head:
    """What a scan says of itself, before its rows."""

    scanned: date = field(metadata=key(date.fromisoformat))
    """The day as of which every model was judged."""
    source: str = field(metadata=key(str))
    """`org acme`, `folder clones` or `repos models.txt`."""
    policy: str = field(default="", metadata=key(str))
    version: str = field(default="", metadata=key(str))
    """Of readiness-bot, whose rules were applied."""
    audited: bool = field(default=False, metadata=key(bool))
    """Whether the rows bring their audits."""
    shard: Shard | None = field(default=None, metadata=key(_shard, empty=None))


@dataclass(frozen=True, slots=True)
class Scan:
    """Rows by name and folder."""

    head: Head
    rows: tuple[Row, ...]


def order(row: Row) -> tuple[str, str]:
    """Rows stand in this order, whoever brought them first."""
    return (row.name, row.folder)


def row_text(row: Row) -> str:
    """A row's line, in ASCII: nothing in it can look like the end of one."""
    return json.dumps(data_of(row), separators=(",", ":"))


def written(head: Head, rows: Iterable[str]) -> Iterator[str]:
    """The file's lines, with their ends; the rows as `row_text` gives them, in order."""
    opening = json.dumps({"schema": SCHEMA, **data_of(head)}, separators=(",", ":"))
    yield opening[:-1] + ',"repositories":['
    before = "\n"
    for row in rows:
        yield before + row
        before = ",\n"
    yield "\n]}\n"


def read(text: str) -> Scan:
    """A scan's text. Raises WrongScan."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise WrongScan(f"its schema is {str(data['schema'])[:20]}, and this version reads {SCHEMA}")
        rows = tuple(sorted((made(Row, _filled(each)) for each in data["repositories"]), key=order))
        return Scan(made(Head, {**_HEAD, **data}), rows)
    except json.JSONDecodeError as error:
        raise WrongScan(f"it is not JSON (line {error.lineno}, column {error.colno})") from error
    except KeyError as error:
        raise WrongScan(f"it has no {str(error.args[0])[:40]!r}") from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        if isinstance(error, WrongScan):
            raise
        raise WrongScan("it is not written as `readiness fleet scan` writes one") from error


_HEAD: Mapping[str, Any] = {
    name: value for name, value in data_of(Head(date.min, "")).items() if name not in ("scanned", "source")
}
_ROW: Mapping[str, Any] = data_of(Row(""))


def _filled(data: Any) -> Mapping[str, Any]:
    """With what an older version did not write yet."""
    return {**_ROW, **data} if "name" in data else data


def merged(scans: Sequence[Scan]) -> Scan:
    """Shards put together: what one scan of all would have said, to the byte. Raises WrongScan."""
    heads = [scan.head for scan in scans]
    if len(heads) > 1 or (heads and heads[0].shard):
        _refuse_strangers(heads)
    rows = sorted((row for scan in scans for row in scan.rows), key=order)
    for first, second in pairwise(rows):
        if order(first) == order(second):
            raise WrongScan(f"{first.place} stands in more than one of them")
    return Scan(replace(heads[0], shard=None), tuple(rows))


def _refuse_strangers(heads: Sequence[Head]) -> None:
    """Parts of one scan, each of them, and once."""
    said = {(h.scanned, h.source, h.policy, h.version, h.audited) for h in heads}
    for name, values in zip(
        ("day", "source", "policy", "version of readiness-bot", "depth (with and without --audit)"),
        zip(*said, strict=True),
        strict=True,
    ):
        if len(set(values)) > 1:
            shown = " and ".join(sorted(str(value) or "none" for value in set(values)))
            raise WrongScan(f"they are no parts of one scan: their {name} differs ({shown[:120]})")
    if any(head.shard is None for head in heads):
        raise WrongScan("one of them is a whole scan already; give the parts alone")
    of = {head.shard.of for head in heads if head.shard}
    if len(of) > 1:
        counts = " and of ".join(map(str, sorted(of)))
        raise WrongScan(f"they are parts of different scans: of {counts} parts")
    [count] = of
    numbers = sorted(head.shard.number for head in heads if head.shard)
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise WrongScan(f"part {twice[0]} of {count} is there twice")
    missing = [str(number) for number in range(1, count + 1) if number not in numbers]
    if missing:
        raise WrongScan(f"part {', '.join(missing[:10])} of {count} is missing")
