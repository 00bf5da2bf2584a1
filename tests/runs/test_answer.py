"""`/readiness …` in a comment, from the event to what stands on the forge: what each costs, and that the same event again writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.github.ledger import fetch_ledger
from tests.github.payloads import comment, recorded
from tests.github.server import BOT, REPOSITORY
from tests.thread import Thread

from readiness_bot.demo.repository import Repository
from readiness_bot.forge.folder.forge import FolderForge

ASK = "/readiness waive fallback.drill until 2026-12-01 because the team is new, meanwhile mei-chen watches daily"


pytestmark = pytest.mark.e2e


def test_talk_costs_nothing(thread: Thread) -> None:
    ran = thread.say("I will look at it.\n/readiness accept")
    assert (ran.code, ran.out) == (0, "This comment is not a command: its first line does not begin with /readiness.\n")
    assert thread.asked() == []


def test_accept_is_acknowledged(thread: Thread) -> None:
    ran = thread.say("/readiness accept", "mei-chen")
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"reacted to the comment on #{thread.number}")
    assert thread.server.reactions() == [(thread.id, "+1", BOT)]
    assert thread.replies() == []
    assert thread.asked()[:2] == [f"{method} issues/comments/{thread.id}/reactions" for method in ("GET", "POST")]


def test_accept_by_somebody_else_is_answered_once(thread: Thread) -> None:
    thread.say("/readiness accept", "ana-ruiz")
    assert thread.again().out == "Answered already; nothing to do.\n"
    [reply] = thread.replies()
    assert reply.startswith("There is nothing for `ana-ruiz` to accept")
    assert thread.server.reactions() == []


def test_explain(thread: Thread) -> None:
    ran = thread.say("/readiness explain fallback.drill")
    assert (ran.code, ran.out) == (0, f"replied on #{thread.number}\n")
    [reply] = thread.replies()
    assert reply.startswith("### fallback.drill: Fallback drill\n")
    look, write = (f"{method} issues/{thread.number}/comments" for method in ("GET", "POST"))
    assert thread.asked() == [look, look, write, look]


def test_a_mistake_is_answered_once(thread: Thread) -> None:
    thread.say("/readiness waive drill")
    thread.again()
    [reply] = thread.replies()
    assert reply.startswith("Can't parse this command at character 18: there is no item 'drill'; did you mean 'fallback.drill'?")


@pytest.mark.parametrize(("role", "reacted"), [("write", True), ("maintain", True), ("triage", False), ("read", False), ("none", False)])
def test_somebody_whom_no_file_names(thread: Thread, role: str, reacted: bool) -> None:
    thread.server.state(roles={"raj-patel": role})
    path = thread.model / "readiness" / "ownership.yaml"
    path.write_text(path.read_text().replace(", raj-patel", ""))
    Repository(thread.model).git("commit", "--quiet", "--all", "-m", "Raj left")
    thread.say("/readiness recheck", "raj-patel")
    assert bool(thread.server.reactions()) is reacted
    assert [reply.partition(":")[0] for reply in thread.replies()] == ([] if reacted else ["Nothing was changed"])
    assert thread.asked()[0] == "GET collaborators/raj-patel/permission"


def test_recheck_reconciles_the_issues(thread: Thread) -> None:
    ran = thread.say("/readiness recheck")
    assert ran.code == 0
    assert [issue["title"] for issue in thread.server.issues()] == ["t", "Fallback drill for churn-propensity", "Readiness of churn-propensity"]
    assert thread.server.reactions() == [(thread.id, "+1", BOT)]
    fetch_ledger(thread.server, Repository(thread.model))
    thread.again()
    assert thread.server.writes() == []


def test_a_waiver_becomes_one_pull_request(thread: Thread) -> None:
    ran = thread.say(ASK)
    assert (ran.code, ran.out.partition("\n")[0]) == (0, f"replied on #{thread.number}")
    [pull] = thread.server.pulls()
    assert (pull["title"], pull["head"]["ref"]) == (
        "Waive fallback.drill for churn-propensity until 2026-12-01",
        f"readiness/waive-fallback.drill-{thread.id}",
    )
    assert thread.replies() == [
        f"#{pull['number']} asks to waive `fallback.drill` until 1 Dec 2026. The waiver takes effect once `priya-nair` approves the pull request and it is merged."
    ]
    assert len(thread.asked()) == 17


def test_two_waivers_of_one_item_make_one_pull_request(thread: Thread) -> None:
    thread.say(ASK)
    [pull] = thread.server.pulls()
    thread.say(ASK.replace("12-01", "12-02"), "mei-chen")
    assert thread.server.pulls() == [pull]
    assert [request.path.rpartition("/")[2] for request in thread.server.writes()] == ["comments"]
    *_, reply = [each["body"] for each in thread.server.comments(thread.number) if each["user"]["login"] == BOT]
    assert reply.partition("\n")[2].startswith(f"#{pull['number']} already asks for a waiver of `fallback.drill`")


def test_one_that_was_closed_does_not_keep_others_from_asking(thread: Thread) -> None:
    thread.say(ASK)
    [pull] = thread.server.pulls()
    thread.server.call("PATCH", f"/repos/{REPOSITORY}/pulls/{pull['number']}", {"state": "closed"})
    thread.say(ASK, "mei-chen")
    assert sorted(each["state"] for each in thread.server.pulls()) == ["closed", "open"]


def test_the_same_event_again_asks_once_and_writes_nothing(thread: Thread) -> None:
    thread.say(ASK)
    assert thread.again().out == "Answered already; nothing to do.\n"
    assert thread.asked() == [f"GET issues/{thread.number}/comments"]


@pytest.mark.parametrize("step", ["/git/blobs$", "/git/refs$", "/pulls$", "/comments$"])
def test_a_run_that_failed_in_between_is_finished_by_the_next(thread: Thread, step: str) -> None:
    thread.server.fault("POST", step, "502", times=2)
    assert thread.say(ASK).code == 3
    thread.server.heal()
    assert thread.again().code == 0
    assert len(thread.server.pulls()) == 1
    assert len(thread.replies()) == 1


def test_without_the_right_the_reply_is_the_snippet(thread: Thread) -> None:
    thread.server.state(contentsReadOnly=[BOT])
    ran = thread.say(ASK)
    assert ran.code == 0
    [reply] = thread.replies()
    assert reply.startswith(
        "No pull request was opened; this workflow's token may not push a branch. Put this below `waivers:` in [`readiness/governance.yaml`]("
    )
    assert f"{thread.server.url}/acme/churn/edit/main/readiness/governance.yaml" in reply
    assert thread.server.pulls() == []


def test_where_actions_may_not_open_pull_requests_there_is_a_link(thread: Thread) -> None:
    thread.server.state(pullsOff=True)
    assert thread.say(ASK).code == 0
    [reply] = thread.replies()
    assert f"/compare/main...readiness/waive-fallback.drill-{thread.id}?expand=1" in reply


def test_a_plan_writes_nothing(thread: Thread) -> None:
    thread.server.fault("POST", "/", "500", times=9)
    thread.payload = comment(thread.number, 77, ASK, "ana-ruiz")
    ran = thread.again("--plan")
    assert (ran.code, ran.out) == (0, f"propose       #{thread.number} readiness/waive-fallback.drill-77\n")
    assert thread.server.writes() == []


def test_an_issue_about_a_model_that_is_gone(thread: Thread) -> None:
    thread.payload = comment(thread.number, 77, "/readiness recheck", "ana-ruiz", issue_body="<!-- readiness-bot:v1 item=a.b dir=models/other/ -->\n")
    assert thread.again().out == f"Issue #{thread.number} is about a model that is no longer here; nothing to do.\n"
    assert thread.asked() == []


def test_recheck_on_a_pull_request_that_is_gone(thread: Thread) -> None:
    """One that is there: tests/runs/test_verdicts.py."""
    thread.payload = comment(999, 77, "/readiness recheck", "ana-ruiz", on_pull_request=True)
    assert thread.again().out == "#999 is no longer an open pull request; nothing to do.\n"
    assert thread.server.reactions() == []


def test_the_folder_forge_does_the_same(readiness: Readiness, gap: Path, tmp_path: Path) -> None:
    event, forge = tmp_path / "event.json", FolderForge(tmp_path / "forge")
    number = forge.create_issue("t", "text", []).number
    event.write_text(json.dumps(comment(number, 77, ASK, "ana-ruiz")))
    for told in (f"replied on #{number}\n", "Answered already; nothing to do.\n"):
        ran = readiness("run", gap, "--forge", f"folder:{tmp_path}/forge", GITHUB_EVENT_NAME="issue_comment", GITHUB_EVENT_PATH=str(event))
        assert (ran.code, ran.out) == (0, told)
    assert (tmp_path / "forge/branches/readiness/waive-fallback.drill-77/readiness/governance.yaml").read_text().endswith("expires: 2026-12-01\n")
    assert len(list((tmp_path / "forge/proposals").iterdir())) == 1
    assert len(forge.own_comments(number)) == 1


@pytest.mark.parametrize(
    "odd", [None, [], {"action": "created"}, {"action": "created", "comment": []}, {"action": "created", "issue": {"number": 1}, "comment": {"id": 1}}]
)
def test_odd_payloads(thread: Thread, odd: object) -> None:
    thread.payload = odd
    assert (thread.again().code, thread.asked()) == (0, [])


def test_recorded_payloads_are_no_commands(thread: Thread) -> None:
    for payload in recorded()["issue_comment"]:
        thread.payload = payload
        assert (thread.again().code, thread.asked()) == (0, [])


def test_what_the_docs_say_it_costs(thread: Thread) -> None:
    thread.say(ASK)
    writes = [request.path.rpartition("/")[2] for request in thread.server.writes()]
    assert writes == ["blobs", "trees", "commits", "refs", "pulls", "comments"]
    thread.say("/readiness recheck", "mei-chen")
    asked = thread.asked()
    assert [path for path in asked if path == "GET issues"] != []
    assert asked[-2:] == [f"{method} issues/comments/{thread.id}/reactions" for method in ("GET", "POST")]


NOT_OF_A_MODEL = pytest.mark.parametrize(
    "item", ["governance.red-team", "infrastructure.tools", "infrastructure.evals", "infrastructure.guardrails", "governance.transparency"]
)


@NOT_OF_A_MODEL
def test_an_item_of_another_kind_is_explained_and_is_not_asked_here(thread: Thread, item: str) -> None:
    assert thread.say(f"/readiness explain {item}").code == 0
    [reply] = thread.replies()
    kinds = "`agent`" if item == "infrastructure.tools" else "`llm-app` and `agent`"
    assert reply.startswith(f"### {item}: ")
    assert reply.rstrip().endswith(f"It is asked of {kinds} alone, and churn-propensity is of another kind.")


@NOT_OF_A_MODEL
def test_an_item_of_another_kind_needs_no_waiver(thread: Thread, item: str) -> None:
    assert thread.say(f"/readiness waive {item} until 2026-12-01 because the team is new, meanwhile mei-chen watches daily").code == 0
    [reply] = thread.replies()
    assert f"`{item}` needs no waiver: it is not asked of what contract.yaml says this is." in reply
