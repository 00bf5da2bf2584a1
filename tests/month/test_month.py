"""The month, on both forges: the state that a thoughtful maintainer would want, and no message too many."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.github.server import GithubServer
from tests.month.page import BY_CHANCE, page
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
    assert [ran.why for ran in month.runs if ran.code == 3 and ran.event != BY_CHANCE] == ["Production is up (outage)"]
    assert not thread(month, "Production environment").open


def test_without_news_two_requests_and_two_for_each_open_pull_request(github_month: Month) -> None:
    quiet = [ran for ran in github_month.runs if not ran.traffic.writes and ran.code == 0]
    assert {ran.event for ran in quiet} == {"push", "schedule", "pull_request", "issue_comment"}
    late = 1  # a run that comes too late asks where its branch is
    looks = 15  # once a week: what is in force here
    assert [
        ran.why
        for ran in quiet
        if ran.traffic.requests > 2 + 2 * ran.traffic.judged + late * ("too late" in ran.why) + looks * (ran.event == "schedule" and ran.day.weekday() == 0)
    ] == []


def test_the_lines_ask_nothing_and_write_nothing(github_month: Month) -> None:
    assert {(ran.traffic.requests, ran.traffic.writes) for ran in github_month.runs if ran.event == "pull_request"} == {(0, 0)}


def test_each_pull_request_has_its_verdict_at_once(github_month: Month) -> None:
    told = {ran.why: ran.traffic.posted for ran in github_month.runs if ran.event == "workflow_run"}
    assert len(told) == len(github_month.pulls) + 1
    assert {why for why, posted in told.items() if posted != ("success",)} == {"go-live-now", "trim"}
    assert {told["go-live-now"], told["trim"]} == {("failure",)}


def test_and_a_new_one_only_where_something_changed(github_month: Month) -> None:
    """The production criteria that are open, as main goes on."""
    again = [ran for ran in github_month.runs if ran.event in ("push", "schedule") and ran.traffic.judged]
    assert [(ran.why, ran.traffic.posted) for ran in again if ran.traffic.posted] == [
        ("merge of keep-logs-for-real", ("failure",)), ("after the outage", ("failure",)),
    ]  # fmt: skip
    assert sum(ran.traffic.kept for ran in again) > 15


def test_nobody_hears_of_a_verdict_that_was_given_again(github_month: Month) -> None:
    """A status tells nobody, and the comment is edited: one on each pull request."""
    assert {len(month_thread.comments) for number, month_thread in github_month.world.threads().items() if number in github_month.pulls.values()} == {0, 1}
