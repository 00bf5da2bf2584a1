"""Plays the story: after each commit the main job runs on the folder forge, as it would on a push; one pull
request comes too early."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readiness_bot.demo.repository import Repository, play_steps
from readiness_bot.demo.story import Files, Step, Story
from readiness_bot.forge.folder.forge import FolderForge
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.judging.sides import Sides
from readiness_bot.plan.actions import together
from readiness_bot.plan.apply import apply
from readiness_bot.plan.comment import plan_comment
from readiness_bot.plan.issues import plan_issues
from readiness_bot.plan.overview import plan_overview
from readiness_bot.plan.status import plan_status
from readiness_bot.reading.revision import read_revision
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.render.comment import comment_body
from readiness_bot.render.status import status_of
from readiness_bot.render.text import headline

FORGE = "forge"
PULL_REQUEST = 101


@dataclass(frozen=True, slots=True)
class Scene:
    """A day that is worth a look: what happened, what the bot answered."""

    day: date
    told: str
    answer: str
    did: str = ""


def play(folder: Path, final: Files, story: Story) -> Iterator[Scene]:
    """The scenes, each as soon as it has happened.

    `folder` is new or empty; the model (`story.example`) and the forge are made in it.
    """
    repository, forge = Repository.create(folder / story.example), FolderForge(folder / FORGE)
    since: Counter[str] = Counter()
    for step, commit in play_steps(repository, final, story):
        report = _judged(repository, step)
        plan = plan_issues(report, forge.own_issues(), commit=commit)
        apply(plan, forge)
        apply(plan_overview(report, forge.own_issues(), commit=commit), forge)
        since.update(action.kind for action in plan.actions)
        if step.message in story.scenes:
            yield Scene(step.day, story.scenes[step.message], headline(report), _did(since))
            since.clear()
        if step.message == story.too_early:
            yield _too_early(repository, step, report, forge, story.impatient)


def _judged(repository: Repository, step: Step) -> Report:
    return evaluate(read_worktree(repository.path), step.day)


def _too_early(repository: Repository, step: Step, base: Report, forge: FolderForge, who: str) -> Scene:
    """A pull request that asks for promotion before the exit criteria are met; it is not merged."""
    contract = "readiness/contract.yaml"
    text = (repository.path / contract).read_text(encoding="utf-8")
    repository.git("checkout", "--quiet", "-b", "too-early")
    promoted = text.replace("stage: evaluation", "stage: staging")
    repository.commit({contract: promoted}, "Move to staging", who, step.day)
    head = evaluate(read_revision(repository.path, "too-early"), step.day)
    repository.git("checkout", "--quiet", "main")
    models = [Sides(head, base, concerned=True)]
    status = status_of("main", models)
    comment = plan_comment(PULL_REQUEST, comment_body(models, lambda _: None), ())
    apply(together(plan_status(repository.git("rev-parse", "too-early"), status, ()), comment), forge)
    told = f"Pull request #{PULL_REQUEST} wants to move {base.stage} → {head.stage}."
    return Scene(
        step.day,
        told,
        headline(head),
        f"The status `{status.context}` is a {status.state.value}; one comment says why",
    )


def _did(counts: Mapping[str, int]) -> str:
    words = {
        "open-issue": "opened",
        "update-issue": "updated",
        "close-issue": "closed",
        "reopen-issue": "reopened",
    }
    parts = [f"{words[kind]} {counts[kind]}" for kind in words if counts.get(kind)]
    return "Issues: " + ", ".join(parts) if parts else "Issues: nothing to do"
