"""Which kind counts, and what follows from it: keys, waivers, schemas and questions of a kind; and what a change of it opens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.assistants import good, report_at, texts_of
from tests.commandline import Readiness
from tests.convention.test_schema import plain
from tests.models import Edit, edited

from readiness_bot.answering.form import form_of
from readiness_bot.audit.blocks import Loader
from readiness_bot.convention.fields import rules_at
from readiness_bot.convention.item import LLM_KINDS
from readiness_bot.convention.load import load_file
from readiness_bot.convention.registry import FILES, items_at, schemas_at
from readiness_bot.convention.schema import json_schema
from readiness_bot.judging.compare import compare
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Document
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind, Status


def kind_of(found: Report) -> Kind:
    assert found.facts is not None
    return found.facts.kind


def says(found: Report) -> list[tuple[str, str]]:
    return [(finding.message, finding.fix) for finding in found.findings]


# Which kind counts.


@pytest.mark.parametrize("word", ["Agent", "AGENT", "agents", "agnt", "' agent '", "agent_"])
def test_a_misspelt_kind_is_one_mistake_and_not_many(word: str) -> None:
    found = report_at(Kind.AGENT, ("contract", "kind: agent", f"kind: {word}"))
    assert kind_of(found) is Kind.AGENT
    assert [fix for _, fix in says(found)] == ["write agent"]
    assert [result.id for result in found.items] == [item.id for item in items_at(Kind.AGENT)]


@pytest.mark.parametrize("word", ["llm_app", "LLM-App", "llm app", "llmapp", "llm-apps"])
def test_a_misspelt_application_too(word: str) -> None:
    found = report_at(Kind.LLM_APP, ("contract", "kind: llm-app", f"kind: {word}"))
    assert (kind_of(found), [fix for _, fix in says(found)]) == (Kind.LLM_APP, ["write llm-app"])


@pytest.mark.parametrize("line", ["", "kind:", "kind: TBD", "kind: null", "kind: model", "kind: Model"])
def test_without_a_kind_it_is_a_model(line: str) -> None:
    found = report_at(Kind.MODEL, ("contract", "stage: staging ", f"{line}\nstage: staging "))
    assert kind_of(found) is Kind.MODEL
    assert [result.id for result in found.items] == [item.id for item in items_at(Kind.MODEL)]


@pytest.mark.parametrize("word", ["5", "true", "[agent]", "{agent: true}", "2026-01-01", "a" * 5000, "chatbot"])
def test_what_is_no_kind_is_wrong(word: str) -> None:
    found = report_at(Kind.MODEL, ("contract", "stage: staging ", f"kind: {word}\nstage: staging "))
    assert (kind_of(found), len(found.findings)) == (Kind.MODEL, 1)


@pytest.mark.parametrize("broken", ["not_for: [complaints about staff", "\tnot_for: x", "not_for: a: b", "not_for: *x", "kind: model\nnot_for: []"])
def test_a_contract_that_cannot_be_read_still_says_its_kind(broken: str) -> None:
    """Or all that an agent's other files hold would be wrong too."""
    found = report_at(Kind.AGENT, ("contract", "not_for: [complaints about staff]", broken))
    assert kind_of(found) is Kind.AGENT
    assert [finding.path for finding in found.findings] == ["readiness/contract.yaml"]


# Keys and waivers of another kind.


