"""`readiness run`: what each event asks, and odd payloads."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Ran, Readiness
from tests.github.payloads import comment, pull_request, push, recorded
from tests.github.server import GithubServer

Edit = Callable[[str, str, str], Path]
Event = Callable[..., Ran]
SHA = "0" * 40


@pytest.fixture
def event(readiness: Readiness, model: Path, tmp_path: Path) -> Event:
    """`event("push", payload)`: as in a job, with a summary file."""

    def run(name: str, payload: object, *arguments: str, **environment: str) -> Ran:
        path = tmp_path / "event.json"
        path.write_text(payload if isinstance(payload, str) else json.dumps(payload))
        given = {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "READINESS_VERDICT": "job"}
        return readiness("run", model, *arguments, **(given | environment))

    return run


def head(model: Path) -> str:
    return subprocess.run(["git", "-C", str(model), "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()


def before(model: Path) -> str:
    return git(model, "rev-parse", "HEAD~")


@pytest.fixture
def edit(edit: Edit, model: Path) -> Edit:
    """The same, committed: the commit is judged, and not the files."""

    def change(name: str, old: str, new: str) -> Path:
        path = edit(name, old, new)
        git(model, "commit", "--quiet", "--all", "-m", name)
        return path

    return change


def test_a_push_to_the_default_branch_reconciles(event: Event, model: Path, tmp_path: Path) -> None:
    ran = event("push", push(SHA, SHA), "--forge", f"folder:{tmp_path}/f")
    recorded = f"record        churn-propensity at {head(model)[:7]}: 1 gap, in readiness-ledger"
    assert (ran.code, ran.out) == (0, f"open issue    Readiness of churn-propensity\n{recorded}\n")
    again = event("push", push(SHA, SHA), "--forge", f"folder:{tmp_path}/f")
    assert (again.code, again.out) == (0, "Nothing to do: issues and comments are as they should be.\n")


def test_a_push_to_another_branch_does_nothing(event: Event) -> None:
    ran = event("push", push(SHA, SHA) | {"ref": "refs/heads/topic"})
    assert (ran.code, ran.out) == (0, "A push to refs/heads/topic, which is not the default branch (main); issues follow only that one.\n")


def test_a_pull_request_that_is_fine_and_elsewhere(event: Event, model: Path, tmp_path: Path) -> None:
    ran = event("pull_request", pull_request(5, head(model), SHA), "--forge", f"folder:{tmp_path}/f")
    assert ran.code == 0
    assert (tmp_path / "summary.md").read_text() == "This does not concern readiness.\n"
    assert not (tmp_path / "f").exists()


@pytest.mark.parametrize(("encoding", "codec"), [("IBM037", "cp037"), ("IBM500", "cp500"), ("UTF-16LE", "utf-16-le")])
def test_the_commit_is_judged_and_not_what_its_attributes_make_of_it(event: Event, model: Path, tmp_path: Path, encoding: str, codec: str) -> None:
    """The files are checked out in good order, and git says that nothing differs; what would be merged is no YAML at all."""
    base, file = head(model), model / "readiness" / "fallback.yaml"
    good = file.read_bytes() + b"\n" * (file.stat().st_size % 2)
    (tmp_path / "blob").write_bytes(good.decode(codec).encode())
    blob = git(model, "hash-object", "-w", "--no-filters", str(tmp_path / "blob"))
    (model / ".gitattributes").write_text(f"readiness/fallback.yaml working-tree-encoding={encoding}\n")
    git(model, "add", ".gitattributes")
    git(model, "update-index", "--cacheinfo", f"100644,{blob},readiness/fallback.yaml")
    git(model, "commit", "--quiet", "-m", "x")
    file.unlink()
    git(model, "checkout", "--quiet", "--force", "HEAD")
    assert (file.read_bytes(), git(model, "status", "--short")) == (good, "")
    ran = event("pull_request", pull_request(5, base, SHA), "--forge", f"folder:{tmp_path}/f")
    assert ran.code == 1
    assert "::error file=readiness/fallback.yaml,line=1," in ran.out


@pytest.mark.parametrize(("mode", "told"), [("120000", "symbolic link"), ("160000", "submodule"), ("100644", "")])
def test_a_readiness_that_is_no_folder(event: Event, model: Path, tmp_path: Path, mode: str, told: str) -> None:
    """As a link or a submodule it would be an empty folder in design, in which nothing is due yet."""
    base = head(model)
    (tmp_path / "target").write_text("elsewhere")
    named = base if mode == "160000" else git(model, "hash-object", "-w", str(tmp_path / "target"))
    git(model, "rm", "-r", "--quiet", "readiness")
    git(model, "update-index", "--add", "--cacheinfo", f"{mode},{named},readiness")
    git(model, "commit", "--quiet", "-m", "x")
    ran = event("pull_request", pull_request(5, base, SHA), "--forge", f"folder:{tmp_path}/f")
    assert ran.code == 1
    assert "::error file=readiness/contract.yaml,line=1,col=1,title=refused::" in ran.out
    assert told in ran.out


@pytest.mark.parametrize("file", ["contract.yaml", "governance.yaml"])
def test_a_file_that_is_taken_away(event: Event, model: Path, tmp_path: Path, file: str) -> None:
    base = head(model)
    git(model, "rm", "--quiet", f"readiness/{file}")
    git(model, "commit", "--quiet", "-m", "x")
    assert event("pull_request", pull_request(5, base, SHA), "--forge", f"folder:{tmp_path}/f").code == 1


def test_what_another_step_of_the_job_wrote_is_not_judged(event: Event, model: Path, tmp_path: Path) -> None:
    base, file = head(model), model / "readiness" / "fallback.yaml"
    good = file.read_text()
    commit(model, "readiness/fallback.yaml", "a: [\n")
    file.write_text(good)
    assert event("pull_request", pull_request(5, base, SHA), "--forge", f"folder:{tmp_path}/f").code == 1


def test_a_pull_request_that_reopens_an_item(event: Event, edit: Edit, model: Path, tmp_path: Path) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    ran = event("pull_request", pull_request(5, before(model), SHA), "--forge", f"folder:{tmp_path}/f")
    assert ran.code == 1
    assert "### ❌ This would reopen 1 item that was satisfied" in (tmp_path / "f" / "comments" / "0005" / "1.md").read_text()


def git(model: Path, *arguments: str) -> str:
    me = ("-c", "user.name=Ana", "-c", "user.email=ana@acme.test")
    return subprocess.run(["git", "-C", str(model), *me, *arguments], capture_output=True, text=True, check=True).stdout.strip()


def commit(model: Path, path: str, text: str = "x\n") -> str:
    (model / path).parent.mkdir(parents=True, exist_ok=True)
    (model / path).write_text(text)
    git(model, "add", "--all")
    git(model, "commit", "--quiet", "-m", path)
    return head(model)


@pytest.mark.parametrize(("path", "comments"), [("src/train.py", False), ("infra/churn.tf", True), ("readiness/notes.txt", True), ("api/scores.v1.json", True)])
def test_only_what_touches_readiness_gets_a_comment(event: Event, model: Path, tmp_path: Path, path: str, comments: bool) -> None:
    base = head(model)
    new = commit(model, path, "{}\n")
    event("pull_request", pull_request(5, base, new), "--forge", f"folder:{tmp_path}/f")
    assert (tmp_path / "f").exists() is comments


@pytest.mark.parametrize(("gate", "code"), [("overdue", 0), ("strict", 1), ("regressions", 0), ("off", 0)])
def test_what_is_overdue_elsewhere_holds_back_no_hotfix(event: Event, model: Path, tmp_path: Path, gate: str, code: int) -> None:
    """The gap is the base's, and its issue follows it up. `gate: strict` holds it back all the same."""
    fallback = (model / "readiness" / "fallback.yaml").read_text()
    commit(model, "readiness/fallback.yaml", fallback.replace("hours_since_scores, above: 180", "hours_since_scores, above: null"))
    commit(model, ".github/readiness.yaml", f"gate: {gate}\n")
    base = head(model)
    new = commit(model, "src/train.py")
    assert event("pull_request", pull_request(5, base, new), "--forge", f"folder:{tmp_path}/f").code == code
    assert not (tmp_path / "f").exists()
    assert ("What blocks was already there." in (tmp_path / "summary.md").read_text()) == (code == 1)


