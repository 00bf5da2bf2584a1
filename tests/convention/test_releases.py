"""A release instead of a digest: its files by their contents, its models by snapshots, and one version for one release.

In real git repositories: what counts is what git kept of the files."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.assistants import good, texts_of
from tests.models import TODAY, Edit, edited, path_of

from readiness_bot.convention.release import digest, no_snapshot
from readiness_bot.demo.repository import Repository
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import ItemResult
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.vocabulary import Kind, Status

ITEM = "infrastructure.artifact"
DAY = date(2026, 10, 12)


def built(folder: Path, kind: Kind = Kind.LLM_APP, prefix: str = "") -> Repository:
    """What is ready for production, with the commit that its release names: two commits."""
    repository = Repository.create(folder)
    files = {name if name.startswith(".github/") else prefix + name: text.decode() for name, text in texts_of(kind).items()}
    name = f"{prefix}readiness/infrastructure.yaml"
    first = repository.commit(files | {name: files[name].replace('"4c1f9e2"', "COMMIT")}, "All of it", "ana-ruiz", DAY)
    repository.commit({name: files[name].replace('"4c1f9e2"', f'"{first[:7]}"')}, "The commit", "ana-ruiz", DAY)
    return repository


def changed(repository: Repository, *edits: Edit, prefix: str = "") -> None:
    """One more commit, a week later."""
    files: dict[str, str] = {}
    for stem, old, new in edits:
        name = prefix + path_of(stem)
        text = files.get(name) or (repository.path / name).read_text()
        assert text.count(old) == 1, (old, name)
        files[name] = text.replace(old, new)
    repository.commit(files, "Change", "ana-ruiz", DAY + timedelta(days=7))


def judged(folder: Path, item: str = ITEM) -> ItemResult:
    """As the working tree has it."""
    return evaluate(read_worktree(folder), TODAY).by_id[item]


def told(folder: Path, item: str = ITEM) -> list[str]:
    result = judged(folder, item)
    return [finding.message for finding in result.findings] or ([result.reason] if result.reason else [])


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    built(folder / "app")
    built(folder / "agent", Kind.AGENT)
    return folder


@pytest.fixture
def app(templates: Path, tmp_path: Path) -> Repository:
    return Repository(Path(shutil.copytree(templates / "app", tmp_path / "app")))


@pytest.fixture
def agent(templates: Path, tmp_path: Path) -> Repository:
    return Repository(Path(shutil.copytree(templates / "agent", tmp_path / "agent")))


def in_shell(folder: Path, *paths: str) -> str:
    """What people run, as the page has it; in another order than that of the paths, `sort` puts it right."""
    command = "LC_ALL=C sha256sum " + " ".join(paths) + " | sha256sum"
    return "sha256:" + subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True).stdout.split()[0]


# The digest of files.


def test_the_digest_is_what_sha256sum_prints(app: Repository) -> None:
    names = ["prompts/answer.md", "prompts/rewrite.md"]
    assert digest({name: (app.path / name).read_bytes() for name in reversed(names)}) == in_shell(app.path, *names)
    assert in_shell(app.path, *names) in (app.path / "readiness" / "infrastructure.yaml").read_text()


@pytest.mark.parametrize("names", [["a", "Z", "b/c", "b.c", "é", "z"], ["ab", "a/b", "a-b"]])
def test_in_the_order_of_a_shells_own_list_in_c(names: list[str], tmp_path: Path) -> None:
    for number, name in enumerate(names):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{number}\n")
    ordered = sorted(names, key=os.fsencode)
    assert digest({name: (tmp_path / name).read_bytes() for name in names}) == in_shell(tmp_path, *ordered)


def test_line_endings_of_windows_change_nothing(app: Repository) -> None:
    (app.path / "prompts/answer.md").write_bytes((app.path / "prompts/answer.md").read_bytes().replace(b"\n", b"\r\n"))
    assert judged(app.path).status is Status.SATISFIED


def test_a_release_is_satisfied_in_git(app: Repository, agent: Repository) -> None:
    for repository in (app, agent):
        assert told(repository.path) == []
        head = evaluate(read_revision(repository.path, repository.git("rev-parse", "HEAD")), TODAY).by_id[ITEM]
        assert (judged(repository.path).status, head.status) == (Status.SATISFIED, Status.SATISFIED)


def test_a_changed_prompt(app: Repository) -> None:
    changed(app, ("prompts/answer.md", "alone", "above all"))
    now = in_shell(app.path, "prompts/answer.md", "prompts/rewrite.md")
    [finding] = judged(app.path).findings
    assert finding.message.startswith(f"The prompts have changed: their digest is now {now[:19]}…")
    assert f'digest: "{now}"' in finding.fix


def test_the_advice_closes_it_under_a_new_version_and_not_under_the_old_one(app: Repository) -> None:
    old = in_shell(app.path, "prompts/answer.md", "prompts/rewrite.md")
    changed(app, ("prompts/answer.md", "alone", "above all"))
    now = in_shell(app.path, "prompts/answer.md", "prompts/rewrite.md")
    changed(app, ("infrastructure", old, now))
    assert told(app.path) == [f'artifact.prompts changed since commit {app.git("rev-parse", "HEAD~2")[:7]}, but the version is still "1.2.0"']
    changed(app, ("contract", 'version: "1.2.0"', 'version: "1.3.0"'))
    assert told(app.path) == []


def test_a_changed_tool(agent: Repository) -> None:
    changed(agent, ("tools/issue_refund.json", "}", ', "limit": 900}'))
    assert [message.partition(":")[0] for message in told(agent.path)] == ["The tools have changed"]


MISSING_DIGEST: Edit = ("infrastructure", '    digest: "sha256:63', '    # digest: "sha256:63')


def test_a_digest_that_is_missing_is_told(app: Repository) -> None:
    changed(app, MISSING_DIGEST)
    now = in_shell(app.path, "prompts/answer.md", "prompts/rewrite.md")
    assert [(f.message, f.fix) for f in judged(app.path).findings] == [("artifact.prompts.digest is missing", f'write   digest: "{now}"')]


def test_a_digest_that_is_none(app: Repository) -> None:
    old = in_shell(app.path, "prompts/answer.md", "prompts/rewrite.md")
    changed(app, ("infrastructure", old, "sha256:63baedd"))
    assert told(app.path)[0] == "artifact.prompts.digest is 'sha256:63baedd', which is not a digest"


# Files that are no files.

LIST = "    files: [prompts/answer.md, prompts/rewrite.md]"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ("[prompts/anser.md]", "artifact.prompts.files names 'prompts/anser.md', but this repository has no such file"),
        ("[prompts]", "artifact.prompts.files names 'prompts', which is a folder, or one file too many"),
        ("[prompts/]", "artifact.prompts.files names 'prompts/', which is a folder, or one file too many"),
        ("[/prompts/answer.md]", "artifact.prompts.files names '/prompts/answer.md', but this repository has no such file"),
        ("[../app/prompts/answer.md]", "artifact.prompts.files names '../app/prompts/answer.md', but this repository has no such file"),
        ("[./prompts/answer.md]", "artifact.prompts.files names './prompts/answer.md', which does not begin at the repository's root"),
        ("[]", "artifact.prompts.files is empty"),
        ("[PATH]", "artifact.prompts.files is empty"),
        ("prompts/answer.md", "artifact.prompts.files in readiness/infrastructure.yaml, line 16, is wrong"),
    ],
)  # fmt: skip
def test_paths_that_lead_to_no_file(app: Repository, files: str, message: str) -> None:
    changed(app, ("infrastructure", LIST, f"    files: {files}"))
    assert told(app.path)[:1] == [message]


def test_a_prompt_that_is_too_large(app: Repository) -> None:
    changed(app, ("prompts/answer.md", "alone", "alone " * 60_000))
    assert told(app.path) == ["prompts/answer.md could not be read here: it is larger than 256 KiB"]


def test_a_prompt_that_git_lfs_keeps(app: Repository) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 12\n"
    app.commit({"prompts/answer.md": pointer}, "LFS", "ana-ruiz", DAY)
    assert told(app.path) == ["prompts/answer.md could not be read here: this is a Git LFS pointer, not the file"]


def test_a_prompt_that_is_a_symbolic_link(app: Repository) -> None:
    (app.path / "prompts/answer.md").unlink()
    (app.path / "prompts/answer.md").symlink_to("rewrite.md")
    assert told(app.path) == ["artifact.prompts.files names 'prompts/answer.md', which is a symbolic link"]


def test_more_files_than_are_read(app: Repository) -> None:
    names = [f"prompts/p{number:02}.md" for number in range(60)]
    app.commit({name: f"{name}\n" for name in names}, "Many", "ana-ruiz", DAY)
    changed(app, ("infrastructure", LIST, f"    files: [{', '.join(names)}]"))
    assert told(app.path) == ["artifact.prompts.files names 'prompts/p40.md', which is a folder, or one file too many"]


def test_a_prompt_whose_name_is_not_looked_up(app: Repository) -> None:
    app.commit({"prompts/my answer.md": "Answer.\n"}, "A blank", "ana-ruiz", DAY)
    changed(app, ("infrastructure", LIST, "    files: [prompts/my answer.md]"))
    assert told(app.path) == ["artifact.prompts.files names 'prompts/my answer.md', whose name has a blank, a quote or a bracket"]


# One version, one release.


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("models", ("infrastructure", "heliolm/shield@2026-02-10]", "heliolm/shield@2026-08-01]")),
        ("models", ("infrastructure", "  models: [auroralm/aria-2@2026-05-12, ", "  models: [")),
        ("index", ("infrastructure", 'index: {version: "2026-09-18"}', 'index: {version: "2026-10-01"}')),
        ("index", ("infrastructure", 'index: {version: "2026-09-18"}', "index: {na: It searches nothing}")),
    ],
)  # fmt: skip
def test_a_part_that_changed_under_one_version(app: Repository, part: str, edit: Edit) -> None:
    before = app.git("rev-parse", "HEAD")[:7]
    changed(app, edit)
    assert told(app.path) == [f'artifact.{part} changed since commit {before}, but the version is still "1.2.0"']
    changed(app, ("contract", 'version: "1.2.0"', 'version: "1.3.0"'))
    assert told(app.path) == []


def test_a_commit_that_changed_under_one_version(app: Repository) -> None:
    head = app.git("rev-parse", "HEAD")[:7]
    built_from = app.git("rev-parse", "HEAD~1")[:7]
    changed(app, ("infrastructure", f'commit: "{built_from}"', f'commit: "{head}"'))
    assert told(app.path) == [f'artifact.commit changed since commit {head}, but the version is still "1.2.0"']


def test_tools_that_changed_under_one_version(agent: Repository) -> None:
    """The files and their digest: as much another release as another prompt."""
    old = in_shell(agent.path, "tools/issue_refund.json", "tools/look_up_order.json")
    changed(agent, ("tools/issue_refund.json", "}", ', "limit": 900}'))
    changed(agent, ("infrastructure", old, in_shell(agent.path, "tools/issue_refund.json", "tools/look_up_order.json")))
    before = agent.git("rev-parse", "HEAD~2")[:7]
    assert told(agent.path) == [f'artifact.tools changed since commit {before}, but the version is still "0.9.0"']


@pytest.mark.parametrize(
    "edit",
    [
        ("infrastructure", "[auroralm/aria-2@2026-05-12, heliolm/shield@2026-02-10]", "[heliolm/shield@2026-02-10, auroralm/aria-2@2026-05-12]"),
        ("infrastructure", LIST, "    files: [prompts/rewrite.md, prompts/answer.md]"),
        ("infrastructure", "  models: [auroralm", "  # what it calls\n  models: [auroralm"),
        ("contract", "size: 240", "size: 250"),
    ],
)  # fmt: skip
def test_another_order_or_a_comment_is_no_other_release(app: Repository, edit: Edit) -> None:
    changed(app, edit)
    assert told(app.path) == []


def test_another_reason_for_having_none_is_no_other_release(agent: Repository) -> None:
    changed(agent, ("infrastructure", "{na: It searches nothing}", "{na: There is nothing to search}"))
    assert told(agent.path) == []


def test_taken_out_and_put_back_as_another_is_another(app: Repository) -> None:
    changed(app, ("infrastructure", "  models: [auroralm/aria-2@2026-05-12, heliolm/shield@2026-02-10]\n", ""))
    changed(app, ("infrastructure", "  index:", "  models: [auroralm/aria-3@2026-09-30, heliolm/shield@2026-02-10]\n  index:"))
    assert [message.partition(" since")[0] for message in told(app.path)] == ["artifact.models changed"]


def test_before_there_is_a_version_everything_may_change(app: Repository) -> None:
    changed(app, ("contract", 'version: "1.2.0"', "version: VERSION"))
    fresh = Repository.create(app.path.parent / "fresh")
    fresh.commit({str(path.relative_to(app.path)): path.read_text() for path in app.path.rglob("*") if path.is_file() and ".git/" not in f"{path}/"},
                 "Start", "ana-ruiz", DAY)  # fmt: skip
    changed(fresh, ("infrastructure", "heliolm/shield@2026-02-10]", "heliolm/shield@2026-08-01]"))
    assert not [message for message in told(fresh.path) if "changed since" in message]


# A model in a folder of its own.


@pytest.mark.parametrize("named", ["prompts/", "models/talk/prompts/"])
def test_in_a_sub_folder_paths_begin_at_the_root_or_in_the_folder(tmp_path: Path, named: str) -> None:
    repository = built(tmp_path / "many", prefix="models/talk/")
    folder = repository.path / "models" / "talk"
    names = [f"{named}answer.md", f"{named}rewrite.md"]
    now = in_shell(repository.path if named.startswith("models") else folder, *names)
    text = (folder / "readiness/infrastructure.yaml").read_text()
    old = in_shell(folder, "prompts/answer.md", "prompts/rewrite.md")
    text = text.replace(LIST, f"    files: [{', '.join(names)}]").replace(old, now)
    fresh = Repository.create(tmp_path / "fresh")
    files = {str(path.relative_to(repository.path)): path.read_text() for path in repository.path.rglob("*") if path.is_file() and ".git" not in path.parts}
    commit = fresh.commit(files, "All of it", "ana-ruiz", DAY)
    text = text.replace(repository.git("rev-parse", "HEAD~1")[:7], commit[:7])
    fresh.commit({"models/talk/readiness/infrastructure.yaml": text, ".github/workflows/evals.yml": ON_FOLDER}, "Paths", "ana-ruiz", DAY)
    here = fresh.path / "models" / "talk"
    assert [message for message in told(here) if "changed since" not in message] == []
    assert told(here, "infrastructure.evals") == []


ON_FOLDER = "name: Evaluations\non:\n  pull_request:\n    paths: ['models/talk/**']\njobs: {}\n"


def test_a_workflow_in_the_models_folder_never_runs(tmp_path: Path) -> None:
    repository = built(tmp_path / "many", prefix="models/talk/")
    repository.commit({"models/talk/.github/workflows/evals.yml": "on: push\njobs: {}\n"}, "Decoy", "ana-ruiz", DAY)
    assert told(repository.path / "models" / "talk", "infrastructure.evals") == [
        "models/talk/.github/workflows/evals.yml never runs: GitHub looks for workflows in the repository's root alone"
    ]


# Names of models.


@pytest.mark.parametrize(
    "model",
    [
        "openai/gpt-4o@2024-08-06", "anthropic/claude-sonnet-4-5@20250929", "anthropic/claude-opus-5@5", "google/gemini-2.5-pro@001", "azure/gpt-4o@2024-08-06",
        "bedrock/anthropic.claude-3-5-sonnet@20241022-v2:0", "mistral/mistral-large@2411", "huggingface/BAAI/bge-m3@" + "a1" * 20, "ollama/llama3.1@sha256:" + "b" * 64,
        "ollama/llama3.1@42182419e950", "vertex/publishers/google/models/gemini@002",
    ],
)  # fmt: skip
def test_a_snapshot(model: str) -> None:
    assert no_snapshot(model) == ""


MOVES = "but '{}' can be another model tomorrow"


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("openai/gpt-4o@latest", MOVES.format("latest")),
        ("openai/chatgpt-4o-latest@1", MOVES.format("latest")),
        ("anthropic/claude-3-5-sonnet-LATEST@2", MOVES.format("latest")),
        ("huggingface/BAAI/bge-m3@main", MOVES.format("main")),
        ("own/ranker@production", MOVES.format("production")),
        ("huggingface/BAAI/bge-m3@v1.0", "but a branch or a tag moves; write the commit, 40 hex digits"),
        ("hf/BAAI/bge-m3@" + "a" * 39, "but a branch or a tag moves; write the commit, 40 hex digits"),
        ("ollama/llama3.1@8b", "but a tag moves; write the digest that `ollama list` shows"),
        ("openai/gpt-4o@preview", "which names no version"),
        ("gpt-4o", "which is not provider/name@snapshot"),
        ("openai/gpt-4o", "which is not provider/name@snapshot"),
        ("gpt-4o@2024-08-06", "which is not provider/name@snapshot"),
        ("openai/gpt-4o@", "which is not provider/name@snapshot"),
        ("OpenAI/gpt-4o@1", "which is not provider/name@snapshot"),
        ("openai/gpt 4o@1", "which is not provider/name@snapshot"),
        ("openai/gpt-4o@1\n", "which is not provider/name@snapshot"),
        ("a" * 10_000, "which is not provider/name@snapshot"),
    ],
)  # fmt: skip
def test_no_snapshot(model: str, why: str) -> None:
    assert no_snapshot(model) == why


@pytest.mark.parametrize(
    ("models", "message"),
    [("[]", "artifact.models names no model"), ("[NAME]", "artifact.models names no model"), ("", "artifact.models is not filled in")],
)
def test_a_release_calls_some_model(models: str, message: str) -> None:
    edit: Edit = ("infrastructure", "[auroralm/aria-2@2026-05-12, heliolm/shield@2026-02-10]", models)
    result = evaluate(edited(good(Kind.LLM_APP), edit), TODAY).by_id[ITEM]
    assert [finding.message for finding in result.findings] == [message]


def test_it_is_told_beside_the_model_that_is_none() -> None:
    models = "[\n    NAME,\n    openai/gpt-4o@latest]"
    edit: Edit = ("infrastructure", "[auroralm/aria-2@2026-05-12, heliolm/shield@2026-02-10]", models)
    [finding, _] = evaluate(edited(good(Kind.LLM_APP), edit), TODAY).by_id[ITEM].findings
    assert (finding.line, finding.column) == (20, 5)
