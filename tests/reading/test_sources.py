"""Working trees and commits as snapshots: the same answer from both, and nothing followed, run or read without a bound."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from tests.models import EXAMPLE, TODAY, copied

from readiness_bot.demo.repository import Repository, read_files
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.errors import CannotRead, NoSuchRevision
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Refusal
from readiness_bot.reading.worktree import read_worktree

CONTRACT, FALLBACK = "readiness/contract.yaml", "readiness/fallback.yaml"
DAY = date(2026, 11, 19)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return copied(tmp_path / "churn")


def wrong(folder: Path) -> list[str]:
    return [f"{f.where} {f.message}; {f.fix}" for f in evaluate(read_worktree(folder), TODAY).findings]


def replaced(path: Path) -> Path:
    path.unlink()
    return path


def test_a_working_tree_and_its_commit_say_the_same(repository: Repository) -> None:
    tree, commit = read_worktree(repository.path), read_revision(repository.path, "HEAD")
    assert (tree.files, tree.paths, tree.history, tree.commits, tree.committers) == (
        commit.files, commit.paths, commit.history, commit.commits, commit.committers,
    )  # fmt: skip


def test_a_link_is_refused_wherever_it_leads(repository: Repository) -> None:
    replaced(repository.path / FALLBACK).symlink_to("/etc/passwd")
    assert wrong(repository.path) == ["readiness/fallback.yaml:1:1 this is a symbolic link, which is not followed; put the file itself here"]


def test_a_folder_that_is_a_link_is_refused(repository: Repository, tmp_path: Path) -> None:
    shutil.move(repository.path / "readiness", tmp_path / "elsewhere")
    (repository.path / "readiness").symlink_to(tmp_path / "elsewhere")
    assert len(wrong(repository.path)) == 6
    assert read_worktree(repository.path).files[CONTRACT] is Refusal.SYMLINK


def test_a_link_in_a_commit_is_refused(repository: Repository) -> None:
    replaced(repository.path / FALLBACK).symlink_to("/etc/passwd")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "link")
    assert read_revision(repository.path, "HEAD").files[FALLBACK] is Refusal.SYMLINK


@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_what_is_no_file_is_refused_at_once(repository: Repository, kind: str) -> None:
    path = replaced(repository.path / FALLBACK)
    os.mkfifo(path) if kind == "fifo" else path.mkdir()
    assert read_worktree(repository.path).files[FALLBACK] is Refusal.NOT_A_FILE


def test_a_large_file_is_refused(repository: Repository) -> None:
    (repository.path / FALLBACK).write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    assert wrong(repository.path) == ["readiness/fallback.yaml:1:1 this file is larger than 256 KiB; move what does not belong here to another file"]
    repository.git("commit", "--quiet", "--all", "-m", "large")
    assert read_revision(repository.path, "HEAD").files[FALLBACK] is Refusal.TOO_LARGE


def test_a_pointer_to_large_storage_is_refused(repository: Repository) -> None:
    (repository.path / FALLBACK).write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
    assert wrong(repository.path) == ["readiness/fallback.yaml:1:1 this is a Git LFS pointer, not the file; commit the file itself, without Git LFS"]


def test_a_submodule_in_a_commit_is_refused(repository: Repository) -> None:
    repository.git("rm", "--quiet", "--cached", FALLBACK)
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{repository.git('rev-parse', 'HEAD')},{FALLBACK}")
    repository.git("commit", "--quiet", "-m", "submodule")
    assert read_revision(repository.path, "HEAD").files[FALLBACK] is Refusal.SUBMODULE


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("readiness/contract.yml", "contract.yaml"), ("readiness/CONTRACT.YAML", "contract.yaml"), ("readiness/Contract.yaml", "contract.yaml"),
        ("readiness/contract.yaml.txt", "contract.yaml"), ("readiness/govenance.YML", "governance.yaml"), ("readiness/runbook.MD", "runbook.md"),
        ("readiness/RUNBOOK.markdown", "runbook.md"), ("readiness/run-book.md", "runbook.md"), (".github/readiness.yml", ".github/readiness.yaml"),
        (".github/Readiness.yaml", ".github/readiness.yaml"), (".github/readiness.YAML", ".github/readiness.yaml"),
    ],
)  # fmt: skip
def test_a_misnamed_file_is_told(repository: Repository, path: str, right: str) -> None:
    (repository.path / ".github").mkdir(exist_ok=True)
    (repository.path / path).write_text("gate: off\n")
    assert wrong(repository.path) == [f"{path}:1:1 this file is not read; did you mean {right}?; rename it to {right}"]


@pytest.mark.parametrize(
    "path",
    ["readiness/notes.md", "readiness/README.md", "readiness/contract", ".github/workflows/readiness.yml", ".github/dependabot.yml", "docs/readiness.yml"],
)
def test_files_of_other_names_are_nobody_s_business(repository: Repository, path: str) -> None:
    (repository.path / path).parent.mkdir(parents=True, exist_ok=True)
    (repository.path / path).write_text("x\n")
    assert wrong(repository.path) == []


def test_a_shallow_clone_leaves_open_what_needs_history(repository: Repository, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{repository.path}", str(tmp_path / "shallow")], check=True)
    found = evaluate(read_worktree(tmp_path / "shallow"), TODAY)
    told = "this clone is shallow; `git fetch --unshallow` fetches the history"
    assert {result.id for result in found.items if result.reason == told} == {
        "governance.datasets", "infrastructure.integration-test", "infrastructure.load-test", "fallback.alerts",
    }  # fmt: skip
    assert found.by_id["infrastructure.artifact"].reason == f"cannot tell here whether commit 87581a3 exists: {told}"
    assert found.ready


def test_a_repository_without_commits(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "new")
    repository.write(read_files(EXAMPLE))
    assert read_worktree(repository.path).history.why_unknown == "this repository has no commits yet"


def test_a_model_in_a_folder_of_a_larger_repository(repository: Repository, tmp_path: Path) -> None:
    large = Repository.create(tmp_path / "large")
    files = {f"models/churn/{name}": text for name, text in read_files(EXAMPLE).items()}
    commit = large.commit(files | {"models/other/README.md": "x"}, "All", "ana-ruiz", DAY)
    tree, revision = read_worktree(large.path / "models" / "churn"), read_revision(large.path / "models" / "churn", commit)
    assert (tree.prefix, tree.files, tree.paths) == ("models/churn/", revision.files, revision.paths)
    assert tree.has("docs/dpia.md")
    assert tree.has("models/churn/docs/dpia.md")


def test_the_card_at_the_root_is_another_model_s(tmp_path: Path) -> None:
    large = Repository.create(tmp_path / "large")
    files = {f"models/churn/{name}": text for name, text in read_files(EXAMPLE).items() if name != "MODEL_CARD.md"}
    card = read_files(EXAMPLE)["MODEL_CARD.md"]
    large.commit(files | {"MODEL_CARD.md": card, "docs/model_card.md": card, "README.md": card}, "All", "ana-ruiz", DAY)
    for snapshot in (read_worktree(large.path / "models" / "churn"), read_revision(large.path / "models" / "churn", "HEAD")):
        assert [finding.message for finding in evaluate(snapshot, TODAY).by_id["governance.model-card"].findings] == ["There is no model card (MODEL_CARD.md)"]


def test_a_model_at_the_root_is_none_of_a_sub_folder(repository: Repository) -> None:
    repository.commit({"readiness/contract.yml": "x", "src/a.py": "x"}, "More", "ana-ruiz", DAY)
    for snapshot in (read_worktree(repository.path / "src"), read_revision(repository.path / "src", "HEAD")):
        found = evaluate(snapshot, DAY)
        assert (found.absent, found.findings) == (True, ())
    assert [finding.path for finding in evaluate(read_worktree(repository.path), DAY).findings] == ["readiness/contract.yml"]


def test_uncommitted_files_count(repository: Repository) -> None:
    (repository.path / "docs" / "new.md").write_text("x")
    assert read_worktree(repository.path).has("docs/new.md")
    assert not read_revision(repository.path, "HEAD").has("docs/new.md")


def test_ignored_files_do_not(repository: Repository) -> None:
    (repository.path / ".gitignore").write_text("secret/\n")
    (repository.path / "secret").mkdir()
    (repository.path / "secret" / "x.md").write_text("x")
    assert not read_worktree(repository.path).has("secret/x.md")


def test_a_formatter_changes_no_date(repository: Repository) -> None:
    path = repository.path / "readiness" / "infrastructure.yaml"
    text = path.read_text().replace("interface: {schema: api/scores.v1.json, ", "interface: {  schema:   'api/scores.v1.json' ,  ")
    path.write_text(text)
    repository.git("commit", "--quiet", "--all", "-m", "Format")
    assert evaluate(read_worktree(repository.path), TODAY).by_id["infrastructure.integration-test"].status == "satisfied"


@pytest.mark.parametrize("setting", ["core.fsmonitor", "core.sshCommand", "diff.external", "core.pager"])
def test_a_repository_s_own_settings_start_no_program(repository: Repository, tmp_path: Path, setting: str) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    repository.git("config", setting, str(program))
    read_worktree(repository.path)
    read_revision(repository.path, "HEAD")
    assert not (tmp_path / "ran").exists()


def test_git_variables_of_the_caller_lead_nowhere_else(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Repository.create(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    assert read_worktree(repository.path).history.known


@pytest.mark.parametrize("revision", ["none", "--help", "-", "HEAD:readiness", "HEAD~999", ""])
def test_a_revision_that_is_none(repository: Repository, revision: str) -> None:
    with pytest.raises(NoSuchRevision, match=r"is not a commit of this repository; `git log` lists them\.$"):
        read_revision(repository.path, revision)


def test_commits_outside_a_repository(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"is not in a git repository, so there are no commits to look at\.$"):
        read_revision(tmp_path, "HEAD")


def test_a_model_in_a_sub_folder_has_its_history(tmp_path: Path) -> None:
    model = tmp_path / "models" / "churn"
    repository = Repository.create(tmp_path)
    repository.commit({"models/churn/readiness/contract.yaml": "stage: design\n"}, "first", "ana-ruiz", date(2026, 1, 5))
    repository.commit({"models/churn/readiness/contract.yaml": "stage: development\n"}, "second", "ana-ruiz", date(2026, 1, 6))
    for snapshot in (read_worktree(model), read_revision(model, "HEAD")):
        contents = [revision.content for revision in snapshot.history.revisions["readiness/contract.yaml"]]
        assert contents == [b"stage: development\n", b"stage: design\n"]
