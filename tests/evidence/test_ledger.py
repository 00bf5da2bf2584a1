"""The ledger on a GitHub over HTTP, with real git below it: what is written, what need not be asked again, who is believed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.evidence.conftest import Said, Verify
from tests.github.payloads import pull_request
from tests.github.people import API, BOT, Shared
from tests.github.server import APP

from readiness_bot.cli import group
from readiness_bot.forge.github.client import GithubSettings
from readiness_bot.forge.github.issues import GithubForge
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.ledger.line import BRANCH, FILE

pytestmark = pytest.mark.e2e

GO_LIVE = ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-19")
ITEM, RUN = "governance.go-live", "infrastructure.integration-test"
PROTECTED = ["deletion", "non_fast_forward", "update"]


def readiness(shared: Shared, *words: str, day: str = "2026-11-20", **environment: str) -> Result:
    """The bot in a workflow: a fresh checkout with all branches, then the command."""
    shared.fetch()
    shared.server.forget()
    given = shared.server.environment() | {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "main"}
    command = [words[0], str(shared.clone.path), *words[1:], "--today", day]
    done = CliRunner(env=os.environ | given | environment).invoke(group, command, catch_exceptions=False)
    assert done.exit_code in (0, 1), done.output
    return done


def event(shared: Shared, tmp_path: Path, name: str, payload: object = None, **more: str) -> Result:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(payload or {}))
    return readiness(shared, "run", GITHUB_EVENT_NAME=name, GITHUB_EVENT_PATH=str(path), READINESS_VERDICT="job", **more)


def lines(shared: Shared) -> list[dict[str, Any]]:
    shared.fetch()
    return [json.loads(line) for line in shared.clone.git("show", f"origin/{BRANCH}:{FILE}").splitlines()]


def row(shared: Shared, item: str = ITEM) -> dict[str, Any]:
    """The newest line's, of an item with one claim."""
    [found] = [row for row in lines(shared)[-1]["evidence"] if row["item"] == item]
    return dict(found)


def asked(shared: Shared) -> list[str]:
    return [request.path.partition("?")[0].removeprefix(API) for request in shared.server.log() if request.login == BOT]


def sign(shared: Shared, **environment: str) -> Shared:
    """Omar approved the go-live in #101, test run 118 succeeded, and the bot has seen both."""
    shared.review("omar-haddad", shared.change("ana-ruiz", "go-live", GO_LIVE))
    shared.merge("ana-ruiz", 101)
    built = shared.clone.git("rev-parse", artifact(shared))
    ours = {"full_name": "acme/churn"}
    shared.world(runs={"118": {
        "id": 118, "path": ".github/workflows/integration.yml", "name": "integration", "conclusion": "success", "head_sha": built,
        "event": "push", "created_at": "2026-11-10T09:00:00Z",
        "repository": ours, "head_repository": ours,
    }})  # fmt: skip
    readiness(shared, "sync", **environment)
    readiness(shared, "sync", **environment)  # the issues above the cap
    shared.fetch()
    return shared


@pytest.fixture
def signed(shared: Shared) -> Shared:
    return sign(shared)


def app(shared: Shared) -> dict[str, str]:
    """The bot as an App of its own."""
    return {"GITHUB_TOKEN": shared.server.environment(APP)["GITHUB_TOKEN"], "READINESS_BOT_LOGIN": APP}


@pytest.fixture
def signed_by_app(shared: Shared) -> Shared:
    """And a ruleset lets nobody else write the ledger."""
    shared.world(rules=PROTECTED)
    return sign(shared, **app(shared))


def in_haste(shared: Shared) -> GithubSettings:
    return replace(GithubSettings.from_environment(shared.server.environment()), backoff=0.001)


def artifact(shared: Shared) -> str:
    text = (shared.clone.path / "readiness" / "infrastructure.yaml").read_text()
    return text.partition("commit: ")[2].split()[0].strip(",\"'}")


# What is written.


def test_a_line_says_what_was_found_and_what_that_is_based_on(signed: Shared) -> None:
    [line] = lines(signed)
    head = signed.clone.git("rev-parse", "HEAD")
    assert (line["commit"], line["day"], line["stage"], line["statuses"][ITEM]) == (head, "2026-11-20", "staging", "satisfied")
    found = row(signed)
    assert (found["who"], found["answer"], found["told"], found["since"]) == ("omar-haddad", "verified", "omar-haddad approved #101", "2026-11-20")
    assert found["on"] == {
        "pull": 101,
        "commit": signed.clone.git("rev-parse", "HEAD^2"),
        "at": "2026-11-19T09:00:00+00:00",
        "merged": head,
        "pushed_by": ["ana-ruiz"],
    }


