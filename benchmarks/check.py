"""`readiness check` on the example, against the linters that people have in their hooks, on the same files.

| state | bytecode (.pyc) | our cache |
|---|---|---|
| first run | none, as with PYTHONDONTWRITEBYTECODE | none |
| nothing cached | as an installation leaves it | none: emptied before each run |
| one file changed | the same | of the run before, then one value of one file is another |
| nothing changed | the same | of the run before |

yamllint and check-jsonschema keep their bytecode. Each reads the five YAML files in one process; the linters for JSON
Schema get one schema that is any of our five. Ours reads runbook.md too, and asks git about the past.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import page, peers
from benchmarks.measure import ROOT, Command, Told, Took, by_turns, environment, instructions, took
from benchmarks.repositories import TODAY, example, long_history

YAML = ("contract", "ownership", "governance", "infrastructure", "fallback")
_FIRST, _COLD, _ONE, _SAME = "first run", "nothing cached", "one file changed", "nothing changed"


def check(times: int) -> None:
    """Measure, print, and write the section `check` of docs/performance.md with its picture."""
    with tempfile.TemporaryDirectory() as top:
        place = _Place(Path(top))
        found = by_turns(times, place.runs())
        counted = {
            name: instructions(command, place.env, place.folder) for name, command in place.counted().items()
        }
    rows = [_row(each, counted) for each in found]
    head = [
        "",
        "ms",
        "best",
        "peak MiB",
        "million instructions",
        "× yamllint",
        "quartiles",
        "× check-jsonschema",
    ]
    schema = next(each for each in found if each.name == "check-jsonschema")
    for row, each in zip(rows, found, strict=True):
        row.append(f"{each.wall / schema.wall:.2f}")
    page.write("check", page.table(head, rows) + f"\nMedians of {times} turns. {page.machine()}\n")
    page.bars(
        "check", {each.name: each.wall * 1000 for each in found}, "milliseconds, whole process (median)"
    )


def _row(each: Told, counted: Mapping[str, int | None]) -> list[str]:
    number = counted.get(each.name)
    return [
        each.name,
        f"{each.wall * 1000:.0f}",
        f"{each.best * 1000:.0f}",
        f"{each.memory:.0f}",
        f"{number / 1e6:.0f}" if number else "",
        f"{each.ratio:.2f}",
        f"{each.quartiles[0]:.2f}–{each.quartiles[1]:.2f}",
    ]


class _Place:
    """The example in a folder of its own, and every command on it."""

    def __init__(self, top: Path) -> None:
        self.folder = top / "churn"
        self.folder.mkdir()
        example(self.folder)
        self.cache, self.bytecode, self.none = top / "cache", top / "bytecode", top / "none"
        self.env = environment(
            XDG_CACHE_HOME=str(self.cache),
            PYTHONPYCACHEPREFIX=str(self.bytecode),
            HOME=str(top),
            TMPDIR=str(top),
        )
        self.uncompiled = {**self.env, "PYTHONPYCACHEPREFIX": str(self.none), "PYTHONDONTWRITEBYTECODE": "1"}
        self.bin = peers.programs()
        self.schema = top / "schema.json"
        self.schema.write_text(json.dumps(_any_of_the_five()))
        self.number = itertools.count(100)

    @property
    def ours(self) -> Command:
        return [str(self.bin / "readiness"), "check", "--today", TODAY]

    def others(self) -> dict[str, Command]:
        files = [f"readiness/{name}.yaml" for name in YAML]
        data = list(itertools.chain.from_iterable(("-d", name) for name in files))
        ajv = [
            *peers.ajv(),
            "validate",
            "-s",
            str(self.schema),
            "--strict=false",
            "--errors=no",
            "-c",
            "ajv-formats",
            *data,
        ]
        return {
            "yamllint": [str(self.bin / "yamllint"), "-d", "relaxed", *files],
            "check-jsonschema": [
                str(self.bin / "check-jsonschema"),
                "--schemafile",
                str(self.schema),
                *files,
            ],
            "ajv-cli": ajv,
            "python -c ''": [str(self.bin / "python"), "-c", ""],
        }

    def counted(self) -> dict[str, Command]:
        return {_named(_SAME): self.ours, **self.others()}

    def runs(self) -> dict[str, Callable[[], Took]]:
        # ajv-cli reads `2026-11-13` as a date of JavaScript's, which no JSON Schema takes.
        codes = {"ajv-cli": (1,)}
        others: dict[str, Callable[[], Took]] = {
            name: partial(took, command, self.env, self.folder, codes.get(name, (0,)))
            for name, command in self.others().items()
        }
        first = {"yamllint": others.pop("yamllint")}
        return (
            first
            | {_named(_COLD): self._cold, _named(_ONE): self._changed, _named(_SAME): self._run, **others}
            | {_named(_FIRST): self._first}
        )

    def _run(self) -> Took:
        return took(self.ours, self.env, self.folder)

    def _cold(self) -> Took:
        shutil.rmtree(self.cache, ignore_errors=True)
        return self._run()

    def _first(self) -> Took:
        shutil.rmtree(self.cache, ignore_errors=True)
        return took(self.ours, self.uncompiled, self.folder)

    def _changed(self) -> Took:
        """One number of one file is another than in any run before."""
        self._run()
        path = self.folder / "readiness" / "fallback.yaml"
        text = path.read_text()
        path.write_text(re.sub(r"(?<=within_minutes: )\d+", str(next(self.number)), text))
        return self._run()


def _any_of_the_five() -> dict[str, Any]:
    """One JSON Schema for all of our five."""
    branches: list[object] = []
    definitions: dict[str, object] = {}
    for name in YAML:
        text = (ROOT / f"docs/schema/{name}.schema.json").read_text(encoding="utf-8")
        branch = json.loads(text.replace("#/definitions/", f"#/definitions/{name}."))
        definitions |= {f"{name}.{key}": each for key, each in branch.pop("definitions", {}).items()}
        branches.append({key: each for key, each in branch.items() if not key.startswith("$")})
    return {"anyOf": branches, "definitions": definitions}


def _named(state: str) -> str:
    return f"readiness check, {state}"


GROWTH: Mapping[str, tuple[tuple[int, int, int], ...]] = {
    "source files": ((1, 1, 100), (1, 1, 1_000), (1, 1, 10_000)),
    "commits": ((100, 10, 800), (1_000, 10, 800), (10_000, 10, 800)),
    "changes of readiness/": ((10, 10, 800), (100, 100, 800), (1_000, 1_000, 800)),
}
"""What grows → (commits, of them changes of readiness files, source files)."""


def growth(times: int) -> None:
    """How the cost of a check grows with the repository; yamllint on the same files beside it."""
    rows, lines = [], dict[str, dict[float, float]]()
    for what, sizes in GROWTH.items():
        for commits, changes, files in sizes:
            size = {"source files": files, "commits": commits}.get(what, changes)
            with tempfile.TemporaryDirectory() as top:
                place = _Grown(Path(top), commits, changes, files)
                _, ours = by_turns(times, place.runs())
            rows.append(
                [what, f"{size:,}", f"{ours.wall * 1000:.0f}", f"{ours.memory:.0f}", f"{ours.ratio:.2f}"]
            )
            lines.setdefault(what, {})[size] = ours.wall * 1000
    page.write(
        "growth",
        page.table(["what grows", "to", "ms", "peak MiB", "× yamllint"], rows)
        + f"\nMedians of {times} turns. {page.machine()}\n",
    )
    page.lines("growth", lines, "milliseconds of a check")


class _Grown:
    def __init__(self, top: Path, commits: int, changes: int, files: int) -> None:
        self.folder = top / "churn"
        self.folder.mkdir()
        long_history(self.folder, commits, changes, files)
        self.env = environment(
            XDG_CACHE_HOME=str(top / "cache"), PYTHONPYCACHEPREFIX=str(top / "bytecode"), HOME=str(top)
        )
        self.bin = peers.programs()

    def runs(self) -> dict[str, Callable[[], Took]]:
        lint = [str(self.bin / "yamllint"), "-d", "relaxed", *(f"readiness/{name}.yaml" for name in YAML)]
        ours = [str(self.bin / "readiness"), "check", "--today", TODAY]
        return {
            "yamllint": partial(took, lint, self.env, self.folder, (0, 1)),
            "readiness": partial(took, ours, self.env, self.folder, (0, 1)),
        }