def test_a_comment_that_is_there_is_kept_true_when_the_change_is_taken_back(event: Event, model: Path, tmp_path: Path) -> None:
    base, fallback = head(model), (model / "readiness" / "fallback.yaml").read_text()
    bad = commit(model, "readiness/fallback.yaml", fallback.replace("minutes: 18", "minutes: 45"))
    event("pull_request", pull_request(5, base, bad), "--forge", f"folder:{tmp_path}/f")
    back = commit(model, "readiness/fallback.yaml", fallback)
    event("pull_request", pull_request(5, base, back), "--forge", f"folder:{tmp_path}/f")
    assert "### ✅ Ready for production" in (tmp_path / "f" / "comments" / "0005" / "1.md").read_text()


def test_what_landed_on_main_meanwhile_is_not_this_pull_requests(event: Event, model: Path, tmp_path: Path) -> None:
    """The checkout is GitHub's merge; the payload's base is a day older, and somebody else has opened a gap since."""
    old, fallback = head(model), (model / "readiness" / "fallback.yaml").read_text()
    git(model, "branch", "--move", "main")
    git(model, "checkout", "--quiet", "-b", "topic")
    mine = commit(model, "api/notes.md")
    mine = commit(model, "infra/churn.tf")
    git(model, "checkout", "--quiet", "main")
    commit(model, "readiness/fallback.yaml", fallback.replace("minutes: 18", "minutes: 45"))
    git(model, "checkout", "--quiet", "--detach")
    git(model, "merge", "--quiet", "--no-ff", "-m", "merge", "topic")
    ran = event("pull_request", pull_request(5, old, mine), "--forge", f"folder:{tmp_path}/f")
    assert ran.code == 0
    assert "This pull request changes no item." in (tmp_path / "f" / "comments" / "0005" / "1.md").read_text()


