"""The verdict on pull requests: both workflows that `init` wrote, run by act one after the other as GitHub would.

Everything in the repository was signed in a pull request by those whom it names, and each job has its own rights and no more. The scenarios
run once; the tests below read what they left behind. What they measured is a table in docs/bot.md (tests/e2e/table.py).
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.machine import Machine, Runs
from tests.e2e.table import COMMAND, UPDATE, Posted, Row, rendered, write, written
from tests.github.delivery import DEPENDABOT, FIRST, SECOND, Delivery, Done, Finished
from tests.github.models import adopted_at_once
from tests.github.origin import Origin, Pull, Queued
from tests.github.payloads import comment, push
from tests.github.prism import Prism
from tests.github.server import BOT, REPOSITORY, GithubServer

pytestmark = pytest.mark.e2e

FALLBACK, GOVERNANCE, SETTINGS = "readiness/fallback.yaml", "readiness/governance.yaml", ".github/readiness.yaml"
WORKFLOWS = ".github/workflows/"
FORK = "stranger/churn"
NAME = "readiness: main"
REOPENS = ("failure", "This would reopen 1 item that was satisfied.")
READY = ("success", "Ready for production.")
VERDICT = {("contents", "read"), ("statuses", "write"), ("pull-requests", "write"), ("issues", "read"), ("actions", "read")}

LIE = json.dumps({"state": "success", "context": NAME, "description": READY[1]})
SEND = (
    "import os, urllib.request as u; e = os.environ; u.urlopen(u.Request("
    f"e['GITHUB_API_URL'] + '/repos/' + e['GITHUB_REPOSITORY'] + '/statuses/' + e['SHA'], {LIE.encode()!r}, {{'Authorization': 'token ' + e['GITHUB_TOKEN']}}))"
)
LYING = f"""name: readiness
on: [pull_request]
permissions: {{contents: read, statuses: write}}
jobs:
  lines:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@fbc6f3992d24b796d5a048ff273f7fcc4a7b6c09
      - env: {{GITHUB_TOKEN: "${{{{ github.token }}}}", SHA: "${{{{ github.event.pull_request.head.sha }}}}", PYTHONPATH: .}}
        continue-on-error: true
        run: |
          python3 -c {shlex.quote(SEND)}
"""


@dataclass(slots=True)
class Life:
    """What each run did; the rows of the table; and what stands on each commit after a scenario, newest first."""

    runs: Runs = field(default_factory=Runs)
    rows: list[Row] = field(default_factory=list)
    statuses: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    """Those of the bot's on the pull request."""
    issues: list[str] = field(default_factory=list)
    """The titles, of two models."""
    ran: list[str] = field(default_factory=list)
    """The jobs that started what a pull request brought to be started."""

    def status(self, scenario: str, context: str = NAME) -> tuple[str, str]:
        """State and description of the newest."""
        return next((state, told) for name, state, told in self.statuses[scenario] if name == context)

    def states(self, scenario: str) -> list[str]:
        return [state for _, state, _ in self.statuses[scenario]]


