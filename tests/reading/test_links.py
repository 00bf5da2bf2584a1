"""Where symbolic links lead, and that a path behind them stands or does not."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.models import TODAY, copied

from readiness_bot.audit.moment import Moment, Source
from readiness_bot.convention.policy import Policy
from readiness_bot.demo.repository import Repository
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.links import OUT, destination, leads
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.worktree import read_worktree


@pytest.mark.parametrize(
    ("path", "target", "place"),
    [
        ("docs/a.md", "b.md", "docs/b.md"), ("docs/a.md", "../b.md", "b.md"), ("a", ".", ""), ("docs/a", "..", ""), ("a", "./x//y/", "x/y"),
        ("a", "../x", OUT), ("docs/a", "../../etc", OUT), ("a", "/etc/passwd", OUT), ("a", "", OUT), ("a", "x\0", OUT), ("a/b", "..", ""), ("a", "..", OUT),
    ],
)  # fmt: skip
def test_where_a_link_leads(path: str, target: str, place: str) -> None:
    assert destination(path, target) == place


FILES = {"docs", "docs/dpia.md", "documents", "documents/x.md"}
LINKS = {
    "dangling": "docs/none.md",
    "file": "docs/dpia.md",
    "folder": "documents",
    "twice": "folder",
    "out": OUT,
    "root": "",
    "me": "me",
    "ping": "pong",
    "pong": "ping",
}


@pytest.mark.parametrize(
    ("path", "stands"),
    [
        ("docs/dpia.md", True), ("file", True), ("folder", True), ("folder/x.md", True), ("twice/x.md", True), ("root/docs/dpia.md", True), ("root", True),
        ("dangling", False), ("out", False), ("out/x", False), ("me", False), ("ping/x", False), ("folder/y.md", False), ("none", False),
    ],
)  # fmt: skip
def test_what_stands_behind_links(path: str, stands: bool) -> None:
    assert leads(path, FILES.__contains__, LINKS.get) is stands


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("links") / "churn").path


TOLD = "The impact assessment is linked as 'docs/dpia.md', a symbolic link that leads to no file in this repository"


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("nowhere.md", TOLD),
        ("../../outside.md", TOLD),
        ("../../../outside.md", TOLD),
        ("/etc/passwd", TOLD),
        ("dpia.md", TOLD),
        ("lineage.md", ""),
        ("../MODEL_CARD.md", ""),
        ("../infra", ""),
    ],
)
@pytest.mark.parametrize("prefix", ["", "models/churn/"])
def test_the_folder_its_commit_and_the_audit_say_the_same(original: Path, tmp_path: Path, target: str, told: str, prefix: str) -> None:
    model = tmp_path / prefix / "x" if not prefix else tmp_path / prefix
    shutil.copytree(original, model, ignore=shutil.ignore_patterns(".git"), symlinks=True)
    (tmp_path / "outside.md").write_text("x")
    repository = Repository.create(tmp_path if prefix else model)
    (model / "docs" / "dpia.md").unlink()
    (model / "docs" / "dpia.md").symlink_to(target)
    repository.commit({}, "All", "ana-ruiz", date(2026, 11, 19))
    inside = prefix and target == "../../../outside.md"
    for snapshot in (read_worktree(model), read_revision(model, "HEAD")):
        found = evaluate(snapshot, TODAY).by_id["governance.impact"]
        assert [finding.message for finding in found.findings] == ([told] if told and not inside else [])


def test_a_folder_that_is_a_link_into_the_repository(original: Path, tmp_path: Path) -> None:
    model = Path(shutil.copytree(original, tmp_path / "churn", symlinks=True))
    (model / "docs").rename(model / "documentation")
    (model / "docs").symlink_to("documentation")
    repository = Repository(model)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Move")
    for snapshot in (read_worktree(model), read_revision(model, "HEAD")):
        assert (snapshot.has("docs/dpia.md"), snapshot.has("docs"), snapshot.has("docs/none.md")) == (True, True, False)
        assert evaluate(snapshot, TODAY).by_id["governance.impact"].evidence == "linked"


def test_the_audit_follows_them_too() -> None:
    blobs = {"1" * 40: b"target.md", "2" * 40: b"../out"}
    moment = Moment(Source((), blobs.get, lambda word: False), Policy())
    moment.tree.apply((f":000000 120000 {'0' * 40} {'1' * 40} A", "link.md", f":000000 120000 {'0' * 40} {'2' * 40} A", "out.md"))
    assert (moment._has("link.md"), moment._has("out.md")) == (False, False)
    moment.tree.apply((f":000000 100644 {'0' * 40} {'3' * 40} A", "target.md"))
    assert (moment._has("link.md"), moment._has("target.md")) == (True, True)
    assert {("?", "target.md"), ("=", "link.md")} <= set(moment.seen.tokens)
