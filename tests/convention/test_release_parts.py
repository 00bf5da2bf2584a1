"""One version is one release: which changes of a part, over the history, are another release under the same version."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.models import TODAY, copied

from readiness_bot.demo.repository import Repository
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.vocabulary import Status

INFRASTRUCTURE = "readiness/infrastructure.yaml"
CONTRACT = "readiness/contract.yaml"
OLD, NEW = '  index: {version: "2026-09-15"}', '  index: {version: "2026-11-18"}'
NEXT = ("1.2.0", "1.3.0")


@pytest.fixture
def assistant(tmp_path: Path) -> Repository:
    """Version 1.2.0 is released; its index and its models are those of 1.1.0."""
    return copied(tmp_path / "assistant", "policy-assistant")


def committed(repository: Repository, day: date, *edits: tuple[str, str, str]) -> str:
    """A commit on a day with these edits: file, what stands there, what stands there instead."""
    texts: dict[str, str] = {}
    for file, old, new in edits:
        text = texts.get(file) or (repository.path / file).read_text()
        assert old in text
        texts[file] = text.replace(old, new)
    return repository.commit(texts, "Change it", "raj-patel", day)


def release(repository: Repository) -> list[str]:
    """What the release's gap says."""
    found = evaluate(read_worktree(repository.path), TODAY + timedelta(days=10))
    [item] = [result for result in found.items if result.item.id == "infrastructure.artifact"]
    return [finding.message for finding in item.findings] if item.status is Status.GAP else []


def test_a_part_that_the_version_before_had_too_is_this_version_s(assistant: Repository) -> None:
    before = assistant.git("log", "-1", "--format=%h", "--abbrev=7", "--", INFRASTRUCTURE)
    committed(assistant, TODAY, (INFRASTRUCTURE, OLD, NEW))
    [told] = release(assistant)
    assert told.startswith(f"artifact.index changed since commit {before}")


def test_a_model_is_replaced_without_an_evaluation(assistant: Repository) -> None:
    committed(
        assistant,
        TODAY,
        (INFRASTRUCTURE, "embed-3@2025-11-20", "embed-4@2026-08-04"),
        ("readiness/governance.yaml", "embed-3@2025-11-20", "embed-4@2026-08-04"),
    )
    assert [told.partition(" since")[0] for told in release(assistant)] == ["artifact.models changed"]


def test_it_is_evaluated_as_a_new_version(assistant: Repository) -> None:
    committed(assistant, TODAY, (CONTRACT, *NEXT), (INFRASTRUCTURE, OLD, NEW))
    assert release(assistant) == []


def test_the_version_first_and_its_release_in_two_steps_after_it(assistant: Repository) -> None:
    """What the version before had stands until the new one's is recorded."""
    evaluated = committed(assistant, TODAY, (CONTRACT, *NEXT))
    committed(assistant, TODAY, (INFRASTRUCTURE, OLD, NEW))
    released = (assistant.path / INFRASTRUCTURE).read_text().partition('  commit: "')[2][:7]
    committed(assistant, TODAY + timedelta(days=1), (INFRASTRUCTURE, f'commit: "{released}"', f'commit: "{evaluated[:7]}"'))
    assert release(assistant) == []


def test_the_commit_first_and_the_suite_s_run_with_the_rest(assistant: Repository) -> None:
    evaluated = committed(assistant, TODAY, (CONTRACT, *NEXT))
    released = (assistant.path / INFRASTRUCTURE).read_text().partition('  commit: "')[2][:7]
    committed(assistant, TODAY, (INFRASTRUCTURE, f'commit: "{released}"', f'commit: "{evaluated[:7]}"'))
    committed(
        assistant,
        TODAY + timedelta(days=1),
        (INFRASTRUCTURE, OLD, NEW),
        (INFRASTRUCTURE, 'date: 2026-11-02\n  version: "1.2.0"', 'date: 2026-11-20\n  version: "1.3.0"'),
    )
    assert release(assistant) == []
