"""The replay of a history in which the kind changes says what judging each state from nothing says."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.assistants import texts_of
from tests.audit.histories import replayed
from tests.audit.test_replay import Plain, commits, plain

from readiness_bot.audit.replay import Step
from readiness_bot.demo.repository import Repository
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.vocabulary import Kind, Status

START = date(2026, 10, 12)


def same_on_every_day(folder: Path, model: Path, until: date) -> int:
    """What is not asked on a day is not applicable then, or was never asked; how many states there were."""
    replay, past = replayed(model, until), commits(folder)
    day, seen = START, dict[str, Snapshot]()
    while day <= until:
        current = [commit for commit, when in past if when <= day][-1]
        if current not in seen:
            seen[current] = read_revision(model, current)
        asked = plain(evaluate(seen[current], day))
        for id_, track in replay.tracks.items():
            steps = [step for step in track if step.day <= day][-1:]
            if id_ in asked:
                assert [standing(step) for step in steps] == [asked[id_]], (day, id_)
            else:
                assert [step.status for step in steps] in ([], [Status.NOT_APPLICABLE]), (day, id_)
        day += timedelta(days=1)
    return len(seen)


def standing(step: Step) -> Plain:
    return step.status.value, step.severity.value if step.severity else None, step.due.value, step.due_date, step.owner


CONTRACT, GOVERNANCE, INFRASTRUCTURE = "readiness/contract.yaml", "readiness/governance.yaml", "readiness/infrastructure.yaml"
TOOLS = "tools: [{name: search, may: Read, identity: svc, asks: false}]\n"
STEPS: list[tuple[int, dict[str, str], tuple[tuple[str, str, str], ...]]] = [
    (2, {}, ((CONTRACT, "kind: llm-app\n", "kind: agent\n"),)),
    (3, {}, ((CONTRACT, "kind: agent\n", "kind: Agent\n"),)),
    (5, {}, ((CONTRACT, "kind: Agent\n", "kind: agent\n"), (INFRASTRUCTURE, "capacity:\n", f"{TOOLS}capacity:\n"))),
    (6, {}, ((CONTRACT, "not_for: [", "not_for: [["),)),
    (7, {}, ((CONTRACT, "not_for: [[", "not_for: ["),)),
    (8, {"prompts/answer.md": "Answer.\n"}, ()),
    (9, {}, ((CONTRACT, "kind: agent\n", ""),)),
    (10, {}, ((CONTRACT, "purpose:", "kind: llm-app\npurpose:"),)),
    (11, {"prompts/answer.md": "Answer from the sources alone.\n", ".github/workflows/evals.yml": "on: workflow_dispatch\n"}, ()),
    (12, {}, ((GOVERNANCE, "retires: 2027-08-31", "retires: 2026-12-20"),)),
    (13, {}, ((INFRASTRUCTURE, "[prompts/answer.md, prompts/rewrite.md]", "[prompts]"),)),
    (15, {}, ((INFRASTRUCTURE, "aria-2@2026-05-12, heliolm", "aria-2@2026-07-01, heliolm"), (CONTRACT, 'version: "1.2.0"', 'version: "1.3.0"'))),
]
"""The day, files, and edits."""


def written(folder: Path, prefix: str = "") -> Repository:
    repository = Repository.create(folder)
    now = {at(path, prefix): text.decode() for path, text in texts_of(Kind.LLM_APP).items()}
    repository.commit(now, "All of it", "ana-ruiz", START)
    for day, files, edits in STEPS:
        new = {at(path, prefix): text for path, text in files.items()}
        for name, old, text in ((at(path, prefix), *edit) for path, *edit in edits):
            current = new.get(name, now[name])
            assert current.count(old) == 1, (day, name, old)
            new[name] = current.replace(old, text)
        now |= new
        repository.commit(new, f"Day {day}", "ana-ruiz", START + timedelta(days=day))
    return repository


def at(path: str, prefix: str) -> str:
    return path if path.startswith(".github/") else prefix + path


@pytest.mark.parametrize("prefix", ["", "models/talk/"])
def test_a_history_in_which_the_kind_changes(tmp_path: Path, prefix: str) -> None:
    """Up to the day on which what is announced comes near, and an entry grows old."""
    folder = written(tmp_path / "app", prefix).path
    assert same_on_every_day(folder, folder / prefix, START + timedelta(days=100)) == len(STEPS) + 1


@pytest.mark.parametrize("seed", range(3))
def test_any_mixture_of_the_three(seed: int, tmp_path: Path) -> None:
    """Each file of some kind, in any order, and the kind of any word."""
    pick = random.Random(seed)  # noqa: S311
    repository = Repository.create(tmp_path / "any")
    folders = [{path: text.decode() for path, text in texts_of(kind).items()} for kind in (Kind.LLM_APP, Kind.AGENT)]
    repository.commit(folders[0], "All of it", "ana-ruiz", START)
    words = ("kind: agent\n", "kind: llm-app\n", "kind: model\n", "", "kind: TBD\n", "kind: agnt\n", "kind: [agent]\n", "kind: agent\nkind: model\n")
    for day in range(1, 12):
        files = pick.choice(folders)
        new = {path: files[path] for path in pick.sample(sorted(files), 3)}
        contract = pick.choice(folders)["readiness/contract.yaml"]
        for kind in (Kind.LLM_APP, Kind.AGENT):
            contract = contract.replace(f"kind: {kind.value}\n", pick.choice(words))
        repository.commit(new | {"readiness/contract.yaml": contract}, f"Day {day}", "ana-ruiz", START + timedelta(days=day))
    assert same_on_every_day(repository.path, repository.path, START + timedelta(days=30)) == 12
