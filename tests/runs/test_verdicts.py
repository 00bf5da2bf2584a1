"""The verdict as a status: which pull requests are judged, against what, what is posted, and when nothing is.

The sign-offs are not asked about here (`--offline`); tests/evidence/test_verdict.py does that.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Ran, Readiness
from tests.github.origin import Origin, Pull
from tests.github.payloads import comment, completed, push
from tests.github.server import APP, BOT, REPOSITORY, GithubServer

from readiness_bot.demo.repository import Repository
from readiness_bot.judging.sides import Sides
from readiness_bot.runs.judge import judge

pytestmark = pytest.mark.e2e

FALLBACK, CONTRACT, SETTINGS = "readiness/fallback.yaml", "readiness/contract.yaml", ".github/readiness.yaml"
SLOWER = ("minutes: 18", "minutes: 45")
REOPENS = "This would reopen 1 item that was satisfied."
NAME = "readiness: main"


class Place:
    """GitHub's store of a model, and the follow-up's job in a checkout of its default branch."""

    def __init__(self, readiness: Readiness, model: Path, server: GithubServer, folder: Path) -> None:
        self.readiness, self.server, self.folder = readiness, server, folder
        self.origin = Origin.of(Repository(model), folder / "origin.git").connect(server, when="2026-10-20T09:00:00Z")
        self.checkouts = 0

    def pull(self, old: str = SLOWER[0], new: str = SLOWER[1], file: str = FALLBACK, *, branch: str = "change", fork: str = "", **more: str) -> Pull:
        head = self.origin.edit(branch, file, old, new, fork=bool(fork))
        pull = self.origin.open_pull(head if fork else branch, fork=fork, head_ref=branch, **more)  # type: ignore[arg-type]
        self.server.forget()
        return pull

    def run(self, event: str, payload: object, *arguments: str, **environment: str) -> Ran:
        """As the workflow does it, in a fresh checkout of the default branch."""
        self.checkouts += 1
        clone, path = self.folder / f"checkout-{self.checkouts}", self.folder / "event.json"
        self.origin.clone(clone)
        path.write_text(json.dumps(payload))
        given = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(path), "GITHUB_RUN_ID": "77"}
        return self.readiness("run", clone, "--offline", *arguments, **(self.server.environment() | given | environment))

    def follow(self, pull: Pull, event: str = "pull_request", *arguments: str, **more: str) -> Ran:
        """The first workflow is done with a pull request."""
        return self.run("workflow_run", completed(event, head_sha=pull.head, head_branch=pull.head_ref, head_repository=pull.head_repo), *arguments, **more)

    def status(self, pull: Pull, name: str = NAME) -> tuple[str, str]:
        """The newest on its head: state and description."""
        found = [one for one in self.server.statuses(pull.head) if one["context"] == name]
        return (found[0]["state"], found[0]["description"]) if found else ("", "")

    def written(self) -> list[str]:
        return [re.sub(r"[0-9a-f]{40}", "SHA", f"{one.method} {one.path.removeprefix(f'/repos/{REPOSITORY}')}") for one in self.server.writes()]

    def asked(self) -> list[str]:
        return [
            re.sub(r"[0-9a-f]{40}", "SHA", one.path.partition("?")[0].removeprefix(f"/repos/{REPOSITORY}")) for one in self.server.log() if one.method == "GET"
        ]


@pytest.fixture
def place(readiness: Readiness, model: Path, github: GithubServer, tmp_path: Path) -> Place:
    return Place(readiness, model, github, tmp_path)


def test_what_takes_something_away_is_a_failure(place: Place) -> None:
    pull = place.pull()
    ran = place.follow(pull)
    assert (ran.code, place.status(pull)) == (0, ("failure", REOPENS))
    assert place.written() == ["POST /statuses/SHA", f"POST /issues/{pull.number}/comments"]


def test_by_the_bot_with_a_link_to_the_run(place: Place) -> None:
    pull = place.pull()
    place.follow(pull)
    [status] = place.server.statuses(pull.head)
    assert (status["creator"]["login"], status["target_url"]) == (BOT, f"{place.server.url}/{REPOSITORY}/actions/runs/77")


def test_then_to_the_comment(place: Place) -> None:
    pull = place.pull()
    place.follow(pull)
    place.origin.edit("change", FALLBACK, SLOWER[1], "minutes: 46")
    pull = place.origin.update_pull(pull, "change")
    place.follow(pull)
    [status], [comment] = place.server.statuses(pull.head), place.server.comments(pull.number)
    assert status["target_url"] == comment["html_url"]


def test_the_same_again_writes_nothing(place: Place) -> None:
    pull = place.pull()
    place.follow(pull)
    place.server.forget()
    assert place.follow(pull).code == 0
    assert place.written() == []


def test_what_concerns_nothing_of_readiness_passes_in_three_requests(place: Place) -> None:
    place.origin.commit("change", {"src/train.py": "x\n"})
    pull = place.origin.open_pull("change")
    place.server.forget()
    place.follow(pull)
    assert place.status(pull) == ("success", "This change does not concern readiness.")
    place.server.forget()
    place.follow(pull)
    assert place.asked() == ["/pulls", "/commits/SHA/statuses", f"/issues/{pull.number}/comments"]
    assert place.written() == []


def test_and_says_what_is_overdue_all_the_same(place: Place) -> None:
    place.origin.edit("main", FALLBACK, "hours_since_scores, above: 180", "hours_since_scores, above: null")
    place.origin.commit("change", {"src/train.py": "x\n"})
    pull = place.origin.open_pull("change")
    place.follow(pull)
    assert place.status(pull) == ("success", "This change does not concern readiness, so it passes. Not ready for staging: 1 gap was due before it.")


@pytest.mark.parametrize(("author", "fork"), [("ana-ruiz", ""), ("stranger", "stranger/churn"), ("dependabot[bot]", "")])
@pytest.mark.parametrize("event", ["pull_request", "pull_request_review"])
def test_every_origin_is_judged(place: Place, author: str, fork: str, event: str) -> None:
    pull = place.pull(author=author, fork=fork)
    assert place.follow(pull, event).code == 0
    assert place.status(pull) == ("failure", REOPENS)


@pytest.mark.parametrize("conclusion", ["success", "failure", "cancelled", "action_required", "skipped", "startup_failure"])
def test_whatever_became_of_the_first_workflow(place: Place, conclusion: str) -> None:
    pull = place.pull()
    place.run("workflow_run", completed("pull_request", head_sha=pull.head, head_branch="change", conclusion=conclusion))
    assert place.status(pull) == ("failure", REOPENS)


def test_links_lead_to_the_fork(place: Place) -> None:
    pull = place.pull(fork="stranger/churn")
    place.follow(pull)
    [comment] = place.server.comments(pull.number)
    assert "stranger/churn/blob/change/readiness/fallback.yaml#L" in comment["body"]


def test_two_pull_requests_of_one_head_have_each_their_base(place: Place) -> None:
    """The base of the second lets everything through; the first is none the greener."""
    place.origin.commit("next", {SETTINGS: "gate: off\n"})
    pull = place.pull()
    other = place.origin.open_pull("change", base="next")
    place.follow(pull)
    assert place.status(pull) == ("failure", REOPENS)
    state, told = place.status(other, "readiness: next")
    assert (state, told) == ("success", "This would reopen 1 item that was satisfied; passes, since the settings say gate: off.")


def test_of_two_with_one_head_and_one_base_the_worse_counts(place: Place) -> None:
    """One of the two cannot be read."""
    pull = place.pull()
    place.origin.commit("main", {"src/x.py": "x\n"})
    other = place.origin.open_pull("change", fork="stranger/churn", head_ref="change")
    place.origin.git.git("update-ref", "-d", f"refs/pull/{other.number}/head")
    assert place.follow(pull).code == 3
    assert place.status(pull)[0] == "error"


def test_a_base_whose_name_differs_in_capitals_shares_the_status_too(place: Place) -> None:
    """GitHub takes both names for one, so that a second pull request to MAIN would colour the first."""
    place.origin.commit("MAIN", {SETTINGS: "gate: off\n"})
    pull = place.pull()
    place.origin.open_pull("change", base="MAIN")
    place.follow(pull)
    assert {one["state"] for one in place.server.statuses(pull.head)} == {"failure"}


def test_recheck_on_one_of_two_looks_at_both(place: Place) -> None:
    pull = place.pull()
    place.origin.commit("MAIN", {SETTINGS: "gate: off\n"})
    other = place.origin.open_pull("change", base="MAIN")
    said = place.server.call("POST", f"/repos/{REPOSITORY}/issues/{other.number}/comments", {"body": "/readiness recheck"})
    place.run("issue_comment", comment(other.number, said["id"], "/readiness recheck", "ana-ruiz", on_pull_request=True))
    assert {one["state"] for one in place.server.statuses(pull.head)} == {"failure"}


def test_a_payload_that_names_another_commit_judges_what_is_there(place: Place) -> None:
    """By the branch it is found, and judged as it is now."""
    pull = place.pull()
    place.follow(replace(pull, head="1" * 40))
    assert place.status(pull) == ("failure", REOPENS)
    assert place.server.statuses("1" * 40) == []


def test_a_payload_about_nothing_that_is_open(place: Place) -> None:
    pull = place.pull()
    ran = place.follow(replace(pull, head="1" * 40, head_ref="elsewhere"))
    assert (ran.code, ran.out) == (0, "No open pull request has the commit 111111111111; nothing to do.\n")
    assert place.written() == []


def test_a_closed_pull_request_gets_none(place: Place) -> None:
    pull = place.pull()
    place.server.close_pull(pull.number)
    place.server.forget()
    assert place.follow(pull).code == 0
    assert place.written() == []


def test_a_branch_of_that_name_in_a_fork_is_judged_by_itself(place: Place) -> None:
    """The fork's change is harmless, and its branch has the name of ours."""
    pull = place.pull()
    harmless = place.origin.commit("change", {"src/train.py": "x\n"}, fork=True)
    other = place.origin.open_pull(harmless, fork="stranger/churn", head_ref="change", author="stranger")
    place.follow(other)
    place.follow(pull)
    assert (place.status(other)[0], place.status(pull)[0]) == ("success", "failure")


