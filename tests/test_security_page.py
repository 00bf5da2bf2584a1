"""docs/security.md against the workflows: the token's rights job by job, and what the linters were told to let through."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.workflows import GHES, ROOT, written

from readiness_bot.scaffold.workflows import Choice

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
OURS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")}
CALLERS = written(Choice())
INLINE = {f"inline {name}": text for name, text in written(Choice(inline=True), GHES).items()}
WORKFLOWS = OURS | CALLERS | INLINE

Rights = list[tuple[str, str]]
"""`contents: read` with its reason, in the file's order."""


def rights(workflow: str, job: str) -> Rights:
    """What a job's `permissions:` say; the reason is the comment behind each."""
    [block] = re.findall(rf"^  {job}:.*\n(?:(?:    .*| *| +#.*)\n)*?    permissions:\n((?:      .*\n)+)", WORKFLOWS[workflow], re.MULTILINE)
    return [(f"{name}: {level}", why) for name, level, why in re.findall(r"^ +([a-z-]+): (\w+) *(?:# (.*))?$", block, re.MULTILINE)]


def page(job: str) -> Rights:
    return re.findall(rf"^\| {re.escape(job)} \| `([^`]+)` \| ([^|]+) \| [^|]+ \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(
    ("told", "workflow", "job"),
    [
        ("lines: `lines`", "lines.yml", "lines"),
        ("follow-up: `command`, `sync`", "readiness-follow-up.yml", "readiness"),
        ("follow-up: `verdict`", "follow-up.yml", "verdict"),
    ],
)
def test_the_page_has_each_right_with_its_reason(told: str, workflow: str, job: str) -> None:
    assert page(told) == rights(workflow, job) != []


def test_the_page_has_no_other_job() -> None:
    told = {*re.findall(r"^\| ((?:lines|follow-up): `[^|]+`) \|", PAGE, re.MULTILINE)}
    assert told == {"lines: `lines`", "follow-up: `command`, `sync`", "follow-up: `verdict`"}
    jobs = {
        f"{name}: `{job}`" for name in ("lines", "follow-up") for job in re.findall(r"^  (\w+):", OURS[f"{name}.yml"].partition("\njobs:\n")[2], re.MULTILINE)
    }
    assert jobs == {"lines: `lines`", "follow-up: `command`", "follow-up: `sync`", "follow-up: `verdict`"}


def levels(found: Rights) -> set[str]:
    return {right for right, _ in found}


def test_the_lines_may_only_read() -> None:
    """A called workflow that takes more than its caller gives does not start."""
    assert levels(rights("readiness.yml", "readiness")) == levels(rights("lines.yml", "lines")) == {"contents: read"}


def test_the_verdict_takes_no_more_than_its_caller_gives() -> None:
    given = levels(rights("readiness-follow-up.yml", "readiness"))
    taken = levels(rights("follow-up.yml", "verdict"))
    assert [right for right in taken if not {right, right.replace("read", "write")} & given] == []
    assert "contents: write" not in taken


def test_the_follow_ups_other_jobs_have_their_callers_rights() -> None:
    """No `permissions:` there, else a caller that gives `contents: read` could not call it."""
    own = OURS["follow-up.yml"].partition("\n  command:")[2].partition("\n  verdict:")[0]
    assert "\n  sync:" in own
    assert "permissions:" not in own


@pytest.mark.parametrize("name", [name for name in WORKFLOWS if name != "follow-up.yml"])
def test_a_workflow_starts_with_no_rights(name: str) -> None:
    assert "\npermissions: {}\n" in WORKFLOWS[name]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_each_permission_says_what_for(name: str) -> None:
    given = re.findall(r"^ +[a-z-]+: (?:read|write) *(#?.*)$", WORKFLOWS[name], re.MULTILINE)
    assert [why for why in given if len(why) < 10] == []
    assert given


@pytest.mark.parametrize("name", WORKFLOWS)
def test_what_a_linter_lets_through_has_a_reason_beside_it(name: str) -> None:
    told = re.findall(r"(?:zizmor: ignore\[[a-z-]+\]|actionlint:ignore\S* [a-z-]+ --)(.*)", WORKFLOWS[name])
    assert len(told) == len(re.findall(r"zizmor: ignore|actionlint:ignore", WORKFLOWS[name]))
    assert [why for why in told if len(why) < 20] == []


def named(text: str) -> Iterator[str]:
    return (found.rstrip("/") for found in re.findall(r"`((?:tests|scripts)/[\w./-]+)`", text))


def test_each_test_that_it_names_is_there() -> None:
    assert sorted(name for name in named(PAGE) if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_workflow_runs_a_forks_code_with_rights(name: str) -> None:
    assert "pull_request_target" not in re.sub(r"#.*", "", WORKFLOWS[name])


@pytest.mark.parametrize("variable", ["GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT"])
def test_nothing_is_handed_to_a_later_step(variable: str) -> None:
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "scripts").iterdir(), ROOT / "action.yml", ROOT / "action" / "action.yml"]
    assert [str(path) for path in sources if path.is_file() and variable in path.read_text(encoding="utf-8")] == []
