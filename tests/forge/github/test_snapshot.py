"""A commit by GitHub's API is the commit that git sees: by GraphQL, by REST, and by REST where the tree is too large."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.github.prism import Prism
from tests.github.server import REPOSITORY, GithubServer
from tests.models import EXAMPLE, TODAY

from readiness_bot.demo.repository import Repository, build, read_files
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.snapshot import WHY_NO_HISTORY, Side, read_sides
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.mentions import CARDS
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, History, Refusal, Snapshot
from readiness_bot.reading.tree import ALWAYS

pytestmark = pytest.mark.e2e

FORK = "stranger/churn"
CONTRACT, FALLBACK, GOVERNANCE = "readiness/contract.yaml", "readiness/fallback.yaml", "readiness/governance.yaml"
WAYS: dict[str, dict[str, Any]] = {"GraphQL": {}, "REST": {"graphql": False}, "REST, large tree": {"graphql": False, "treeLimit": 3}}
PREFIXES = ("", "models/churn/")


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Repository]:
    """The example at the root, and in a folder of a larger repository."""
    folder = tmp_path_factory.mktemp("originals")
    root = build(folder / "root", read_files(EXAMPLE))
    large = Repository.create(folder / "large")
    below = {f"models/churn/{name}": text for name, text in root_files(root).items()}
    large.commit(below | {"docs/shared.md": "x", "models/other/README.md": "x"}, "All", "ana-ruiz", date(2026, 11, 18))
    return {"": root, "models/churn/": large}


def root_files(repository: Repository) -> dict[str, str]:
    names = repository.git("ls-files").splitlines()
    return {name: (repository.path / name).read_text() for name in names}


@pytest.fixture(params=PREFIXES, ids=["root", "sub-folder"])
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def repository(originals: dict[str, Repository], prefix: str, tmp_path: Path) -> Repository:
    return Repository(Path(shutil.copytree(originals[prefix].path, tmp_path / "repository", symlinks=True)))


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> dict[str, Any]:
    return WAYS[request.param]


def client(server: GithubServer) -> Client:
    return Client(GithubSettings.from_environment(server.environment()))


def commit(repository: Repository, message: str = "Change") -> str:
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--allow-empty", "-m", message)
    return repository.git("rev-parse", "HEAD")


def read(server: GithubServer, repository: Repository, sha: str, prefix: str = "", **state: Any) -> Snapshot:
    server.state(git={REPOSITORY: str(repository.path)}, **state)
    [found] = read_sides(client(server), [Side(sha, FORK)], prefix)
    return found


def link(path: Path, target: str) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(target)


def misname(folder: Path) -> None:
    (folder / CONTRACT).rename(folder / "readiness" / "contract.yml")


def submodule(folder: Path) -> None:
    """An entry that names a commit: git has no command for it without another repository."""
    repository, name = Repository(folder), "readiness/fallback.yaml"
    at = repository.git("rev-parse", "--show-prefix")
    (folder / name).unlink()
    (folder / name).mkdir()  # as in a clone
    repository.git("rm", "--quiet", "--cached", name)
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{repository.git('rev-parse', 'HEAD')},{at}{name}")


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        before = path.read_bytes() if path.exists() else b""
        after = change(before)
        assert after != before
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(after)

    return edit


def mentions(folder: Path) -> None:
    """Links of every kind, in a comment at the end of a readiness file and as values."""
    (folder / "docs" / "deep" / "er").mkdir(parents=True)
    (folder / "docs" / "deep" / "er" / "note.md").write_text("x")
    (folder / "docs" / "my notes").mkdir()
    (folder / "docs" / "my notes" / "a b.md").write_text("x")
    (folder / "docs" / "report.pdf").write_bytes(b"%PDF\0\xff")
    (folder / "docs" / "latin.txt").write_bytes("Übergabe".encode("latin-1"))
    (folder / "docs" / "large.bin").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    (folder / "docs" / "link.md").symlink_to("report.pdf")
    (folder / "Makefile").write_text("all:\n")
    words = "docs/deep/er/note.md ./docs/dpia.md docs/ docs/report.pdf docs/latin.txt docs/large.bin docs/link.md Makefile docs/none.md docs/shared.md"
    path = folder / GOVERNANCE
    text = path.read_text().replace("docs/dpia.md", "docs/my notes/a b.md")
    path.write_text(f"{text}# {words} models/churn/docs/dpia.md ../etc/passwd /etc/passwd https://example.org/docs/x deadbeef\n")


EDITS: dict[str, Callable[[Path], None]] = {
    "as it is": lambda folder: None,
    "a link": lambda folder: link(folder / FALLBACK, "/etc/passwd"),
    "a link instead of the folder": lambda folder: link(folder / "readiness", "docs"),
    "a submodule": submodule,
    "a large file": rewrite(FALLBACK, lambda _: b"#" * (MAX_FILE_BYTES + 1)),
    "a file that just fits": rewrite(FALLBACK, lambda _: b"#" * MAX_FILE_BYTES),
    "a file that GraphQL cuts": rewrite(FALLBACK, lambda _: b"#" * 600_000),
    "binary": rewrite(GOVERNANCE, lambda text: text + b"\0\xff\xfe"),
    "CRLF": rewrite(GOVERNANCE, lambda text: text.replace(b"\n", b"\r\n")),
    "a lone CR": rewrite(GOVERNANCE, lambda text: text + b"# a\rb\n"),
    "no UTF-8": rewrite(GOVERNANCE, lambda text: text + "# Übergabe\n".encode("latin-1")),
    "a byte order mark": rewrite(GOVERNANCE, lambda text: b"\xef\xbb\xbf" + text),
    "empty": rewrite(GOVERNANCE, lambda _: b""),
    "a pointer to large storage": rewrite(FALLBACK, lambda _: b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
    "a misnamed file": misname,
    "no readiness": lambda folder: shutil.rmtree(folder / "readiness"),
    "wrong settings": rewrite(".github/readiness.yaml", lambda _: b"gate: maybe\n"),
    "mentions": mentions,
}


@pytest.mark.turns(3)
@pytest.mark.parametrize("edit", EDITS)
def test_the_same_as_by_git(github: GithubServer, repository: Repository, prefix: str, edit: str) -> None:
    folder = repository.path / prefix
    EDITS[edit](folder)
    sha = commit(repository)
    by_git = read_revision(folder, sha)
    for name, state in WAYS.items():
        by_api = read(github, repository, sha, prefix, **state)
        assert by_api.files == by_git.files, name
        assert (by_api.commits, by_api.prefix, by_api.revision) == (by_git.commits, by_git.prefix, by_git.revision), name
        assert by_api.paths == by_git.paths if name == "REST" else by_api.paths <= by_git.paths, name
        assert judged(by_api) == judged(replace(by_git, history=History(why_unknown=WHY_NO_HISTORY), committers=())), name


def judged(snapshot: Snapshot) -> list[object]:
    """All that an evaluation tells, so that what is not listed makes no difference."""
    report = evaluate(snapshot, TODAY)
    return [report.absent, report.findings, *((r.id, r.status, r.findings, r.reason) for r in report.items)]


def test_refusals_are_told(github: GithubServer, originals: dict[str, Repository], tmp_path: Path, way: dict[str, Any]) -> None:
    repository = Repository(Path(shutil.copytree(originals[""].path, tmp_path / "r", symlinks=True)))
    link(repository.path / FALLBACK, "/etc/passwd")
    (repository.path / GOVERNANCE).write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    found = read(github, repository, commit(repository), **way)
    assert (found.files[FALLBACK], found.files[GOVERNANCE]) == (Refusal.SYMLINK, Refusal.TOO_LARGE)


def head(repository: Repository) -> str:
    return repository.git("rev-parse", "HEAD")


def test_both_sides_take_two_queries(github: GithubServer, originals: dict[str, Repository]) -> None:
    root = originals[""]
    github.state(git={REPOSITORY: str(root.path)})
    base, later = read_sides(client(github), [Side(root.git("rev-parse", "HEAD~9"), REPOSITORY), Side(head(root), FORK)], "")
    assert [(request.method, request.path) for request in github.log()] == [("POST", "/graphql")] * 2
    assert base.files[CONTRACT] != later.files[CONTRACT]
    assert set(ALWAYS) - set(later.files) - set(CARDS) == {".github/readiness.yaml"}


def test_a_head_that_the_base_does_not_have_is_read_in_the_fork(
    github: GithubServer, originals: dict[str, Repository], tmp_path: Path, way: dict[str, Any]
) -> None:
    fork = Repository(Path(shutil.copytree(originals[""].path, tmp_path / "fork")))
    (fork.path / FALLBACK).write_text("owner: somebody-new\n")
    sha = commit(fork)
    github.state(git={REPOSITORY: str(originals[""].path), FORK: str(fork.path)}, **way)
    base, found = read_sides(client(github), [Side(head(originals[""]), REPOSITORY), Side(sha, FORK)], "")
    assert base.files[FALLBACK] != found.files[FALLBACK] == b"owner: somebody-new\n"


@pytest.mark.parametrize("fork", ["gone/churn", ""])
def test_a_commit_that_nobody_has(github: GithubServer, originals: dict[str, Repository], way: dict[str, Any], fork: str) -> None:
    github.state(git={REPOSITORY: str(originals[""].path)}, **way)
    with pytest.raises(ForgeError, match=r"^Commit 111111111111 is in no repository that can be read here\.$"):
        read_sides(client(github), [Side("1" * 40, fork)], "")


@pytest.mark.parametrize("kind", ["500", "502", "secondary-limit", "drop-before"])
def test_graphql_that_fails_is_replaced_by_rest(github: GithubServer, originals: dict[str, Repository], kind: str) -> None:
    github.fault("POST", "/graphql", kind, times=9)
    found = read(github, originals[""], head(originals[""]))
    assert found.files == read_revision(originals[""].path, "HEAD").files


def test_files_that_mention_too_much_for_one_query(github: GithubServer, originals: dict[str, Repository], tmp_path: Path) -> None:
    repository = Repository(Path(shutil.copytree(originals[""].path, tmp_path / "r")))
    with (repository.path / GOVERNANCE).open("a") as file:
        file.write("# " + " ".join(f"docs/{n}/x.md" for n in range(200)) + "\n")
    found = read(github, repository, commit(repository))
    assert found.files == read_revision(repository.path, "HEAD").files
    assert any("git/trees" in request.path for request in github.log())


def test_no_stranger_uses_up_the_token(github: GithubServer, originals: dict[str, Repository], tmp_path: Path) -> None:
    """2,000 folders in a tree that is too large for one answer: it stops, and says so."""
    repository = Repository(Path(shutil.copytree(originals[""].path, tmp_path / "r")))
    names = [f"docs/{n}" for n in range(200)]
    for name in names:
        (repository.path / name).mkdir()
        (repository.path / name / "x.md").write_text(name)
    with (repository.path / GOVERNANCE).open("a") as file:
        file.write("# " + " ".join(f"{name}/x.md" for name in names) + "\n")
    with pytest.raises(ForgeError, match=r"^Reading this pull request takes more than 100 requests, so it was skipped\.$"):
        read(github, repository, commit(repository), **WAYS["REST, large tree"])
    assert len(github.log()) <= 102


def test_every_request_is_one_that_github_documents(github: GithubServer, originals: dict[str, Repository], prism: Prism) -> None:
    for state in WAYS.values():
        read(github, originals[""], head(originals[""]), **state)
    asked = [request for request in github.log() if request.path != "/graphql"]  # that one the server's own schema judges
    assert {request.path.split("/")[4] for request in asked} == {"git", "commits"}
    assert [(request, why) for request in asked if (why := prism.refusal(request))] == []
