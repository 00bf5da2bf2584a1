"""What every forge does the same: the folder, and GitHub over HTTP."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from tests.github.server import GithubServer

from readiness_bot.forge.folder.forge import FolderForge
from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.protocol import Change, CommitStatus, Forge, State
from readiness_bot.text.marker import Marker, reply
from readiness_bot.text.markup import md
from readiness_bot.text.title import line

BODY = "<!-- readiness-bot:v1 item=governance.impact dir= -->\ntext"


@pytest.fixture(params=["folder", pytest.param("github", marks=pytest.mark.e2e)])
def forge(request: pytest.FixtureRequest, tmp_path: Path) -> Forge:
    if request.param == "folder":
        return FolderForge(tmp_path)
    server: GithubServer = request.getfixturevalue("github")
    return GithubForge(GithubSettings.from_environment(server.environment()))


def test_a_new_forge_has_no_issues(forge: Forge) -> None:
    assert list(forge.own_issues()) == []


def test_create(forge: Forge) -> None:
    created = forge.create_issue("Impact assessment", BODY, ["readiness"])
    [listed] = forge.own_issues()
    assert (listed.number, listed.title, listed.body, listed.open) == (created.number, "Impact assessment", BODY, True)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Title: with a colon", BODY),
        ('"quoted" \\ and #1', BODY),
        ("Ünïcödé 模型", BODY + "\n---\nnot: front matter\n---\nend"),
        ("---", BODY + "\n\n\nblank lines stay"),
    ],
)
def test_texts_come_back_as_they_were(forge: Forge, title: str, body: str) -> None:
    forge.create_issue(title, body, [])
    assert [(issue.title, issue.body) for issue in forge.own_issues()] == [(title, body)]


def test_edit_the_body_alone(forge: Forge) -> None:
    number = forge.create_issue("t", BODY, []).number
    forge.edit_issue(number, body=BODY + "!")
    assert [(issue.body, issue.open) for issue in forge.own_issues()] == [(BODY + "!", True)]


@pytest.mark.parametrize("reason", ["completed", "not_planned"])
def test_close(forge: Forge, reason: str) -> None:
    number = forge.create_issue("t", BODY, []).number
    forge.edit_issue(number, open_=False, reason=reason)
    assert [(issue.open, issue.reason) for issue in forge.own_issues()] == [(False, reason)]


def test_reopen(forge: Forge) -> None:
    number = forge.create_issue("t", BODY, []).number
    forge.edit_issue(number, open_=False, reason="completed")
    forge.edit_issue(number, open_=True, reason="reopened")
    assert [issue.open for issue in forge.own_issues()] == [True]


def test_comments(forge: Forge) -> None:
    number = forge.create_issue("t", BODY, []).number
    forge.comment(number, "first")
    assert forge.comment(number, "second").body == "second"
    first, second = forge.own_comments(number)
    forge.edit_comment(number, second.id, "changed")
    assert [comment.body for comment in forge.own_comments(number)] == [first.body, "changed"] == ["first", "changed"]


def test_a_comment_that_has_a_first_line_of_its_own_is_there_once(forge: Forge) -> None:
    number = forge.create_issue("t", BODY, []).number
    mark = "<!-- readiness-bot:v1 said=closed.1 dir= -->"
    first = forge.comment(number, f"{mark}\nClosed by 1.")
    assert forge.comment(number, f"{mark}\nClosed by 2.").id == first.id
    forge.comment(number, f"{mark.replace('1 dir', '2 dir')}\nClosed by 3.")
    assert [comment.body.partition("\n")[2] for comment in forge.own_comments(number)] == ["Closed by 2.", "Closed by 3."]


def test_a_comment_can_be_taken_away(forge: Forge) -> None:
    number = forge.create_issue("t", BODY, []).number
    forge.remove_comment(number, forge.comment(number, "one").id)
    assert list(forge.own_comments(number)) == []


def test_labels_may_be_there_already(forge: Forge) -> None:
    forge.ensure_labels(["readiness", "readiness: governance"])
    forge.ensure_labels(["Readiness", "readiness: governance"])
    forge.create_issue("t", BODY, ["readiness"])
    assert len(forge.own_issues()) == 1


def test_assign(forge: Forge) -> None:
    assert forge.assignable("ana-ruiz")
    number = forge.create_issue("t", BODY, []).number
    forge.assign(number, "ana-ruiz")
    forge.assign(number, "ana-ruiz")
    assert [issue.number for issue in forge.own_issues()] == [number]


def test_create_with_an_assignee(forge: Forge) -> None:
    assert forge.create_issue("t", BODY, ["readiness"], ["ana-ruiz"]).open


def test_many_issues_are_all_listed(forge: Forge) -> None:
    numbers = [forge.create_issue(f"t{n}", BODY, []).number for n in range(105)]
    assert [issue.number for issue in forge.own_issues()] == numbers


def test_a_comment_that_was_written_can_be_edited(forge: Forge) -> None:
    number = forge.create_issue("t", BODY, []).number
    forge.edit_comment(number, forge.comment(number, "one").id, "two")
    assert [comment.body for comment in forge.own_comments(number)] == ["two"]


def test_who_may_write(forge: Forge) -> None:
    assert forge.role("ana-ruiz") == "write"


def test_a_reaction_twice_is_one(forge: Forge) -> None:
    number = forge.create_issue("t", BODY, []).number
    comment = forge.comment(number, "hello")
    forge.react(number, comment.id, "+1")
    forge.react(number, comment.id, "+1")


CHANGE = Change("readiness/waive-a.b-7", "main", "readiness/governance.yaml", b"waivers: []\n", b"waivers:\n- {}\n", line("Waive a.b"), md("text"))


@pytest.fixture
def governed(forge: Forge, request: pytest.FixtureRequest) -> Forge:
    """A forge whose default branch has the file."""
    if isinstance(forge, GithubForge):
        request.getfixturevalue("github").put_file(CHANGE.path, CHANGE.old)
    return forge


def test_a_proposal_twice_is_one(governed: Forge) -> None:
    first = governed.propose(CHANGE)
    assert first.branch == CHANGE.branch
    assert isinstance(first.number, int)
    assert governed.propose(CHANGE) == first


def test_two_proposals_are_two(governed: Forge) -> None:
    assert governed.propose(CHANGE).number != governed.propose(replace(CHANGE, branch="readiness/waive-a.b-8")).number


def test_two_proposals_that_ask_for_the_same_are_one(governed: Forge) -> None:
    asks = replace(CHANGE, body=reply(Marker("waive=a.b"), md("text")))
    first = governed.propose(asks)
    assert governed.propose(replace(asks, branch="readiness/waive-a.b-8")) == first


def test_lines_are_put_below_each_other(forge: Forge) -> None:
    for text in ("first", "second"):
        forge.append("readiness-ledger", "models/churn/ledger.jsonl", text, f"the {text} line")
    assert _recorded(forge, "models/churn/ledger.jsonl") == "first\nsecond\n"


def test_each_model_has_a_file_of_its_own(forge: Forge) -> None:
    forge.append("readiness-ledger", "a/ledger.jsonl", "one", "t")
    forge.append("readiness-ledger", "b/ledger.jsonl", "two", "t")
    assert [_recorded(forge, f"{model}/ledger.jsonl") for model in "ab"] == ["one\n", "two\n"]


def _recorded(forge: Forge, path: str) -> str:
    """GitHub's is on a branch, which a checkout brings; here it is asked for."""
    text = forge.recorded("readiness-ledger", path)
    if text is None:
        assert isinstance(forge, GithubForge)
        text = base64.b64decode(forge.client.get(f"contents/{path}", ref="readiness-ledger")["content"]).decode()
    return text


def test_a_pull_request_that_is_none(forge: Forge) -> None:
    assert forge.pull(404) is None


STATUS = CommitStatus("readiness: main", State.PENDING, line("Waits for mei-chen."), "https://acme.io/1")


def test_a_status_is_there_afterwards_newest_first(forge: Forge) -> None:
    commit = "6dcb09b5b57875f334f61aebed695e2e4193db5e"
    forge.post_status(commit, STATUS)
    forge.post_status(commit, replace(STATUS, state=State.SUCCESS, description=line("Ready for staging.")))
    told = [(posted.state, posted.description) for posted in forge.statuses(commit, "readiness: main")]
    assert told == [("success", "Ready for staging."), ("pending", "Waits for mei-chen.")]
    assert len({posted.id for posted in forge.statuses(commit, "readiness: main")}) == 2


def test_under_another_name_and_on_another_commit_there_is_none(forge: Forge) -> None:
    commit = "6dcb09b5b57875f334f61aebed695e2e4193db5e"
    forge.post_status(commit, STATUS)
    assert [forge.statuses(commit, "readiness: next"), forge.statuses("1" * 40, "readiness: main")] == [[], []]