def test_settings_loosened_in_the_pull_request_do_not_count(place: Place) -> None:
    place.origin.commit("change", {SETTINGS: "gate: off\nverify: false\n"})
    pull = place.pull()
    place.follow(pull)
    assert place.status(pull) == ("failure", REOPENS)


def test_nothing_of_the_pull_request_runs(place: Place) -> None:
    evil = "import pathlib; pathlib.Path('/tmp/readiness-was-here').touch()\n"
    files = {"sitecustomize.py": evil, "readiness_bot/__init__.py": evil, "click.py": evil, ".gitattributes": "* filter=evil\n"}
    place.origin.commit("change", {**files, ".github/workflows/readiness.yml": "on: pull_request\n"})
    pull = place.pull()
    place.follow(pull)
    assert place.status(pull)[0] == "failure"
    assert not Path("/tmp/readiness-was-here").exists()
    assert not (place.folder / "checkout-1" / "sitecustomize.py").exists()


# Who posts it. A ruleset takes it from one App alone, and the newest of a name is the one that counts.


def by_the_app(server: GithubServer) -> dict[str, str]:
    """The follow-up has an App's token, as `init --app` writes it."""
    return {"GITHUB_TOKEN": server.environment(APP)["GITHUB_TOKEN"], "READINESS_BOT_LOGIN": f"{APP},{BOT}"}


