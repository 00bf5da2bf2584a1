"""`readiness upgrade`: what it brings to this version, what it leaves, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.doctor.test_renew import older

from readiness_bot.demo.repository import Repository


@pytest.fixture
def repository(readiness: Readiness, tmp_path: Path) -> Path:
    """Two models, and the workflows that an older version wrote for each."""
    made = Repository.create(tmp_path / "models")
    for name in ("a", "b"):
        folder = made.path / name
        folder.mkdir()
        readiness("init", folder, "--tier", "low", "--model", name)
    for path in (made.path / ".github" / "workflows").iterdir():
        path.unlink()
    put(made.path, "readiness.yml", older(1, directory="a"))
    put(made.path, "readiness-b.yml", older(1, directory="b").replace("name: readiness", "name: readiness b"))
    put(made.path, "readiness-follow-up.yml", older(-2, directory="a"))
    made.git("add", "--all")
    made.git("commit", "--quiet", "-m", "Before")
    return made.path


def put(root: Path, name: str, text: str) -> None:
    (root / ".github" / "workflows" / name).write_text(text)


def changed(repository: Path) -> list[str]:
    return Repository(repository).git("status", "--short").split("\n")


def lacking(repository: Path) -> Path:
    """Model a without two of its blocks, and with a comment of its own."""
    path = repository / "a" / "readiness" / "governance.yaml"
    text = path.read_text()
    path.write_text("# ours\n" + text[: text.index("\n# due: evaluation")] + "\n# the end\n")
    return path


PLAN = """\
4 files would change; nothing is written:

  add to   a/readiness/governance.yaml                 compliance, go_live
  remove   .github/workflows/readiness-b.yml           readiness.yml finds every model now
  rewrite  .github/workflows/readiness-follow-up.yml   was for one model; finds every one now
  rewrite  .github/workflows/readiness.yml             was for one model; finds every one now

The verdict is now the status `readiness: BRANCH`, one for all models. Where a ruleset requires the check `readiness / check`, require that status instead \
(docs/settings.md).
"""


def test_a_plan_writes_nothing(readiness: Readiness, repository: Path) -> None:
    lacking(repository)
    before = changed(repository)
    ran = readiness("upgrade", repository, "--plan")
    assert (ran.code, ran.out, changed(repository)) == (0, PLAN, before)


def test_it_does_what_the_plan_says_and_commits_nothing(readiness: Readiness, repository: Path) -> None:
    governance = lacking(repository)
    ran = readiness("upgrade", repository)
    head = "4 files are updated to this version. Nothing is committed: `git diff` shows it."
    assert (ran.code, ran.out.splitlines()[0]) == (0, head)
    assert changed(repository) == [
        "D .github/workflows/readiness-b.yml",
        " M .github/workflows/readiness-follow-up.yml",
        " M .github/workflows/readiness.yml",
        " M a/readiness/governance.yaml",
    ]
    assert governance.read_text().startswith("# ours\n")
    assert "\n# the end\n" in governance.read_text()


def test_the_second_time_there_is_nothing_to_do(readiness: Readiness, repository: Path) -> None:
    lacking(repository)
    readiness("upgrade", repository)
    before = changed(repository)
    ran = readiness("upgrade", repository)
    assert (ran.code, ran.out) == (0, "Nothing to do: the files and the workflows are as this version has them.\n")
    assert changed(repository) == before


def test_afterwards_doctor_finds_the_workflows_unchanged(readiness: Readiness, repository: Path) -> None:
    readiness("upgrade", repository)
    Repository(repository).git("commit", "--quiet", "--all", "-m", "Upgrade")
    points = json.loads(readiness("doctor", repository, "--offline", "--format", "json").out)["lines"]
    assert [p["state"] for p in points if p["id"] in ("workflow.first", "workflow.follow-up")] == ["in-force", "in-force"]


def test_a_models_own_folder_is_upgraded_alone(readiness: Readiness, repository: Path) -> None:
    lacking(repository)
    assert "a/readiness" not in readiness("upgrade", repository / "b", "--plan").out
    assert "a/readiness/governance.yaml" in readiness("upgrade", repository / "a", "--plan").out


def test_a_changed_workflow_stays_and_is_shown(readiness: Readiness, repository: Path) -> None:
    readiness("upgrade", repository)
    path = repository / ".github" / "workflows" / "readiness.yml"
    path.write_text(path.read_text().replace("[opened, ", "["))
    before = path.read_bytes()
    out = readiness("upgrade", repository).out
    assert out.splitlines()[2] == (
        ".github/workflows/readiness.yml stays as it is: somebody changed it; to have this version's, remove it and run `readiness init`. "
        "It differs from what `init` writes:"
    )
    assert "  -    types: [synchronize, reopened, ready_for_review, edited]\n  +    types: [opened, " in out
    assert path.read_bytes() == before


def test_a_missing_file_is_written_and_missing_workflows_are_not(readiness: Readiness, repository: Path) -> None:
    (repository / "a" / "readiness" / "runbook.md").unlink()
    for path in (repository / ".github" / "workflows").iterdir():
        path.unlink()
    out = readiness("upgrade", repository).out
    assert (repository / "a" / "readiness" / "runbook.md").exists()
    assert (out.splitlines()[2], list((repository / ".github" / "workflows").iterdir())) == ("  wrote  a/readiness/runbook.md", [])


def test_without_a_model_it_says_so(readiness: Readiness, tmp_path: Path) -> None:
    ran = readiness("upgrade", tmp_path)
    assert (ran.code, ran.err) == (3, f"There is no readiness/ folder in {tmp_path}, so there is nothing to upgrade; `readiness init` writes one.\n")


def test_a_file_that_cannot_be_read_is_left(readiness: Readiness, repository: Path) -> None:
    path = repository / "a" / "readiness" / "governance.yaml"
    path.write_text("tier: [\n")
    assert (readiness("upgrade", repository).code, path.read_text()) == (0, "tier: [\n")


def test_nothing_is_written_through_a_link(readiness: Readiness, repository: Path, tmp_path: Path) -> None:
    path = repository / ".github" / "workflows" / "readiness.yml"
    path.rename(tmp_path / "elsewhere.yml")
    path.symlink_to(tmp_path / "elsewhere.yml")
    before = (tmp_path / "elsewhere.yml").read_bytes()
    ran = readiness("upgrade", repository)
    assert (ran.code, (tmp_path / "elsewhere.yml").read_bytes()) == (0, before)
    assert "readiness.yml stays as it is: it cannot be read: it is a symbolic link." in ran.out


def test_an_action_can_be_named(readiness: Readiness, repository: Path) -> None:
    readiness("upgrade", repository, "--action", f"acme/rb@{'0' * 40}")
    text = (repository / ".github" / "workflows" / "readiness.yml").read_text()
    assert f"uses: acme/rb/.github/workflows/lines.yml@{'0' * 40}\n" in text
