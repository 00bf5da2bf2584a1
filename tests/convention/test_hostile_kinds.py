"""Whatever stands at the keys of an LLM application and of an agent: an answer, soon, and never an exception."""

from __future__ import annotations

import functools
import io
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.assistants import good, report_at
from tests.models import TODAY, Edit

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.item import LLM_KINDS
from readiness_bot.convention.registry import FILES, items_at, schemas_at
from readiness_bot.judging.compare import compare
from readiness_bot.judging.gate import gate
from readiness_bot.render.text import headline
from readiness_bot.vocabulary import Kind, Status

ODD = (
    "null", "''", "' '", "TBD", "true", "5", "-1", "0.5", "1e15", "-0.0", ".inf", ".nan", "1e400", "0x10", "2026-11-20", "0001-01-01", "9999-12-31", "2026-11-20 10:00:00", "[]", "{}",
    "[[]]", "[{}]", "{a: b}", "[null]", "[5, x, {a: [b]}]", "{na: x}", "{na: }", "{na: [x]}", "'\\u0000'", '"\\ud83d\\ude00"', '"\\u202e"', "'::error::x'", "'@x'", "'#'", "../../etc/passwd",
    "/", ".", "'a b'", "https://x/y", "'" + "a" * 3000 + "'", "!!python/object:os.system x", "[" + "a, " * 200 + "]", "{? [a] : b}", "&a [*a]",
)  # fmt: skip
SHARE = 7
"""Of the values at each place one in so many: the next place takes the others."""
STEMS = [name.partition(".")[0] for name in FILES if name.endswith(".yaml")]