def posters(place: Place, pull: Pull) -> list[tuple[str, str]]:
    """State and creator, newest first."""
    return [(one["state"], one["creator"]["login"]) for one in place.server.statuses(pull.head)]


def post(place: Place, pull: Pull, login: str, state: str, description: str, context: str = NAME) -> None:
    body = {"state": state, "context": context, "description": description}
    place.server.call("POST", f"/repos/{REPOSITORY}/statuses/{pull.head}", body, login)


def test_what_it_posted_under_a_former_name_is_posted_again(place: Place) -> None:
    """The very same verdict, which a ruleset with the App's id would never take from GitHub Actions."""
    pull = place.pull()
    place.follow(pull)
    place.follow(pull, **by_the_app(place.server))
    assert posters(place, pull) == [("failure", APP), ("failure", BOT)]


def test_and_then_not_once_more(place: Place) -> None:
    pull = place.pull()
    for _ in range(2):
        place.follow(pull, **by_the_app(place.server))
    assert posters(place, pull) == [("failure", APP)]


def test_its_comment_goes_on_under_the_former_name(place: Place) -> None:
    pull = place.pull()
    place.follow(pull)
    place.follow(pull, **by_the_app(place.server))
    assert [comment["user"]["login"] for comment in place.server.comments(pull.number)] == [BOT]


