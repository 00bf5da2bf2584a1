"""A month in the life of a model repository: thirty pull requests, people who close, edit, rename and decline, two runs at
once, a run that comes too late, an outage. Each run is the Action's own entry point, `readiness run`; after the first workflow's run on a
pull request comes the second's, on the default branch, where the forge has pull requests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from click.testing import CliRunner
from tests.github import payloads, store
from tests.github.server import BOT
from tests.models import EXAMPLE
from tests.month.notifications import Inbox
from tests.month.world import MERGED, Traffic, World

from readiness_bot.cli import group
from readiness_bot.demo.repository import Repository, build, read_files
from readiness_bot.judging.report import Report
from readiness_bot.render.overview import Past
from readiness_bot.runs import issues
from readiness_bot.runs.history import past_of
from readiness_bot.runs.run import Run

START = date(2026, 11, 20)
FALLBACK, GOVERNANCE, INFRASTRUCTURE, CONTRACT = (f"readiness/{n}.yaml" for n in ("fallback", "governance", "infrastructure", "contract"))
DRILL, LOGS, ROLLOUT, ALERTS = (
    (FALLBACK, "minutes: 18", "minutes: 45"),
    (GOVERNANCE, "keep_days: 400", "keep_days: NUMBER"),
    (INFRASTRUCTURE, "{share: 5, days: 7,", "{share: 100, days: 7,"),
    (FALLBACK, "dashboard: https://grafana.acme.io/d/churn", "dashboard: TBD"),
)
"""What is there at the end of the month, and what stands there at its beginning."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of the Action."""

    day: date
    event: str
    why: str
    code: int
    traffic: Traffic
    messages: int


