"""The templates against the convention that they are forms for."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from string import Template

import pytest
from tests.workflows import written

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.items.runbook.sections import SECTIONS
from readiness_bot.convention.registry import FILES, items_at, schemas_at
from readiness_bot.convention.schema import schema_file
from readiness_bot.reading.document import Document, KeyPath
from readiness_bot.reading.markdown import parse_runbook
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.answers import ANSWERS
from readiness_bot.scaffold.kinds import for_kind
from readiness_bot.scaffold.templates import PARTS, TEMPLATES, former, template, templates
from readiness_bot.scaffold.workflows import Choice
from readiness_bot.vocabulary import Kind

ROOT = Path(__file__).parents[2]
READINESS = [name for name in TEMPLATES if name.startswith("readiness/")]

ONLY_IN_COMMENTS = {
    "contract.yaml": {"live", "live.version", "live.since", "success.at_most"},
    "governance.yaml": {
        "impact.na", "third_party.na", "waivers.item", "waivers.reason", "waivers.controls", "waivers.requested_by",
        "waivers.by", "waivers.date", "waivers.expires",
    },
    "infrastructure.yaml": {"rollout.stop_if.below"},
}  # fmt: skip
ONLY_IN_COMMENTS_BEYOND = {
    "governance.yaml": {"datasets.na", "transparency.na", "third_party.checked", "third_party.exit"},
    "infrastructure.yaml": {"artifact.prompts.na", "artifact.tools.na", "artifact.index.na"},
}
"""Optional keys: shown in a comment, so that the form does not ask for them."""


EVERY = [(kind, name) for kind in Kind for name in FILES if kind is Kind.MODEL or schemas_at(kind)[name] != schemas_at(Kind.MODEL)[name]]


def form(kind: Kind, name: str) -> str:
    return for_kind(template(f"readiness/{name}"), kind)


def read(kind: Kind, name: str) -> Document:
    parser = parse_runbook if name.endswith(".md") else parse
    document = parser(name, form(kind, name).encode())
    assert isinstance(document, Document), document
    return document


def schema_keys(schema: Schema, above: str = "") -> Iterator[str]:
    """Every key of a schema, dotted, without places in lists."""
    for name, rules in schema.items():
        yield f"{above}{name}"
        for form in rules.get("anyof", [rules]):
            inner = form.get("schema", {})
            inner = inner.get("schema", {}) if form["type"] == "list" else inner
            yield from schema_keys(inner, f"{above}{name}.")


def without_places(path: KeyPath) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def test_the_templates_are_the_six_files_and_two_workflows() -> None:
    assert [name.removeprefix("readiness/") for name in READINESS] == list(FILES)
    present = {str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*")}
    parts = {f"workflows/parts/{name}.yml" for name in PARTS}
    assert present == {*TEMPLATES, *parts, "workflows/former.txt", "gitlab/readiness.gitlab-ci.yml"}


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_a_template_has_every_key_of_its_schema(kind: Kind, name: str) -> None:
    in_comments = ONLY_IN_COMMENTS.get(name, set()) | (set() if kind is Kind.MODEL else ONLY_IN_COMMENTS_BEYOND.get(name, set()))
    keys = {without_places(path) for path in read(kind, name).keys}
    # A metric's name, which people choose, is no key of the schema.
    asked = set(schema_keys(schemas_at(kind)[name])) - ({"kind"} if kind is Kind.MODEL else set())
    assert asked - keys == {key for key in in_comments if key in asked}
    comments = " ".join(re.findall(r"#.*", form(kind, name)))
    in_comments = {key for key in in_comments if key in asked}
    assert [key for key in in_comments if not re.search(rf"\b{key.rpartition('.')[2]}\b", comments)] == []


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_no_line_of_a_template_is_too_long_to_read(kind: Kind, name: str) -> None:
    assert [line for line in form(kind, name).splitlines() if len(line) > 130] == []
    assert "\n\n\n" not in form(kind, name)


SHARES_KEYS = {"fallback.thresholds", "governance.documents"}
"""Limits of the monitors, and addresses in the design review: they stand in another item's group."""


def mark_of(lines: list[str], line: int) -> str:
    """The mark behind a key, else the nearest one above it that has a line of its own."""
    if "# due: " in lines[line - 1]:
        return lines[line - 1].partition("# due: ")[2]
    return next(text for text in reversed(lines[:line]) if text.startswith("# due: ")).removeprefix("# due: ")


@pytest.mark.parametrize(
    ("kind", "name", "key", "due"),
    [(kind, item.file, key, f"{item.due} · {item.role}") for kind in Kind for item in items_at(kind) for key in item.fields if item.id not in SHARES_KEYS],
)
def test_a_template_says_when_a_key_is_due_and_who_fills_it_in(kind: Kind, name: str, key: str, due: str) -> None:
    line = read(kind, name).keys[tuple(key.split("."))].line
    assert mark_of(form(kind, name).splitlines(), line).startswith(due)


def test_no_older_workflow_is_what_a_template_says_now() -> None:
    """`$uses` stands for all that follows `uses:` there."""
    now = {" ".join(re.sub(r"uses: .*", "uses: $uses", written(Choice())[name]).split()) for name in ("readiness.yml", "readiness-follow-up.yml")}
    assert len(former()) == 12
    assert now.isdisjoint({" ".join(form.split()) for form in former()})


def test_the_runbook_has_the_seven_headings_and_no_step() -> None:
    headings = read(Kind.MODEL, "runbook.md").headings
    assert [heading.text for heading in headings if heading.level == 2] == list(SECTIONS)
    assert {heading.steps for heading in headings} == {0}


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yaml")])
def test_a_template_names_its_schema_in_its_first_line(name: str) -> None:
    """docs/schema has it: scripts/generate writes one for each file."""
    line, _, rest = template(f"readiness/{name}").partition("\n")
    assert line == "# yaml-language-server: $$schema=$schema"
    assert (ROOT / "docs" / "schema" / schema_file(name)).is_file()
    assert "yaml-language-server" not in rest


def test_every_slot_is_an_answer_or_made_by_the_plan() -> None:
    made = {"title", "jobs", "branch", "cron", "schema", "begins", "kind", "prompts", "digest", "tools", "tools_digest"}
    slots = {slot for text in templates().values() for slot in Template(text).get_identifiers()}
    assert slots == made | {answer.slot for answer in ANSWERS}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install` gets."""
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(target.glob("*.whl"))


def found_from(place: Path) -> str:
    """Where the package was imported from, and how much of each template it found there."""
    code = "import readiness_bot, readiness_bot.scaffold.templates as t\nprint(readiness_bot.__file__, [len(text) for text in t.templates().values()])"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(place)}, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.mark.parametrize("form", ["zipped", "installed", "editable"])
def test_templates_are_found_however_the_package_is_installed(form: str, wheel: Path, tmp_path: Path) -> None:
    place = {"zipped": wheel, "installed": tmp_path, "editable": ROOT / "bot"}[form]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    sizes = [len((ROOT / "templates" / name).read_text(encoding="utf-8")) for name in TEMPLATES]
    assert found_from(place) == f"{place}/readiness_bot/__init__.py {sizes}"
