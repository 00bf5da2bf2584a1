"""What an editor shows of the readiness files, by the language server that VS Code, Neovim and others run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.editors.language_server import Diagnostic, LanguageServer
from tests.models import EXAMPLE

from readiness_bot.convention.schema import NAMES, SETTINGS_NAME, schema_file
from readiness_bot.demo.repository import Repository
from readiness_bot.scaffold.schemas import SCHEMAS
from readiness_bot.vocabulary import Kind

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).parents[2]
YAML = [name for name in NAMES if name.endswith(".yaml")]

File = Callable[[str, str], Path]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    with LanguageServer(tmp_path_factory.mktemp("editor")) as started:
        yield started


@pytest.fixture
def file(tmp_path: Path) -> File:
    """`file("contract.yaml", text)`: a readiness file with its first line, whose address leads to docs/schema as it will be released."""

    def written(name: str, text: str) -> Path:
        schema = SETTINGS_NAME if name.startswith(".github/") else name
        path = tmp_path / (name if "/" in name else f"readiness/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# yaml-language-server: $schema={(ROOT / 'docs' / 'schema').as_uri()}/{schema_file(schema)}\n{text}", encoding="utf-8")
        return path

    return written


def released(folder: Path, kind: Kind = Kind.MODEL) -> list[Path]:
    """Its YAML files, with the address of the release's schemas leading to those of this tree, which it will hold."""
    files = sorted(folder.glob("*.yaml"))
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# yaml-language-server: $schema={SCHEMAS}/{schema_file(path.name, kind)}\n")
        path.write_text(text.replace(SCHEMAS, (ROOT / "docs" / "schema").as_uri()), encoding="utf-8")
    return files


@pytest.mark.parametrize("tier", ["low", "medium", "high"])
@pytest.mark.parametrize("kind", Kind)
def test_a_fresh_scaffold_has_no_fault(readiness: Readiness, editor: LanguageServer, tmp_path: Path, kind: Kind, tier: str) -> None:
    readiness("init", Repository.create(tmp_path / "churn").path, "--tier", tier, "--kind", kind)
    files = released(tmp_path / "churn" / "readiness", kind)
    assert [path.name for path in files] == sorted(YAML)
    assert {path.name: editor.diagnostics(path) for path in files} == {name: [] for name in sorted(YAML)}


@pytest.mark.parametrize("kind", Kind)
def test_and_its_schemas_are_read(readiness: Readiness, editor: LanguageServer, tmp_path: Path, kind: Kind) -> None:
    """An address that leads nowhere would have no faults to show either."""
    readiness("init", Repository.create(tmp_path / "churn").path, "--kind", kind)
    for path in released(tmp_path / "churn" / "readiness", kind):
        path.write_text(path.read_text(encoding="utf-8") + "typo: 1\n", encoding="utf-8")
        last = path.read_text(encoding="utf-8").count("\n")
        assert editor.diagnostics(path) == [Diagnostic(last, "Property typo is not allowed.")]


def test_a_model_that_became_an_agent_has_an_agents_faults(readiness: Readiness, editor: LanguageServer, tmp_path: Path) -> None:
    folder = Repository.create(tmp_path / "churn").path
    readiness("init", folder)
    readiness("init", folder, "--kind", "agent")
    found = {path.name: sorted(each.message for each in editor.diagnostics(path)) for path in released(folder / "readiness", Kind.AGENT)}
    told = ["Property data is not allowed.", "Property digest is not allowed."]
    assert {name: messages for name, messages in found.items() if messages} == {"infrastructure.yaml": told}


@pytest.mark.parametrize(
    ("name", "text", "line", "told"),
    [
        ("infrastructure.yaml", "tools:\n  - {name: refund, asks: maybe}", 3, "must be true or false; write true or false"),
        ("infrastructure.yaml", "artifact:\n  model: openai/gpt", 3, "Property model is not allowed."),
        ("governance.yaml", "oversight:\n  ask_first: [refund]", 3, "Property ask_first is not allowed."),
    ],
)
def test_a_typo_in_what_only_an_agent_has(editor: LanguageServer, file: File, name: str, text: str, line: int, told: str) -> None:
    path = file(name, text + "\n")
    path.write_text(path.read_text(encoding="utf-8").replace(schema_file(name), schema_file(name, Kind.AGENT)), encoding="utf-8")
    assert editor.diagnostics(path) == [Diagnostic(line, told)]


def test_a_copy_in_the_repository_does_as_well(readiness: Readiness, editor: LanguageServer, tmp_path: Path) -> None:
    """For those without access to GitHub, as docs/editors.md has it."""
    [line] = re.findall(r"^# yaml-language-server: \$schema=\.\./.*$", (ROOT / "docs" / "editors.md").read_text(encoding="utf-8"), re.MULTILINE)
    copy = tmp_path / ".schemas" / "contract.schema.json"
    copy.parent.mkdir()
    copy.write_text(readiness("schema", "contract.yaml").out, encoding="utf-8")
    path = tmp_path / "readiness" / "contract.yaml"
    path.parent.mkdir()
    path.write_text(f"{line}\nstage: desing\n", encoding="utf-8")
    assert [found.line for found in editor.diagnostics(path)] == [2]


@pytest.mark.parametrize("name", YAML)
def test_the_finished_example_has_no_fault(editor: LanguageServer, file: File, name: str) -> None:
    assert editor.diagnostics(file(name, (EXAMPLE / "readiness" / name).read_text(encoding="utf-8"))) == []