@pytest.mark.parametrize(
    ("kind", "edit", "message", "fix"),
    [
        (Kind.MODEL, ("governance", "waivers: []", "red_team: {by: jonas-weber}\nwaivers: []"),
         "red_team is a key of an llm-app and an agent, but this is a model", "llm-app or agent"),
        (Kind.MODEL, ("infrastructure", "capacity:", "tools: []\ncapacity:"), "tools is a key of an agent, but this is a model", "agent"),
        (Kind.MODEL, ("contract", "where: offline, metric", "suite: x, where: offline, metric"),
         "success[0].suite is a key of an llm-app and an agent, but this is a model", "llm-app or agent"),
        (Kind.LLM_APP, ("infrastructure", "capacity:", "tools: []\ncapacity:"), "tools is a key of an agent, but this is an llm-app", "agent"),
        (Kind.LLM_APP, ("infrastructure", "artifact:\n", "artifact:\n  digest: abc\n"), "artifact.digest is a key of a model, but this is an llm-app", "model"),
        (Kind.AGENT, ("infrastructure", "artifact:\n", "artifact:\n  data: '1'\n"), "artifact.data is a key of a model, but this is an agent", "model"),
    ],
)  # fmt: skip
def test_a_key_of_another_kind(kind: Kind, edit: Edit, message: str, fix: str) -> None:
    assert says(report_at(kind, edit)) == [(message, f"remove it; or, if this is one, write   kind: {fix}   in readiness/contract.yaml")]


def test_a_key_of_no_kind_is_told_as_before() -> None:
    assert says(report_at(Kind.AGENT, ("infrastructure", "evals:\n", "eval:\n")))[0] == ("unknown key 'eval'; did you mean 'evals'?", "write evals")
    assert says(report_at(Kind.AGENT, ("governance", "third_party:\n", "third_party: {type: x}\nx:\n")))[0][0] == "unknown key 'type' in third_party"


WAIVER = "waivers:\n  - {item: ITEM, reason: Later, controls: Nobody uses it, requested_by: mei-chen, by: priya-nair, date: 2026-11-10, expires: 2026-12-01}"


@pytest.mark.parametrize(
    ("kind", "item", "message"),
    [
        (Kind.MODEL, "governance.red-team", "governance.red-team is asked of an llm-app and an agent, but this is a model"),
        (Kind.LLM_APP, "infrastructure.tools", "infrastructure.tools is asked of an agent, but this is an llm-app"),
    ],
)
def test_a_waiver_of_an_item_of_another_kind(kind: Kind, item: str, message: str) -> None:
    assert says(report_at(kind, ("governance", "waivers: []", WAIVER.replace("ITEM", item)))) == [(message, "remove this waiver")]


def test_a_waiver_of_an_item_of_this_kind_holds() -> None:
    gap: Edit = ("governance", "  open_findings: 0\n  report: reports/red-team.md", "  open_findings: 2\n  report: reports/red-team.md")
    waived = report_at(Kind.AGENT, gap, ("governance", "waivers: []", WAIVER.replace("ITEM", "governance.red-team")))
    assert waived.by_id["governance.red-team"].status is Status.WAIVED


# A change of the kind.


def to(before: Kind, kind: str) -> Edit:
    return ("contract", f"kind: {before.value}", f"kind: {kind}")


def test_another_kind_opens_what_only_that_one_asks() -> None:
    change = compare(report_at(Kind.LLM_APP), report_at(Kind.LLM_APP, to(Kind.LLM_APP, "agent")), strict=True)
    assert [result.id for result in change.opens] == ["infrastructure.artifact", "governance.logs", "governance.oversight", "infrastructure.tools"]
    assert [finding.message for finding in change.forbidden] == [
        "the kind goes from llm-app to agent, which needs the compliance reviewer's approval: nothing here shows that priya-nair gave it"
    ]


def test_a_model_that_becomes_an_agent_is_asked_all_of_it() -> None:
    change = compare(report_at(Kind.MODEL), report_at(Kind.MODEL, ("contract", "stage: staging ", "kind: agent\nstage: staging ")))
    assert {item.id for item in items_at(Kind.AGENT)} - {item.id for item in items_at(Kind.MODEL)} <= {result.id for result in change.opens}


@pytest.mark.parametrize("edit", [to(Kind.AGENT, "Agent"), ("contract", "not_for: [complaints about staff]", "not_for: [complaints")])
def test_a_typo_is_no_change_of_the_kind(edit: Edit) -> None:
    assert compare(report_at(Kind.AGENT), report_at(Kind.AGENT, edit), strict=True).forbidden == ()


