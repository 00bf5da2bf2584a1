"""Where readiness files may lead, without a list of all paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.reading.candidates import candidates, places
from readiness_bot.reading.mentions import mentioned_paths
from readiness_bot.reading.snapshot import Refusal


def found(text: str, name: str = "readiness/governance.yaml") -> list[str]:
    return candidates({name: text.encode()})


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("url: docs/dpia.md", "docs/dpia.md"),
        ("url: ./docs/dpia.md", "docs/dpia.md"),
        ("url: docs/", "docs"),
        ("how: readiness/runbook.md#fall-back", "readiness/runbook.md"),
        ('url: "my docs/d p.md"', "my docs/d p.md"),
        ("datasets: [{card: data/card.md}]", "data/card.md"),
        ("# see docs/dpia.md", "docs/dpia.md"),
        ("a: [\ndocs/dpia.md", "docs/dpia.md"),
    ],
)
def test_a_candidate(text: str, path: str) -> None:
    assert path in found(text)


@pytest.mark.parametrize("text", ["https://example.org/docs/x", "/etc/passwd", "../x", "docs/../x", "docs//x", "x" * 301, "."])
def test_no_candidate(text: str) -> None:
    assert found(f'"{text}"') == []


def test_other_files_are_not_looked_at() -> None:
    assert candidates({"README.md": b"docs/x", "readiness/contract.yaml": Refusal.SYMLINK}) == []


def test_places_are_below_folders_that_are_there() -> None:
    folders = ["docs", "models", "models/churn", "models/churn/docs", "models/churn/api"]
    assert places(["docs/x", "api/y", "src/z", "Makefile"], "models/churn/", folders) == ["models/churn/docs/x", "docs/x", "models/churn/api/y"]


@given(st.lists(st.text(alphabet="ab/. #'\"{}[],\n:-é", min_size=1, max_size=12), max_size=6), st.text(alphabet="ab/. é", min_size=1, max_size=8))
def test_whatever_git_would_read_is_a_candidate(words: list[str], path: str) -> None:
    """`mentioned_paths` knows all paths; without them none of its answers may be lost."""
    text = " ".join([*words, path]).encode()
    wanted = mentioned_paths([text], frozenset({path}))
    parts = path.split("/")
    if wanted and not {"", ".", ".."} & set(parts):
        assert set(wanted) <= set(candidates({"readiness/contract.yaml": text}))
