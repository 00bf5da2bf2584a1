"""Histories whose figures are known by construction: real git repositories, one `git fast-import` each.

A `Model` holds the readiness files as data. `satisfy("governance.compliance")` writes what closes that item, dated on
the day of the commit, so that a history reads as a list of days and of what was done on them.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from readiness_bot.audit.audit import audit
from readiness_bot.audit.figures import Audit, ItemFigures
from readiness_bot.audit.question import Question
from readiness_bot.audit.read import open_past
from readiness_bot.audit.replay import Replay, replay
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.registry import items_at
from readiness_bot.vocabulary import Kind

Data = dict[str, Any]


DAY = "DAY"
"""Stands for the day of the commit on which it is first written."""
FIRST = "COMMIT1"
"""Stands for the first commit, which the artifact was built from; as long as its short name."""

CARD = "# Card\n\n" + "".join(
    f"## {name}\n{'All that there is to say about it, in a sentence. ' * 2}\n\n" for name in ("Intended use", "Data", "Metrics", "Limits")
)
SECTIONS = ("What it does, who notices", "Signs of trouble", "Stop it", "Fall back", "Roll back", "Who to call", "After an incident")
RUNBOOK = "# Runbook\n" + "".join(f"## {name}\n1. Do it.\n" for name in SECTIONS)

PARTS: dict[str, tuple[tuple[str, str, Any], ...]] = {
    "contract.identity": (("contract", "model", "churn"), ("contract", "not_for", ["pricing"]),
                          ("contract", "purpose", "Rank subscribers by churn risk for the weekly call list")),
    "contract.success": (("contract", "success", [{"where": "offline", "metric": "recall", "at_least": 0.4},
                                                  {"where": "online", "metric": "uplift", "at_least": 2}]),
                         ("contract", "agreed_by", "nora")),
    "contract.value": (("contract", "value", {"per_week": 7000, "currency": "EUR", "basis": "docs/a.md"}),),
    "contract.evaluation": (("contract", "evaluation", {"version": "1.0", "passed": DAY, "report": "docs/a.md",
                                                        "results": {"recall": 0.5}, "slices": "docs/a.md"}),),
    "contract.outcome": (("contract", "outcome", {"review_by": date(2027, 6, 1), "results": {"uplift": 3}}),),
    "contract.retirement": (("contract", "retire_when", "Uplift below half a percent"),),
    "ownership.production-owner": (("ownership", "production_owner", {"person": "mei", "backup": "tom"}),),
    "ownership.developers": (("ownership", "developers", ["ana"]),),
    "ownership.receiving-team": (("ownership", "receiving_team", {"team": "acme/ops", "lead": "jo"}), ("ownership", "business_owner", "nora")),
    "ownership.approver": (("ownership", "signs_off", "omar"), ("ownership", "reviewers", {"compliance": "priya", "validation": "jonas"})),
    "ownership.layers": (("ownership", "layers", {"data": "lior", "ml": "ana", "platform": "ines", "operations": "sam"}),),
    "ownership.incidents": tuple(("ownership", f"incidents.{key}", value) for key, value in
                                 (("team", "acme/call"), ("first", "sam"), ("then", "mei"), ("contact", "https://call.acme.io/a"))),
    "ownership.on-call": (("ownership", "incidents.schedule", "https://call.acme.io/s"),),
    "governance.tier": (("governance", "tier", {"level": "medium", "why": "A person takes every decision", "decided_by": "priya", "date": DAY}),),
    "governance.design-review": (("governance", "design_review", {"by": "priya", "date": DAY, "asks": []}),),
    "governance.datasets": (("governance", "datasets", [{"name": "subs", "version": "d1", "lineage": "docs/a.md", "personal_data": False,
                                                         "approved": {"by": "lior", "date": DAY}}]),),
    "governance.impact": (("governance", "impact", {"kind": "DPIA", "url": "docs/a.md", "by": "priya", "date": DAY}),),
    "governance.third-party": (("governance", "third_party", {"na": "Nothing from outside"}),),
    "governance.validation": (("governance", "validation", {"by": "jonas", "date": DAY, "version": "1.0", "open_findings": 0}),),
    "governance.compliance": (("governance", "compliance", {"by": "priya", "date": DAY, "version": "1.0", "expires": date(2027, 1, 1)}),),
    "governance.logs": (("governance", "logs", {"where": "s3://logs", "keep_days": 400}),),
    "governance.go-live": (("governance", "go_live", {"by": "omar", "date": DAY, "version": "1.0"}),),
    "governance.next-review": (("governance", "next_review", date(2027, 2, 1)),),
    "infrastructure.serving": (("infrastructure", "serving", {"mode": "batch", "platform": "k8s", "code": "docs/a.md"}),),
    "infrastructure.interface": (("infrastructure", "interface", {"schema": "api.json", "consumers": ["acme/crm"]}),),
    "infrastructure.dependencies": (("infrastructure", "dependencies", []),),
    "infrastructure.capacity": (("infrastructure", "capacity", {"cost_per_month": 100, "numbers": {"rows": 5}}),),
    "infrastructure.artifact": (("infrastructure", "artifact", {"digest": "sha256:" + "a" * 64, "commit": FIRST, "data": "d1"}),),
    "infrastructure.staging": (("infrastructure", "environments.staging", {"ready": DAY, "data": "synthetic"}),),
    "infrastructure.security": (("infrastructure", "security", {"by": "kim", "date": DAY, "version": "1.0"}),),
    "infrastructure.integration-test": (("infrastructure", "tests.integration", {"run": "https://ci.acme.io/1", "date": DAY, "version": "1.0"}),),
    "infrastructure.load-test": (("infrastructure", "tests.load", {"run": "https://ci.acme.io/2", "date": DAY, "version": "1.0"}),),
    "infrastructure.production": (("infrastructure", "environments.production", {"ready": DAY}),),
    "infrastructure.rollout": (("infrastructure", "rollout", [{"share": 5, "days": 7, "stop_if": {"metric": "m", "above": 1}}, {"share": 100}]),),
    "fallback.behaviour": (("fallback", "owner", "sam"), ("fallback", "fallback", {
        "kind": "heuristic", "does": "Sort by tenure", "within_minutes": 30, "may_trigger": ["sam", "mei", "jo"], "how": "docs/a.md#fall-back"})),
    "fallback.monitors": (("fallback", "monitors", [{"kind": kind, "metric": kind, "above": None, "over": "1 day", "then": "page"}
                                                    for kind in ("quality", "drift", "data", "service")]),),
    "fallback.thresholds": tuple(("fallback", f"monitors.{n}.above", 1) for n in range(4)),
    "fallback.tell": (("fallback", "tell", ["acme/crm"]),),
    "fallback.alerts": (("fallback", "dashboard", "https://grafana.acme.io/d"),
                        ("fallback", "alert_test", {"by": "sam", "date": DAY, "evidence": "https://git.acme.io/1"})),
    "fallback.drill": (("fallback", "drill", {"by": "jo", "date": DAY, "minutes": 9, "evidence": "https://git.acme.io/2"}),),
    "runbook.confirmation": (("runbook", "confirmation", {"by": "jo", "team": "acme/ops", "date": DAY, "version": "1.0"}),),
}  # fmt: skip
"""Item → what stands in the files when it is satisfied (medium tier)."""

TEXTS = {"governance.model-card": ("MODEL_CARD.md", CARD)}


def due(*stages: str) -> tuple[str, ...]:
    """The items due in these stages, as they can be closed by a file: without those that only the forge knows."""
    return tuple(
        i.id for i in items_at(Kind.MODEL) if i.due.value in stages and i.id not in ("ownership.acceptance", "contract.milestones", "governance.oversight")
    )


@dataclass
class Model:
    """The readiness files as data, and other files as text."""

    data: dict[str, Data] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=lambda: {"docs/a.md": "## Fall back\n1. Do it.\n", "api.json": "{}"})
    sections: bool = False

    def put(self, stem: str, where: str, value: object) -> None:
        at: Any = self.data.setdefault(stem, {})
        *parents, last = where.split(".")
        for key in parents:
            if isinstance(at, list) and int(key) >= len(at):
                return
            at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
        if value is None:
            at.pop(last, None)
        else:
            at[int(last) if isinstance(at, list) else last] = copy.deepcopy(value)

    def satisfy(self, id_: str) -> None:
        if id_ in TEXTS:
            self.texts[TEXTS[id_][0]] = TEXTS[id_][1]
        elif id_ == "runbook.sections":
            self.sections = True
        for part in PARTS.get(id_, ()):
            self.put(*part)

    def files(self, day: date) -> dict[str, str]:
        """As text on a day. What was dated `DAY` keeps the day on which it was first written."""
        self.data = {stem: _dated(data, day) for stem, data in self.data.items()}
        found = dict(self.texts)
        for stem, data in self.data.items():
            if stem != "runbook" and data:
                found[f"readiness/{stem}.yaml"] = "".join(f"{key}: {_flow(value)}\n" for key, value in data.items())
        if self.sections or self.data.get("runbook"):
            front = "".join(f"{key}: {_flow(value)}\n" for key, value in self.data.get("runbook", {}).items())
            found["readiness/runbook.md"] = f"---\n{front}---\n{RUNBOOK if self.sections else ''}"
        return found


def _dated(value: Any, day: date) -> Any:
    if isinstance(value, dict):
        return {key: _dated(child, day) for key, child in value.items()}
    if isinstance(value, list):
        return [_dated(child, day) for child in value]
    return day if value == DAY else value


def _flow(value: object) -> str:
    """YAML in flow style: JSON, but for days."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