@dataclass(slots=True)
class Play:
    """One repository, in which the scenarios happen."""

    life: Life
    delivery: Delivery
    server: GithubServer
    origin: Origin

    def both(self, scenario: str, event: str, pull: Pull | Queued, told: str, *, lines: str = "`lines`", **more: str) -> Finished:
        """The event, both workflows, and what stands on the commit then. `lines`: what to call the first one's job."""
        finished, second = self.delivery.both(event, pull, **more)
        assert finished.done
        self._keep(f"{scenario}: first", told, event, FIRST, lines, finished.done)
        self._keep(f"{scenario}: second", told, event, SECOND, "`verdict`", second)
        self._look(scenario, finished.head_sha, pull.number)
        return finished

    def again(self, scenario: str, finished: Finished, told: str) -> None:
        """GitHub lets people run a job once more."""
        self._keep(scenario, told, finished.event, SECOND, "`verdict`", self.delivery.second(finished))

    def on_main(self, scenario: str, event: str, payload: object, pull: Pull, told: str) -> None:
        done = self.delivery.on_main(event, payload)
        self._keep(scenario, told, event, SECOND, ", ".join(f"`{job}`" for job in done.jobs), done)
        self._look(scenario, pull.head, pull.number)

    def _keep(self, name: str, told: str, event: str, workflow: str, by: str, done: Done) -> None:
        self.life.runs.keep(name, done)
        sent = [(request.path.rpartition("/")[2], request.body) for request in done.requests if request.method == "POST" and "/statuses/" in request.path]
        posted = [Posted(body["context"], body["state"], body["description"], self._is_there(commit, body)) for commit, body in sent]
        self.life.rows.append(Row(told, event, workflow, by, done, posted))

    def _is_there(self, commit: str, body: Any) -> bool:
        return any((one["context"], one["state"]) == (body["context"], body["state"]) for one in self.server.statuses(commit))

    def _look(self, scenario: str, commit: str, number: int) -> None:
        found = self.server.statuses(commit)
        self.life.statuses[scenario] = [(one["context"], one["state"], one["description"]) for one in found]
        self.life.comments[scenario] = [one["body"] for one in self.server.comments(number) if one["user"]["login"] == BOT]


