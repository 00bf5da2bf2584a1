"""Repositories of every shape, with every setting: the same model gives the same answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.models import EXAMPLE, TODAY

from readiness_bot.demo.repository import Repository, read_files
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import Refusal, Snapshot
from readiness_bot.reading.worktree import read_worktree

NAME = "models/churn"


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model in a sub-folder, with what it links to partly at the root."""
    path = tmp_path_factory.mktemp("shapes") / "acme"
    repository = Repository.create(path)
    files = {f"{NAME}/{name}": text for name, text in read_files(EXAMPLE).items()}
    files["docs/lineage.md"] = files.pop(f"{NAME}/docs/lineage.md")
    first = files | {f"{NAME}/readiness/governance.yaml": files[f"{NAME}/readiness/governance.yaml"].replace("400", "300")}
    for number, some in enumerate((first, files)):
        repository.commit(some, f"state {number}", "ana-ruiz", TODAY.replace(day=number + 1))
    repository.git("config", "uploadpack.allowFilter", "true")
    return path


@pytest.fixture
def repository(original: Path, tmp_path: Path) -> Repository:
    return Repository(Path(shutil.copytree(original, tmp_path / "acme")))


def both(folder: Path) -> tuple[Snapshot, Snapshot]:
    return read_worktree(folder), read_revision(folder, "HEAD")