def test_the_kind_taken_out_is_a_change_of_the_kind() -> None:
    change = compare(report_at(Kind.AGENT), report_at(Kind.AGENT, ("contract", "kind: agent\n", "")), strict=True)
    assert change.forbidden[0].message.startswith("the kind goes from agent to model (none is written), which needs")


def test_the_kind_written_out_is_none() -> None:
    change = compare(report_at(Kind.MODEL), report_at(Kind.MODEL, ("contract", "stage: staging ", "kind: model\nstage: staging ")), strict=True)
    assert (change.forbidden, change.opens, change.closes) == ((), (), ())


# The audit's reader, the schemas, the questions.


@pytest.mark.parametrize("judged_as", LLM_KINDS)
@pytest.mark.parametrize("kind", LLM_KINDS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_read_block_by_block_says_the_same(name: str, kind: Kind, judged_as: Kind) -> None:
    """Also of what is judged as another kind, and so is wrong."""
    content = texts_of(kind)[f"readiness/{name}"]
    blocks, whole = Loader().load(name, content, judged_as), load_file(name, content, judged_as)
    assert (repr(dict(blocks.data)), blocks.wrong_paths, blocks.schema) == (repr(dict(whole.data)), whole.wrong_paths, whole.schema)


@pytest.mark.parametrize("line", ["kind: agent", "kind: Agent", "kind: TBD", "kind: [agent]", "kind: 'agent'", "kind:\n  agent", "", "kind: model"])
def test_a_contract_of_any_kind_too(line: str) -> None:
    content = texts_of(Kind.AGENT)["readiness/contract.yaml"].replace(b"kind: agent", line.encode())
    for at in (content, b"# kind: model\n" + content):
        blocks, whole = Loader().load("contract.yaml", at), load_file("contract.yaml", at)
        assert (repr(dict(blocks.data)), blocks.wrong_paths, blocks.schema) == (repr(dict(whole.data)), whole.wrong_paths, whole.schema)


def schema_errors(name: str, text: str, kind: Kind) -> list[str]:
    read = parse(name, text.encode())
    assert isinstance(read, Document)
    checker = Draft7Validator(json_schema(name, kind), format_checker=Draft7Validator.FORMAT_CHECKER)
    return [error.message for error in checker.iter_errors(plain(dict(read.data)))]


@pytest.mark.parametrize("kind", LLM_KINDS)
@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yaml")])
def test_an_editors_schema_takes_what_is_ready_and_no_typo(name: str, kind: Kind) -> None:
    Draft7Validator.check_schema(json_schema(name, kind))
    text = texts_of(kind)[f"readiness/{name}"].decode()
    assert schema_errors(name, text, kind) == []
    assert len(schema_errors(name, text + "evalss: 1\n", kind)) == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("contract.yaml", "    judge: model", "    judge: a model"), ("contract.yaml", "    size: 180", "    size: many"), ("contract.yaml", "kind: agent", "kind: agents"),
        ("governance.yaml", "retires: 2027-08-31", "retires: someday"), ("governance.yaml", "[prompts, answers, tool_calls]", "[prompts, everything]"),
        ("governance.yaml", "  asks_first: [issue_refund]", "  ask_first: [issue_refund]"), ("infrastructure.yaml", "    asks: true", "    asks: maybe"),
        ("infrastructure.yaml", "workflow: .github/workflows/evals.yml", "workflow: evals.yml"), ("infrastructure.yaml", "caps: {per_request: 0.04", "caps: {per_requests: 0.04"),
        ("fallback.yaml", "kind: no_tools", "kind: no_tool"), ("fallback.yaml", "kind: safety", "kind: safe"), ("infrastructure.yaml", "    files: [prompts/agent.md]", "    file: [prompts/agent.md]"),
    ],
)  # fmt: skip
def test_an_editor_refuses_what_check_finds_wrong(name: str, old: str, new: str) -> None:
    found = report_at(Kind.AGENT, (name.removesuffix(".yaml"), old, new))
    assert len(found.findings) == 1
    assert schema_errors(name, texts_of(Kind.AGENT)[f"readiness/{name}"].decode().replace(old, new), Kind.AGENT) != []