def test_a_line_holds_no_address_and_no_secret(signed: Shared) -> None:
    [line] = lines(signed)
    text = json.dumps(line)
    assert "@" not in text
    assert f"token-{BOT}" not in text
    allowed = {"item", "claim", "who", "answer", "told", "fix", "asked", "since", "on"}
    assert {key for row in line["evidence"] for key in row} <= allowed
    assert {key for row in line["evidence"] for key in row.get("on", {})} <= {"pull", "commit", "at", "merged", "pushed_by", "run", "issue"}


@pytest.mark.parametrize("settings", ["", "tests: {integration: .github/workflows/integration.yml}\n"])
def test_what_was_written_agrees_with_git(signed: Shared, settings: str) -> None:
    """The settings of the evaluated commit belong to what is claimed."""
    if settings:
        signed.settings(settings)
        readiness(signed, "sync")
    done = CliRunner().invoke(group, ["ledger", "verify", str(signed.clone.path)], catch_exceptions=False)
    assert (done.exit_code, done.output.partition(": ")[2]) == (0, "it agrees with what git holds.\n")
    assert len(lines(signed)) == (2 if settings else 1)


def test_nothing_new_is_two_requests_and_no_line(signed: Shared) -> None:
    readiness(signed, "sync")
    assert asked(signed) == ["/activity", "/issues"]
    assert signed.server.writes() == []
    assert len(lines(signed)) == 1


def test_what_is_new_is_asked_and_what_is_known_is_not(signed: Shared) -> None:
    signed.change("ana-ruiz", "again", ("governance.yaml", GO_LIVE[2], GO_LIVE[1]))
    signed.review("omar-haddad", 102)
    signed.merge("ana-ruiz", 102)
    readiness(signed, "sync")
    graphql = [request for request in signed.server.log() if request.path == "/graphql"]
    asked_for = [name for request in graphql for name in request.body["variables"] if name.startswith("origin")]
    assert len(asked_for) == 2  # the commit on main, and the one on the branch
    assert [line["statuses"][ITEM] for line in lines(signed)] == ["satisfied", "satisfied"]
    assert row(signed)["told"] == "omar-haddad approved #102"


def test_the_commit_on_the_branch_says_it_in_a_line(signed: Shared) -> None:
    assert signed.clone.git("log", "--format=%s", f"origin/{BRANCH}").startswith("churn-propensity at ")


def test_a_token_that_may_push_no_branch(shared: Shared) -> None:
    shared.server.state(contentsReadOnly=[BOT])
    told = readiness(shared, "sync").output
    assert (
        "The ledger was not written: this token may not push the branch readiness-ledger. Give the job `contents: write`, "
        "or set `ledger: false` in .github/readiness.yaml (docs/evidence.md).\n"
    ) in told
    assert shared.server.issues() != []


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_rule_that_asks_for_pull_requests_on_every_branch(shared: Shared, method: str) -> None:
    """Companies have one; it stops no run, and says what to do."""
    if method == "PATCH":
        readiness(shared, "sync")
        readiness(shared, "sync")
    shared.server.fault(method, "/git/refs", "ruleset", 9)
    told = readiness(shared, "sync", day="2026-11-27").output
    assert (
        "The ledger was not written: a rule of this repository keeps the bot off the branch readiness-ledger (GitHub: Repository rule "
        "violations found Changes must be made through a pull request). Exclude that branch from the rule, let the bot's App bypass it, "
        "or set `ledger: false` in .github/readiness.yaml (docs/evidence.md).\n"
    ) in told


def test_a_token_that_wrote_too_much_is_not_told_that_it_may_not(shared: Shared) -> None:
    shared.server.fault("POST", "/git/blobs", "secondary-limit", 9)
    with pytest.raises(ForgeError) as error:
        GithubForge(GithubSettings.from_environment(shared.server.environment())).append(BRANCH, FILE, "{}", "line")
    assert type(error.value) is ForgeError
    assert str(error.value) == (
        "This token has reached GitHub's rate limit: could not write the ledger (403: You have exceeded a secondary rate limit); run it again in an hour."
    )


def test_what_github_is_not_ready_for_is_tried_again(signed: Shared) -> None:
    signed.server.fault("PATCH", "/git/refs", "not-ready", 2)
    GithubForge(in_haste(signed)).append(BRANCH, FILE, "{}", "line")
    assert lines(signed)[1:] == [{}]


