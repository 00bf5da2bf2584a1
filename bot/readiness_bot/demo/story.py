"""The example's history: what each person added on which day. Pure; `repository.py` makes commits of it.

The end of the story is the folder `examples/churn-propensity`. An earlier state holds the keys that were
there by then, cut out of the final files, so that no text stands twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

Files = dict[str, str]

_TOP_LEVEL_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """One commit: whose, when, why, and which keys of the readiness files and which whole files it brings."""

    day: date
    author: str
    message: str
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    stage: str | None = None
    name: str = ""
    """How other parts refer to it: to leave it out, or to name its commit."""


def _step(
    day: str, author: str, message: str, *files: str, stage: str | None = None, name: str = "", **keys: str
) -> Step:
    return Step(
        date.fromisoformat(day),
        author,
        message,
        {f"{stem}.yaml": tuple(names.split()) for stem, names in keys.items()},
        files,
        stage,
        name,
    )


STORY: tuple[Step, ...] = (
    _step(
        "2026-06-15",
        "ana-ruiz",
        "Say what the model is for, before building it",
        "README.md",
        "src/train.py",
        ".github/CODEOWNERS",
        stage="design",
        contract="model purpose not_for stage",
        ownership="developers",
    ),
    _step(
        "2026-06-18",
        "nora-lee",
        "Agree on what success is, and what a week is worth",
        "docs/value-case.md",
        contract="success agreed_by value",
        ownership="business_owner receiving_team",
    ),
    _step(
        "2026-06-22",
        "mei-chen",
        "Plan the stages; name who answers, signs and reviews",
        contract="milestones",
        ownership="production_owner signs_off reviewers",
    ),
    _step("2026-06-22", "priya-nair", "Set the tier", governance="tier"),
    _step(
        "2026-06-29",
        "priya-nair",
        "Say now what compliance will ask for",
        "docs/lineage.md",
        governance="design_review",
    ),
    _step("2026-07-06", "ana-ruiz", "Move to development", stage="development"),
    _step("2026-07-14", "mei-chen", "Give each layer an owner", ownership="layers"),
    _step(
        "2026-07-20",
        "sam-boateng",
        "Write down what happens when it degrades",
        "readiness/runbook.md",
        ownership="incidents",
        fallback="owner fallback tell",
    ),
    _step(
        "2026-07-28", "priya-nair", "Assess the impact", "docs/dpia.md", governance="impact", name="impact"
    ),
    _step(
        "2026-08-04",
        "ines-costa",
        "Prepare the serving side while the model is trained",
        "infra/churn.tf",
        "api/scores.v1.json",
        infrastructure="serving interface dependencies capacity",
    ),
    _step(
        "2026-08-12",
        "ana-ruiz",
        "Design the monitors with the model",
        fallback="monitors",
        governance="third_party waivers",
    ),
    _step("2026-09-02", "lior-katz", "Approve the data", governance="datasets"),
    _step("2026-09-07", "ana-ruiz", "Move to evaluation", stage="evaluation"),
    _step(
        "2026-10-09",
        "raj-patel",
        "Version 1.4.0 passes its evaluation",
        "MODEL_CARD.md",
        "reports/eval-1.4.0.md",
        "reports/slices-1.4.0.md",
        contract="evaluation",
        name="evaluated",
    ),
    _step(
        "2026-10-09",
        "ines-costa",
        "Record the artifact; staging is up",
        infrastructure="environments artifact",
        name="staged",
    ),
    _step("2026-10-12", "kim-oyelaran", "Review the security", infrastructure="security"),
    _step(
        "2026-10-14",
        "jonas-weber",
        "Validate 1.4.0; set the alert limits",
        governance="validation",
        name="limits",
    ),
    _step("2026-10-16", "priya-nair", "Approve compliance", governance="compliance"),
    _step("2026-10-19", "ana-ruiz", "Move to staging", stage="staging"),
    _step(
        "2026-11-05",
        "ines-costa",
        "Production is up; plan the rollout",
        infrastructure="rollout",
        name="provisioned",
    ),
    _step("2026-11-11", "ines-costa", "Test integration and load", infrastructure="tests"),
    _step(
        "2026-11-12",
        "sam-boateng",
        "Test the alerts; publish the on-call schedule",
        fallback="dashboard alert_test",
        name="on-call",
    ),
    _step("2026-11-13", "jo-marsh", "Drill the fallback", fallback="drill"),
    _step("2026-11-16", "jo-marsh", "Confirm the runbook", governance="logs", name="confirmed"),
    _step(
        "2026-11-18",
        "omar-haddad",
        "Sign off go-live",
        contract="outcome retire_when",
        governance="go_live next_review",
    ),
)

_HELD_BACK: tuple[tuple[str, str, str, str], ...] = (
    ("limits", "fallback.yaml", r"\b(above|below): [0-9.]+, over", r"\1: null, over"),
    ("on-call", "ownership.yaml", r"^  schedule: .*\n", ""),
    ("confirmed", "runbook.md", r"\A---\n.*?\n---\n", ""),
    ("provisioned", "infrastructure.yaml", r"^  production: \{ready: .*\}\n", ""),
)
"""Until a step has happened: in this file, this pattern reads like that."""


def states(final: Files, steps: tuple[Step, ...] = STORY) -> Iterator[tuple[Step, Files]]:
    """Each step with all files as they stand after it. `final` is the end of the story."""
    keys: dict[str, set[str]] = {}
    present: set[str] = set()
    happened: set[str] = set()
    stage = "design"
    for step in steps:
        for name, added in step.keys.items():
            keys.setdefault(name, set()).update(added)
        present.update(step.files)
        happened.add(step.name)
        stage = step.stage or stage
        files = {path: final[path] for path in present}
        for name, wanted in keys.items():
            files[f"readiness/{name}"] = _cut(final[f"readiness/{name}"], wanted)
        yield step, {path: _as_of(path, text, happened, stage) for path, text in sorted(files.items())}


def _cut(text: str, wanted: set[str]) -> str:
    """The head comment and the blocks of these top-level keys, in the file's order."""
    starts = [(match.start(), match[1]) for match in _TOP_LEVEL_KEY.finditer(text)]
    parts = [text[: starts[0][0]]]
    for index, (start, key) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        if key in wanted:
            parts.append(text[start:end])
    return "".join(parts)


def _as_of(path: str, text: str, happened: set[str], stage: str) -> str:
    name = path.removeprefix("readiness/")
    for until, file, pattern, replacement in _HELD_BACK:
        if file == name and until not in happened:
            text = re.sub(
                pattern, replacement, text, flags=re.MULTILINE | (re.DOTALL if r"\A" in pattern else 0)
            )
    if name == "contract.yaml":
        text = re.sub(r"^stage: \w+", f"stage: {stage}", text, flags=re.MULTILINE)
    return text
