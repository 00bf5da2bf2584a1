"""The examples' histories: where each ends, on which day a gap opens that the story tells of, and that what stands in them works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.models import EXAMPLES, copied

from readiness_bot.demo.repository import Repository, build, play_steps, read_files
from readiness_bot.demo.stories import STORIES
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.vocabulary import Status

RELEASE, VENDORS = "infrastructure.artifact", "governance.third-party"
OF_KINDS = ("policy-assistant", "refund-agent")


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """Example and a commit's message → what was open after it, on its day."""
    found = {}
    for name in OF_KINDS:
        repository = Repository.create(tmp_path_factory.mktemp("stories") / name)
        for step, _ in play_steps(repository, read_files(EXAMPLES / name), STORIES[name]):
            report = evaluate(read_worktree(repository.path), step.day)
            assert report.findings == (), step.message
            found[name, step.message] = {result.item.id for result in report.items if result.status is Status.GAP}
    return found


@pytest.mark.parametrize("name", STORIES)
def test_it_ends_with_the_folder(name: str, tmp_path: Path) -> None:
    """Nothing is left out, and the artifact names a commit of this very repository."""
    built = build(tmp_path / name, read_files(EXAMPLES / name), STORIES[name]).path
    shutil.rmtree(built / ".git")
    assert read_files(built) == read_files(EXAMPLES / name)


@pytest.mark.parametrize(
    ("name", "message", "item", "is_open"),
    [
        ("policy-assistant", "Record the release; staging is up", RELEASE, False),
        ("policy-assistant", "Shorten the answers", RELEASE, True),
        ("policy-assistant", "The vendor names the last day of aria-2", VENDORS, False),
        ("policy-assistant", "Version 1.2.0 passes its evaluation", RELEASE, True),
        ("policy-assistant", "Record the release of 1.2.0", RELEASE, False),
        ("refund-agent", "Record the release; staging is up", VENDORS, False),
        ("refund-agent", "The vendor names the last day of aria-1", VENDORS, True),
        ("refund-agent", "Put aria-2 in its place, with a stricter prompt", VENDORS, False),
        ("refund-agent", "Put aria-2 in its place, with a stricter prompt", RELEASE, True),
        ("refund-agent", "Record the release of 0.9.0", RELEASE, False),
    ],
)
def test_a_gap_on_the_way(gaps: dict[tuple[str, str], set[str]], name: str, message: str, item: str, is_open: bool) -> None:
    assert (item in gaps[name, message]) is is_open


@pytest.mark.parametrize("name", STORIES)
def test_each_message_that_a_story_points_at_is_there(name: str) -> None:
    story = STORIES[name]
    messages = [step.message for step in story.steps]
    assert len(set(messages)) == len(messages)
    assert {*story.scenes, story.too_early} <= set(messages)
    assert {held.until for held in story.held} <= {step.name for step in story.steps}


def ran(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", OF_KINDS)
def test_its_guardrails_hold(name: str, tmp_path: Path) -> None:
    """The tests that infrastructure.yaml names, as its workflow runs them."""
    folder = copied(tmp_path / name, name).path
    done = ran(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


@pytest.mark.parametrize("name", OF_KINDS)
def test_its_suite_passes_and_can_fail(name: str, tmp_path: Path) -> None:
    folder = copied(tmp_path / name, name).path
    assert ran(folder, "evals/run.py").returncode == 0
    for suite in (folder / "evals").glob("*.jsonl"):
        suite.write_text(suite.read_text().replace('"recorded": {"tool": ""}', '"recorded": {"tool": "issue_refund"}').replace("31 March", "31 May", 1))
    assert ran(folder, "evals/run.py").returncode == 1