def test_but_not_for_ever(signed: Shared) -> None:
    signed.server.fault("PATCH", "/git/refs", "not-ready", 99)
    with pytest.raises(ForgeError) as error:
        GithubForge(in_haste(signed)).append(BRANCH, FILE, "{}", "line")
    assert str(error.value) == ("GitHub refused 10 times to move the branch readiness-ledger (422: Reference update failed); the next run writes the line.")


def test_a_list_of_files_that_is_cut_short_loses_no_line(signed: Shared) -> None:
    signed.server.state(treeLimit=0)
    with pytest.raises(ForgeError) as error:
        GithubForge(in_haste(signed)).append(BRANCH, FILE, "{}", "line")
    assert str(error.value) == "The ledger's branch holds too many files to be listed; remove those that are not the ledger's."
    assert len(lines(signed)) == 1


def test_a_repository_that_wants_none(shared: Shared) -> None:
    settings = shared.clone.path / ".github" / "readiness.yaml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("ledger: false\n")
    shared.commit("ana-ruiz")
    readiness(shared, "sync")
    assert [path for path in asked(shared) if path.startswith("/git")] == []


def test_what_is_not_committed_is_not_recorded(shared: Shared) -> None:
    shared.edit(*GO_LIVE)
    readiness(shared, "sync")
    assert [path for path in asked(shared) if path.startswith("/git")] == []


def test_the_plan_shows_it_and_writes_nothing(shared: Shared) -> None:
    told = readiness(shared, "sync", "--plan").output
    assert f"record        churn-propensity at {shared.clone.git('rev-parse', 'HEAD')[:7]}: 15 gaps, in readiness-ledger\n" in told
    assert shared.server.writes() == []


def test_writers_at_once_lose_no_line(shared: Shared) -> None:
    """Each with a connection of its own; GitHub refuses to move a branch that has moved, and the line is put below the other."""
    settings = replace(GithubSettings.from_environment(shared.server.environment()), backoff=0.05)

    def write(writer: str) -> None:
        for number in range(4):
            GithubForge(settings).append(BRANCH, FILE, f"{writer}{number}", "line")

    with ThreadPoolExecutor() as pool:
        list(pool.map(write, "abc"))
    shared.fetch()
    text = shared.clone.git("show", f"origin/{BRANCH}:{FILE}")
    assert sorted(text.split()) == [f"{writer}{number}" for writer in "abc" for number in range(4)]
    assert shared.clone.git("rev-list", "--count", f"origin/{BRANCH}") == "12"


# When GitHub is asked again.


def test_after_a_week_everything_is(signed: Shared) -> None:
    readiness(signed, "sync", day="2026-11-26")
    assert asked(signed)[:2] == ["/activity", "/issues"]
    readiness(signed, "sync", day="2026-11-27")
    assert "/graphql" in asked(signed)
    assert (row(signed)["asked"], row(signed)["since"]) == ("2026-11-27", "2026-11-20")


def test_an_approval_after_the_merge_is_seen_by_the_scheduled_run(shared: Shared, tmp_path: Path) -> None:
    shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.merge("ana-ruiz", 101)
    readiness(shared, "sync")
    shared.review("omar-haddad", 101)
    event(shared, tmp_path, "push", {"ref": "refs/heads/main"})
    assert row(shared)["answer"] == "refuted"
    event(shared, tmp_path, "schedule")
    assert row(shared)["answer"] == "verified"


def test_a_scheduled_run_that_finds_the_same_writes_nothing(signed: Shared, tmp_path: Path) -> None:
    """It asks about what is not verified, each time."""
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        event(signed, tmp_path, "schedule", day=day)
        assert "/graphql" in asked(signed)
    assert len(lines(signed)) == 1


def test_nor_does_one_by_hand_that_asks_about_everything(signed: Shared, tmp_path: Path) -> None:
    """The first time it says in the overview what is not in force here."""
    for _ in range(2):
        signed.server.forget()
        event(signed, tmp_path, "workflow_dispatch", day="2026-11-24")
    assert (len(lines(signed)), signed.server.writes()) == (1, [])


def test_nor_one_where_the_forge_does_not_say_who_pushed(signed: Shared, tmp_path: Path) -> None:
    signed.world(forbidden=["activity"])
    for day in ("2026-11-23", "2026-11-24"):
        readiness(signed, "sync", day=day)
    assert len(lines(signed)) == 2  # the second says that the sign-off can no longer be verified
    assert row(signed)["told"] == "this token may not read who pushed to go-live; the workflow needs `contents: read`"


def test_a_dismissal_is_seen_within_a_week(signed: Shared) -> None:
    signed.dismiss("mei-chen", 101, 1)
    readiness(signed, "sync", day="2026-11-27")
    assert row(signed)["told"] == "the approval of #101 by omar-haddad was dismissed"


