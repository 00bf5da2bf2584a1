"""What the bot is asked to do, each on a GitHub where there is something to be done: all commands, all events."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.faults.harness import Command
from tests.github.origin import Origin
from tests.github.payloads import comment, completed, pull_request, push, recorded
from tests.github.server import REPOSITORY, GithubServer
from tests.models import copied

from readiness_bot.demo.repository import Repository

DRILL, VALIDATION = ("fallback.yaml", "minutes: 18", "minutes: 45"), ("governance.yaml", "open_findings: 0", "open_findings: 2")
LIMITS = ("fallback.yaml", "hours_since_scores, above: 180", "hours_since_scores, above: null")
OWNER = ("ownership.yaml", "validation: jonas-weber", "validation: lior-katz")
ASK = "/readiness waive fallback.drill until 2026-12-01 because the team is new, meanwhile mei-chen watches daily"
NOVEMBER, DECEMBER = "2026-11-20", "2026-12-10"


@dataclass(frozen=True, slots=True)
class Models:
    """Clones as a workflow's checkout leaves them. `quiet_…`: without a ledger, for shorter runs."""

    gaps: Path
    later: Path
    """One gap is filled, another has somebody else to fill it."""
    quiet_gap: Path
    quiet_filled: Path

    @classmethod
    def build(cls, root: Path) -> Models:
        gaps, quiet = root / "gaps", root / "quiet"
        copied(gaps)
        copied(quiet)
        _change(gaps, DRILL, VALIDATION, LIMITS)
        (quiet / ".github" / "readiness.yaml").write_text("ledger: false\n")
        _change(quiet, DRILL)
        later, filled = (Path(shutil.copytree(old, root / new)) for old, new in ((gaps, "later"), (quiet, "filled")))
        _change(later, _back(DRILL), OWNER)
        _change(filled, _back(DRILL))
        return cls(gaps, later, quiet, filled)


def _back(edit: tuple[str, str, str]) -> tuple[str, str, str]:
    file, old, new = edit
    return file, new, old


def _change(model: Path, *edits: tuple[str, str, str]) -> None:
    files: dict[str, str] = {}
    for name, old, new in edits:
        path = f"readiness/{name}"
        text = files.get(path) or (model / path).read_text()
        assert text.count(old) == 1
        files[path] = text.replace(old, new)
    Repository(model).commit(files, "Change", "raj-patel", date(2026, 11, 19))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scene is set."""

    server: GithubServer
    models: Models
    folder: Path

    def event(self, name: str, payload: object, model: Path | str, *options: str) -> Command:
        path = self.folder / f"{name}-{len(list(self.folder.iterdir()))}.json"
        path.write_text(json.dumps(payload))
        given = {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path), "READINESS_VERDICT": "job"}
        return Command(("run", str(model), "--today", NOVEMBER, *options), given)

    def sync(self, model: Path, day: str = NOVEMBER) -> Command:
        return Command(("sync", str(model), "--offline", "--today", day))

    def synced(self, model: Path) -> None:
        code, out = self.sync(model).run(self.server)
        assert code == 0, out

    def head(self, model: Path) -> str:
        return Repository(model).git("rev-parse", "HEAD")

    def close(self, number: int, **state: str) -> Any:
        return self.server.call("PATCH", f"/repos/{REPOSITORY}/issues/{number}", {"state": "closed", **state})

    def say(self, number: int, body: str, author: str, model: Path, *options: str, on_pull_request: bool = False) -> Command:
        said = self.server.call("POST", f"/repos/{REPOSITORY}/issues/{number}/comments", {"body": body}, login=author)
        payload = comment(number, said["id"], body, author, on_pull_request=on_pull_request)
        return self.event("issue_comment", payload, model, *options)


def adopt(place: Place) -> Command:
    return place.sync(place.models.gaps)


def follow(place: Place) -> Command:
    """One closes, one was closed by a person and opens again, one has a new owner, the overview changes, a reminder is due."""
    place.synced(place.models.gaps)
    place.close(2, state_reason="completed")
    return place.sync(place.models.later, DECEMBER)


def comment_new(place: Place) -> Command:
    return Command(("comment", str(place.models.quiet_gap), "--pr", str(place.server.create_pull()), "--today", NOVEMBER))


def comment_edited(place: Place) -> Command:
    number = place.server.create_pull()
    Command(("comment", str(place.models.quiet_gap), "--pr", str(number), "--today", NOVEMBER)).run(place.server)
    return Command(("comment", str(place.models.quiet_filled), "--pr", str(number), "--today", NOVEMBER))


def _filled(place: Place, name: str, payload: object) -> Command:
    place.synced(place.models.quiet_gap)
    return place.event(name, payload, place.models.quiet_filled)


def on_push(place: Place) -> Command:
    return _filled(place, "push", push("0" * 40, place.head(place.models.quiet_filled)))


def on_schedule(place: Place) -> Command:
    return _filled(place, "schedule", {"schedule": "17 6 * * 1-5"})


def on_dispatch(place: Place) -> Command:
    return _filled(place, "workflow_dispatch", {"ref": "refs/heads/main"})


def _turned(place: Place, action: str, number: int) -> Command:
    payload: Any = json.loads(json.dumps(recorded()["issues"][0])) | {"action": action}
    issue = next(each for each in place.server.issues() if each["number"] == number)
    payload["issue"] |= {"number": number, "body": issue["body"], "user": issue["user"]}
    payload["sender"]["login"] = "ana-ruiz"
    return place.event("issues", payload, place.models.quiet_gap, "--offline")


def on_closed(place: Place) -> Command:
    place.synced(place.models.quiet_gap)
    place.close(1, state_reason="completed")
    return _turned(place, "closed", 1)


def on_reopened(place: Place) -> Command:
    """By a person, who had closed it as not planned; the overview said so."""
    place.synced(place.models.quiet_gap)
    place.close(1, state_reason="not_planned")
    place.synced(place.models.quiet_gap)
    place.server.call("PATCH", f"/repos/{REPOSITORY}/issues/1", {"state": "open"})
    return _turned(place, "reopened", 1)


def _on_pull(place: Place, name: str) -> Command:
    model = place.models.quiet_gap
    base = Repository(model).git("rev-parse", "HEAD~1")
    return place.event(name, pull_request(place.server.create_pull(), base, place.head(model)), model)


def on_pull_request(place: Place) -> Command:
    return _on_pull(place, "pull_request")


def on_review(place: Place) -> Command:
    return _on_pull(place, "pull_request_review")


def on_merge_group(place: Place) -> Command:
    payload = {"action": "checks_requested", "merge_group": {"base_sha": place.head(place.models.quiet_gap)}}
    return place.event("merge_group", payload, place.models.quiet_gap)


def _opened(place: Place) -> tuple[int, str, Path]:
    """A pull request that slows the drill down, of a fork's: its number, its head, and a checkout of the default branch."""
    model = place.models.quiet_gap
    head, base = place.head(model), Repository(model).git("rev-parse", "HEAD~1")
    origin = Origin.of(Repository(model), place.folder / "origin.git")
    origin.git.git("update-ref", "refs/heads/main", base)
    place.server.state(git={REPOSITORY: str(origin.path)}, still=True)
    number = place.server.open_pull(head_sha=head, head_ref="change", head_repo="stranger/churn", base_sha=base)
    origin.pull(number, head)
    checkout = place.folder / "checkout"
    origin.clone(checkout)
    return number, head, checkout


