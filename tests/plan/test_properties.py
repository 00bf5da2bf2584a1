"""Whatever happens to the files and to the issues: apply, then plan again, and nothing is left to do."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.models import TODAY, Edit, example, report, without

from readiness_bot.forge.folder.forge import FolderForge
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.plan.apply import apply
from readiness_bot.plan.issues import plan_issues

EDITS: tuple[tuple[Edit, ...], ...] = (
    (),
    (("fallback", "minutes: 18", "minutes: 45"),),
    (("governance", "expires: 2027-10-16", "expires: 2026-11-19"), ("contract", "retire_when: Uplift", "retire_when: TBD: Uplift")),
    (("contract", 'version: "1.4.0"', 'version: "1.5.0"'),),
    (("contract", "stage: staging ", "stage: design "),),
    (("contract", "stage: staging ", "stage: production "), ("ownership", "signs_off: omar-haddad", "signs_off: LOGIN")),
    (("governance", "compliance: {by", "complience: {by"),),
    (("ownership", "incidents:", "incidents: ["),),
    (("governance", "", "waivers: []\n"),),
)
MISSING = ("readiness/governance.yaml", "readiness/runbook.md")


@functools.cache
def state(index: int) -> Report:
    if index < len(EDITS):
        return report(*EDITS[index])
    return evaluate(without(example(), MISSING[index - len(EDITS)]), TODAY)


def person(forge: FolderForge, act: str, number: int) -> None:
    """What somebody does to the issue with that place in the list."""
    issues = forge.own_issues()
    if not issues:
        return
    issue = issues[number % len(issues)]
    if act == "note":
        forge.edit_issue(issue.number, body=issue.body + "\n\nmind the date")
    elif act == "rewrite":
        forge.edit_issue(issue.number, body=issue.body.partition("\n")[0] + "\nmine")
    elif act == "reopen":
        forge.edit_issue(issue.number, open_=True)
    elif act == "copy":
        forge.create_issue(issue.title, issue.body, [])
    else:
        forge.edit_issue(issue.number, open_=False, reason=act)


ACTS = st.sampled_from(["note", "rewrite", "reopen", "copy", "completed", "not_planned"])
STEPS = st.lists(st.tuples(st.integers(0, len(EDITS) + len(MISSING) - 1), st.lists(st.tuples(ACTS, st.integers(0, 20)), max_size=3)), min_size=1, max_size=6)


def settle(forge: FolderForge, found: Report) -> int:
    """Runs until nothing is left to do; how many runs wrote something."""
    for run in range(10):
        plan = plan_issues(found, forge.own_issues(), commit="4be19c7f00d4")
        if not plan.actions:
            return run
        apply(plan, forge)
    raise AssertionError("the runs do not settle")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_runs_settle_and_people_are_respected(steps: list[tuple[int, list[tuple[str, int]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        forge = FolderForge(Path(folder))
        for index, acts in steps:
            found = state(index)
            runs = settle(forge, found)
            gaps = sum(result.blocks for result in found.items)
            assert runs <= 1 + gaps // 10 + 1  # ten new issues a run, and a copy may take a run of its own
            open_keys = [issue.body.partition("\n")[0] for issue in forge.own_issues() if issue.open]
            assert len(open_keys) == len(set(open_keys))
            for act, number in acts:
                person(forge, act, number)
                if act == "note":
                    assert any("mind the date" in issue.body for issue in forge.own_issues()) or not forge.own_issues()
