"""The month, on both forges: the state that a thoughtful maintainer would want, and no message too many."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.github.server import GithubServer
from tests.month.page import page
from tests.month.script import Month, live
from tests.month.world import FolderWorld, GithubWorld, Thread

pytestmark = pytest.mark.e2e

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.fixture(scope="module")
def github_month(github_server: GithubServer, tmp_path_factory: pytest.TempPathFactory) -> Month:
    github_server.reset()
    return live(GithubWorld(github_server), tmp_path_factory.mktemp("month"))


@pytest.fixture(scope="module")
def folder_month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    folder = tmp_path_factory.mktemp("month")
    return live(FolderWorld(folder / "forge"), folder)


@pytest.fixture(params=["github_month", "folder_month"])
def month(request: pytest.FixtureRequest) -> Month:
    found: Month = request.getfixturevalue(request.param)
    return found


def thread(month: Month, title: str) -> Thread:
    """The lowest of that title: two runs at once may have left a duplicate, closed."""
    return next(thread for _, thread in sorted(month.world.threads().items()) if title in thread.title)


def test_both_forges_send_the_same(github_month: Month, folder_month: Month) -> None:
    assert [str(note) for note in github_month.inbox.sent] == [str(note) for note in folder_month.inbox.sent]


def test_the_page_in_the_docs_is_this_month(github_month: Month) -> None:
    assert page(github_month) == (DOCS / "a-month.md").read_text(encoding="utf-8"), "run: python -m tests.month"


def test_thirty_pull_requests_and_a_message_for_each_that_matters(month: Month) -> None:
    assert len(month.pulls) >= 29
    told = {number for branch, number in month.pulls.items() if month.world.threads()[number].comments}
    assert {branch for branch, number in month.pulls.items() if number in told and branch.startswith("features")} == set()


def test_nobody_gets_more_than_two_messages_a_day(month: Month) -> None:
    most = Counter((note.day, note.to) for note in month.inbox.sent).most_common(1)
    assert most[0][1] <= 2


def test_one_issue_for_each_item_however_many_runs_there_were(month: Month) -> None:
    open_ = [thread.title for thread in month.world.threads().values() if thread.open and thread.number not in month.pulls.values()]
    assert open_ == ["Readiness of churn-propensity"]


def test_what_was_declined_stays_closed_and_is_not_brought_up(month: Month) -> None:
    declined = thread(month, "Rollout for")
    assert (declined.open, declined.reason, declined.comments) == (False, "not_planned", ())


def test_a_dispute_ends_after_one_answer(month: Month) -> None:
    assert [author for author, _ in thread(month, "Fallback drill").comments] == ["bot"]


def test_a_persons_title_and_notes_stay(month: Month) -> None:
    logs = thread(month, "Logs: where and how long (Priya asks legal)")
    assert "Priya: legal answers on Friday" in month.world.body(logs.number)


def test_an_outage_is_exit_3_and_the_next_run_does_the_rest(month: Month) -> None:
    assert [event for event, code in month.codes if code == 3 and event != "two at once"] == ["push"]
    assert not thread(month, "Production environment").open


def test_a_run_without_news_costs_two_requests_at_most(github_month: Month) -> None:
    quiet = [asked for event in ("push", "schedule", "pull_request") for asked, written in github_month.costs[event] if not written]
    outage = 4  # the list was asked for four times
    assert sorted(quiet)[:-1] == [asked for asked in sorted(quiet) if asked <= 2]
    assert max(quiet) == outage
