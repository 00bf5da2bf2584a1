"""What a scan asks for when little has changed since the last one, and what it takes for repositories by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.forge.github.organisation.conftest import Scan
from tests.github import fleet
from tests.github.fleet import CODE, model
from tests.github.organisation import Hosted, Organisation

pytestmark = pytest.mark.e2e

Run = Callable[..., Scan]
COUNT, LIST = 1, 2
"""Queries for the number of repositories, and for the list, ten a page."""


@pytest.fixture
def page() -> int:
    return 10


@pytest.fixture
def models(organisation: Organisation) -> list[Hosted]:
    """20, all of which name a file in a folder of its own."""
    named = [{"readiness/governance.yaml": f"a: docs/a/b.md\n# {n}\n", "docs/a/b.md": f"{n}\n"} for n in range(20)]
    hosted = [Hosted(f"r{n}", {**CODE, **model(n), **files}) for n, files in enumerate(named)]
    organisation.world.repositories = hosted
    return hosted


def test_a_first_scan_takes_as_many_queries_for_each_phase(models: list[Hosted], scan: Run) -> None:
    found = scan()
    assert (found.queries, found.requests, found.spent.points) == (COUNT + 3 * LIST, 0, 7)
    assert "docs/a/b.md" in found.rows["acme/r5"].snapshots[0].files


def test_where_nothing_changed_it_is_only_listed(models: list[Hosted], scan: Run) -> None:
    first = scan()
    assert (scan().queries, scan().rows) == (COUNT + LIST, first.rows)


@pytest.mark.parametrize(
    ("change", "queries"),
    [
        ({"src/main.py": "print(2)\n"}, 1),
        ({"README.md": "# New\n"}, 1),
        ({"readiness/ownership.yaml": "developers: ['@new']\n"}, 1),
        ({"readiness/governance.yaml": "a: docs/c/d.md\n", "docs/c/d.md": "x"}, 2),
    ],
    ids=["code", "the card", "a readiness file", "what it names"],
)
def test_only_what_changed_is_read_again(models: list[Hosted], scan: Run, change: dict[str, str], queries: int) -> None:
    """Code changes the name of its folder, so that we have to ask whether a model stands there now; one query for all."""
    first = scan()
    models[7].push({**(models[7].files or {}), **change})
    second = scan()
    assert second.queries == COUNT + LIST + queries
    assert {name for name, row in second.rows.items() if row != first.rows[name]} == {"acme/r7"}
    assert set(change) - set(second.rows["acme/r7"].snapshots[0].files) <= {"src/main.py"}


def test_a_cache_that_is_no_cache_is_done_without(models: list[Hosted], scan: Run, tmp_path: Path) -> None:
    first = scan()
    [path] = (tmp_path / "cache").iterdir()
    path.write_bytes(b"not a database" * 999)
    assert scan().rows == first.rows
    assert scan().queries == COUNT + LIST  # it was made anew


def test_what_was_changed_in_the_cache_is_not_believed(models: list[Hosted], scan: Run, tmp_path: Path) -> None:
    first = scan()
    [path] = (tmp_path / "cache").iterdir()
    with sqlite3.connect(path) as data:
        data.execute("UPDATE object SET data = substr(data, 1, 9)")
    assert scan().rows == first.rows


def test_a_cache_that_cannot_be_written_is_done_without(models: list[Hosted], scan: Run, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert len(scan().rows) == 20


def test_repositories_by_name(organisation: Organisation, scan: Run) -> None:
    organisation.world = fleet.world()
    found = scan(names=("acme/churn", "acme/old-churn", "acme/ODD", "acme/secret", "acme/none", "acme/r016", "acme/cut", "acme/heavy"))
    assert sorted((row.name, row.asked_as, len(row.snapshots), row.error or row.left_out) for row in found.rows.values()) == [
        ("acme/churn", "", 1, ""),
        ("acme/churn", "acme/old-churn", 0, "it was named before, as acme/churn"),
        ("acme/cut", "", 1, ""),
        ("acme/heavy", "", 1, ""),
        ("acme/none", "", 0, "It is not there, or this token may not see it."),
        ("acme/odd", "", 1, ""),
        ("acme/r016", "", 0, "it is archived"),
        ("acme/secret", "", 0, "GitHub refused it: Resource not accessible by personal access token."),
    ]
    again = scan(names=("acme/old-churn", "acme/r014"))
    assert sorted((row.name, row.asked_as) for row in again.rows.values()) == [("acme/churn", "acme/old-churn"), ("acme/r014", "")]


def test_what_a_policy_leaves_out_is_not_read(models: list[Hosted], scan: Run) -> None:
    found = scan(leave_out=lambda row: "not ours" if row.name != "acme/r3" else "")
    assert [row.name for row in found.rows.values() if not row.left_out] == ["acme/r3"]
    assert found.queries == COUNT + LIST + 2


def test_a_deep_scan_looks_into_every_folder(organisation: Organisation, scan: Run) -> None:
    organisation.world.repositories = [Hosted("r1", model(1, "a/b/c/")), Hosted("r2", CODE)]
    assert [len(row.snapshots) for row in scan().rows.values()] == [0, 0]
    deep = scan(deep=True)
    assert ({name: len(row.snapshots) for name, row in deep.rows.items()}, deep.requests) == ({"acme/r1": 1, "acme/r2": 0}, 2)
    assert scan(deep=True).requests == 0
