"""The audit of every model of a repository, one HTML page each: what the follow-up keeps with its run."""

from __future__ import annotations

import re
from pathlib import Path

from readiness_bot.audit.question import Question
from readiness_bot.cli.audit import audit_of, render
from readiness_bot.runs.clock import today
from readiness_bot.runs.errors import CannotDo
from readiness_bot.runs.follow_up import models_of
from readiness_bot.runs.models import folder_of
from readiness_bot.runs.output import say, write
from readiness_bot.runs.run import Run

_ROOT = "readiness-audit"
_ODD = re.compile(r"[^A-Za-z0-9_.-]")


def write_reports(run: Run, folder: Path) -> None:
    """`models/churn/` → `models-churn.html`; the repository's own model → `readiness-audit.html`.

    A model without a history is left out, with a sentence. Exits with 3 where nothing can be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(f"{folder} cannot be made: {error.strerror}") from error
    taken = set[str]()
    for each in models_of(run):
        name = _name(folder_of(each.place), taken)
        try:
            found = audit_of(each.directory, Question(run.day, today()), run.policy)
        except CannotDo as error:
            say(f"{name} was left out. {error}", err=True)
            continue
        write(render("html", found), folder / name)


def _name(prefix: str, taken: set[str]) -> str:
    """Two folders whose names differ in odd characters alone get a number."""
    stem = _ODD.sub("-", prefix.rstrip("/").replace("/", "-"))[:100].strip(".") or _ROOT
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return f"{name}.html"
