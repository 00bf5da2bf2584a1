"""What `readiness upgrade` did, or would do, as people read it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_bot.doctor.renew import Renewal
from readiness_bot.runs.upgrade import Upgrade
from readiness_bot.scaffold.page import table
from readiness_bot.text.escape import plain, screen
from readiness_bot.text.words import plural

NOTHING = "Nothing to do: the files and the workflows are as this version has them."
_STATUS = (
    "The verdict is now the status `readiness: BRANCH`, one for all models. Where a ruleset requires the"
    " check `readiness / check`, require that status instead (docs/settings.md)."
)


def page(upgrade: Upgrade, done: bool) -> str:
    """`done`: it was written; else it is a plan."""
    left = [one for one in upgrade.workflows if one.content is None and not one.superfluous]
    blocks = (
        _head(upgrade, done),
        _rows(upgrade, done),
        *(_left(one) for one in left),
        _notes(upgrade),
    )
    return "\n\n".join(text for block in blocks if (text := screen(block)))


def _head(upgrade: Upgrade, done: bool) -> Iterator[str]:
    count = len(_changes(upgrade, done))
    if not count:
        yield NOTHING if not upgrade.workflows else "Nothing to write."
    elif done:
        files = plural(count, "file is", "files are")
        yield f"{files} updated to this version. Nothing is committed: `git diff` shows it."
    else:
        yield f"{plural(count, 'file')} would change; nothing is written:"


def _rows(upgrade: Upgrade, done: bool) -> Iterator[str]:
    rows = _changes(upgrade, done)
    yield from table(rows) if rows else ()


def _changes(upgrade: Upgrade, done: bool) -> list[tuple[str, str, str]]:
    write, add, rewrite, remove = (
        ("wrote", "added to", "rewrote", "removed") if done else ("write", "add to", "rewrite", "remove")
    )
    rows = [(write, plain(file.path), "") for file in upgrade.files]
    rows += [(add, plain(each.path), ", ".join(each.keys)) for each in upgrade.additions]
    for one in upgrade.workflows:
        if one.content is not None or one.superfluous:
            rows.append((remove if one.superfluous else rewrite, plain(one.path), plain(one.why)))
    return rows


def _left(one: Renewal) -> Iterator[str]:
    differs = ". It differs from what `init` writes:" if one.shown else "."
    yield f"{plain(one.path)} stays as it is: {plain(one.why)}{differs}"
    yield from (f"  {plain(line)}" for line in one.shown)


def _notes(upgrade: Upgrade) -> Iterator[str]:
    if any(one.one_model for one in upgrade.workflows):
        yield _STATUS
    yield from upgrade.notes