def test_whatever_holds_a_place_is_no_fault(editor: LanguageServer, file: File) -> None:
    words = ["LOGIN", "TBD", "tbd", "'TODO: ask mei'", "'???'", "<who?>", "your-team", "'[More Information Needed]'", "'{{ owner }}'", "n/a", "", "null", "…"]
    people = "".join(f"    - {word}\n" for word in words)
    text = f"owner: someone\nfallback:\n  kind: tbd\n  within_minutes: NUMBER\n  may_trigger:\n{people}tell: TBD\nmonitors: TODO\ndrill: to be added\n"
    assert editor.diagnostics(file("fallback.yaml", text)) == []


@pytest.mark.parametrize(
    ("name", "text", "line", "told"),
    [
        ("governance.yaml", "complience: {by: priya-nair}", 2, "Property complience is not allowed."),
        ("governance.yaml", "tier:\n  level: meduim", 3, 'Value is not accepted. Valid values: "low", "medium", "high".'),
        ("governance.yaml", "compliance:\n  by: '@mei-chen'", 3, "must be a login; write one person's login, without '@': mei-chen"),
        ("governance.yaml", "compliance:\n  date: 2026-13-01", 3, "must be a date; write the date as YYYY-MM-DD, without quotes and without a time"),
        ("governance.yaml", "logs:\n  keep_days: a year", 3, "must be a number; write a plain number, without a unit, currency or separators"),
        ("governance.yaml", "datasets:\n  - personal_data: maybe", 3, "must be true or false; write true or false"),
        ("governance.yaml", "validation:\n  version: 1.4", 3, 'must be a version in quotes; write it in quotes: "1.4.0"'),
        ("governance.yaml", "logs: kept for a year", 2, "must be a block of keys; write   {key: value}"),
        ("governance.yaml", "third_party:\n  - {nmae: model}", 3, "Property nmae is not allowed."),
        ("contract.yaml", "evaluation:\n  results:\n    recall: good", 4, "must be a number; write a plain number, without a unit, currency or separators"),
        ("ownership.yaml", "developers: ana-ruiz", 2, "must be a list; write   [first, second]"),
        ("ownership.yaml", "receiving_team:\n  team: ops", 3, "must be a team; write organisation/team: acme/retention-ops"),
        (".github/readiness.yaml", "gate: strikt", 2, 'Value is not accepted. Valid values: "overdue", "strict", "regressions", "off", null.'),
        (".github/readiness.yaml", "new_issues: 0", 2, "Value is below the minimum of 1."),
    ],
)
def test_a_typo_is_one_fault_at_its_line(editor: LanguageServer, file: File, name: str, text: str, line: int, told: str) -> None:
    assert editor.diagnostics(file(name, text + "\n")) == [Diagnostic(line, told)]


@pytest.mark.parametrize(
    ("name", "text", "place", "offered"),
    [
        ("contract.yaml", "model: churn\nva\n", (3, 3), ["kind", "purpose", "not_for", "stage", "success", "agreed_by", "milestones", "value"]),
        ("governance.yaml", "compliance:\n  \n", (3, 3), ["by", "date", "version", "expires"]),
        ("governance.yaml", "tier:\n  level: \n", (3, 10), ["low", "medium", "high"]),
        ("fallback.yaml", "monitors:\n  - \n", (3, 5), ["kind", "metric", "above", "below", "over", "then"]),
        ("infrastructure.yaml", "tests:\n  load:\n    \n", (4, 5), ["run", "date", "version"]),
        (".github/readiness.yaml", "gate: \n", (2, 7), ["overdue", "strict", "regressions", '"off"']),
    ],
)
def test_completion_offers_what_may_stand_there(editor: LanguageServer, file: File, name: str, text: str, place: tuple[int, int], offered: list[str]) -> None:
    path = file(name, text)
    editor.diagnostics(path)
    assert [word for word in editor.completion(path, *place) if word not in ("all of it", "null")][: len(offered)] == offered


def test_completion_writes_a_whole_block_as_a_form(editor: LanguageServer, file: File) -> None:
    path = file("governance.yaml", "compliance:\n  \n")
    editor.diagnostics(path)
    form = editor.completion(path, 3, 3)["all of it"]
    assert form == 'by: ${1:LOGIN}\ndate: ${2:YYYY-MM-DD}\nversion: "${3:VERSION}"\nexpires: ${4:YYYY-MM-DD}'
    filled = re.sub(r"\$\{\d+:(.*?)\}", r"\1", form).replace("\n", "\n  ")
    assert editor.diagnostics(file("governance.yaml", f"compliance:\n  {filled}\n")) == []


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("compliance: {by: priya-nair}", (2, 3), "the compliance approval\n\ndue: evaluation · compliance · readiness explain governance.compliance\n"),
        ("compliance: {by: priya-nair}", (2, 14), "the compliance reviewer\n"),
        ("tier:\n  level: low", (3, 4), "low, medium or high\n\nAllowed Values:\n\n* `low`\n* `medium`\n* `high`\n"),
    ],
)
def test_hover_says_what_a_field_is(editor: LanguageServer, file: File, text: str, place: tuple[int, int], shown: str) -> None:
    path = file("governance.yaml", text + "\n")
    editor.diagnostics(path)
    assert f"\n\n{shown}" in editor.hover(path, *place)