@pytest.fixture(scope="module")
def life(github_server: GithubServer, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    folder, life = tmp_path_factory.mktemp("verdict"), Life()
    for name, models, happens in (("one", ["."], _one_model), ("two", ["models/churn", "models/uplift"], _two_models)):
        github_server.reset()
        origin = adopted_at_once(github_server, folder / name, *models)
        happens(Play(life, machine.delivery(github_server, origin, folder / name), github_server, origin), folder / name)
    yield life
    shutil.rmtree(folder, ignore_errors=True)


def _one_model(play: Play, folder: Path) -> None:
    origin = play.origin
    tip = origin.tip("main")
    play.life.runs.keep("settled", play.delivery.on_main("push", push(tip, tip)))
    tier = _until_it_is_green(play)
    fork = _by_others(play)
    _of_one_head(play)
    _that_edit_the_judge(play, fork, folder / "ran")
    _without_an_event_of_their_own(play, tier)


def _until_it_is_green(play: Play) -> Pull:
    """One that lowers the tier, step by step; it stays open."""
    origin = play.origin
    low = origin.read(GOVERNANCE).replace("level: medium", "level: low").replace("personal_data: true", "personal_data: false")
    origin.commit("tier", {GOVERNANCE: low, **_slow(origin)})
    pull = origin.open_pull("tier")
    play.both("red", "pull_request", pull, "a branch's: lowers the tier, and takes away a drill that was fast enough", action="opened")
    origin.commit("tier", {FALLBACK: origin.read(FALLBACK)})
    pull = origin.update_pull(pull, "tier")
    play.both("waiting", "pull_request", pull, "then it only lowers the tier")
    play.server.approve(pull.number, "priya-nair")
    finished = play.both("approved", "pull_request_review", pull, "then the compliance reviewer approves it", reviewer="priya-nair")
    play.again("approved again", finished, "the second workflow is run once more")
    play.both("queued", "merge_group", origin.queue("main", pull.number), "then it enters the merge queue: on the candidate's commit")
    return pull


def _by_others(play: Play) -> Pull:
    """A fork's, which stays open, and Dependabot's."""
    origin = play.origin
    fork = origin.open_pull(origin.commit("change", _slow(origin), fork=True), fork=FORK, head_ref="change", author="stranger")
    play.both("fork", "pull_request", fork, "a fork's: takes away the drill")
    origin.commit("bump", {"src/requirements.txt": "xgboost==3.1\n"}, DEPENDABOT)
    bump = origin.open_pull("bump", author=DEPENDABOT)
    play.both("dependabot", "pull_request", bump, "Dependabot's, of a package")
    play.server.close_pull(bump.number)
    return fork


def _of_one_head(play: Play) -> None:
    """The event is that of the one whose base lets everything through."""
    origin = play.origin
    origin.commit("lax", {SETTINGS: "gate: off\n"})
    origin.commit("shared", _slow(origin))
    pulls = [origin.open_pull("shared"), origin.open_pull("shared", base="lax")]
    play.both("two bases", "pull_request", pulls[1], "two of one head: takes away the drill; the base of one has `gate: off`")
    for pull in pulls:
        play.server.close_pull(pull.number)


def _that_edit_the_judge(play: Play, fork: Pull, mark: Path) -> None:
    """Each brings programs to be started by whoever checks it out, which write into `mark`."""
    origin = play.origin
    trap = f"import os\nwith open({str(mark)!r}, 'a') as file:\n    print(os.environ.get('GITHUB_JOB'), file=file)\n"
    traps = dict.fromkeys(("sitecustomize.py", "readiness_bot/__init__.py", "click.py"), trap)
    edited = {WORKFLOWS + FIRST: LYING, WORKFLOWS + SECOND: LYING, SETTINGS: "gate: off\nverify: false\n", **_slow(origin), **traps}
    fork = origin.update_pull(fork, origin.commit("change", edited, fork=True, on=fork.head))
    told = "that fork's, once it edits both workflows, the settings and `sitecustomize.py`: its own job posts `success`"
    play.both("edits of a fork", "pull_request", fork, told, lines="`lines`, as the fork has it")
    origin.commit("edits", edited)
    branch = origin.open_pull("edits")
    play.both("edits", "pull_request", branch, "the same from a branch here", lines="`lines`, as the branch has it")
    for pull in (fork, branch):
        play.server.close_pull(pull.number)
    play.life.ran = mark.read_text().split()


def _without_an_event_of_their_own(play: Play, tier: Pull) -> None:
    origin, server = play.origin, play.server
    origin.commit("silent", {WORKFLOWS + FIRST: "on: workflow_dispatch\njobs: {}\n", **_slow(origin)})
    silent = origin.open_pull("silent")
    said = server.call("POST", f"/repos/{REPOSITORY}/issues/{silent.number}/comments", {"body": "/readiness recheck"}, login="raj-patel")
    asked = comment(silent.number, said["id"], "/readiness recheck", "raj-patel", on_pull_request=True)
    play.on_main("silent", "issue_comment", asked, silent, "one whose first workflow is switched off: somebody writes `/readiness recheck`")
    server.close_pull(silent.number)
    tip = origin.tip("main")
    moved = origin.edit("main", FALLBACK, "hours_since_scores, above: 180", "hours_since_scores, above: null", "raj-patel")
    play.on_main("moved", "push", push(tip, moved), origin.update_pull(tier), "the first one, approved and green: its base loses an alert limit")


def _two_models(play: Play, _: Path) -> None:
    origin = play.origin
    origin.commit("change", {**_slow(origin, "models/churn/"), **_slow(origin, "models/uplift/")})
    pull = origin.open_pull("change")
    play.both("two models", "pull_request", pull, "one that takes away the drills of two models")
    play.server.close_pull(pull.number)
    tip = origin.edit("main", f"models/uplift/{GOVERNANCE}", "open_findings: 0", "open_findings: 2", "raj-patel")
    play.life.runs.keep("issues of two models", play.delivery.on_main("push", push(tip, tip)))
    play.life.issues = sorted(issue["title"] for issue in play.server.issues())


def _slow(origin: Origin, folder: str = "") -> dict[str, str]:
    """The drill takes longer than it may."""
    path = folder + FALLBACK
    return {path: origin.read(path).replace("minutes: 18", "minutes: 45")}


def test_what_is_taken_away_and_loosened_is_red(life: Life) -> None:
    assert life.status("red") == ("failure", "Not allowed: this change lowers the tier without the compliance reviewer's approval.")


def test_what_only_a_person_can_give_is_waited_for(life: Life) -> None:
    assert life.status("waiting") == ("pending", "Waiting for approval from priya-nair; nothing else is missing.")


def test_the_approval_turns_it_green_by_itself(life: Life) -> None:
    assert (life.status("approved"), life.states("approved")) == (READY, ["success", "pending"])


def test_what_is_posted_already_is_not_posted_again(life: Life) -> None:
    assert life.runs["approved again"].writes == []


def test_one_comment_follows_it_all(life: Life) -> None:
    [comment] = life.comments["approved"]
    assert "### ✅ Ready for production" in comment


def test_in_the_queue_its_candidate_is_judged(life: Life) -> None:
    assert life.status("queued") == READY


def test_a_fork_s_is_judged_like_any_other(life: Life) -> None:
    assert life.status("fork") == REOPENS
    assert "### ❌ This would reopen 1 item that was satisfied" in life.comments["fork"][0]


def test_so_is_dependabot_s(life: Life) -> None:
    assert (life.status("dependabot"), life.comments["dependabot"]) == (("success", "This change does not concern readiness."), [])


def test_each_base_has_a_status_of_its_own(life: Life) -> None:
    assert life.status("two bases") == REOPENS
    assert life.status("two bases", "readiness: lax") == ("success", f"{REOPENS[1][:-1]}; passes, since the settings say gate: off.")


def test_a_fork_that_edits_what_judges_it_stays_red(life: Life) -> None:
    """Its own workflow sent `success`, and was refused."""
    assert [posted.state for row in life.rows for posted in row.posted if row.done is life.runs["edits of a fork: first"]] == ["success"]
    assert (life.status("edits of a fork"), life.states("edits of a fork")) == (REOPENS, ["failure"])


def test_a_branch_that_does_is_red_again(life: Life) -> None:
    """Whoever may push a branch may post any status (docs/security.md, "A status is a name")."""
    assert (life.status("edits"), life.states("edits")) == (REOPENS, ["failure", "success"])


def test_nothing_of_theirs_ran_in_the_second_job(life: Life) -> None:
    """It did in the first, which was their own."""
    assert life.ran == ["lines", "lines"]


def test_where_no_first_workflow_ran_a_command_asks_for_the_verdict(life: Life) -> None:
    assert (life.status("silent"), life.states("silent")) == (REOPENS, ["failure"])


def test_a_base_that_moves_changes_the_status(life: Life) -> None:
    assert (life.status("moved"), life.states("moved")) == (("failure", "Not ready for staging: 1 gap was due before it."), ["failure", "success", "pending"])


def test_two_models_are_one_status(life: Life) -> None:
    assert life.status("two models") == ("failure", "churn: This would reopen 1 item that was satisfied. 1 more model is blocked.")


def test_and_a_section_each(life: Life) -> None:
    [comment] = life.comments["two models"]
    assert [line for line in comment.splitlines() if line.startswith("### ")] == [
        "### ❌ This would reopen 1 item that was satisfied · `churn`",
        "### ❌ This would reopen 1 item that was satisfied · `uplift`",
    ]


def test_and_issues_by_model(life: Life) -> None:
    assert life.issues == ["Independent validation for uplift", "Readiness of churn", "Readiness of uplift"]


def test_the_first_workflow_writes_nothing(life: Life) -> None:
    """Those that the pull request edited aside."""
    ours = [row.done for row in life.rows if row.by == "`lines`"]
    assert {(done.run.exit_code, len(done.requests), *done.rights.items()) for done in ours} == {(0, 0, ("contents", "read"))}


def test_the_second_has_the_rights_of_its_job(life: Life) -> None:
    judged = [row.done for row in life.rows if row.by == "`verdict`"]
    assert {right for done in judged for right in done.rights.items()} == VERDICT
    assert {(*done.jobs, done.run.exit_code) for done in judged} == {("verdict", 0)}


def test_no_run_of_ours_shows_a_traceback(life: Life) -> None:
    """A fork's own program was refused, and says so."""
    assert life.runs.faults() == ["edits of a fork: first"]


def test_every_request_is_one_that_github_documents(life: Life, prism: Prism) -> None:
    assert life.runs.refused(prism) == []


def test_the_table_in_the_docs_says_what_was_measured(life: Life) -> None:
    if UPDATE:
        write(rendered(life.rows))
    assert written() == rendered(life.rows), f"docs/bot.md is not what was measured. Where that is as it should be: {COMMAND}"