def code_only(shared: Shared, tmp_path: Path) -> Callable[[], Result]:
    base = shared.clone.git("rev-parse", "origin/main")
    shared.branch("code")
    (shared.clone.path / "train.py").write_text("pass\n")
    head = shared.commit("ana-ruiz")
    payload = pull_request(102, base, head)
    return lambda: event(shared, tmp_path, "pull_request", payload)


def test_a_pull_request_with_code_alone_asks_nothing_of_the_record(shared: Shared, tmp_path: Path) -> None:
    code_only(shared, tmp_path)()
    assert asked(shared) == ["/issues/102/comments"]


# Who is believed.


def forge_line(shared: Shared, login: str) -> None:
    """The newest line with the go-live verified, pushed by somebody; a line says in which second it was written, so one goes by."""
    time.sleep(1 - time.time() % 1)
    text = shared.clone.git("show", f"origin/{BRANCH}:{FILE}")
    line = json.loads(text.splitlines()[-1])
    for found in line["evidence"]:
        if found["item"] == ITEM:
            found |= {"answer": "verified", "told": "omar-haddad approved #101", "since": "2026-11-20"}
    line["statuses"][ITEM] = "satisfied"
    shared.clone.git("checkout", "--quiet", "-B", "forged", f"origin/{BRANCH}")
    (shared.clone.path / FILE).write_text(f"{text}\n{json.dumps(line)}\n")
    shared.commit(login)
    shared.push(login, BRANCH)
    shared.clone.git("checkout", "--quiet", "main")


@pytest.fixture
def unapproved(shared: Shared) -> Shared:
    shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.merge("ana-ruiz", 101)
    readiness(shared, "sync")
    readiness(shared, "sync")
    shared.fetch()
    return shared


def test_a_line_that_a_person_pushed_is_not_believed(unapproved: Shared) -> None:
    forge_line(unapproved, "ana-ruiz")
    readiness(unapproved, "sync")
    assert "/graphql" in asked(unapproved)
    assert (row(unapproved)["answer"], len(lines(unapproved))) == ("refuted", 3)


@pytest.mark.parametrize("rules", [[], PROTECTED])
def test_nor_is_one_of_a_workflow_where_it_decides(unapproved: Shared, verify: Verify, rules: list[str]) -> None:
    """Whoever may write can let a workflow push as the bot; what decides asks GitHub, whatever the ledger says."""
    forge_line(unapproved, BOT)
    unapproved.world(rules=rules)
    unapproved.fetch()
    assert verify(ITEM) == Said(None, "gap", "stated, not verified: omar-haddad did not approve #101", "ask omar-haddad to approve #101")


def test_nor_one_that_a_person_pushed_for_this_model_below_a_line_of_the_bot_for_another(unapproved: Shared) -> None:
    """The branch's newest commit is the bot's; this model's newest line is not."""
    forge_line(unapproved, "ana-ruiz")
    GithubForge(GithubSettings.from_environment(unapproved.server.environment())).append(BRANCH, f"fraud/{FILE}", "{}", "another model")
    readiness(unapproved, "sync")
    assert "/graphql" in asked(unapproved)
    assert (row(unapproved)["answer"], len(lines(unapproved))) == ("refuted", 3)


def test_one_of_the_bot_is_still_believed_below_its_line_for_another_model(signed: Shared) -> None:
    GithubForge(GithubSettings.from_environment(signed.server.environment())).append(BRANCH, f"fraud/{FILE}", "{}", "another model")
    readiness(signed, "sync")
    assert asked(signed) == ["/activity", "/issues"]


def test_nor_one_of_the_time_when_the_bot_wrote_as_every_workflow_may(unapproved: Shared) -> None:
    """The team gives it an App, and a ruleset: a line that a workflow prepared must not become one of the App's."""
    forge_line(unapproved, BOT)
    unapproved.world(rules=PROTECTED)
    readiness(unapproved, "sync", **app(unapproved) | {"READINESS_BOT_LOGIN": f"{APP},{BOT}"})
    assert (row(unapproved)["answer"], len(lines(unapproved))) == ("refuted", 3)


def test_a_branch_that_was_deleted_is_begun_anew(signed: Shared) -> None:
    signed.clone.git("push", "--quiet", "--delete", "origin", BRANCH)
    signed.clone.git("fetch", "--quiet", "--prune", "origin")
    readiness(signed, "sync")
    assert len(lines(signed)) == 1


