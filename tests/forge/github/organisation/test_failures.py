"""What goes wrong on the way: a scan waits, asks for less, or stops so that it can go on; it never gives a wrong row."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.forge.github.organisation.conftest import NOW, Scan, scanned
from tests.github.fleet import CODE, model
from tests.github.organisation import Hosted, Organisation, World

from readiness_bot.forge.protocol import ForgeError
from readiness_bot.forge.scan import Found, Limits, Stopped

pytestmark = pytest.mark.e2e

Run = Callable[..., Scan]
WHOLE = 6
"""Queries of a scan that nothing disturbs: the number of repositories, three pages, and two that read the models."""


REPOSITORIES = [Hosted(f"r{n}", CODE if n % 2 else model(n)) for n in range(24)]
"""Three pages, and 12 models."""


@pytest.fixture
def page() -> int:
    return 10


@pytest.fixture
def small(organisation: Organisation) -> World:
    organisation.world.repositories = REPOSITORIES
    return organisation.world


@pytest.fixture(scope="module")
def expected(organisation_server: Organisation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """What a scan finds that nothing disturbs."""
    organisation_server.world = World(REPOSITORIES)
    found = scanned(organisation_server, tmp_path_factory.mktemp("undisturbed"), limits=Limits(page=10))
    assert (sum(len(row.snapshots) for row in found.rows.values()), found.queries) == (12, WHOLE)
    return found.rows


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr("time.sleep", seconds.append)
    return seconds


PASSING = ("502", "504", "drop", "half", "timeout, 200", "array", "secondary", "429", "secondary, 200")


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_waited_for_or_asked_again(small: World, scan: Run, expected: dict[str, Found], fault: str) -> None:
    small.faults = dict.fromkeys((1, 3, 5), fault)
    assert scan().rows == expected
    assert not small.faults


def test_a_list_that_is_too_much_is_asked_for_in_smaller_pages(small: World, scan: Run, expected: dict[str, Found]) -> None:
    small.faults = dict.fromkeys(range(2, 6), "502")
    assert scan().rows == expected


@pytest.mark.parametrize("cut", ["folders", "all"])
def test_what_github_leaves_out_for_want_of_resources_is_asked_for_alone(organisation: Organisation, scan: Run, cut: str) -> None:
    organisation.world.repositories = [Hosted(f"r{n}", model(n), cut=cut if n in (1, 5) else "") for n in range(9)]
    rows = scan().rows.values()
    assert [row.error for row in rows if row.error or not row.snapshots] == []
    assert [row.error for row in scan(names=("acme/r1", "acme/r2"), cache="another").rows.values() if row.error] == []


def test_by_rest_a_large_repository_is_read_whole_or_not_at_all(organisation: Organisation, scan: Run) -> None:
    """What GraphQL cannot deliver, and whose tree is too much for one answer: folder by folder, and never a model less than there is."""
    many, too_many = ({f"f{n:03}/x": str(n) for n in range(count)} for count in (70, 200))
    last = {f"z/{path}": content for path, content in model(0).items()}
    organisation.world.repositories = [
        Hosted("many", {**many, **last}, weight=10_001, truncated=True),
        Hosted("too-many", {**too_many, **last}, weight=10_001, truncated=True),
        Hosted("full", model(1), weight=10_001, truncated=True, full=True),
    ]
    found = scan().rows
    assert [one.prefix for one in found["acme/many"].snapshots] == ["z/"]
    assert found["acme/too-many"].error == "Reading acme/too-many takes more than 100 requests."
    assert found["acme/full"].error == "GitHub does not list all files of one of its folders; scan a clone of it (`--folder`)."


STOPS = {
    "401": "GitHub refused the token (401: Bad credentials). An App's token is good for an hour: make a new one, and let the scan go on with it.",
    "403": "GitHub refused the query (403: Your IP address is not permitted to access this resource.); the token needs the rights"
    " `metadata: read, contents: read`, and GITHUB_GRAPHQL_URL has to be the server's address for GraphQL, if it is set.",
    "secondary, long": "This token has reached GitHub's rate limit. GitHub asks to wait until ",
    "spent": "This token has reached GitHub's rate limit. GitHub asks to wait until ",
}


@pytest.mark.parametrize(("fault", "query"), [("401", 2), ("401", 4), ("401", 6), ("403", 4), ("secondary, long", 4), ("spent", 5)])
def test_what_does_not_pass_stops_it_and_it_goes_on_from_there(small: World, scan: Run, expected: dict[str, Found], fault: str, query: int) -> None:
    small.faults = {query: fault}
    with pytest.raises(Stopped) as stopped:
        scan()
    assert str(stopped.value).startswith(STOPS[fault])
    assert str(stopped.value).endswith("scan.state, and --resume goes on from there.")
    before = small.queries
    assert scan(resume=True).rows == expected
    assert small.queries - before <= WHOLE - query + 3  # nothing that was listed is listed again


def test_a_limit_that_does_not_say_how_long_is_waited_for_longer_each_time(small: World, scan: Run, expected: dict[str, Found], slept: list[float]) -> None:
    small.faults = dict.fromkeys((2, 3), "secondary, silent")
    assert scan(limits=Limits(wait=300)).rows == expected
    assert [seconds for seconds in slept if seconds] == [60, 120]


def test_a_server_that_never_answers_is_left_alone(small: World, scan: Run) -> None:
    small.faults = dict.fromkeys(range(2, 500), "502")
    with pytest.raises(Stopped, match=r"^GitHub does not list the repositories \(GitHub answered with 502\)\. What was listed is kept in"):
        scan()
    assert small.queries < 15


def test_a_server_that_stops_answering_is_left_alone(small: World, scan: Run, expected: dict[str, Found]) -> None:
    small.faults = dict.fromkeys(range(4, 500), "502")
    with pytest.raises(Stopped):
        scan()
    assert small.queries < 35
    small.faults.clear()
    assert scan(resume=True).rows == expected


def test_a_budget_is_kept(small: World, scan: Run, expected: dict[str, Found]) -> None:
    """Each run uses three points, until all is read."""
    for number in range(2):
        used = small.used
        with pytest.raises(Stopped, match=r"^The budget of 3 points is used up\. Nothing is lost; the token's hour begins anew at 14:32 UTC\."):
            scan(resume=number > 0, limits=Limits(points=3))
        assert small.used - used == 3
    assert scan(resume=True, limits=Limits(points=3)).rows == expected


def test_half_of_the_hour_is_left_to_others(small: World, scan: Run) -> None:
    small.limit, small.used = 1_000, 499
    with pytest.raises(Stopped, match=r"^This token has 500 of its 1,000 points an hour left, and a scan leaves half of them to others unless it is given"):
        scan()


def test_what_it_will_cost_is_told_first(small: World, scan: Run) -> None:
    told = "acme has 24 repositories. Listing takes about 3 queries of one point each, reading what changed up to 6 more."
    assert scan().told == [f"{told} This run may use 2499 points of this hour's."]
    assert small.queries == WHOLE
    assert "By REST, custom properties take 1 request." in scan(properties=True).told[0]
    assert "By REST, it takes up to 24 requests." in scan(deep=True).told[0]


def test_a_budget_of_requests_is_kept(organisation: Organisation, scan: Run) -> None:
    organisation.world.repositories = [Hosted(f"r{n}", model(n) | {"readiness/fallback.yaml": b"\xff%d" % n}) for n in range(9)]
    with pytest.raises(Stopped, match=r"^The budget of 3 requests by REST, for what GraphQL does not give, is used up\. Nothing is lost\. What was"):
        scan(limits=Limits(requests=3))
    assert organisation.world.requests == 3
    organisation.world.limit, organisation.world.rest_used = 1_000, 496
    with pytest.raises(Stopped, match=r"^This token has 500 of its 1,000 requests an hour left, and a scan leaves half of them to others unless it is"):
        scan(resume=True)
    organisation.world.rest_used = 0
    assert sum(len(row.snapshots) for row in scan(resume=True).rows.values()) == 9


def test_a_scan_that_was_killed_goes_on(small: World, organisation: Organisation, scan: Run, expected: dict[str, Found], tmp_path: Path) -> None:
    """A process of its own, which is killed in its fifth query."""
    code = (
        "import sys; from pathlib import Path; from types import SimpleNamespace as S\n"
        "from tests.forge.github.organisation.conftest import Limits, scanner\n"
        "for row in scanner(S(url=sys.argv[1]), Path(sys.argv[2]), Limits(page=10)).found(): pass\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, organisation.url, str(tmp_path)], cwd=Path(__file__).parents[4])
    small.on_query = lambda number: os.kill(process.pid, signal.SIGKILL) if number == 5 else None
    assert process.wait(60) == -signal.SIGKILL
    small.on_query = lambda number: None
    assert scan(resume=True).rows == expected
    assert small.queries <= 5 + 4  # its own, and those from the third page on


def test_a_record_that_ends_in_the_middle_of_a_line_is_gone_on_from(small: World, scan: Run, expected: dict[str, Found], tmp_path: Path) -> None:
    small.faults = {4: "401"}
    with pytest.raises(Stopped):
        scan()
    record = tmp_path / "scan.state"
    record.write_bytes(record.read_bytes()[:-9])
    assert scan(resume=True).rows == expected


def test_a_record_of_something_else_is_not_gone_on_from(small: World, scan: Run, tmp_path: Path) -> None:
    small.faults = {2: "401"}
    with pytest.raises(Stopped):
        scan()
    with pytest.raises(ForgeError, match=r"scan\.state is the record of another scan \(org acme\); begin a new one\.$"):
        scan(resume=True, names=("acme/r0",))
    with pytest.raises(ForgeError, match=r"scan\.state is older than a day, so begin a new scan: the cache makes it short\.$"):
        scan(resume=True, now=NOW + timedelta(days=2))
    (tmp_path / "scan.state").write_text('{"readiness_scan": 2}\n')
    with pytest.raises(ForgeError, match=r"scan\.state is no record of a scan of this version; begin a new scan\.$"):
        scan(resume=True)


def test_after_a_whole_scan_no_record_is_left(small: World, scan: Run, tmp_path: Path) -> None:
    scan()
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_an_owner_that_is_not_there(organisation: Organisation, scan: Run) -> None:
    with pytest.raises(Stopped, match=r"^nobody cannot be listed\. It is not there, or this token may not see it\."):
        scan(owner="nobody")
