"""Roles, reactions and proposals on GitHub, and how each of them fails."""

from __future__ import annotations

import pytest
from tests.github.server import BOT, REPOSITORY, GithubServer

from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.protocol import Change, ForgeError, NotAllowed, Proposal, Pull
from readiness_bot.text.markup import md
from readiness_bot.text.title import line

pytestmark = pytest.mark.e2e

CHANGE = Change(
    "readiness/waive-a.b-7", "main", "readiness/governance.yaml", b"waivers: []\n", 'waivers:\n  - {why: "模型"}\n'.encode(), line("Waive a.b"), md("text")
)


@pytest.fixture
def server(github: GithubServer) -> GithubServer:
    github.put_file(CHANGE.path, CHANGE.old)
    github.forget()
    return github


@pytest.fixture
def forge(server: GithubServer) -> GithubForge:
    settings = GithubSettings.from_environment(server.environment())
    return GithubForge(GithubSettings(settings.repository, settings.token, settings.api_url, settings.bots, 0, backoff=0))


@pytest.mark.parametrize("role", ["admin", "maintain", "write", "triage", "read", "none"])
def test_role(server: GithubServer, forge: GithubForge, role: str) -> None:
    server.state(roles={"ana-ruiz": role})
    assert forge.role("ana-ruiz") == role


def test_a_role_of_the_organisations_own_counts_as_what_it_rests_on(server: GithubServer, forge: GithubForge) -> None:
    server.state(roles={"ana-ruiz": "risk-officer"})
    assert forge.role("ana-ruiz") == "read"


@pytest.mark.parametrize("login", ["somebody-else", "../../issues", "a/b?c=d"])
def test_nobody(forge: GithubForge, login: str) -> None:
    assert forge.role(login) == "none"


def test_a_reaction(server: GithubServer, forge: GithubForge) -> None:
    forge.react(1, 77, "+1")
    forge.react(1, 77, "+1")
    assert server.reactions() == [(77, "+1", BOT)]
    assert len(server.writes()) == 1


def test_a_reaction_of_somebody_else_is_not_ours(server: GithubServer, forge: GithubForge) -> None:
    server.call("POST", f"/repos/{REPOSITORY}/issues/comments/77/reactions", {"content": "+1"})
    forge.react(1, 77, "+1")
    assert server.reactions() == [(77, "+1", "ana-ruiz"), (77, "+1", BOT)]


def test_a_proposal(server: GithubServer, forge: GithubForge) -> None:
    made = forge.propose(CHANGE)
    [pull] = server.pulls()
    assert made == Proposal(CHANGE.branch, pull["number"], pull["html_url"])
    assert (pull["title"], pull["body"], pull["head"]["ref"], pull["base"]["ref"], pull["user"]["login"]) == ("Waive a.b", "text", CHANGE.branch, "main", BOT)
    assert server.file(CHANGE.path, CHANGE.branch) == CHANGE.new
    assert server.file(CHANGE.path, "main") == CHANGE.old
    assert server.file("README.md", CHANGE.branch)


def test_the_second_time_asks_once_and_writes_nothing(server: GithubServer, forge: GithubForge) -> None:
    forge.propose(CHANGE)
    server.forget()
    forge.propose(CHANGE)
    assert [request.method for request in server.log()] == ["GET"]


def test_a_closed_proposal_was_answered(server: GithubServer, forge: GithubForge) -> None:
    number = forge.propose(CHANGE).number
    server.call("PATCH", f"/repos/{REPOSITORY}/pulls/{number}", {"state": "closed"})
    assert forge.propose(CHANGE).number == number
    assert len(server.pulls()) == 1


@pytest.mark.parametrize("step", ["/git/blobs$", "/git/trees$", "/git/commits$", "/git/refs$", "/pulls$"])
@pytest.mark.parametrize("kind", ["forward-then-drop", "drop-before", "502"])
def test_an_uncertain_step_leaves_one_proposal(server: GithubServer, forge: GithubForge, step: str, kind: str) -> None:
    server.fault("POST", step, kind)
    made = forge.propose(CHANGE)
    assert [pull["number"] for pull in server.pulls()] == [made.number]
    assert server.file(CHANGE.path, CHANGE.branch) == CHANGE.new


@pytest.mark.parametrize("step", ["/git/trees$", "/git/refs$", "/pulls$"])
def test_a_run_that_ended_in_between_is_continued(server: GithubServer, forge: GithubForge, step: str) -> None:
    server.fault("POST", step, "502", times=2)
    with pytest.raises(ForgeError):
        forge.propose(CHANGE)
    made = forge.propose(CHANGE)
    assert [pull["number"] for pull in server.pulls()] == [made.number]


def test_a_token_that_may_only_read_the_contents(server: GithubServer, forge: GithubForge) -> None:
    server.state(contentsReadOnly=[BOT])
    with pytest.raises(NotAllowed, match=r"could not push a branch \(403: Resource not accessible by integration\)"):
        forge.propose(CHANGE)
    assert server.pulls() == []


def test_where_actions_may_not_open_pull_requests_the_branch_is_there(server: GithubServer, forge: GithubForge) -> None:
    server.state(pullsOff=True)
    assert forge.propose(CHANGE) == Proposal(CHANGE.branch, None)
    assert server.file(CHANGE.path, CHANGE.branch) == CHANGE.new
    assert server.pulls() == []


def test_a_file_that_changed_in_the_meantime_is_not_overwritten(server: GithubServer, forge: GithubForge) -> None:
    server.call("PUT", f"/repos/{REPOSITORY}/contents/other.txt", {"message": "m", "content": "eA==", "branch": "main"})
    assert forge.propose(CHANGE).number
    changed = Change("b", "main", CHANGE.path, b"old", b"new", line("t"), md("b"))
    with pytest.raises(ForgeError, match=r"^readiness/governance\.yaml has changed on main in the meantime; run this again on its newest commit\.$"):
        forge.propose(changed)


def test_a_branch_with_something_else_on_it(server: GithubServer, forge: GithubForge) -> None:
    main = server.call("GET", f"/repos/{REPOSITORY}/branches/main")["commit"]["sha"]
    server.call("POST", f"/repos/{REPOSITORY}/git/refs", {"ref": f"refs/heads/{CHANGE.branch}", "sha": main})
    with pytest.raises(ForgeError, match=r"^The branch readiness/waive-a\.b-7 is there already with something else on it; delete it, and run this again\.$"):
        forge.propose(CHANGE)


def test_the_commits_of_a_pull_request(server: GithubServer, forge: GithubForge) -> None:
    number = server.create_pull("topic")
    pull = server.call("GET", f"/repos/{REPOSITORY}/pulls/{number}")
    told = (pull["head"]["sha"], "topic", REPOSITORY, "main", pull["base"]["sha"], "ana-ruiz")
    found = forge.pull(number)
    assert found == Pull(number, *told, trial=found.trial if found else "")
    assert forge.open_pulls() == [found]