def places(rules: Schema, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a schema, blocks and lists too."""
    for key, inner in rules.items():
        yield from _below(inner, (*path, key))


def _below(rules: Schema, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    yield path
    for form in rules.get("anyof", [rules]):
        if form["type"] == "list":
            yield from _below(form["schema"], (*path, 0))
        elif form["type"] == "dict":
            yield from places(form.get("schema", {}), path)


def new_places(stem: str, kind: Kind) -> list[tuple[str | int, ...]]:
    """Those that a model does not have."""
    models = set(places(schemas_at(Kind.MODEL)[f"{stem}.yaml"]))
    own = {top for item in items_at(kind) for top in item.keys if item.file == f"{stem}.yaml"}
    return [path for path in places(schemas_at(kind)[f"{stem}.yaml"]) if path not in models or path[0] in own]


MARK = "MARKED_PLACE"


@functools.cache
def _read(kind: Kind, stem: str) -> Any:
    content = good(kind).files[f"readiness/{stem}.yaml"]
    assert isinstance(content, bytes)
    return YAML(typ="safe").load(content.decode())


def with_value(kind: Kind, stem: str, path: tuple[str | int, ...], value: str) -> Edit | None:
    """The file with something else at a place; None where what holds the place is not there."""
    data = deepcopy(_read(kind, stem))
    at = data
    for part in path[:-1]:
        if (isinstance(part, int) and isinstance(at, list) and len(at) > part) or (isinstance(part, str) and isinstance(at, dict) and part in at):
            at = at[part]  # type: ignore[index]
        else:
            return None
    if isinstance(path[-1], int) and not (isinstance(at, list) and at):
        return None
    if isinstance(path[-1], str) and not isinstance(at, dict):
        return None
    at[path[-1]] = MARK
    stream = io.StringIO()
    yaml = YAML(typ="safe")
    yaml.default_flow_style = True
    yaml.width = 10_000
    yaml.dump(data, stream)
    return (stem, "", stream.getvalue().replace(MARK, value))


@pytest.mark.parametrize("kind", LLM_KINDS)
@pytest.mark.parametrize("stem", STEMS)
def test_odd_values_at_every_new_key(stem: str, kind: Kind) -> None:
    base, tried = report_at(kind), 0
    for number, path in enumerate(new_places(stem, kind)):
        for value in ODD[number % SHARE :: SHARE]:
            edit = with_value(kind, stem, path, value)
            if edit is None:
                continue
            tried += 1
            head = report_at(kind, edit)
            assert gate(head, base) is not None
            compare(base, head, strict=True)
            assert headline(head), (path, value)
    assert tried > 30 or stem == "ownership"


HUGE: list[tuple[str, str, str]] = [
    ("infrastructure", "  models: [auroralm/aria-2@2026-05-12, heliolm/shield@2026-02-10]", "  models: [" + "a/b@1, " * 4_700 + "]"),
    ("infrastructure", "    files: [prompts/agent.md]", "    files: [" + "prompts/agent.md, " * 4_700 + "]"),
    ("infrastructure", "    files: [prompts/agent.md]", "    files: [" + ", ".join(f"p/{n}" for n in range(4_700)) + "]"),
    ("infrastructure", "    files: [prompts/agent.md]", "    files: [" + "'a b', " * 4_700 + "]"),
    ("infrastructure", "tools:\n  - name: look_up_order", "tools:\n" + "".join(f"  - {{name: t{n}, asks: true}}\n" for n in range(900)) + "  - name: look_up_order"),
    ("infrastructure", "guardrails:\n", "guardrails:\n" + "  - {risk: a, filter: b, test: c}\n" * 650),
    ("governance", "  asks_first: [issue_refund]", "  asks_first: [" + ", ".join(f"t{n}" for n in range(4_600)) + "]"),
    ("governance", "  cannot_undo: [issue_refund]", "  cannot_undo: [" + ", ".join(f"t{n}" for n in range(4_600)) + "]"),
    ("governance", "third_party:\n", "third_party:\n" + "".join(f"  - {{id: a/b@{n}, retires: unannounced, checked: 2020-01-01}}\n" for n in range(650))),
    ("governance", "third_party:\n", "third_party:\n" + "  - {retires: 2027-01-01}\n" * 1_500),
    ("governance", "datasets:\n", "datasets:\n" + "  - {name: a, readers: b}\n" * 900),
    ("governance", "  holds: [prompts, answers, tool_calls]", "  holds: [" + "prompts, " * 4_600 + "]"),
    ("contract", "success:\n", "success:\n" + "  - {where: offline, suite: a, judge: model}\n" * 680),
    ("contract", "  suite: refund-cases@2026.10", "  suite: '" + "@" * 9_900 + "'"),
    ("fallback", "monitors:           # then: page | stop | fallback | retrain\n", "monitors:\n" + "  - {kind: cost, metric: a, above: 1}\n" * 690),
]  # fmt: skip


@pytest.mark.parametrize("edit", HUGE, ids=lambda edit: f"{edit[0]}: {edit[2][:18].strip()}")
def test_as_much_as_is_read_takes_no_time(edit: Edit) -> None:
    """Of 5,000 nodes a file is no longer read: just below, so that the checks see all of it."""
    began = time.perf_counter()
    found = report_at(Kind.AGENT, edit, today=TODAY)
    assert time.perf_counter() - began < 2
    assert [finding.message for finding in found.findings if finding.rule in ("syntax", "refused")] == []


def test_tools_and_actions_of_the_same_great_number() -> None:
    names = [f"t{n}" for n in range(900)]
    tools = "tools:\n" + "".join(f"  - {{name: {name}, asks: false}}\n" for name in names) + "  - name: look_up_order"
    edits = (
        ("infrastructure", "tools:\n  - name: look_up_order", tools),
        (
            "governance",
            "  asks_first: [issue_refund]\n  cannot_undo: [issue_refund]",
            f"  asks_first: [{', '.join(names)}]\n  cannot_undo: [{', '.join(names)}]",
        ),
    )
    began = time.perf_counter()
    found = report_at(Kind.AGENT, *edits).by_id["governance.oversight"]
    assert time.perf_counter() - began < 2
    assert found.status in (Status.GAP, Status.UNKNOWN)