def test_nonsense_on_the_branch_stops_nothing(signed: Shared) -> None:
    signed.clone.git("checkout", "--quiet", "-B", "nonsense", f"origin/{BRANCH}")
    (signed.clone.path / FILE).write_text("<<<<<<< HEAD")
    signed.commit("ana-ruiz")
    signed.push("ana-ruiz", BRANCH)
    signed.clone.git("checkout", "--quiet", "main")
    readiness(signed, "sync")
    text = signed.server.call("GET", f"{API}/git/ref/heads/{BRANCH}")["object"]["sha"]
    signed.fetch()
    first, second = signed.clone.git("show", f"{text}:{FILE}").splitlines()
    assert (first, json.loads(second)["statuses"][ITEM]) == ("<<<<<<< HEAD", "satisfied")


# What GitHub has forgotten.


def test_a_run_that_was_deleted_stays_what_it_was(signed_by_app: Shared, verify: Verify) -> None:
    signed = signed_by_app
    signed.world(runs={})
    assert verify(RUN, **app(signed)) == Said("verified", "satisfied", "")
    readiness(signed, "sync", day="2026-11-27", **app(signed))
    found = row(signed, RUN)
    assert (found["told"], found["since"]) == (
        "run 118 of .github/workflows/integration.yml succeeded (recorded on 2026-11-20; now: there is no run 118 here)", "2026-11-20",
    )  # fmt: skip


@pytest.mark.forgery
def test_what_is_more_than_is_read_was_not_forgotten(signed_by_app: Shared, verify: Verify) -> None:
    """The approval was taken back, and whoever wants it again links more pull requests with the commit than are read."""
    signed = signed_by_app
    merge = signed.clone.git("rev-parse", "HEAD")
    signed.dismiss("mei-chen", 101, 1)
    for number in range(6):
        signed.branch(f"noise-{number}")
        signed.push("ana-ruiz", f"noise-{number}")
        other = signed.open("ana-ruiz", f"noise-{number}")
        signed.server.call("PATCH", f"{API}/pulls/{other}", {"brought": [merge]})
    signed.pull()
    told = "stated, not verified: GitHub links more than 5 pull requests with COMMIT"
    assert verify(ITEM, **app(signed)) == Said("stated", "satisfied", told)


def test_and_still_a_year_later(signed_by_app: Shared) -> None:
    signed_by_app.world(runs={})
    readiness(signed_by_app, "sync", day="2026-11-27", **app(signed_by_app))
    readiness(signed_by_app, "sync", day="2026-12-04", **app(signed_by_app))
    assert row(signed_by_app, RUN)["told"].count("recorded on 2026-11-20") == 1


RECORDED = "stated, not verified: there is no run 118 here; the ledger recorded it as verified on 2026-11-20, but "


@pytest.mark.parametrize("rules", [[], ["deletion", "non_fast_forward"]])
def test_where_others_can_write_the_branch_it_is_unknown(signed_by_app: Shared, verify: Verify, rules: list[str]) -> None:
    signed_by_app.world(runs={}, rules=rules)
    assert verify(RUN, **app(signed_by_app)).told == RECORDED + "no ruleset keeps others from writing its branch"


def test_where_other_workflows_can_too(signed: Shared, verify: Verify) -> None:
    """A ruleset that lets the token of every workflow pass lets everybody pass who may push a workflow."""
    signed.world(runs={}, rules=PROTECTED)
    assert verify(RUN).told == RECORDED + "every workflow here can write its branch as github-actions[bot]"


def test_and_nothing_more_is_asked_or_written(signed: Shared) -> None:
    signed.world(runs={})
    readiness(signed, "sync", day="2026-11-27")
    readiness(signed, "sync", day="2026-11-27")
    readiness(signed, "sync", day="2026-11-27")
    assert asked(signed) == ["/activity", "/issues"]
    assert row(signed, RUN)["told"].count("every workflow here can write") == 1


def test_what_was_never_recorded_is_not_remembered(unapproved: Shared, verify: Verify) -> None:
    unapproved.world(rules=PROTECTED)
    assert verify(RUN).status == "gap"


def test_what_somebody_took_back_is_not_forgotten(signed_by_app: Shared, verify: Verify) -> None:
    signed_by_app.dismiss("mei-chen", 101, 1)
    assert verify(ITEM, **app(signed_by_app)).told == "stated, not verified: the approval of #101 by omar-haddad was dismissed"


def test_a_text_that_changed_is_another_claim(signed_by_app: Shared, verify: Verify) -> None:
    signed = signed_by_app
    signed.world(runs={})
    signed.change("ana-ruiz", "run", ("infrastructure.yaml", "runs/118", "runs/119"))
    signed.merge("ana-ruiz", 102)
    assert verify(RUN, **app(signed)).told == "stated, not verified: there is no run 119 here"
