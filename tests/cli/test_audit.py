"""`readiness audit`: exit codes and texts; the figures themselves are tested in tests/audit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.audit.histories import History, on_time
from tests.commandline import Readiness


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return on_time().write(tmp_path / "model")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def audit(readiness: Readiness, folder: Path, *options: str) -> dict[str, object]:
    ran = readiness("audit", folder, "--format", "json", "--today", "2026-06-01", *options)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, object] = json.loads(ran.out)
    return found


def test_the_interface(readiness: Readiness, model: Path) -> None:
    """The fields of the fixed interface; more may be added, none renamed."""
    found = audit(readiness, model)
    assert {"schema", "model", "adopted", "evaluation_passed", "production", "last_mile_weeks", "planned_weeks", "stall_weeks", "readiness_stall_weeks",
            "cost_of_delay", "parallelism_percent", "late_governance", "bottlenecks", "fix_first", "first", "items", "burndown"} <= set(found)  # fmt: skip
    assert (found["schema"], found["model"], found["adopted"], found["evaluation_passed"], found["production"]) == (
        1,
        "churn",
        "2026-01-05",
        "2026-03-26",
        "2026-04-23",
    )
    assert (found["last_mile_weeks"], found["cost_of_delay"]) == (4.0, {"amount": 0.0, "currency": "EUR"})
    rows = {key: set(found[key][0]) for key in ("bottlenecks", "items", "burndown")}  # type: ignore[index]
    assert rows["bottlenecks"] == {"role", "open_days", "sole_blocker_days"}
    assert {"id", "opened", "closed", "days_open", "late_days", "late_days_baseline"} <= rows["items"]
    assert {"date", "due", "satisfied", "open_blocking"} <= rows["burndown"]
    assert "bottlenecks_by_person" not in found


def test_people_on_request(readiness: Readiness, model: Path) -> None:
    found = audit(readiness, model, "--people")
    assert found["bottlenecks_by_person"][0] == {"person": "omar", "open_days": 26, "sole_blocker_days": 6}  # type: ignore[index]


def test_into_a_file(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    ran = readiness("audit", model, "--format", "json", "--today", "2026-06-01", "--output", tmp_path / "audit.json")
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((tmp_path / "audit.json").read_text())["production"] == "2026-04-23"


def test_production_and_since(readiness: Readiness, model: Path) -> None:
    assert audit(readiness, model, "--production", "2026-04-30")["last_mile_weeks"] == 5.0
    assert audit(readiness, model, "--since", "2026-04-01")["burndown"][0]["date"] == "2026-04-15"  # type: ignore[index]


def test_a_model_in_a_sub_folder(readiness: Readiness, tmp_path: Path) -> None:
    folder = on_time(History(prefix="models/churn/")).write(tmp_path) / "models" / "churn"
    found = audit(readiness, folder)
    assert (found["production"], found["last_mile_weeks"], found["parallelism_percent"]) == ("2026-04-23", 4.0, 100)


def test_a_shallow_clone_is_refused(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{model}", "shallow")
    ran = readiness("audit", tmp_path / "shallow", "--format", "json")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "This clone is shallow, and an audit of a part of the history would be wrong. `git fetch --unshallow` brings the rest "
        "(in a workflow: actions/checkout with fetch-depth: 0).\n"
    )


def test_a_partial_clone_works(readiness: Readiness, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(model, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{model}", "partial")
    git(tmp_path / "partial", "config", "remote.origin.uploadpack", "false")
    monkeypatch.setenv("GITHUB_SERVER_URL", f"file://{tmp_path.parent}")
    monkeypatch.setenv("GITHUB_REPOSITORY", f"{tmp_path.name}/model")
    assert audit(readiness, tmp_path / "partial") == audit(readiness, model)


def test_a_partial_clone_whose_remote_is_gone(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    git(model, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{model}", "partial")
    git(tmp_path / "partial", "remote", "set-url", "origin", "file:///nowhere")
    ran = readiness("audit", tmp_path / "partial", "--format", "json")
    assert ran.code == 3
    assert ran.err == (
        "This is a partial clone: file contents that it left out are needed, and they are fetched from GITHUB_SERVER_URL alone, "
        "which is not set or has no such repository. `git fetch --refetch --no-filter` fetches everything.\n"
    )


@pytest.mark.parametrize(("branch", "noted"), [("main", False), ("wip/one", True)])
def test_another_branch_than_the_default_one(readiness: Readiness, model: Path, tmp_path: Path, branch: str, noted: bool) -> None:
    git(tmp_path, "clone", "-q", f"file://{model}", "clone")
    git(tmp_path / "clone", "switch", "-q", *([branch] if branch == "main" else ["-c", branch]))
    notes = audit(readiness, tmp_path / "clone")["notes"]
    told = f"Read from the branch that is checked out, {branch}; the default branch of the remote is main."
    assert (told in notes) is noted  # type: ignore[operator]
    git(tmp_path / "clone", "worktree", "add", "-q", "-b", "beside", "../beside")
    assert "checked out, beside; the default branch of the remote is main." in audit(readiness, tmp_path / "beside")["notes"][0]  # type: ignore[index]


def test_a_detached_checkout_has_no_branch_to_name(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", f"file://{model}", "clone")
    git(tmp_path / "clone", "switch", "-q", "--detach")
    assert audit(readiness, tmp_path / "clone") == audit(readiness, model)


def test_no_repository(readiness: Readiness, tmp_path: Path) -> None:
    ran = readiness("audit", tmp_path, "--format", "json")
    assert (ran.code, ran.err) == (3, f"{tmp_path} is not in a git repository, and the audit reads git's history.\n")


def test_no_commits(readiness: Readiness, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    ran = readiness("audit", tmp_path, "--format", "json")
    assert (ran.code, ran.err) == (3, "This repository has no commits yet: there is nothing to audit.\n")


def test_no_readiness_folder_ever(readiness: Readiness, tmp_path: Path) -> None:
    found = audit(readiness, History().raw(0, {"README.md": "# A model"}).write(tmp_path))
    assert (found["adopted"], found["last_mile_weeks"], found["items"], found["cost_of_delay"]) == (None, None, [], None)


def test_since_after_today(readiness: Readiness, model: Path) -> None:
    ran = readiness("audit", model, "--since", "2026-07-01", "--today", "2026-06-01")
    assert ran.code == 2
    assert ran.err.endswith("Error: --since 2026-07-01 is after the day of the audit (2026-06-01).\n")


def test_a_path_that_looks_like_a_header(readiness: Readiness, tmp_path: Path) -> None:
    """Whoever may commit may name files."""
    folder = on_time().raw(109, {'"\\001deadbeef 0 x"': "x", '":000000 100644"': "x", "\u00e9\u202e.py": "x"}, keep=True).write(tmp_path)
    assert audit(readiness, folder)["production"] == "2026-04-23"


def test_git_is_read_by_two_processes(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    """And one that says where we are."""
    asked, wrapper = tmp_path / "asked", tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$*" | grep -o " log \\| cat-file \\| rev-parse " >>{asked}\nexec {shutil.which("git")} "$@"\n')
    wrapper.chmod(0o755)
    ran = readiness("audit", model, "--format", "json", "--today", "2026-06-01", PATH=f"{wrapper.parent}:{os.environ['PATH']}")
    assert ran.code == 0
    assert sorted(asked.read_text().split()) == ["cat-file", "log", "rev-parse"]
