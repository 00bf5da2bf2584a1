"""A commit by GitHub's API is the commit that git sees: by GraphQL, by REST, and by REST where the tree is too large."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.forge.github.organisation.conftest import NOW, scanned
from tests.github.fleet import CONTRACT, example
from tests.github.objects import Content, Files, Link, Submodule
from tests.github.organisation import Hosted, Organisation, World
from tests.models import TODAY

from readiness_bot.forge.github.organisation.cache import Cache
from readiness_bot.forge.github.organisation.reading import WHY_NO_HISTORY
from readiness_bot.forge.scan import Found, Limits
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, History, Snapshot

pytestmark = pytest.mark.e2e

FALLBACK, GOVERNANCE = "readiness/fallback.yaml", "readiness/governance.yaml"
WAYS = ("GraphQL", "REST", "REST, large tree")
PREFIXES = ("", "models/churn/")
SHARED: Files = {"docs/shared.md": "x", "models/other/README.md": "x", ".github/CODEOWNERS": "* @ana\n"}
"""What stands beside a model in a folder."""

Edit = Callable[[dict[str, Content]], Mapping[str, Content]]


def text(files: Mapping[str, Content], name: str) -> bytes:
    content = files[name]
    return content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else b""


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Edit:
    return lambda files: files | {name: change(text(files, name) if name in files else b"")}


MENTIONS = (
    "docs/deep/er/note.md ./docs/dpia.md docs/ docs/report.pdf docs/latin.txt docs/large.bin docs/link.md Makefile docs/none.md docs/shared.md"
    " models/churn/docs/dpia.md ../etc/passwd /etc/passwd https://example.org/docs/x deadbeef linked/deep/er/note.md"
)
MENTIONED: dict[str, Content] = {
    "docs/deep/er/note.md": "x", "docs/my notes/a b.md": "x", "docs/report.pdf": b"%PDF\0\xff", "docs/latin.txt": "Übergabe".encode("latin-1"),
    "docs/large.bin": b"x" * (MAX_FILE_BYTES + 1), "docs/link.md": Link("report.pdf"), "linked": Link("docs"), "Makefile": "all:\n",
}  # fmt: skip


def mentions(files: dict[str, Content]) -> Mapping[str, Content]:
    """Links of every kind, in a comment at the end of a readiness file and as values."""
    said = text(files, GOVERNANCE).replace(b"docs/dpia.md", b"docs/my notes/a b.md") + f"# {MENTIONS}\n".encode()
    return files | MENTIONED | {GOVERNANCE: said}


EDITS: dict[str, Edit] = {
    "as it is": lambda files: files,
    "a link": lambda files: files | {FALLBACK: Link("/etc/passwd")},
    "a contract that is a link": lambda files: files | {CONTRACT: Link("../README.md")},
    "a submodule": lambda files: files | {FALLBACK: Submodule()},
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
    "only a contract": lambda files: {CONTRACT: files[CONTRACT]},
    "wrong settings": lambda files: files | {".github/readiness.yaml": "gate: maybe\n"},
    "mentions": mentions,
    "mentions in many folders": lambda files: files | {GOVERNANCE: "# " + " ".join(f"docs/{n}/x.md" for n in range(200)), "docs/7/x.md": "x"},
}


@dataclass(frozen=True)
class Case:
    """One content, as git sees it, and as each way of the API does."""

    hosted: Hosted
    prefix: str
    found: Mapping[str, Found]

    def by_git(self, folder: Path) -> Snapshot:
        self.hosted.store.write(folder, self.hosted.head)
        below = folder / self.prefix
        below.mkdir(parents=True, exist_ok=True)
        return read_revision(below, self.hosted.head)


def contents() -> dict[tuple[str, str], Files]:
    rows = {(f"edit {name}", prefix): edit(dict(example())) for name, edit in EDITS.items() for prefix in PREFIXES}
    rows |= {(f"random {n}", PREFIXES[n % 2]): any_files(random.Random(n)) for n in range(12)}  # noqa: S311
    return {(name, prefix): placed(files, prefix) for (name, prefix), files in rows.items()}


def placed(files: Files, prefix: str) -> Files:
    """In a folder of a larger repository; its settings stand at the root."""
    found = {path if path.startswith(".github") else prefix + path: content for path, content in files.items()}
    return {**found, **SHARED} if prefix else found


def any_files(chance: random.Random) -> Files:
    """Files, links and folders by a few names, and readiness files that mention them in every way."""
    names = ["docs", "deep", "a b", "x.md", "notes", "shared.md", "linked"]
    files: dict[str, Content] = {CONTRACT: "model: churn\nstage: staging\n"}
    for _ in range(chance.randrange(3, 14)):
        path = "/".join(chance.choices(names, k=chance.randrange(1, 4)))
        if not any(path.startswith(f"{one}/") or one.startswith(f"{path}/") for one in files):
            contents: list[Content] = ["x", b"\xff", b"\0", "y" * 99, Link(chance.choice(names)), Link("../docs"), Submodule()]
            files[path] = chance.choice(contents)
    words = ["/".join(chance.choices(names, k=chance.randrange(1, 4))) for _ in range(40)]
    for name in ("ownership.yaml", "governance.yaml", "infrastructure.yaml", "runbook.md"):
        said = "".join(f"{chance.choice(['a: ', '- ', '# ', '[x](', '  '])}{word}\n" for word in chance.sample(words, 9))
        files[f"readiness/{name}"] = said + chance.choice(["", "commit: 1234567\n", "# deadbeef\n"])
    return files


@pytest.fixture(scope="module")
def cases(organisation_server: Organisation, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Case]:
    """All of them in one scan by GraphQL, and every fourth by REST."""
    hosted = {key: Hosted(f"r{n}", files) for n, (key, files) in enumerate(contents().items())}
    found: dict[tuple[str, str], dict[str, Found]] = {key: {} for key in hosted}
    for number, way in enumerate(WAYS):
        folder, read = tmp_path_factory.mktemp("scan"), list(hosted.items())[:: 4 if number else 1]
        for _, one in read:
            one.truncated = way == "REST, large tree"
            if number:  # as an earlier scan marked what GraphQL cannot deliver
                cache = Cache(folder / "cache", NOW.date())
                cache.put(f"heavy:{one.id}:2026-11", b"")
                cache.close()
        organisation_server.world = World([one for _, one in read])
        rows = scanned(organisation_server, folder, limits=Limits(requests=5_000)).rows
        for key, one in read:
            found[key][way] = rows[f"acme/{one.name}"]
    return {key: Case(one, key[1], found[key]) for key, one in hosted.items()}


@pytest.mark.parametrize("prefix", PREFIXES, ids=["root", "sub-folder"])
@pytest.mark.parametrize("edit", EDITS)
def test_the_same_as_by_git(cases: dict[tuple[str, str], Case], edit: str, prefix: str, tmp_path: Path) -> None:
    same(cases[f"edit {edit}", prefix], tmp_path)


@pytest.mark.parametrize("number", range(12))
def test_whatever_the_files_are_it_is_the_same_as_by_git(cases: dict[tuple[str, str], Case], number: int, tmp_path: Path) -> None:
    same(cases[f"random {number}", PREFIXES[number % 2]], tmp_path)


def same(case: Case, folder: Path) -> None:
    by_git = case.by_git(folder / "repository")
    for way, row in case.found.items():
        [by_api] = row.snapshots or pytest.fail(f"{way}: {row}")
        assert by_api.files == by_git.files, way
        assert (by_api.commits, by_api.prefix, by_api.revision) == (by_git.commits, by_git.prefix, by_git.revision), way
        assert by_api.paths == by_git.paths if way == "REST" else by_api.paths <= by_git.paths, way
        assert by_api.links.items() <= by_git.links.items(), way
        assert judged(by_api) == judged(replace(by_git, history=History(why_unknown=WHY_NO_HISTORY), committers=())), way


def judged(snapshot: Snapshot) -> list[object]:
    """All that an evaluation tells, so that what is not listed makes no difference."""
    report = evaluate(snapshot, TODAY)
    return [report.absent, report.findings, *((r.id, r.status, r.findings, r.reason) for r in report.items)]
