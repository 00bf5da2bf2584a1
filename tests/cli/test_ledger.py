"""`readiness ledger`: what the bot recorded, for people; and each line that git disagrees with, by its number."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.commandline import Ran, Readiness
from tests.models import EXAMPLE

from readiness_bot.cli import group
from readiness_bot.demo.churn_propensity import STORY
from readiness_bot.demo.repository import Repository, play_steps, read_files
from readiness_bot.reading.place import place_of
from readiness_bot.runs.memory import Memory

BRANCH, FILE = "readiness-ledger", "ledger.jsonl"
WHO = "`git log -p` on the ledger's branch says who wrote it, and when"


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story, with a run of the bot after each commit, and the lines in a branch as GitHub keeps them. Read only."""
    model, forge = tmp_path_factory.mktemp("recorded") / "churn", tmp_path_factory.mktemp("forge")
    repository = Repository.create(model)
    for step, _ in play_steps(repository, read_files(EXAMPLE), STORY):
        words = ["sync", str(model), "--forge", f"folder:{forge}", "--today", step.day.isoformat()]
        assert CliRunner().invoke(group, words, catch_exceptions=False).exit_code == 0
    append(repository, *(forge / BRANCH / FILE).read_text().splitlines())
    return model


def append(repository: Repository, *lines: str, text: str | None = None) -> None:
    """Each line in a commit of its own, or another text altogether."""
    head = repository.git("rev-parse", "--abbrev-ref", "HEAD")
    there = BRANCH in repository.git("branch", "--format=%(refname:short)").split()
    repository.git("checkout", "--quiet", *([BRANCH] if there else ["--orphan", BRANCH]))
    if not there:
        repository.git("rm", "-r", "--quiet", "--force", ".")
    path = repository.path / FILE
    for line in lines:
        before = path.read_text() if path.exists() else ""
        repository.commit({FILE: f"{before}{line}\n"}, "line", "github-actions", date(2026, 11, 20))
    if text is not None:
        repository.commit({FILE: text}, "line", "ana-ruiz", date(2026, 11, 20))
    repository.git("checkout", "--quiet", head)


