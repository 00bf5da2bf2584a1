"""The longest files come first, so that the processes of a run end together, and none of them runs a long one alone at the end.

`scripts/test` gives a whole file (or class) to one process, in this order; what is not named follows as it was collected. pytest-xdist would
begin with those of the most tests, which are the short ones.
"""

from __future__ import annotations

import pytest

LONGEST = (
    "tests/month/test_month.py",
    "tests/e2e/test_verdict.py",
    "tests/evidence/test_ledger.py",
    "tests/browser/test_audit_page.py",
    "tests/runs/test_verdicts.py",
    "tests/faults/test_faults.py",
    "tests/scaffold/test_run_action.py",
    "tests/e2e/test_workflows.py",
    "tests/faults/test_races.py",
    "tests/test_release.py",
    "tests/e2e/test_app.py",
    "tests/browser/test_fleet_page.py",
    "tests/scaffold/test_gitlab.py",
    "tests/render/test_hostile_pages.py",
    "tests/render/test_targets.py",
    "tests/cli/test_run.py",
    "tests/cli/test_conversation.py",
    "tests/convention/test_hostile_kinds.py",
    "tests/cli/test_doctor.py",
    "tests/scaffold/test_act.py",
    "tests/audit/test_shapes.py",
    "tests/e2e/test_fleet.py",
    "tests/evidence/test_forged_rules.py",
    "tests/e2e/test_commands.py",
    "tests/cli/test_ledger.py",
    "tests/answering/test_questions.py",
    "tests/test_bounds.py",
)
"""The longest first; measured in seconds of a processor, of which each takes ten or more."""


@pytest.hookimpl(trylast=True)  # when it is known which are left
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place(item.nodeid))


def place(test: str) -> int:
    """Where a test's file comes; the same for all that are not named."""
    file = test.partition("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