@dataclass
class History:
    """A branch's commits, by day. `at` counts days from the first."""

    start: date = date(2026, 1, 5)
    model: Model = field(default_factory=Model)
    commits: list[str] = field(default_factory=list)
    count: int = 0
    prefix: str = ""
    written: set[str] = field(default_factory=set)

    def day(self, at: int) -> date:
        return self.start + timedelta(days=at)

    def milestones(self, **days: int) -> History:
        """`milestones(development=14, …)`: planned first days, counted from the start."""
        for stage, at in days.items():
            self.model.put("contract", f"milestones.{stage}", self.day(at))
        return self

    def stage(self, name: str) -> History:
        self.model.put("contract", "stage", name)
        return self

    def satisfy(self, *ids: str) -> History:
        for id_ in ids:
            self.model.satisfy(id_)
        return self

    def put(self, stem: str, where: str, value: object) -> History:
        self.model.put(stem, where, value)
        return self

    def commit(self, at: int, *, branch: bool = False, merge: bool = False, authored: int | None = None, dated: int | None = None) -> History:
        """All that was done since the last one, on a day. `branch`: on a branch beside; `merge`: takes that branch in."""
        files = {f"{self.prefix}{path}": text for path, text in self.model.files(self.day(at)).items()}
        return self.raw(at, files, branch=branch, merge=merge, authored=authored, dated=dated)

    def raw(self, at: int, files: Mapping[str, str], *, branch: bool = False, merge: bool = False, authored: int | None = None,
            dated: int | None = None, keep: bool = False) -> History:  # fmt: skip
        self.count += 1
        ref = "refs/heads/side" if branch else "refs/heads/main"
        when = self._seconds(at if dated is None else dated)
        lines = [(f"commit {ref}\nmark :{self.count}\nauthor A <7+ana@users.noreply.github.com> {self._seconds(authored if authored is not None else at)} +0000\n"
                 f"committer B <b@b.io> {when} +0000\ndata 1\nx\n")]  # fmt: skip
        if branch and not any("refs/heads/side" in text for text in self.commits) and self.count > 1:
            lines.append("from refs/heads/main\n")
        if merge:
            lines.append("merge refs/heads/side\n")
        if not keep:
            lines += [f"D {path}\n" for path in sorted(self.written - set(files))]
            self.written = set(files)
        lines += [f"M 644 inline {path}\ndata {len(text.encode())}\n{text}\n" for path, text in files.items()]
        self.commits.append("".join(lines))
        return self

    def _seconds(self, at: int) -> int:
        return (self.day(at) - date(1970, 1, 1)).days * 86400 + 43200 + self.count

    def write(self, folder: Path) -> Path:
        """The repository, checked out."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        folder.mkdir(parents=True, exist_ok=True)

        def git(*arguments: str, stdin: str = "") -> str:
            done = subprocess.run(["git", "-C", str(folder), *arguments], input=stdin.encode(), env=environment, check=True, capture_output=True)
            return done.stdout.decode()

        git("init", "-q", "-b", "main")
        git("fast-import", "--quiet", stdin=self.commits[0])
        first = git("rev-parse", "main")[: len(FIRST)]
        git("fast-import", "--quiet", "--force", stdin="".join(self.commits).replace(FIRST, first))
        git("reset", "-q", "--hard", "main")
        return folder


def audited(folder: Path, today: date, now: date | None = None, **options: Any) -> Audit:
    with open_past(folder) as read:
        return audit(read(), Question(today, now or today, **options))


def replayed(folder: Path, today: date, policy: Policy | None = None) -> Replay:
    with open_past(folder) as read:
        return replay(read(), today, today, policy)


def item(found: Audit, id_: str) -> ItemFigures:
    return next(one for one in found.items if one.id == id_)


PLAN = {"development": 14, "evaluation": 56, "staging": 84, "production": 112}
"""Two weeks of design, six of development, four each of evaluation and staging."""


def on_time(history: History | None = None) -> History:
    """Everything is there before its stage begins; the evaluation passes on day 80, and it is live on day 108."""
    h = history or History()
    h.stage("design").milestones(**PLAN).satisfy(*due("design")).commit(0)
    h.satisfy(*due("development")).commit(10)
    h.stage("development").commit(14)
    h.stage("evaluation").commit(56)
    h.satisfy(*due("evaluation")).commit(80)
    h.stage("staging").commit(84)
    h.satisfy(*(one for one in due("staging") if one != "governance.go-live")).commit(100)
    h.satisfy("governance.go-live", *due("production")).commit(106)
    return h.stage("production").commit(108)
