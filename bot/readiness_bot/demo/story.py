"""A story: what each person added to an example on which day. Pure; `repository.py` makes commits of it.

The end of a story is a folder in `examples/`. An earlier state holds the keys that were there by then, cut
out of the final files, so that no text stands twice; what read otherwise then is a `Held`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

Files = dict[str, str]

_TOP_LEVEL_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """One commit: whose, when, why, and which keys of the readiness files and which whole files it brings."""

    day: date
    author: str
    message: str
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    stage: str | None = None
    name: str = ""
    """How a `Held` refers to it."""
    evaluates: bool = False
    """Whether a version passed its evaluation: from then on, the artifact names this commit."""


def step(
    day: str,
    author: str,
    message: str,
    *files: str,
    stage: str | None = None,
    name: str = "",
    evaluates: bool = False,
    **keys: str,
) -> Step:
    """A commit on a day (`YYYY-MM-DD`); `contract="model purpose"` are keys of contract.yaml."""
    return Step(
        date.fromisoformat(day),
        author,
        message,
        {f"{stem}.yaml": tuple(names.split()) for stem, names in keys.items()},
        files,
        stage,
        name,
        evaluates,
    )


@dataclass(frozen=True, slots=True)
class Held:
    """Until a step has happened, a pattern in a file reads otherwise."""

    until: str
    """The step's name."""
    file: str
    """A readiness file's name, or a path from the root."""
    pattern: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Story:
    """All that happens to an example, and what is worth a look on the way."""

    example: str
    """The folder in `examples/`, and the model's name."""
    told: str
    """What it is about, as the beginning of a sentence: "A model"."""
    steps: tuple[Step, ...]
    held: tuple[Held, ...]
    scenes: Mapping[str, str]
    """A commit's message → what a person should notice on that day."""
    too_early: str
    """The message of the commit after which somebody asks for promotion to staging, though exit criteria are
    still open."""
    impatient: str
    """Who asks."""


def states(final: Files, story: Story) -> Iterator[tuple[Step, Files]]:
    """Each step with all files as they stand after it. `final` is the end of the story."""
    keys: dict[str, set[str]] = {}
    present: set[str] = set()
    happened: set[str] = set()
    stage = "design"
    for one in story.steps:
        for name, added in one.keys.items():
            keys.setdefault(name, set()).update(added)
        present.update(one.files)
        happened.add(one.name)
        stage = one.stage or stage
        files = {path: final[path] for path in present}
        for name, wanted in keys.items():
            files[f"readiness/{name}"] = _cut(final[f"readiness/{name}"], wanted)
        held = [each for each in story.held if each.until not in happened]
        yield one, {path: _as_of(path, text, held, stage) for path, text in sorted(files.items())}


def _cut(text: str, wanted: set[str]) -> str:
    """The head comment and the blocks of these top-level keys, in the file's order."""
    starts = [(match.start(), match[1]) for match in _TOP_LEVEL_KEY.finditer(text)]
    parts = [text[: starts[0][0]]]
    for index, (start, key) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        if key in wanted:
            parts.append(text[start:end])
    return "".join(parts)


def _as_of(path: str, text: str, held: list[Held], stage: str) -> str:
    name = path.removeprefix("readiness/")
    for each in held:
        if each.file == name:
            flags = re.MULTILINE | (re.DOTALL if r"\A" in each.pattern else 0)
            text = re.sub(each.pattern, each.replacement, text, flags=flags)
    if name == "contract.yaml":
        text = re.sub(r"^stage: \w+", f"stage: {stage}", text, flags=re.MULTILINE)
    return text