def test_who_has_something_new_to_do_is_called_but_not_by_their_own_pull_request(event: Event, model: Path, tmp_path: Path) -> None:
    base, fallback = head(model), (model / "readiness" / "fallback.yaml").read_text()
    new = commit(model, "readiness/fallback.yaml", fallback.replace("minutes: 18", "minutes: 45"))
    for number, author in ((5, "ana-ruiz"), (6, "sam-boateng")):
        payload = pull_request(number, base, new)
        payload["pull_request"]["user"]["login"] = author
        event("pull_request", payload, "--forge", f"folder:{tmp_path}/f")
    texts = [(tmp_path / "f" / "comments" / f"000{number}" / "1.md").read_text() for number in (5, 6)]
    assert ["@sam-boateng" in text for text in texts] == [True, False]


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("action", ["opened", "synchronize", "reopened", "ready_for_review", "edited"])
def test_each_action_is_judged_alike(event: Event, edit: Edit, model: Path, tmp_path: Path, action: str, draft: bool) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    payload = pull_request(5, before(model), SHA) | {"action": action}
    payload["pull_request"]["draft"] = draft
    assert event("pull_request", payload, "--forge", f"folder:{tmp_path}/f").code == 1


@pytest.mark.parametrize("action", ["submitted", "edited", "dismissed"])
def test_so_is_each_action_of_a_review(event: Event, edit: Edit, model: Path, tmp_path: Path, action: str) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    assert event("pull_request_review", pull_request(5, before(model), SHA) | {"action": action}, "--forge", f"folder:{tmp_path}/f").code == 1


def test_a_closed_one_is_left_alone(event: Event, edit: Edit, model: Path, tmp_path: Path) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    ran = event("pull_request", pull_request(5, before(model), SHA) | {"action": "closed"}, "--forge", f"folder:{tmp_path}/f")
    assert (ran.code, ran.out) == (0, "Pull request #5 is closed; the run on the default branch goes on from here.\n")
    assert not (tmp_path / "f").exists()


def test_a_candidate_that_left_the_queue_is_not_judged(event: Event, edit: Edit, model: Path) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    ran = event("merge_group", {"action": "destroyed", "reason": "dequeued", "merge_group": {"base_sha": before(model)}})
    assert (ran.code, ran.out) == (0, "This candidate left the merge queue, so there is nothing to judge.\n")


@pytest.mark.e2e
def test_the_same_run_again_writes_nothing(event: Event, edit: Edit, model: Path, github: GithubServer) -> None:
    number = github.create_pull()
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    payload = pull_request(number, before(model), SHA)
    event("pull_request", payload, "--offline", **github.environment())
    github.forget()
    event("pull_request", payload, "--offline", **github.environment())
    assert github.writes() == []
    assert len(github.log()) == 1


@pytest.mark.e2e
def test_a_comment_that_is_no_longer_true_is_changed_in_place(event: Event, edit: Edit, model: Path, github: GithubServer) -> None:
    number = github.create_pull()
    payload = pull_request(number, head(model), SHA)
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    event("pull_request", payload, "--offline", **github.environment())
    edit("fallback.yaml", "minutes: 45", "minutes: 18")
    event("pull_request", payload, "--offline", **github.environment())
    [comment] = github.comments(number)
    assert "### ✅ Ready for production" in comment["body"]


