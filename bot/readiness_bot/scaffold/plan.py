"""What `readiness init` writes: given beats inferred, what is there stays.

Pure: the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from readiness_bot.convention.scalar import scalar
from readiness_bot.scaffold.action import ACTION, cron, follow_up, gate, unpinned
from readiness_bot.scaffold.answers import ANSWERS, Answer, Value
from readiness_bot.scaffold.duties import check_duties
from readiness_bot.scaffold.fill import fill, written
from readiness_bot.scaffold.infer import Inferred, branch, branch_note, infer, repository
from readiness_bot.scaffold.sources import Sources
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
    notes: tuple[str, ...] = ()


def destination(template: str, prefix: str) -> str:
    """Where a template goes, from the repository's root: GitHub reads workflows there only."""
    folder, _, name = template.partition("/")
    return f"{WORKFLOWS}/{name}" if folder == "workflows" else f"{prefix}{folder}/{name}"


def plan_scaffold(
    given: Mapping[str, Value], sources: Sources, templates: Mapping[str, str], action: str = ACTION
) -> Scaffold:
    """`given`: slot → what `answers.accept` made of an option.

    `templates`: name → text (`templates.templates`).

    Raises Refused for people who may not be what they are given as.
    """
    found = {slot: value for slot, value in infer(sources).items() if slot not in given}
    if destination("readiness/ownership.yaml", sources.prefix) not in sources.present:
        check_duties(given, found)
    values: dict[str, Value] = {"stage": Stage.DESIGN.value}
    values |= {slot: inferred.value for slot, inferred in found.items()} | dict(given)
    slots = _slots(values) | _workflow_slots(sources, action)
    paths = {name: destination(name, sources.prefix) for name in templates}
    files = tuple(
        NewFile(path, fill(templates[name], slots))
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
        notes=(*sources.notes, *_other_model(sources), *_branch(sources, written_paths)),
    )


def _other_model(sources: Sources) -> tuple[str, ...]:
    """GitHub reads workflows at the root, so the second model of a repository finds those of the first."""
    gate_path = destination("workflows/readiness.yml", sources.prefix)
    contract_path = destination("readiness/contract.yaml", sources.prefix)
    if not sources.prefix or gate_path not in sources.present or contract_path in sources.present:
        return ()
    folder = sources.prefix.rstrip("/")
    return (
        (
            "The workflows were there already, for another folder; copy both under other names, with"
            f" `directory: {folder}`."
        ),
    )


def _branch(sources: Sources, written_paths: Set[str]) -> tuple[str, ...]:
    note = branch_note(sources)
    path = destination("workflows/readiness-follow-up.yml", sources.prefix)
    return (note,) if note and path in written_paths else ()


def _slots(values: Mapping[str, Value]) -> dict[str, str | None]:
    slots: dict[str, str | None] = {
        answer.slot: written(values[answer.slot]) if answer.slot in values else "" for answer in ANSWERS
    }
    return slots | {"title": str(values.get("model", "this model"))}


def _workflow_slots(sources: Sources, action: str) -> dict[str, str | None]:
    return {
        "gate": gate(action),
        "follow_up": follow_up(action),
        "unpinned": unpinned(action),
        "branch": scalar(branch(sources)),
        "cron": cron(repository(sources) + sources.prefix),
        "directory": scalar(sources.prefix.rstrip("/")) if sources.prefix else None,
    }