@pytest.fixture(scope="session")
def shortened(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the first line and the last three: each takes ten git processes to be checked. Read only."""
    model = Repository(Path(shutil.copytree(recorded, tmp_path_factory.mktemp("shortened") / "churn")))
    lines = model.git("show", f"{BRANCH}:{FILE}").splitlines()
    model.git("branch", "--quiet", "-D", BRANCH)
    append(model, lines[0], *lines[-3:])
    return model.path


@pytest.fixture
def model(shortened: Path, tmp_path: Path) -> Repository:
    return Repository(Path(shutil.copytree(shortened, tmp_path / "churn")))


@pytest.fixture
def whole(recorded: Path, tmp_path: Path) -> Repository:
    return Repository(Path(shutil.copytree(recorded, tmp_path / "churn")))


@pytest.fixture
def lines(model: Repository) -> list[str]:
    return model.git("show", f"{BRANCH}:{FILE}").splitlines()


def slim(ran: Ran) -> str:
    return re.sub(r"\b[0-9a-f]{7}\b", "COMMIT", ran.out)


def test_what_the_bot_wrote_agrees_with_git(readiness: Readiness, whole: Repository) -> None:
    ran = readiness("ledger", "verify", whole.path)
    assert (ran.code, ran.out) == (0, f"{len(STORY.steps)} lines, 15 Jun 2026 to 18 Nov 2026: all agree with what git holds.\n")


def test_one_line(readiness: Readiness, model: Repository, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "copy.jsonl").write_text(lines[0])
    ran = readiness("ledger", "verify", model.path, "--file", tmp_path / "copy.jsonl")
    assert (ran.code, ran.out) == (0, "1 line, 15 Jun 2026: it agrees with what git holds.\n")


def test_as_json(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    ran = readiness("ledger", "verify", model.path, "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (0, {"schema": 1, "lines": len(lines), "faults": []})


@pytest.mark.parametrize("word", ["show", "verify"])
def test_a_file_without_a_line_proves_nothing(readiness: Readiness, model: Repository, tmp_path: Path, word: str) -> None:
    (tmp_path / "ledger.jsonl").write_text("\n")
    ran = readiness("ledger", word, model.path, "--file", tmp_path / "ledger.jsonl")
    assert (ran.code, ran.out, ran.err) == (3, "", f"{tmp_path / 'ledger.jsonl'} is empty, so there is no evaluation to look at.\n")


def test_it_tells_the_story(readiness: Readiness, whole: Repository) -> None:
    told = slim(readiness("ledger", "show", whole.path)).splitlines()
    assert told[0] == "15 Jun 2026  COMMIT  design: 43 gaps, not verified"
    assert told[-2:] == ["18 Nov 2026  COMMIT  staging: 1 gap, not verified", "  closed: governance.go-live, contract.retirement, governance.next-review"]
    assert "  moved from design to development" in told


def test_a_verified_sign_off_is_named_with_what_it_rests_on(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    line = json.loads(lines[-1])
    row = {"item": "governance.go-live", "claim": "x", "who": "omar-haddad", "answer": "verified", "told": "omar-haddad approved #42", "asked": "2026-11-19"}
    append(model, json.dumps(line | {"evidence": [row]}), json.dumps(line | {"evidence": [row | {"answer": "refuted"}]}))
    told = slim(readiness("ledger", "show", model.path)).splitlines()
    assert told[-4:] == [
        "18 Nov 2026  COMMIT  staging: 1 gap, 1 verified",
        "  verified: governance.go-live (omar-haddad approved #42)",
        "18 Nov 2026  COMMIT  staging: 1 gap, 0 verified",
        "  no longer verified: governance.go-live",
    ]


def verified(readiness: Readiness, model: Repository) -> list[str]:
    ran = readiness("ledger", "verify", model.path)
    assert ran.code == 1
    return slim(ran).splitlines()[1:]


Broken = Callable[[dict[str, object]], dict[str, object]]


def forged(repository: Repository, lines: list[str], /, **changes: object) -> int:
    """One more line, which says something else than the last; its number."""
    append(repository, json.dumps(json.loads(lines[-1]) | changes))
    return len(lines) + 1


def test_a_status_that_was_not(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    statuses = json.loads(lines[-1])["statuses"] | {"contract.outcome": "satisfied"}
    number = forged(model, lines, statuses=statuses)
    assert verified(readiness, model) == [
        f"line {number} (18 Nov 2026, COMMIT): contract.outcome is satisfied in the ledger, but gap by the files",
        f"    `git show COMMIT` shows what was evaluated; {WHO}",
    ]


def test_a_line_of_another_version_says_so(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    number = forged(model, lines, stage="production", version="0.9.0")
    assert verified(readiness, model)[0] == (
        f"line {number} (18 Nov 2026, COMMIT): the stage is production in the ledger, but staging by the files (written by 0.9.0, read by 1.0.0)"
    )


def test_a_line_of_another_model(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    number = forged(model, lines, model="fraud")
    assert verified(readiness, model)[0] == f"line {number} (18 Nov 2026, COMMIT): the model is fraud in the ledger, but churn-propensity by the files"


def test_evidence_of_a_text_that_is_not_there(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    row = {"item": "governance.go-live", "claim": "0" * 32, "who": "omar-haddad", "answer": "verified", "asked": "2026-11-19"}
    number = forged(model, lines, evidence=[row])
    assert verified(readiness, model)[:2] == [
        f"line {number} (18 Nov 2026, COMMIT): its evidence for governance.go-live is about a text that COMMIT does not hold",
        f"    {WHO}",
    ]


def test_another_folder_under_that_commit(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    number = forged(model, lines, tree="1" * 40)
    assert verified(readiness, model)[0] == f"line {number} (18 Nov 2026, COMMIT): COMMIT holds another readiness/ than the one that was evaluated"


@pytest.mark.parametrize(("tree", "still"), [("1" * 40, ""), ("", ", though it still has the files that were evaluated")])
def test_a_commit_that_git_does_not_have(readiness: Readiness, model: Repository, lines: list[str], tree: str, still: str) -> None:
    number = forged(model, lines, commit="2" * 40, **({"tree": tree} if tree else {}))
    assert verified(readiness, model) == [
        f"line {number} (18 Nov 2026, COMMIT): this clone has no commit COMMIT{still}",
        "    the branch was rewritten after that (a force push), or not all of it was fetched; `git fetch --all` fetches the rest",
    ]


def test_a_branch_that_was_rewritten(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    model.git("reset", "--quiet", "--hard", "HEAD~1")
    assert verified(readiness, model) == [
        f"line {len(lines)} (18 Nov 2026, COMMIT): COMMIT is not in the history of what is checked out",
        "    the branch was rewritten after that (a force push), or another branch is checked out",
    ]


def test_the_audit_says_so_too(readiness: Readiness, model: Repository) -> None:
    model.git("reset", "--quiet", "--hard", "HEAD~1")
    told = " ".join(readiness("audit", model.path, "--today", "2026-11-20").out.split())
    assert "The branch was rewritten: the ledger has 1 state of 2026-11-18 that git's history no longer has." in told


def test_a_line_that_was_changed_later(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    lines[2] = lines[2].replace('"gap"', '"satisfied"', 1)
    append(model, text="\n".join(lines) + "\n")
    assert verified(readiness, model)[0].endswith("it was changed in COMMIT of the ledger's branch, but lines may only be added")
    assert verified(readiness, model)[1] == "    `git show -m COMMIT` says by whom; a ruleset protects the branch (docs/evidence.md)"


def test_a_line_that_was_removed(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    append(model, text="\n".join(lines[:-1]) + "\n")
    assert verified(readiness, model) == [
        f"line {len(lines)}: it was removed in COMMIT of the ledger's branch, but lines may only be added",
        "    `git show -m COMMIT` says by whom; a ruleset protects the branch (docs/evidence.md)",
    ]


def test_a_line_from_the_past(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    before = re.sub(r"T.*", "", json.loads(lines[-1])["time"])
    number = forged(model, lines, time="2020-01-01T00:00:00Z")
    [told, fix] = verified(readiness, model)
    assert told.startswith(f"line {number} (18 Nov 2026, COMMIT): it is dated 2020-01-01 00:00 UTC, but the line above it {before} ")
    assert fix == f"    {WHO}"


def test_a_line_from_the_future_casts_no_doubt_on_all_that_follow(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    number = forged(model, lines, time="2099-01-01T00:00:00Z")
    append(model, lines[-1], lines[-1])
    told = verified(readiness, model)
    assert len(told) == 2
    assert re.fullmatch(rf"line {number + 1} \(18 Nov 2026, COMMIT\): it is dated .* UTC, but the line above it 2099-01-01 00:00 UTC", told[0])


def test_lines_that_a_merge_dropped(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    """It moves the branch forward, as any rule allows, and takes over another past in which they never were."""
    model.git("checkout", "--quiet", "-B", "other", f"{BRANCH}~1")
    (model.path / FILE).write_text("\n".join(lines[:-1]) + "\n" + lines[-2] + "\n")
    model.git("commit", "--quiet", "--all", "--no-verify", "-m", "line", who="ana-ruiz", day=date(2026, 11, 20))
    model.git("merge", "--quiet", "--strategy=ours", "-m", "merge", BRANCH, who="ana-ruiz", day=date(2026, 11, 20))
    model.git("branch", "--force", BRANCH, "other")
    model.git("checkout", "--quiet", "main")
    assert verified(readiness, model) == [
        f"line {len(lines)} (16 Nov 2026, COMMIT): it was changed in COMMIT of the ledger's branch, but lines may only be added",
        "    `git show -m COMMIT` says by whom; a ruleset protects the branch (docs/evidence.md)",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<<<<<<< HEAD", "it is not JSON"),
        ("[]", "it is not written as the bot writes one"),
        ("{}", "it has no 'schema'"),
        ('{"schema":2}', "its schema is 2, and this version of readiness-bot reads 1"),
        ('{"schema":1,"evidence":null,"time":"2026-11-20T00:00:00Z","day":"2026-11-20","commit":"--upload-pack=x"}', "its commit or tree is not a git object name"),
    ],
)  # fmt: skip
def test_a_line_that_is_none(readiness: Readiness, model: Repository, lines: list[str], text: str, why: str) -> None:
    append(model, text)
    assert verified(readiness, model) == [f"line {len(lines) + 1}: it is not an evaluation: {why}", f"    {WHO}"]


def test_a_file_of_somebody_elses(readiness: Readiness, model: Repository, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "copy.jsonl").write_text("\n".join(lines[:2]))
    ran = readiness("ledger", "verify", model.path, "--file", tmp_path / "copy.jsonl")
    assert (ran.code, ran.out.partition(",")[0]) == (0, "2 lines")


def test_a_file_is_shown_where_there_is_no_repository(readiness: Readiness, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "copy.jsonl").write_text(lines[0])
    assert slim(readiness("ledger", "show", tmp_path, "--file", tmp_path / "copy.jsonl")) == "15 Jun 2026  COMMIT  design: 43 gaps, not verified\n"


def test_a_shallow_clone_shows_it_and_cannot_check_it(readiness: Readiness, model: Repository, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    model.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{model.path}", str(shallow))
    assert slim(readiness("ledger", "show", shallow)) == slim(readiness("ledger", "show", model.path))
    told = "This clone is shallow; `git fetch --unshallow` fetches the commits that were evaluated.\n"
    assert readiness("ledger", "verify", shallow) == Ran(3, "", told)


def test_the_ledgers_branch_itself_is_checked_out(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    model.git("checkout", "--quiet", BRANCH)
    told = verified(readiness, model)
    assert len(told) == 2 * len(lines)
    assert told[-1] == "    the branch was rewritten after that (a force push), or another branch is checked out"


def test_a_detached_checkout(readiness: Readiness, model: Repository) -> None:
    model.git("checkout", "--quiet", "--detach")
    assert readiness("ledger", "verify", model.path).code == 0


def test_a_model_in_a_folder_has_its_own(readiness: Readiness, model: Repository, lines: list[str]) -> None:
    (model.path / "fraud").mkdir()
    ran = readiness("ledger", "verify", model.path / "fraud")
    assert (ran.code, ran.err.partition(":")[0]) == (3, "There is no ledger here")


@pytest.mark.parametrize("kind", ["tag", "tree"])
def test_the_name_of_something_else_than_a_commit(readiness: Readiness, model: Repository, lines: list[str], kind: str) -> None:
    model.git("tag", "--annotate", "-m", "x", "v1", who="ana-ruiz", day=date(2026, 11, 20))
    number = forged(model, lines, commit=model.git("rev-parse", "v1" if kind == "tag" else "HEAD^{tree}"))
    told = {
        "tag": "COMMIT is not in the history of what is checked out",
        "tree": "this clone has no commit COMMIT, though it still has the files that were evaluated",
    }
    assert verified(readiness, model)[0] == f"line {number} (18 Nov 2026, COMMIT): {told[kind]}"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar(readiness: Readiness, model: Repository, lines: list[str], day: str) -> None:
    number = forged(model, lines, day=day)
    assert verified(readiness, model)[0].startswith(f"line {number} (")


@pytest.mark.parametrize("reachable", [True, False])
def test_a_partial_clone_without_its_remote_remembers_nothing(model: Repository, tmp_path: Path, reachable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", f"file://{model.path.parent.parent}")
    monkeypatch.setenv("GITHUB_REPOSITORY", f"{model.path.parent.name}/{model.path.name}")
    model.git("config", "uploadpack.allowFilter", "true")
    model.git("clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{model.path}", str(tmp_path / "partial"))
    if not reachable:
        model.path.rename(tmp_path / "elsewhere")
    assert (Memory(place_of(tmp_path / "partial")).last is not None) is reachable


def test_there_is_none(readiness: Readiness, model: Repository) -> None:
    model.git("branch", "-D", BRANCH)
    told = (
        "There is no ledger here: this clone has no branch readiness-ledger. The bot writes it on GitHub (docs/evidence.md), and "
        "`git fetch origin readiness-ledger:refs/remotes/origin/readiness-ledger` fetches it; `--file` reads one from a file.\n"
    )
    assert readiness("ledger", "verify", model.path) == Ran(3, "", told)
    assert readiness("ledger", "show", model.path) == Ran(3, "", told)


def test_no_repository(readiness: Readiness, tmp_path: Path) -> None:
    ran = readiness("ledger", "verify", tmp_path)
    assert ran == Ran(3, "", f"{tmp_path} is not in a git repository, and a ledger is checked against git.\n")