def test_without_a_token_the_verdict_stands_and_the_comment_is_a_warning(event: Event, edit: Edit, model: Path) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    ran = event("pull_request", pull_request(5, before(model), SHA), GITHUB_ACTIONS="true", GITHUB_REPOSITORY="acme/churn")
    told = "No token: set GITHUB_TOKEN (in a workflow: `GITHUB_TOKEN: ${{ github.token }}`). Nothing was changed."
    assert (ran.code, ran.out.splitlines()[-1]) == (1, f"::warning title=Readiness::The comment could not be written. {told}")


def test_a_base_that_is_not_in_this_checkout(event: Event, tmp_path: Path) -> None:
    ran = event("pull_request", pull_request(5, "1" * 40, SHA), "--forge", f"folder:{tmp_path}/f")
    assert ran.code == 0
    assert "::notice::The base commit 111111111111 is not in this checkout, so changes are not shown; use `fetch-depth: 0`." in ran.out


def test_a_merge_queue_is_judged_and_nobody_is_told(event: Event, edit: Edit, model: Path) -> None:
    edit("fallback.yaml", "minutes: 18", "minutes: 45")
    assert event("merge_group", {"action": "checks_requested", "merge_group": {"base_sha": before(model)}}).code == 1


@pytest.mark.parametrize(
    ("payload", "kind"),
    [("{", "JSONDecodeError"), ("", "JSONDecodeError"), ("[" * 100_000, "RecursionError"), (b"\xff\xfe".decode("latin-1"), "JSONDecodeError")],
)
def test_a_payload_that_cannot_be_read(event: Event, tmp_path: Path, payload: str, kind: str) -> None:
    ran = event("pull_request", payload)
    assert (ran.code, ran.err) == (3, f"The event's payload cannot be read ({tmp_path}/event.json: {kind}). Nothing was changed.\n")


def test_no_event_at_all(readiness: Readiness, model: Path) -> None:
    ran = readiness("run", model)
    assert (ran.code, ran.out) == (0, "No event: GITHUB_EVENT_NAME is not set.\n")


ODD: list[Any] = [None, [], '"x"', 1, {}, {"pull_request": None}, {"pull_request": {"number": "5"}}, {"pull_request": {"number": True}},
                  {"pull_request": {"number": 5, "base": None, "head": []}}, {"pull_request": {"number": -1}}, {"ref": 5}, {"merge_group": []},
                  {"action": [], "pull_request": {"number": 5, "state": 1, "user": 5, "base": {"sha": "--output=x"}, "head": {"sha": ["a"], "ref": {}}}},
                  {"action": "opened", "pull_request": {"number": 10**30, "user": {"login": None}, "base": {"sha": "HEAD", "repo": []}}}]  # fmt: skip


@pytest.mark.parametrize("name", ["pull_request", "pull_request_review", "merge_group", "workflow_run", "push", "issues", "schedule", "ping", "💥", ""])
def test_odd_payloads_end_without_a_traceback(event: Event, tmp_path: Path, name: str) -> None:
    assert {event(name, payload, "--forge", f"folder:{tmp_path}/f").code for payload in ODD} == {0}


@pytest.mark.e2e
def test_every_recorded_payload_ends_without_a_traceback(event: Event, tmp_path: Path) -> None:
    codes = {(name, event(name, payload, "--forge", f"folder:{tmp_path}/f").code) for name, all_ in recorded().items() for payload in all_}
    assert {code for _, code in codes} == {0}
    assert len(codes) == 58


@pytest.mark.parametrize("text", ["Thank you.", "/readiness explain fallback.drill", "/readiness recheck"])
def test_a_plan_as_json_stands_alone(event: Event, model: Path, tmp_path: Path, text: str) -> None:
    """Whatever else a run says goes to the other stream."""
    options = ("--plan", "--format", "json", "--forge", f"folder:{tmp_path}/f")
    for name, payload in (
        ("push", push(SHA, SHA)), ("pull_request", pull_request(5, head(model), before(model))), ("issue_comment", comment(1, 7, text, "ana-ruiz")),
    ):  # fmt: skip
        ran = event(name, payload, *options)
        assert ran.code == 0
        assert not ran.out or "actions" in json.loads(ran.out), name
