"""How these tests scan the organisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.github.organisation import Organisation

from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.organisation.cache import Cache
from readiness_bot.forge.github.organisation.record import Record
from readiness_bot.forge.github.organisation.scanner import Scanner
from readiness_bot.forge.scan import Found, Limits, Spent, Wanted

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass
class Scan:
    """What a scan found, and what it took."""

    rows: dict[str, Found]
    spent: Spent
    queries: int
    requests: int
    told: list[str] = field(default_factory=list)


@pytest.fixture
def page() -> int:
    """Repositories in one query."""
    return 50


@pytest.fixture
def scan(organisation: Organisation, tmp_path: Path, page: int) -> Callable[..., Scan]:
    """Scans the organisation with the cache and the record of earlier scans of this test."""

    def run(limits: Limits | None = None, **options: Any) -> Scan:
        return scanned(organisation, tmp_path, limits=replace(limits or Limits(), page=page), **options)

    return run


def scanned(
    server: Organisation, folder: Path, *, resume: bool = False, limits: Limits | None = None, cache: str = "cache", now: datetime = NOW, **wanted: Any
) -> Scan:
    told, before = list[str](), len(server.world.log)
    made = scanner(server, folder, limits, cache, now, told.append, **wanted)
    rows = list(made.found(resume=resume))
    assert len({row.name for row in rows}) == len(rows) or "names" in wanted
    assert server.world.refused == []
    log = server.world.log[before:]
    queries = sum(request.path == "/graphql" for request in log)
    return Scan({row.asked_as or row.name: row for row in rows}, made.spent, queries, len(log) - queries, told)


def scanner(
    server: Organisation,
    folder: Path,
    limits: Limits | None = None,
    cache: str = "cache",
    now: datetime = NOW,
    tell: Callable[[str], None] = lambda text: None,
    **wanted: Any,
) -> Scanner:
    of = Wanted(**(wanted if "names" in wanted else {"owner": "acme"} | wanted))
    kept, record = Cache(folder / cache, date(2026, 11, 26)), Record(folder / "scan.state", str(of), now)
    return Scanner(client(server), of, cache=kept, record=record, limits=limits, tell=tell)


def client(server: Organisation) -> Client:
    return Client(GithubSettings("-/-", "ghs_secret-token", server.url, write_interval=0, backoff=0, graphql_url=f"{server.url}/graphql"))