@pytest.mark.parametrize("kind", Kind)
def test_every_form_asks_only_for_keys_of_its_kind(kind: Kind) -> None:
    for item in items_at(kind):
        form = form_of(item)
        if item.fields and not item.file.endswith(".md"):
            assert form.leaves, item.id
        for leaf in form.leaves:
            assert rules_at(schemas_at(kind)[item.file], leaf.path), (item.id, leaf.path)


@pytest.mark.parametrize("kind", Kind)
def test_every_snippet_is_a_placeholder_and_fits(kind: Kind) -> None:
    """What an issue offers to paste is judged as not there yet, never as wrong; its example is right."""
    for item in items_at(kind):
        if item.file.endswith(".md"):
            continue
        assert load_file(item.file, kind_line(item.file, kind) + item.fix.encode(), kind).wrong == (), item.id
        assert load_file(item.file, kind_line(item.file, kind) + item.example.encode(), kind).wrong == (), item.id


def kind_line(name: str, kind: Kind) -> bytes:
    return f"kind: {kind.value}\n".encode() if name == "contract.yaml" else b""


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["governance.red-team", "--kind", "agent"], ["Red team"]),
        (["infrastructure.artifact", "--kind", "llm-app"], ["Release"]),
        (["infrastructure.artifact"], ["Artifact"]),
    ],
)
def test_explain_by_kind(readiness: Readiness, words: list[str], lines: list[str]) -> None:
    done = readiness("explain", *words)
    assert done.code == 0
    assert all(line in done.out for line in lines)


def test_explain_takes_the_kind_of_where_it_stands(readiness: Readiness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "readiness").mkdir()
    (tmp_path / "readiness" / "contract.yaml").write_text("kind: Agent\nmodel: [\n")
    monkeypatch.chdir(tmp_path)
    assert "infrastructure.tools" in readiness("explain").out


def test_schema_by_kind(readiness: Readiness) -> None:
    said: dict[str, Any] = json.loads(readiness("schema", "infrastructure.yaml", "--kind", "agent").out)
    assert {"tools", "evals", "guardrails"} <= set(said["properties"])
    said = json.loads(readiness("schema", "infrastructure.yaml").out)
    assert not {"tools", "evals", "guardrails"} & set(said["properties"])


def written(kind: Kind, folder: Path) -> Path:
    for name, content in edited(good(kind)).files.items():
        assert isinstance(content, bytes)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("assignment", "code"),
    [
        ("infrastructure.tools[0].asks=true", 0), ("infrastructure.tools.1.may=Refund up to 100 EUR", 0), ("contract.success[0].judge=people", 0),
        ("governance.red_team.open_findings=3", 2), ("governance.third_party[0].retires=unannounced", 0), ("governance.third_party[0].retires=never", 0),
        ("infrastructure.artifact.index.na=It searches nothing at all", 0), ("governance.logs.holds=[prompts, answers, tool_calls, sources]", 0),
        ("infrastructure.evals.workflow=evals.yml", 2), ("infrastructure.tools[0].ask=true", 2), ("fallback.fallback.kind=human", 0),
        ("governance.oversight.people[0].person=jo-marsh", 0),
    ],
)  # fmt: skip
def test_answers_of_an_agent(readiness: Readiness, tmp_path: Path, assignment: str, code: int) -> None:
    folder = written(Kind.AGENT, tmp_path)
    done = readiness("answer", folder, "--today", "2026-11-20", "--set", assignment)
    assert (done.code, "Traceback" in done.err) == (code, False), done.err