@pytest.mark.parametrize("context", [NAME, "Readiness: Main"])
@pytest.mark.parametrize(("state", "description"), [("success", "Ready."), ("failure", REOPENS)])
def test_somebody_else_s_on_top_of_it_has_it_posted_again(place: Place, state: str, description: str, context: str) -> None:
    pull = place.pull()
    place.follow(pull)
    post(place, pull, "ana-ruiz", state, description, context)
    place.follow(pull)
    assert posters(place, pull) == [("failure", BOT), (state, "ana-ruiz"), ("failure", BOT)]


# What is judged: the merge.


def test_what_landed_on_the_base_meanwhile_counts_for_neither_side(place: Place) -> None:
    pull = place.pull("minutes: 18", "minutes: 17")
    place.origin.edit("main", FALLBACK, "hours_since_scores, above: 180", "hours_since_scores, above: null")
    pull = place.origin.update_pull(pull)
    place.follow(pull)
    assert place.status(pull) == ("failure", "Not ready for staging: 1 gap was due before it.")


def test_without_a_trial_merge_the_head_is_judged_and_says_so(place: Place) -> None:
    pull = place.origin.without_merge(place.pull())
    place.follow(pull)
    assert place.status(pull) == ("failure", REOPENS)
    [comment] = place.server.comments(pull.number)
    told = "GitHub has no merge of it with main (a conflict, or not yet), so its own files are judged as they are"
    assert told in comment["body"]


def test_a_trial_merge_of_an_older_head_is_not_believed(place: Place) -> None:
    pull = place.pull("minutes: 18", "minutes: 17")
    place.origin.git.git("update-ref", "refs/pull/1/head", place.origin.edit("change", FALLBACK, "minutes: 17", "minutes: 45"))
    place.server.tell_pull(pull.number, head_sha=place.origin.tip("change"))
    place.follow(replace(pull, head=place.origin.tip("change")))
    assert place.status(replace(pull, head=place.origin.tip("change"))) == ("failure", REOPENS)
    [comment] = place.server.comments(pull.number)
    assert "GitHub has no merge of it with main" in comment["body"]


def test_one_of_an_older_base_is_judged_by_the_settings_of_now(place: Place) -> None:
    """A base that moves does not move the trial merge, and nobody is told so."""
    pull = place.pull()
    place.origin.move_base({SETTINGS: "gate: off\n"})
    place.follow(pull)
    assert place.status(pull)[0] == "success"
    [comment] = place.server.comments(pull.number)
    assert "GitHub has no merge of it" not in comment["body"]


def test_a_base_that_is_gone(place: Place) -> None:
    pull = place.pull()
    place.server.tell_pull(pull.number, base_ref="gone")
    ran = place.follow(pull)
    assert ran.code == 3
    state, told = place.status(pull, "readiness: gone")
    assert (state, told.partition(" from ")[0]) == ("error", "It could not be judged: git could not fetch refs/heads/gone, refs/pull/1/*")


# Again, without an event of its own.


def test_a_push_to_the_base_has_open_pull_requests_judged_again(place: Place) -> None:
    pull = place.pull("minutes: 18", "minutes: 17")
    place.follow(pull)
    assert place.status(pull) == ("success", "Ready for production.")
    tip = place.origin.edit("main", FALLBACK, "hours_since_scores, above: 180", "hours_since_scores, above: null")
    pull = place.origin.update_pull(pull)
    assert place.run("push", push(pull.base, tip)).code == 0
    assert place.status(pull) == ("failure", "Not ready for staging: 1 gap was due before it.")


