"""`readiness answer --set`: writes answers without asking; all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from readiness_bot.answering import page
from readiness_bot.answering.assign import Refused, assigned
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.policy import Policy
from readiness_bot.judging.evaluate import facts_of
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.runs import terminal
from readiness_bot.runs.conversation import there
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.runs.output import say
from readiness_bot.runs.replacing import Changed, alone, replace_file
from readiness_bot.stopping import held


def assign(directory: Path, day: date, texts: Sequence[str], policy: Policy | None = None) -> None:
    """Raises WrongUsage for what is wrong, and CannotDo where a file cannot be written."""
    there(directory, day, policy)
    folder = directory / "readiness"
    with alone(folder):
        facts = facts_of(read_worktree(directory), day, policy)
        try:
            contents, said = assigned(texts, facts)
        except Refused as refused:
            raise WrongUsage(f"Nothing was written.\n{refused}") from refused
        with held():
            _replace_all(folder, facts, contents)
    say(page.closing(there(directory, day, policy), [each.place for each in said], terminal.width()))


def _replace_all(folder: Path, facts: Facts, contents: Mapping[str, bytes]) -> None:
    """Where one cannot be written, those before it get back what they held."""
    done: list[tuple[Path, bytes, bytes]] = []
    try:
        for name, new in contents.items():
            old = facts.snapshot.files[f"readiness/{name}"]
            if isinstance(old, bytes):
                replace_file(folder / name, old, new)
                done.append((folder / name, old, new))
    except (Changed, CannotDo) as error:
        for file, old, new in done:
            replace_file(file, new, old)
        if isinstance(error, CannotDo):
            raise
        raise CannotDo("A file was changed in the meantime. Nothing was written; run it again.") from error
