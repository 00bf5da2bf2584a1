"""A file read block by block says the same as the file read whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models import EXAMPLE

from readiness_bot.audit.blocks import Loader
from readiness_bot.convention.file import File
from readiness_bot.convention.load import load_file
from readiness_bot.convention.policy import PLAIN
from readiness_bot.convention.registry import FILES
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.vocabulary import Kind

FINISHED = {name: (EXAMPLE / "readiness" / name).read_text(encoding="utf-8") for name in FILES}


def told(file: File) -> tuple[object, ...]:
    """What a check can ask."""
    headings = [(h.level, h.text, h.anchor, h.steps, h.prose) for h in file.document.headings]
    return repr(dict(file.data)), file.wrong_paths, headings, file.missing, file.unreadable


def same(name: str, text: str) -> None:
    assert told(Loader().load(name, text.encode())) == told(load_file(name, text.encode()))


@pytest.mark.parametrize("name", FILES)
def test_the_example(name: str) -> None:
    same(name, FINISHED[name])


@pytest.mark.parametrize("name", [name for name in FILES if name != "governance.yaml"])
def test_the_example_is_read_by_blocks(name: str) -> None:
    assert Loader().load(name, FINISHED[name].encode()).wrong == ()
    assert Loader()._by_blocks(name, FINISHED[name].encode(), Kind.MODEL, PLAIN) is not None


@pytest.mark.parametrize(
    "text",
    [
        "", "# nothing\n", "stage: design", "stage: design\n\n# a comment\nmodel: x\n", "stage:\n", "stage: desgin\n", "stage: [\nmodel: x\n]\n",
        "stage: design\nstage: staging\n",
        "milestones: {evaluation: 2026-02-30}\n", "evalution: {version: '1'}\n", "evalution: {version: '1'}\nevaluation: {}\n",
        "evaluation:\n  verison: '1'\n", "evaluation:\n  verison: '1'\n  version: '2'\n", "not_for:\n- pricing\n- credit\n", "not_for: [TBD, x]\n",
        "purpose: |\n  two\n  lines\nmodel: x\n", "purpose: 'one\n\n  two: three'\nmodel: x\n", "purpose: \"one\nmodel: x\"\n", "purpose: plain\n  goes: on\n",
        "a: &x 1\nb: *x\n", "---\nmodel: x\n", "model: x\n...\n", "\ufeffmodel: x\n", "model: x\r\nstage: design\r\n", "model:\tx\n", "%YAML 1.2\n---\nmodel: x\n",
        "- a\n- b\n", "just text\n", " model: x\n", "{model: x}\n", "model: x\n}\n", "model : x\n", "model: x\n  stage: design\n", "'model': x\n", "? model\n: x\n",
        "live: {since: 2026-02-10}\nlive: {}\n", "model: true\n", "value: {per_week: 1, currency: EUR}\n", "value: {per_week: 1.0, currency: EUR}\n", "model: x #\n",
    ],
)  # fmt: skip
def test_yaml_as_people_write_it(text: str) -> None:
    same("contract.yaml", text)


@pytest.mark.parametrize(
    "text",
    [
        "", "# R\n", "---\nconfirmation: {by: jo}\n---\n## Stop it\n1. x\n", "---\nconfirmation: {by: jo}\n## Stop it\n1. x\n", "---\n---\n---\n## Stop it\n1. x\n",
        "---\nconfirmation: {by: [}\n---\n", "--- \nconfirmation:\n  by: jo\n---\t\ntext\n", "text\n---\nmore\n---\n",
        "---\nconfirmaton: {by: jo}\n---\n# x\n", "---\r\n---\r\n# x\n",
    ],
)  # fmt: skip
def test_runbooks(text: str) -> None:
    same("runbook.md", text)


@pytest.mark.parametrize("content", [None, Refusal.SYMLINK, Refusal.TOO_LARGE, b"\xff\xfe", b"version https://git-lfs.github.com/spec/v1\n", b"a: \x00\n"])
def test_what_is_no_text(content: bytes | Refusal | None) -> None:
    assert told(Loader().load("contract.yaml", content)) == told(load_file("contract.yaml", content))


LINES = st.sampled_from(
    [*FINISHED["contract.yaml"].splitlines(), *FINISHED["governance.yaml"].splitlines(), "", "#", "x: 1", "stage: design", "  - {a: b}", "]", "}", "- x", "\"", "'",
     "waivers: [{item: nothing}]", "waivers: [{item: governance.impact}]", "complience:", "tier: {level: hgih}", "a: |", "  b", "\tc: d", "e: !x f"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.sampled_from(["contract.yaml", "governance.yaml"]))
def test_any_lines_in_any_order(lines: list[str], name: str) -> None:
    same(name, "\n".join(lines))


@given(st.sampled_from(sorted(FINISHED)), st.integers(0, 4000), st.integers(0, 6), st.sampled_from(["", "x", ":", " ", "\n", "[", "'", "#", "- "]))
def test_any_single_edit_of_the_example(name: str, at: int, cut: int, put: str) -> None:
    text = FINISHED[name]
    same(name, text[: at % len(text)] + put + text[at % len(text) + cut :])