def parts(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.files, snapshot.paths, snapshot.history, snapshot.commits, snapshot.committers, snapshot.prefix


def clone(repository: Repository, *options: str) -> Path:
    target = repository.path.parent / "clone"
    repository.git("clone", "--quiet", *options, f"file://{repository.path}", str(target))
    return target


def worktree(repository: Repository) -> Path:
    repository.git("worktree", "add", "--quiet", "-b", "other", str(repository.path.parent / "other"))
    return repository.path.parent / "other"


def separate(repository: Repository) -> Path:
    return clone(repository, f"--separate-git-dir={repository.path.parent / 'elsewhere'}")


def submodule(repository: Repository) -> Path:
    outer = Repository.create(repository.path.parent / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{repository.path}", "inner")
    return outer.path / "inner"


def sparse(repository: Repository, *options: str) -> Path:
    target = Repository(clone(repository, "--sparse"))
    target.git("sparse-checkout", "set", *options, NAME)
    assert not (target.path / "docs").exists()
    return target.path


def nothing_checked_out(repository: Repository) -> Path:
    target = Repository(clone(repository, "--sparse"))
    target.git("sparse-checkout", "set", "none")
    (target.path / NAME).mkdir(parents=True)
    return target.path


def packed(repository: Repository) -> Path:
    repository.git("gc", "--quiet")
    repository.git("commit-graph", "write", "--reachable")
    repository.git("multi-pack-index", "write")
    return repository.path


def split(repository: Repository) -> Path:
    repository.git("update-index", "--split-index")
    assert list((repository.path / ".git").glob("sharedindex.*"))
    return repository.path


def detached(repository: Repository) -> Path:
    repository.git("checkout", "--quiet", "--detach")
    return repository.path


def linked_head(repository: Repository) -> Path:
    """As very old ones have it."""
    head = repository.path / ".git" / "HEAD"
    head.unlink()
    head.symlink_to("refs/heads/main")
    return repository.path


def through_a_link(repository: Repository) -> Path:
    link = repository.path.parent / "link"
    link.symlink_to(repository.path)
    return link


SHAPES: list[Callable[[Repository], Path]] = [
    worktree, separate, submodule, sparse, lambda repository: sparse(repository, "--sparse-index"), nothing_checked_out,
    packed, split, detached, linked_head, through_a_link, clone,
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_says_the_same(repository: Repository, original: Path, shape: Callable[[Repository], Path]) -> None:
    expected = parts(read_worktree(original / NAME))
    for snapshot in both(shape(repository) / NAME):
        assert parts(snapshot) == expected


def test_objects_of_sha256(tmp_path: Path, original: Path) -> None:
    files = {path: (original / path).read_text() for path in Repository(original).git("ls-files").splitlines()}
    path = tmp_path / "sha256"
    path.mkdir()
    repository = Repository(path)
    repository.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    repository.commit(files, "one", "ana-ruiz", TODAY)
    (path / NAME / "readiness" / "fallback.yaml").unlink()
    repository.git("commit", "--quiet", "--all", "-m", "two")
    for snapshot in both(path / NAME):
        [gone, _] = snapshot.history.revisions["readiness/fallback.yaml"]
        assert (gone.content, len(gone.commit)) == (None, 64)


SETTINGS = {
    "diff.relative": "true", "i18n.logOutputEncoding": "UTF-16", "i18n.commitEncoding": "UTF-7", "diff.orderFile": "/nowhere",
    "log.showRoot": "false", "log.follow": "true", "log.diffMerges": "separate", "log.mailmap": "true", "log.date": "relative",
    "log.decorate": "full", "log.showSignature": "true", "format.pretty": "oneline", "core.quotePath": "true", "core.abbrev": "4",
    "diff.renames": "copies", "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "diff.submodule": "log",
    "diff.ignoreSubmodules": "all", "diff.algorithm": "patience", "color.ui": "always", "color.diff": "always", "column.ui": "always",
    "core.attributesFile": "/nowhere", "core.excludesFile": "IGNORE", "core.commentChar": "H", "core.logAllRefUpdates": "false",
    "core.ignoreCase": "true", "core.preferSymlinkRefs": "true", "core.bigFileThreshold": "1", "core.warnAmbiguousRefs": "true",
    "diff.statGraphWidth": "1", "grep.patternType": "perl", "mailmap.file": "IGNORE", "rev-parse.verify": "false",
    "transfer.hideRefs": "refs", "status.showUntrackedFiles": "no", "core.sparseCheckout": "true", "core.untrackedCache": "true",
}  # fmt: skip


@pytest.mark.parametrize("level", ["repository", "person"])
def test_settings_change_nothing(repository: Repository, original: Path, tmp_path: Path, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "IGNORE").write_text("*\n")
    file = repository.path / ".git" / "config" if level == "repository" else tmp_path / "settings"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    for name, value in SETTINGS.items():
        value = str(tmp_path / value) if value == "IGNORE" else value
        subprocess.run(["git", "config", "--file", str(file), name, value], check=True)
    for snapshot in both(repository.path / NAME):
        assert parts(snapshot) == parts(read_worktree(original / NAME))


def test_what_replaces_and_grafts_commits_is_not_believed(repository: Repository, original: Path) -> None:
    head, first = repository.git("rev-parse", "HEAD"), repository.git("rev-parse", "HEAD~1")
    repository.git("replace", head, first)
    grafts = repository.path / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{head}\n")
    for snapshot in both(repository.path / NAME):
        assert parts(snapshot) == parts(read_worktree(original / NAME))


def test_a_deleted_file_is_gone_though_the_index_has_it(repository: Repository) -> None:
    (repository.path / "docs" / "lineage.md").unlink()
    assert "docs/lineage.md" not in read_worktree(repository.path / NAME).paths
    assert "docs/lineage.md" in read_revision(repository.path / NAME, "HEAD").paths


def test_what_a_partial_and_sparse_clone_left_out_is_fetched(repository: Repository, original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Repository(clone(repository, "--sparse", "--filter=blob:none"))
    target.git("sparse-checkout", "set", "none")
    (target.path / NAME).mkdir(parents=True)
    with pytest.raises(CannotRead, match=r"^This is a partial clone: file contents that it left out are needed"):
        read_worktree(target.path / NAME)
    monkeypatch.setenv("GITHUB_SERVER_URL", f"file://{tmp_path}")
    for snapshot in both(target.path / NAME):
        assert parts(snapshot) == parts(read_worktree(original / NAME))


def test_a_linked_object_folder_of_a_model_is_no_repository(repository: Repository, original: Path) -> None:
    """`HEAD`, `objects/` and `refs/` in the model's folder: git would read `config` there."""
    folder = repository.path / NAME
    for name in ("HEAD", "objects", "refs"):
        source = repository.path / ".git" / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    (folder / "config").write_text("[core]\n\trepositoryformatversion = 99\n")
    assert read_worktree(folder).history == read_worktree(original / NAME).history


@pytest.mark.parametrize("revision", ["@{upstream}", "main@{u}", "HEAD@{0}", "origin/main", "origin"])
def test_revisions_as_people_write_them(repository: Repository, revision: str) -> None:
    target = clone(repository)
    assert read_revision(target / NAME, revision).revision == repository.git("rev-parse", "HEAD")


# What a commit says of itself

HEADERS = {
    "control bytes in an address": "author a <a\x01b@x.io> 1780000000 +0000\ncommitter a <a\x01b@x.io> 1780000000 +0000",
    "another commit's line": "author \x01aaaa 1 <x\x01y> 1780000000 +0000\ncommitter a <\x01> 1780000000 +0000",
    "nobody": "author  <> 1780000000 +0000\ncommitter  <> 1780000000 +0000",
    "before 1970": "author a <a@x> -99999999999 +0000\ncommitter a <a@x> -99999999999 +0000",
    "year 10000": "author a <a@x> 253402300800 +0000\ncommitter a <a@x> 253402300800 +0000",
    "year 33658": "author a <a@x> 1000000000000 +0000\ncommitter a <a@x> 1000000000000 +0000",
    "many digits": f"author a <a@x> {'9' * 5000} +0000\ncommitter a <a@x> {'9' * 5000} +0000",
    "no date": "author a <a@x>\ncommitter a <a@x>",
    "no committer": "author a <a@x> 1780000000 +0000",
    "no author": "committer a <a@x> 1780000000 +0000",
    "neither": "x y",
    "an encoding that git does not know": "author a <a@x> 1780000000 +0000\ncommitter a <a@x> 1780000000 +0000\nencoding KOI-99",
    "UTF-16": "author a <a@x> 1780000000 +0000\ncommitter a <a@x> 1780000000 +0000\nencoding UTF-16",
    "UTF-7": "author a <a+AAo-@x> 1780000000 +0000\ncommitter a <a@x> 1780000000 +0000\nencoding UTF-7",
    "bytes that are no UTF-8": "author \udcff <\udcfe@x> 1780000000 +0000\ncommitter \udcff <\udcff@x> 1780000000 +0000",
    "a name of a megabyte": f"author {'a' * 1000000} <{'b' * 1000000}> 1780000000 +0000\ncommitter a <a@x> 1780000000 +0000",
    "a signature": "author a <a@x> 1780000000 +0000\ncommitter a <a@x> 1780000000 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END",
}  # fmt: skip


@pytest.mark.parametrize("what", HEADERS)
def test_metadata_decides_nothing_and_ends_nothing(repository: Repository, original: Path, what: str, tally: Callable[..., None]) -> None:
    """A forged commit that changes `keep_days`: everything is judged, and what it changed is of its own day or its parent's."""
    before = evaluate(read_worktree(original / NAME), TODAY)
    text = (repository.path / NAME / "readiness" / "governance.yaml").read_text()
    (repository.path / NAME / "readiness" / "governance.yaml").write_text(text.replace("400", "401"))
    repository.git("add", "--all")
    tree, parent = repository.git("write-tree"), repository.git("rev-parse", "HEAD")
    content = f"tree {tree}\nparent {parent}\n{HEADERS[what]}\n\nchange\n".encode("utf-8", "surrogateescape")
    forged = subprocess.run(
        ["git", "-C", str(repository.path), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
        input=content, capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    repository.git("update-ref", "HEAD", forged)
    tally("commits with forged metadata")
    for snapshot in both(repository.path / NAME):
        revisions = snapshot.history.revisions["readiness/governance.yaml"]
        assert [revision.commit for revision in revisions[:2]] == [forged, parent]
        assert revisions[0].when in (revisions[1].when, revisions[0].when.replace(year=2026, month=5, day=28))
        assert b"keep_days: 401" in (revisions[0].content or b"")
        assert [(item.id, item.status) for item in evaluate(snapshot, TODAY).items] == [(item.id, item.status) for item in before.items]


# Sizes before contents

MEASURED = """
import resource, sys
from pathlib import Path
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.worktree import read_worktree
for read in (lambda: read_worktree(Path(sys.argv[1])), lambda: read_revision(Path(sys.argv[1]), "HEAD")):
    files = read().files
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))  # ru_maxrss begins with the parent's
print(int(peak.split()[1]) // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_a_blob_is_measured_before_it_is_read(repository: Repository) -> None:
    names = sorted((repository.path / NAME / "readiness").iterdir())
    kept = {path: path.read_bytes() for path in names}
    for path in names:
        with path.open("wb") as file:
            file.truncate(99_000_000)
    repository.git("-c", "core.bigFileThreshold=1m", "-c", "core.compression=1", "commit", "--quiet", "--all", "-m", "large")
    for path, content in kept.items():
        path.write_bytes(content)
    done = subprocess.run([sys.executable, "-c", MEASURED, str(repository.path / NAME)], capture_output=True, text=True, check=True)
    assert all(int(megabytes) < 120 for megabytes in done.stdout.split()), done.stdout
    assert set(read_revision(repository.path / NAME, "HEAD").files.values()) >= {Refusal.TOO_LARGE}


def test_a_missing_object_is_not_called_too_large(repository: Repository) -> None:
    blob = repository.git("rev-parse", f"HEAD:{NAME}/readiness/fallback.yaml")
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CannotRead) as told:
        read_revision(repository.path / NAME, "HEAD")
    assert str(told.value) == f"git has no object {blob[:12]} in {repository.path}, which the history names; `git fsck` says more."


def test_a_history_of_many_large_versions_is_not_held(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_bot.reading.git.objects.MAX_TOTAL", 1_000)
    read = read_worktree(repository.path / NAME)
    assert (read.history.known, read.history.why_unknown) == (False, "the history of the readiness files is too large to be read")


def test_a_tree_of_too_many_files_is_refused(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_bot.reading.git.listing.MOST_PATHS", 10)
    reads: list[Callable[[], Snapshot]] = [lambda: read_worktree(repository.path), lambda: read_revision(repository.path, "HEAD")]
    for read in reads:
        with pytest.raises(CannotRead) as told:
            read()
        assert str(told.value) == f"{repository.path} has more than 10 files; a repository of this size is not read."


def test_a_readiness_file_that_was_once_a_submodule(repository: Repository) -> None:
    path = f"{NAME}/readiness/fallback.yaml"
    text = (repository.path / path).read_text()
    repository.git("rm", "--quiet", path)
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'a' * 40},{path}")
    repository.git("commit", "--quiet", "-m", "submodule")
    repository.git("rm", "--quiet", "--cached", path)
    repository.commit({path: text}, "back", "ana-ruiz", TODAY)
    contents = [revision.content for revision in read_worktree(repository.path / NAME).history.revisions["readiness/fallback.yaml"]]
    assert contents == [text.encode(), b"", text.encode()]


@pytest.mark.parametrize("what", ["ref: refs/heads/../../x", "nonsense", "0" * 40])
def test_a_head_that_leads_nowhere_is_no_young_repository(repository: Repository, what: str) -> None:
    (repository.path / ".git" / "refs" / "heads" / "main").write_text(f"{what}\n")
    with pytest.raises(CannotRead, match=rf"^git (log failed in|refuses to read) {repository.path}: "):
        read_worktree(repository.path / NAME)


def test_a_pipe_in_the_place_of_git_s_files_keeps_nobody_waiting(repository: Repository, original: Path) -> None:
    for name in ("packed-refs", "shallow", "info/exclude", "objects/info/commit-graph", "FETCH_HEAD"):
        path = repository.path / ".git" / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        os.mkfifo(path)
    # git itself reads `shallow` when it is asked whether the clone is
    (repository.path / ".git" / "shallow").unlink()
    assert parts(read_worktree(repository.path / NAME)) == parts(read_worktree(original / NAME))