def on_verdict(place: Place) -> Command:
    _, head, checkout = _opened(place)
    payload = completed("pull_request", head_sha=head, head_branch="change", head_repository="stranger/churn")
    return place.event("workflow_run", payload, checkout, "--offline")


def on_base_moved(place: Place) -> Command:
    """The verdict is one of open pull requests, after the issues."""
    _, _, checkout = _opened(place)
    return place.event("push", push("0" * 40, place.head(checkout)), checkout, "--offline")


def accept(place: Place) -> Command:
    place.synced(place.models.quiet_gap)
    return place.say(1, "/readiness accept", "mei-chen", place.models.quiet_filled)


def recheck(place: Place) -> Command:
    place.synced(place.models.quiet_gap)
    return place.say(1, "/readiness recheck", "ana-ruiz", place.models.quiet_filled, "--offline")


def recheck_pull(place: Place) -> Command:
    number, _, checkout = _opened(place)
    return place.say(number, "/readiness recheck", "ana-ruiz", checkout, "--offline", on_pull_request=True)


def explain(place: Place) -> Command:
    place.synced(place.models.quiet_gap)
    return place.say(1, "/readiness explain fallback.drill", "ana-ruiz", place.models.quiet_gap)


def mistake(place: Place) -> Command:
    place.synced(place.models.quiet_gap)
    return place.say(1, "/readiness waive drill", "ana-ruiz", place.models.quiet_gap)


def waive(place: Place) -> Command:
    model = place.models.quiet_gap
    place.synced(model)
    place.server.put_file("readiness/governance.yaml", (model / "readiness/governance.yaml").read_bytes())
    return place.say(1, ASK, "ana-ruiz", model)


def waive_again(place: Place) -> Command:
    """Somebody else asks for the same."""
    waive(place).run(place.server)
    return place.say(1, ASK, "mei-chen", place.models.quiet_gap)


SCENES: dict[str, Callable[[Place], Command]] = {
    each.__name__: each
    for each in (
        adopt, follow, comment_new, comment_edited, on_push, on_schedule, on_dispatch, on_closed, on_reopened, on_pull_request, on_review,
        on_merge_group, on_verdict, on_base_moved, accept, recheck, recheck_pull, explain, mistake, waive, waive_again,
    )
}  # fmt: skip

__all__ = ["SCENES", "Models", "Place"]