@dataclass(slots=True)
class Month:
    """The state while it goes on, and what it leaves behind."""

    world: World
    model: Repository
    folder: Path
    inbox: Inbox = field(default_factory=Inbox)
    day: date = START
    runs: list[Ran] = field(default_factory=list)
    pulls: dict[str, int] = field(default_factory=dict)
    given_up: list[str] = field(default_factory=list)
    """Pull requests that were closed without being merged."""

    def run(self, event: str, payload: object, why: str = "", ref: str = "main") -> str:
        """One run of the Action on a checkout of this; what it said."""
        before = self.world.threads()
        self._deliver(payload)
        place = self.world.checkout(ref)
        self.world.requests()
        done = CliRunner(env=self._environment(event)).invoke(group, self._words(place), catch_exceptions=False)
        self._settle(event, before, done.exit_code, why)
        return done.output

    def run_twice_at_once(self, event: str, payload: object) -> None:
        """Two processes, as when a concurrency group is missing."""
        before = self.world.threads()
        self._deliver(payload)
        places = [self.world.checkout("main", runner) for runner in (1, 2, 3)]
        self.world.requests()
        environment = os.environ | self._environment(event)
        program = [sys.executable, "-m", "readiness_bot"]
        runs = [subprocess.Popen([*program, *self._words(place)], env=environment, stdout=subprocess.PIPE) for place in places[:2]]
        for run in runs:
            run.communicate(timeout=120)
        codes = [run.returncode for run in runs]
        CliRunner(env=self._environment("schedule")).invoke(group, self._words(places[2]), catch_exceptions=False)
        self._settle("two at once", before, max(codes), "two runs at once, and the next one")
        # Whether both open the issue, so that one closes as a duplicate, is chance; the workflow's concurrency group prevents it.
        self.inbox.forget_duplicates()

    def _deliver(self, payload: object) -> None:
        (self.folder / "event.json").write_text(json.dumps(payload))

    def _words(self, place: Path) -> list[str]:
        return ["run", str(place), "--today", self.day.isoformat(), *self.world.arguments]

    def _environment(self, event: str) -> dict[str, str]:
        given = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(self.folder / "event.json")}
        return self.world.environment | given

    def _settle(self, event: str, before: Any, code: int, why: str) -> None:
        traffic = self.world.requests()
        sent = self.inbox.deliver(self.day.isoformat(), before, self.world.threads())
        self.runs.append(Ran(self.day, event, why, code, traffic, len(sent)))

    # What people and the platform do

    def until(self, day: date) -> None:
        """The weekdays up to a day, each with its scheduled run."""
        while self.day < day:
            self.day += timedelta(days=1)
            if self.day.weekday() < 5:
                self.run("schedule", {"schedule": "17 6 * * 1-5"})

    def push(self, file: str, old: str, new: str, who: str, message: str) -> tuple[str, str]:
        """A commit on main, and its run."""
        before = self.model.git("rev-parse", "main")
        after = self.commit("main", (file, old, new), who, message)
        self.run("push", payloads.push(before, after), message)
        return before, after

    def pull(self, branch: str, who: str, *edits: tuple[str, str, str], merge: bool = True) -> int:
        """A pull request, judged, and merged if it should be. Without edits it is about code alone."""
        base = self.model.git("rev-parse", "main")
        self.model.git("branch", branch, "main")
        for edit in edits or (None,):
            head = self.commit(branch, edit, who, branch)
        number = self.world.pull(who, branch)
        self.pulls[branch] = number
        self.inbox.subscribe(number, who)
        self._judge(branch, who, base, head, branch)
        if merge:
            self.model.git("checkout", "--quiet", "main")
            self.model.git("merge", "--quiet", "--no-ff", "-m", f"Merge {branch}", branch, who=who, day=self.day)
            self.world.end(number)
            self.world.push("main", who)
            self.run("push", payloads.push(base, self.model.git("rev-parse", "main")), f"merge of {branch}")
        return number

    def again(self, branch: str, who: str, file: str, old: str, new: str) -> None:
        """Another push to a pull request that is open."""
        base = self.model.git("rev-parse", "main")
        head = self.commit(branch, (file, old, new), who, branch)
        self._judge(branch, who, base, head, f"{branch}, again")

    def give_up(self, branch: str) -> None:
        """A person closes a pull request, which starts no workflow of ours."""
        self.world.end(self.pulls[branch])
        self.given_up.append(branch)

    def _judge(self, branch: str, who: str, base: str, head: str, why: str) -> None:
        """The first workflow runs on the pull request's merge; where there is a second, it follows on the default branch."""
        number = self.pulls[branch]
        self.run("pull_request", payloads.pull_request(number, base, head, head_ref=branch, author=who), why, MERGED.format(number))
        if self.world.second:
            done = payloads.completed("pull_request", head_sha=head, head_branch=branch, actor=who, pulls=[(number, "main", base)])
            self.run("workflow_run", done, why)

    def closes(self, number: int, reason: str, who: str) -> None:
        """A person closes an issue of ours, and the workflow hears of it."""
        self.world.close(number, reason, who)
        self.inbox.subscribe(number, who)
        issue = {"number": number, "body": self.world.body(number), "user": {"login": BOT}}
        self.run("issues", {"action": "closed", "issue": issue, "sender": {"login": who}}, f"{who} closes as {reason}")

    def command(self, number: int, text: str, who: str) -> None:
        """A person comments, and the workflow hears of it."""
        id_ = self.world.say(number, text, who)
        self.inbox.subscribe(number, who)
        user = {"login": who, "type": "User"}
        payload = {
            "action": "created", "issue": {"number": number, "body": self.world.body(number)},
            "comment": {"id": id_, "body": text, "user": user}, "sender": user, "repository": {"default_branch": "main"},
        }  # fmt: skip
        self.run("issue_comment", payload, text)
        self.run("issue_comment", payload, f"{text} (the same event again)")

    def issue(self, title: str) -> int:
        """The number of the issue with these words in its title."""
        [found] = [number for number, thread in self.world.threads().items() if title in thread.title]
        return found

    def commit(self, branch: str, edit: tuple[str, str, str] | None, who: str, message: str) -> str:
        """Pushed; without an edit it is about code alone."""
        self.model.git("checkout", "--quiet", branch)
        files = {"src/features.py": f"# {branch}\n"}
        if edit:
            file, old, new = edit
            text = (self.model.path / file).read_text()
            assert text.count(old) == 1, (file, old, text.count(old))
            files = {file: text.replace(old, new)}
        made = self.model.commit(files, message, who, self.day)
        self.world.push(branch, who)
        return made


_PASTS: dict[tuple[str, date], Past | None] = {}


def _past(run: Run, report: Report) -> Past | None:
    """The past of one commit on one day is the same in each run and on both forges, whose commits are the same: it is read once."""
    key = store.head(Repository(run.directory)), report.today
    if key not in _PASTS:
        _PASTS[key] = past_of(run, report)
    return _PASTS[key]


def live(world: World, folder: Path) -> Month:
    """The whole month."""
    files = read_files(EXAMPLE)
    for file, old, new in (DRILL, LOGS, ROLLOUT, ALERTS):
        assert old in files[file]
        files[file] = files[file].replace(old, new)
    model = build(folder / "churn", files)
    model.commit({".github/readiness.yaml": "verify: false\n"}, "Nobody reviews anything in this month", "ana-ruiz", START)
    world.begin(model, folder)
    month = Month(world, model, folder)
    with patch.object(issues, "past_of", _past):
        _first_week(month)
        _second_week(month)
        _late(month)
        _live(month)
    return month


