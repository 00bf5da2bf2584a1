"""scripts/audit-locks: what it makes of the answers of pip-audit and npm."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "audit-locks"


@pytest.fixture(scope="module")
def script() -> Any:
    loader = SourceFileLoader("audit_locks", str(SCRIPT))
    spec = importlib.util.spec_from_loader("audit_locks", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit_locks"] = module  # where dataclasses look for it
    loader.exec_module(module)
    return module


def done(answer: object, errors: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess([], 1, answer if isinstance(answer, str) else json.dumps(answer), errors)


SOUND = {"name": "click", "version": "8.5.1", "vulns": []}
SKIPPED = {"name": "babel", "skip_reason": "Dependency not found on PyPI and could not be audited: babel (2.18.0)"}
FLAWED = {"name": "jinja2", "version": "3.1.3", "vulns": [{"id": "GHSA-h75v-3vvj-5mfj", "fix_versions": ["3.1.4", "4.0"]}]}
UNFIXED = {"name": "left", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": []}, {"id": "PYSEC-2"}]}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"dependencies": [SOUND]}, ["L: 1 packages audited, no known vulnerability"]),
        ({"dependencies": [SOUND, SKIPPED]}, ["L: 1 packages audited, no known vulnerability; it knows nothing of babel"]),
        ({"dependencies": [SKIPPED]}, ["L: not audited, no advisory database answers here (it knows none of the packages)"]),
        (
            {"dependencies": [FLAWED, SOUND]},
            ["L: 2 packages audited, 1 known vulnerability", "  jinja2 3.1.3: GHSA-h75v-3vvj-5mfj, fixed in 3.1.4, 4.0: run `scripts/lock --upgrade`"],
        ),
        (
            {"dependencies": [UNFIXED]},
            [
                "L: 1 packages audited, 2 known vulnerabilities",
                "  left 1.0: PYSEC-1, not fixed yet: see whether we can do without it",
                "  left 1.0: PYSEC-2, not fixed yet: see whether we can do without it",
            ],
        ),
        ("", ["L: not audited, no advisory database answers here (requests.exceptions.ConnectionError)"]),
        ("[]", ["L: not audited, no advisory database answers here (requests.exceptions.ConnectionError)"]),
    ],
)
def test_pip_audit(script: Any, answer: object, told: list[str]) -> None:
    """It says "No known vulnerabilities found" where the index has no such database, and exits with 0."""
    errors = "Traceback …\nrequests.exceptions.ConnectionError: HTTPSConnectionPool(host='a.example', port=443): no\n"
    assert list(script.report([script.of_pip_audit("L", done(answer, errors))])) == told


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"vulnerabilities": {}, "metadata": {"dependencies": {"total": 210}}}, ["L: 210 packages audited, no known vulnerability"]),
        (
            {"vulnerabilities": {"tar": {"range": "<6.2.1", "severity": "moderate"}}, "metadata": {"dependencies": {"total": 210}}},
            ["L: 210 packages audited, 1 known vulnerability", "  tar <6.2.1: moderate, run `npm audit fix --package-lock-only` there"],
        ),
        (
            {"message": "405 Method Not Allowed - POST https://a.example/-/npm/v1/security/advisories/bulk", "statusCode": 405},
            ["L: not audited, no advisory database answers here (405 Method Not Allowed)"],
        ),
        ("", ["L: not audited, no advisory database answers here (it gave no reason)"]),
    ],
)
def test_npm(script: Any, answer: object, told: list[str]) -> None:
    assert list(script.report([script.of_npm("L", done(answer))])) == told


@pytest.mark.parametrize(("rows", "code"), [([SOUND], 0), ([SKIPPED], 0), ([FLAWED], 1)])
def test_only_a_finding_fails(script: Any, rows: list[object], code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "audit_python", lambda name: script.of_pip_audit(name, done({"dependencies": rows})))
    monkeypatch.setattr(script, "audit_node", lambda: script.of_npm("node", done("")))
    assert script.main() == code
