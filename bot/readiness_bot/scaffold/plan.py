"""What `readiness init` writes: given beats inferred, what is there stays.

Pure: the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass

from readiness_bot.convention.scalar import scalar
from readiness_bot.scaffold.action import Action
from readiness_bot.scaffold.answers import ANSWERS, Answer, Value
from readiness_bot.scaffold.duties import check_duties
from readiness_bot.scaffold.fill import fill, written
from readiness_bot.scaffold.infer import Inferred, branch, branch_note, infer, repository
from readiness_bot.scaffold.schemas import SCHEMAS
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.workflows import Choice, Parts, fitting, jobs
from readiness_bot.vocabulary import Stage

WORKFLOWS = ".github/workflows"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write; its path is relative to the repository's root."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Scaffold:
    """All that init does, as data."""

    files: tuple[NewFile, ...]
    """To write: none of them is there yet."""
    kept: tuple[str, ...]
    """There already, and left as they are."""
    inferred: tuple[tuple[Answer, Inferred], ...]
    """Written without having been asked for."""
    unused: tuple[Answer, ...]
    """Given, and written nowhere, since the file was there already."""
    model: str
    branch: str
    """The default branch, `main` where git does not tell: whose status a ruleset asks for."""
    notes: tuple[str, ...] = ()
    app: bool = False
    """The follow-up acts as an App of the team's own: that was asked for."""


def destination(template: str, prefix: str) -> str:
    """Where a template goes, from the repository's root: GitHub reads workflows there only."""
    folder, _, name = template.partition("/")
    return f"{WORKFLOWS}/{name}" if folder == "workflows" else f"{prefix}{folder}/{name}"


def plan_scaffold(
    given: Mapping[str, Value],
    sources: Sources,
    templates: Mapping[str, str],
    parts: Parts,
    choice: Choice = Choice(),  # noqa: B008 frozen
) -> Scaffold:
    """`given`: slot → what `answers.accept` made of an option.

    `templates`, `parts`: name → text (`templates.py`).

    Raises Refused for people who may not be what they are given as.
    """
    fits, said = fitting(choice, sources.remote)
    found = {slot: value for slot, value in infer(sources).items() if slot not in given}
    if destination("readiness/ownership.yaml", sources.prefix) not in sources.present:
        check_duties(given, found)
    values: dict[str, Value] = {"stage": Stage.DESIGN.value}
    values |= {slot: inferred.value for slot, inferred in found.items()} | dict(given)
    slots = _slots(values) | {"branch": scalar(branch(sources)), "cron": cron(repository(sources))}
    paths = {name: destination(name, sources.prefix) for name in templates if fits or not _is_workflow(name)}
    files = tuple(
        NewFile(path, fill(templates[name], slots | _jobs(name, parts, fits)))
        for name, path in paths.items()
        if path not in sources.present
    )
    written_paths = {file.path for file in files}

    def is_written(answer: Answer) -> bool:
        return destination(f"readiness/{answer.file}", sources.prefix) in written_paths

    return Scaffold(
        files=files,
        kept=tuple(path for path in paths.values() if path in sources.present),
        inferred=tuple((a, found[a.slot]) for a in ANSWERS if a.slot in found and is_written(a)),
        unused=tuple(a for a in ANSWERS if a.slot in given and not is_written(a)),
        model=str(values.get("model", "")),
        branch=sources.branch or "main",
        notes=(*sources.notes, *_workflows(said, sources, fits), *_branch(sources, written_paths)),
        app=fits is not None and fits.app is not None,
    )


def cron(repository_: str) -> str:
    """A weekday's time between 3:00 and 7:00 UTC, always the same for a repository.

    Three hundred repositories that all start at midnight would wait for each other; GitHub drops runs on the
    full hour.
    """
    number = int.from_bytes(hashlib.sha256(repository_.encode("utf-8", "replace")).digest()[:8])
    return f"{1 + number % 59} {3 + number // 59 % 4} * * 1-5"


def _is_workflow(name: str) -> bool:
    return name.startswith("workflows/")


def _jobs(name: str, parts: Parts, choice: Choice | None) -> dict[str, str | None]:
    return {"jobs": jobs(name.partition("/")[2], parts, choice)} if choice and _is_workflow(name) else {}


def _workflows(said: tuple[str, ...], sources: Sources, choice: Choice | None) -> tuple[str, ...]:
    """Nothing about workflows that were there already: they find this model by themselves."""
    if choice and destination("workflows/readiness.yml", sources.prefix) in sources.present:
        return ()
    if choice and not choice.action.pinned:
        return (*said, _how_to_pin(choice.action))
    return said


def _how_to_pin(action: Action) -> str:
    return (
        f"Both workflows name {action}, which its owner can move. To pin all that runs, write the 40 digits"
        f" of its commit there, in the place of `{action.ref}`."
    )


def _branch(sources: Sources, written_paths: Set[str]) -> tuple[str, ...]:
    note = branch_note(sources)
    path = destination("workflows/readiness-follow-up.yml", sources.prefix)
    return (note,) if note and path in written_paths else ()


def _slots(values: Mapping[str, Value]) -> dict[str, str | None]:
    slots: dict[str, str | None] = {
        answer.slot: written(values[answer.slot]) if answer.slot in values else "" for answer in ANSWERS
    }
    return slots | {"title": str(values.get("model", "this model")), "schemas": SCHEMAS}
