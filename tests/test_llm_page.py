"""docs/llm.md: what it tells people to write is right, and does what the page says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tests.assistants import FOLDERS, good, report_at
from tests.models import Edit, opened

from readiness_bot.convention.item import EVERY_KIND
from readiness_bot.convention.items.governance.third_party import LOOKED, NOTICE
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.convention.registry import ITEMS, items_at, schemas_at
from readiness_bot.convention.release import no_snapshot
from readiness_bot.convention.validate import findings
from readiness_bot.reading.document import Document, Value
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind

PAGE = (Path(__file__).parent.parent / "docs" / "llm.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n# readiness/(\w+)\.yaml(?: \((\w+)\))?\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
BLOCK = pytest.mark.parametrize(("file", "kind", "text"), BLOCKS, ids=[f"{text.partition(':')[0]} of {kind or 'any'}" for _, kind, text in BLOCKS])
MODELS = re.findall(r"^\|[^|]*\|[^|]*\| (`[^|]*@[^|]*) \|$", PAGE, re.MULTILINE)
"""The last cells of the table of providers."""


def read(file: str, text: str) -> Document:
    document = parse(f"readiness/{file}.yaml", text.encode())
    assert isinstance(document, Document)
    return document


def leaves(value: Value) -> list[Value]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if inner is None else [leaf for child in inner for leaf in leaves(child)]


def in_place(kind: Kind, file: str, text: str) -> list[Edit]:
    """An edit for each top-level key: what the finished assistant says there becomes what the page says."""
    content = good(kind).files[f"readiness/{file}.yaml"]
    assert isinstance(content, bytes)
    edits = []
    for key, new in re.findall(r"^(\w+):(.*\n(?:[ -].*\n)*)", text, re.MULTILINE):
        [old] = re.findall(rf"^{key}:.*\n(?:[ -].*\n)*", content.decode(), re.MULTILINE)
        edits.append((file, old, f"{key}:{new}"))
    return edits


def test_the_page_has_such_blocks() -> None:
    assert len(BLOCKS) == PAGE.count("```yaml\n") == 7


@BLOCK
def test_each_block_fits_its_file(file: str, kind: str, text: str) -> None:
    document = read(file, text)
    assert findings(f"readiness/{file}.yaml", document.data, document, schemas_at(Kind(kind or "llm-app"))[f"{file}.yaml"]) == ()
    assert [leaf for leaf in leaves(document.data) if isinstance(leaf, str) and is_placeholder(leaf)] == []


def opens(kind: Kind, *edits: Edit) -> list[str]:
    """What the edits open that was not open before, without its place."""
    before = {told.partition(" ")[2] for told in opened(report_at(kind))}
    return [told for line in opened(report_at(kind, *edits)) if (told := line.partition(" ")[2]) not in before]


def test_the_blocks_of_an_llm_application_are_all_that_is_asked_there() -> None:
    """In place of the finished assistant's own. They are another release, under the version of the old one: that alone is a gap."""
    edits = [edit for file, kind, text in BLOCKS if not kind for edit in in_place(Kind.LLM_APP, file, text)]
    assert (len(edits), opens(Kind.LLM_APP, *edits)) == (
        4,
        [f'artifact.{part} changed since commit ccccccc, but the version is still "1.2.0" [infrastructure.artifact]' for part in ("models", "index")],
    )


def test_the_blocks_of_an_agent_too() -> None:
    edits = [edit for file, kind, text in BLOCKS if kind and "na:" not in text for edit in in_place(Kind.AGENT, file, text)]
    assert (len(edits), opens(Kind.AGENT, *edits)) == (2, [])


def test_tools_that_come_at_run_time() -> None:
    """The reason stands for the files; that it replaced them is another release."""
    [text] = [text for _, kind, text in BLOCKS if kind and "na:" in text]
    pinned = re.search(r"  tools:\n    files: .*\n    digest: .*\n", files(Kind.AGENT)["readiness/infrastructure.yaml"])
    assert pinned is not None
    assert opens(Kind.AGENT, ("infrastructure", pinned[0], text.removeprefix("artifact:\n"))) == [
        'artifact.tools changed since commit ccccccc, but the version is still "0.9.0" [infrastructure.artifact]'
    ]


def test_the_line_that_computes_a_digest() -> None:
    [line] = re.findall(r"^```sh\n(.*)\n```", PAGE, re.MULTILINE)
    told = subprocess.run(["bash", "-c", line], cwd=FOLDERS[Kind.LLM_APP], capture_output=True, text=True, check=True).stdout
    assert f'digest: "sha256:{told.split()[0]}"' in PAGE


@pytest.mark.parametrize("cell", MODELS)
def test_every_way_to_write_a_model_names_a_snapshot(cell: str) -> None:
    filled = cell.replace("` and 40 hex digits", f"{'0a' * 20}`").replace("` and the digest", f"{'0a' * 6}`")
    assert [no_snapshot(model) for model in re.findall(r"`([^`]+)`", filled)] == [""] * (filled.count("`") // 2)


def test_there_is_one_for_each_provider() -> None:
    assert len(MODELS) == 9


@pytest.mark.parametrize("model", ["openai/gpt-4o@latest", "huggingface/Qwen/Qwen3-8B@main", "ollama/llama3.1@8b"])
def test_what_the_bot_refuses(model: str) -> None:
    assert no_snapshot(model)


def test_what_has_another_shape_at_another_kind() -> None:
    """`artifact` of a model has keys that a release has not, and an agent's `oversight` is no list."""
    for kind, file, text, rule in (
        (Kind.LLM_APP, "infrastructure", 'artifact: {digest: "sha256:0", data: "1"}\n', "unknown-key"),
        (Kind.AGENT, "governance", "oversight: [{person: jo-marsh, trained: 2026-09-01}]\n", "type"),
    ):
        document = read(file, text)
        found = findings(f"readiness/{file}.yaml", document.data, document, schemas_at(kind)[f"{file}.yaml"])
        assert {finding.rule for finding in found} == {rule}


def test_the_figures() -> None:
    for kind in Kind:
        assert re.search(rf"^\| `{kind}` \| [^|]+ \| {len(items_at(kind))} \|$", PAGE, re.MULTILINE)
    assert f"a gap {NOTICE} days before it" in PAGE
    assert f"{LOOKED} days after that date" in PAGE


def test_the_table_has_a_row_for_every_item_and_marks_what_is_new() -> None:
    rows = dict(re.findall(r"^\| \[([\w.-]+)\]\(items/.*?\) \| (.*) \|$", PAGE, re.MULTILINE))
    assert list(rows) == [item.id for item in ITEMS]
    assert {name for name, cells in rows.items() if "**new**" in cells} == {item.id for item in ITEMS if item.kinds != EVERY_KIND}


def files(kind: Kind) -> dict[str, str]:
    return {path: content.decode() for path, content in good(kind).files.items() if isinstance(content, bytes)}