def test_the_schedule_judges_what_no_workflow_ran_for(place: Place) -> None:
    pull = place.pull()
    assert place.run("schedule", {"schedule": "17 6 * * 1-5"}).code == 0
    assert place.status(pull) == ("failure", REOPENS)


def test_what_cannot_be_judged_again_keeps_its_verdict(place: Place) -> None:
    pull = place.pull()
    place.follow(pull)
    place.server.fault("POST", "/git-upload-pack", "502", times=99)
    place.server.forget()
    assert place.run("schedule", {"schedule": "17 6 * * 1-5"}, "--today", "2026-11-19").code == 3
    assert [path for path in place.written() if "statuses" in path] == []


def test_no_more_than_a_run_s_share(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_bot.runs.verdicts.MOST_AGAIN", 1)
    pulls = [place.pull(branch="one"), place.pull(branch="two")]
    ran = place.run("push", push(pulls[0].base, pulls[0].base))
    assert sum(bool(place.server.statuses(pull.head)) for pull in pulls) == 1
    assert "1 open pull request is left to later runs, to stay within the token's rate limit." in ran.out


def test_on_the_schedule_they_take_turns(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_bot.runs.verdicts.MOST_AGAIN", 1)
    pulls = [place.pull(branch="one"), place.pull(branch="two")]
    for day in ("2026-11-20", "2026-11-21"):
        place.run("schedule", {"schedule": "x"}, "--today", day)
    assert [bool(place.server.statuses(pull.head)) for pull in pulls] == [True, True]


def test_recheck_on_a_pull_request(place: Place) -> None:
    pull = place.pull(fork="stranger/churn")
    said = place.server.call("POST", f"/repos/{REPOSITORY}/issues/{pull.number}/comments", {"body": "/readiness recheck"})
    ran = place.run("issue_comment", comment(pull.number, said["id"], "/readiness recheck", "ana-ruiz", on_pull_request=True))
    assert (ran.code, place.status(pull)) == (0, ("failure", REOPENS))


def test_a_waiver_s_pull_request_is_judged_at_once(place: Place) -> None:
    """It is the bot's own, and what a workflow's token opens starts no workflow."""
    place.origin.edit("main", FALLBACK, *SLOWER)
    ask = "/readiness waive fallback.drill until 2026-12-01 because the team is new, meanwhile mei-chen watches daily"
    issue = place.server.call("POST", f"/repos/{REPOSITORY}/issues", {"title": "t"}, "ana-ruiz")["number"]
    said = place.server.call("POST", f"/repos/{REPOSITORY}/issues/{issue}/comments", {"body": ask})
    assert place.run("issue_comment", comment(issue, said["id"], ask, "ana-ruiz")).code == 0
    [posted] = [one for one in place.server.log() if one.method == "POST" and "/statuses/" in one.path]
    assert posted.body["context"] == NAME


# A merge queue.


def test_a_merge_queue_s_candidate_has_the_status_on_its_own_commit(place: Place) -> None:
    pull = place.pull()
    queued = place.origin.queue("main", pull.number)
    branch = queued.ref.removeprefix("refs/heads/")
    place.run("workflow_run", completed("merge_group", head_sha=queued.sha, head_branch=branch))
    assert [(one["state"], one["context"]) for one in place.server.statuses(queued.sha)] == [("failure", NAME)]
    assert place.server.statuses(pull.head) == []


def test_a_queue_s_branch_that_is_gone(place: Place) -> None:
    pull = place.pull()
    queued = place.origin.queue("main", pull.number)
    branch = queued.ref.removeprefix("refs/heads/")
    place.origin.git.git("update-ref", "-d", queued.ref)
    ran = place.run("workflow_run", completed("merge_group", head_sha=queued.sha, head_branch=branch))
    assert (ran.code, ran.out) == (0, f"{branch} is no longer at {queued.sha[:12]}; nothing to do.\n")
    assert place.written() == []


# What goes wrong.


def test_a_token_that_may_post_no_status(place: Place) -> None:
    pull = place.pull()
    place.server.world(forbidden=["statuses"])
    ran = place.follow(pull)
    assert ran.code == 3
    assert "give the job `permissions: {statuses: write}`" in ran.err
    assert place.server.comments(pull.number) == []


def test_a_comment_that_cannot_be_written_stops_no_verdict(place: Place) -> None:
    pull = place.pull()
    place.server.fault("POST", "/comments", "502", times=2)
    ran = place.follow(pull)
    assert (ran.code, place.status(pull)) == (0, ("failure", REOPENS))
    assert "A comment could not be written." in ran.out


def test_a_fetch_that_fails(place: Place) -> None:
    pull = place.pull()
    place.server.fault("POST", "/git-upload-pack", "502", times=9)
    ran = place.follow(pull)
    assert ran.code == 3
    assert place.status(pull)[0] == "error"
    place.server.heal()
    place.follow(pull)
    assert place.status(pull) == ("failure", REOPENS)


def test_while_the_forge_is_down_nothing_is_posted(place: Place) -> None:
    pull = place.pull()
    place.server.fault("GET", "/pulls", "502", times=99)
    ran = place.follow(pull)
    assert ran.code == 3
    assert ran.err.startswith("GitHub did not answer when asked to list the open pull requests")
    assert place.written() == []


def test_two_runs_at_once_end_with_what_is_true(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run posts an older view between our question and our answer: it is judged again."""
    pull = place.pull()
    first = [True]

    def meanwhile(*found: Any) -> list[Sides]:
        if first and place.server.call("GET", f"/repos/{REPOSITORY}/commits/{pull.head}/statuses") == []:
            first.clear()
            stale = {"state": "success", "context": NAME, "description": "Ready for production."}
            place.server.call("POST", f"/repos/{REPOSITORY}/statuses/{pull.head}", stale, BOT)
        return judge(*found)

    monkeypatch.setattr("readiness_bot.runs.verdicts.judge", meanwhile)
    place.follow(pull)
    states = [one["state"] for one in place.server.statuses(pull.head)]
    assert (states, first) == (["failure", "success"], [])


def test_a_plan_writes_nothing(place: Place) -> None:
    pull = place.pull()
    ran = place.follow(pull, "pull_request", "--plan")
    assert ran.out.startswith(f"post status   {pull.head[:7]} readiness: main: failure, {REOPENS}\nwrite comment #{pull.number} status\n")
    assert place.written() == []


def test_a_plan_as_json_is_one_document(place: Place) -> None:
    pull = place.pull()
    plan = json.loads(place.follow(pull, "pull_request", "--plan", "--format", "json").out)
    assert [(action["kind"], action["item"]) for action in plan["actions"]] == [("status", "status"), ("comment", "status")]
    assert plan["actions"][0] | {"kind": "", "url": ""} == {
        "kind": "", "item": "status", "commit": pull.head, "context": NAME, "state": "failure", "description": REOPENS, "url": "",
    }  # fmt: skip


Branch = Callable[[str], None]


@pytest.mark.parametrize("branch", ["umlaut-ü", "a/b#c&e", "$(touch-x)", "x;y", "-dash", "@at", "'quote'"])
def test_a_branch_of_any_name(place: Place, branch: str) -> None:
    pull = place.pull(branch=branch)
    assert place.follow(pull).code == 0
    assert place.status(pull) == ("failure", REOPENS)


def test_a_base_of_any_name(place: Place) -> None:
    base = "release/ü-'1'"
    place.origin.commit(base, {"src/x.py": "x\n"})
    head = place.origin.edit("change", FALLBACK, *SLOWER, on=base)
    pull = place.origin.open_pull("change", base=base)
    place.follow(pull)
    assert (head, place.status(pull, f"readiness: {base}")) == (pull.head, ("failure", REOPENS))


# Several models.


@pytest.fixture
def two(place: Place) -> Place:
    """The same model twice, in two folders."""
    work = place.origin.clone(place.folder / "two")
    for folder in ("models/a", "models/b"):
        for name in ("readiness", "MODEL_CARD.md", "api", "infra", "docs"):
            if (work.path / name).exists():
                (work.path / folder).mkdir(parents=True, exist_ok=True)
                work.git("mv", "-k", name, f"{folder}/{name}") if folder == "models/b" else os.system(f"cp -r {work.path / name} {work.path / folder}")  # noqa: S605
    (work.path / "models/b" / CONTRACT).write_text((work.path / "models/b" / CONTRACT).read_text().replace("churn-propensity", "uplift"))
    work.git("add", "--all")
    work.git("commit", "--quiet", "-m", "Two models")
    place.origin.push_branch(work, "main")
    return place


def test_each_model_that_is_concerned_has_a_section(two: Place) -> None:
    two.origin.edit("change", f"models/a/{FALLBACK}", *SLOWER)
    pull = two.pull(file=f"models/b/{FALLBACK}")
    two.follow(pull)
    [comment] = two.server.comments(pull.number)
    assert re.findall(r"^### .*$", comment["body"], re.MULTILINE) == [
        "### ❌ This would reopen 1 item that was satisfied · `churn-propensity`",
        "### ❌ This would reopen 1 item that was satisfied · `uplift`",
    ]
    assert two.status(pull) == ("failure", "churn-propensity: This would reopen 1 item that was satisfied. 1 more model is blocked.")


def test_and_no_other(two: Place) -> None:
    pull = two.pull(file=f"models/b/{FALLBACK}")
    two.follow(pull)
    [comment] = two.server.comments(pull.number)
    assert "churn-propensity" not in comment["body"]
    assert two.status(pull) == ("failure", "uplift: This would reopen 1 item that was satisfied.")


def test_a_model_that_is_taken_away(two: Place) -> None:
    work = two.origin.clone(two.folder / "away")
    work.git("rm", "-r", "--quiet", "models/a")
    work.git("commit", "--quiet", "-m", "Away")
    two.origin.push_branch(work, "change")
    pull = two.origin.open_pull("change")
    two.follow(pull)
    assert two.status(pull)[0] == "failure"


def test_a_folder_that_moves_is_judged_where_it_is(two: Place) -> None:
    work = two.origin.clone(two.folder / "moved")
    work.git("mv", "models/a", "models/c")
    work.git("commit", "--quiet", "-m", "Move")
    two.origin.push_branch(work, "change")
    pull = two.origin.open_pull("change")
    two.follow(pull)
    assert two.status(pull) == ("success", "churn-propensity: Ready for production.")


def test_a_folder_that_the_base_leaves_out_holds_no_model(two: Place) -> None:
    """The pull request's own settings leave out nothing."""
    pull = two.pull(file=f"models/b/{FALLBACK}")
    two.origin.commit("change", {SETTINGS: "ignore: [models/b]\n"})
    pull = two.origin.update_pull(pull, "change")
    two.follow(pull)
    assert two.status(pull)[0] == "failure"
    two.origin.commit("main", {SETTINGS: "ignore: [/models/b/]\n"})
    pull = two.origin.update_pull(pull)
    two.follow(pull)
    assert two.status(pull)[0] == "success"


def test_more_models_than_a_run_judges(two: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_bot.runs.models.MOST_MODELS", 1)
    pull = two.pull(file=f"models/b/{FALLBACK}")
    assert two.follow(pull).code == 3
    assert two.status(pull)[1].startswith("It could not be judged: 2 models are here (each readiness/contract.yaml is one), and a run judges 1")


def test_issues_are_kept_for_each_model(two: Place) -> None:
    tip = two.origin.edit("main", f"models/a/{FALLBACK}", *SLOWER)
    assert two.run("push", push(tip, tip)).code == 0
    assert [issue["title"] for issue in two.server.issues()] == [
        "Fallback drill for churn-propensity", "Readiness of churn-propensity", "Readiness of uplift",
    ]  # fmt: skip
    two.server.forget()
    two.run("push", push(tip, tip))
    assert [path for path in two.asked() if path == "/issues"] == ["/issues"]
    assert two.written() == []