def _first_week(m: Month) -> None:
    head = m.model.git("rev-parse", "main")
    m.run("push", payloads.push(head, head), "adoption")
    m.until(date(2026, 11, 23))
    for n in range(5):
        m.pull(f"features-{n}", "raj-patel")
    m.pull("go-live-now", "raj-patel", (CONTRACT, "stage: staging ", "stage: production "), merge=False)
    m.until(date(2026, 11, 24))
    m.closes(m.issue("Rollout for"), "not_planned", "nora-lee")
    m.until(date(2026, 11, 25))
    drill = m.issue("Fallback drill")
    m.closes(drill, "completed", "sam-boateng")
    m.until(date(2026, 11, 26))
    m.closes(drill, "completed", "sam-boateng")
    m.pull("readme", "ana-ruiz")
    logs = m.issue("Logs for")
    m.world.rename(logs, "Logs: where and how long (Priya asks legal)", "priya-nair")
    m.world.note(logs, "Priya: legal answers on Friday", "priya-nair")
    m.pull("keep-logs", "priya-nair", (GOVERNANCE, "keep_days: NUMBER", "keep_days: 0"))
    assert "legal answers on Friday" in m.world.body(logs)


def _second_week(m: Month) -> None:
    m.until(date(2026, 11, 27))
    m.pull("keep-logs-for-real", "priya-nair", (GOVERNANCE, "keep_days: 0", "keep_days: 400"))
    for n in range(5, 9):
        m.pull(f"features-{n}", "raj-patel")
    m.until(date(2026, 11, 30))
    m.pull("trim", "raj-patel", (GOVERNANCE, "keep_days: 400", "keep_days: NUMBER"), merge=False)
    m.again("trim", "raj-patel", GOVERNANCE, "keep_days: NUMBER", "keep_days: 365")
    m.until(date(2026, 12, 1))
    m.give_up("trim")
    before = m.model.git("rev-parse", "main")
    moves = (INFRASTRUCTURE, "production: {ready: 2026-11-05}", "production: {ready: YYYY-MM-DD}")
    after = m.commit("main", moves, "ines-costa", "Production moves")
    m.run_twice_at_once("push", payloads.push(before, after))
    m.until(date(2026, 12, 2))
    m.world.down()
    slept = time.sleep
    with patch("time.sleep", lambda seconds: slept(min(seconds, 0.005))):  # six seconds between the tries
        m.push(INFRASTRUCTURE, "production: {ready: YYYY-MM-DD}", "production: {ready: 2026-12-01}", "ines-costa", "Production is up (outage)")
    m.world.heal()
    m.run("schedule", {}, "after the outage")
    m.until(date(2026, 12, 3))
    old = m.model.git("rev-parse", "main~1")
    assert "nothing was written" in m.run("push", payloads.push(old, old), "a run that comes too late", old)
    m.give_up("go-live-now")


def _late(m: Month) -> None:
    for n in range(9, 13):
        m.pull(f"features-{n}", "raj-patel")
    m.until(date(2026, 12, 8))
    m.command(m.issue("Alert test"), "/readiness explain fallback.alerts", "sam-boateng")
    m.command(m.issue("Alert test"), "Thanks, on it.", "sam-boateng")
    m.command(m.issue("Readiness of"), "/readiness recheck", "mei-chen")
    m.until(date(2026, 12, 9))
    m.pull("dashboard", "sam-boateng", (FALLBACK, "dashboard: TBD", "dashboard: https://grafana.acme.io/d/churn"))
    for n in range(13, 17):
        m.pull(f"features-{n}", "ana-ruiz")
    m.until(date(2026, 12, 15))


def _live(m: Month) -> None:
    m.pull("drill-again", "jo-marsh", (FALLBACK, "minutes: 45", "minutes: 18"))
    m.pull("roll-out-in-steps", "ines-costa", (INFRASTRUCTURE, "{share: 100, days: 7,", "{share: 5, days: 7,"))
    m.until(date(2026, 12, 16))
    for n in range(17, 20):
        m.pull(f"features-{n}", "ana-ruiz")
    m.pull("go-live", "mei-chen", (CONTRACT, "stage: staging ", "stage: production "))
    m.until(date(2026, 12, 18))
