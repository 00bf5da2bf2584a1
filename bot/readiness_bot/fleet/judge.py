"""A repository to rows of the portfolio, whatever it holds.

What cannot be read becomes a row with its error.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from readiness_bot.audit.question import Question
from readiness_bot.convention.organisation import Organisation, Out, Subject
from readiness_bot.convention.policy import Policy
from readiness_bot.fleet.clones import Clone, head_of, repository_of, snapshots_of
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.portfolio.row import MOST_TEXT, Row, row_of
from readiness_bot.portfolio.signs import looks_like_model
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.place import place_of
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.text.escape import cut, plain

MOST_MODELS = 500
"""Of one repository; what has more is one row with an error."""


def rows_of_clone(
    clone: Clone, question: Question, organisation: Organisation | None, audited: bool
) -> list[Row]:
    """The rows of a clone, at least one."""
    like = Row(plain(clone.name), commit=head_of(clone))
    policy = policy_at(organisation, Subject(repository_of(clone)))
    if isinstance(policy, Out):
        return [left_out(like, policy.reason)]
    try:
        policy = plugged(policy, clone.path)
        snapshots, paths = snapshots_of(clone)
        rows = rows_of(like, snapshots, paths, question.today, policy)
        return [audited_row(row, clone, question, policy) for row in rows] if audited else rows
    except (CannotRead, OSError) as error:
        return [failed(like, str(error))]
    except Exception as error:  # one repository, whatever it is, spoils no scan of ten thousand
        return [failed(like, unforeseen(error))]


def policy_at(organisation: Organisation | None, subject: Subject) -> Policy | Out:
    """What is in force at a repository."""
    return organisation.at(subject) if organisation else Policy()


def plugged(policy: Policy, root: Path | None = None) -> Policy:
    """With what its plugins add. Raises CannotRead."""
    if not policy.plugins:
        return policy
    from readiness_bot.runs.plugins import with_plugins  # few policies have any

    return with_plugins(policy, root)


def rows_of(
    like: Row, snapshots: Iterable[Snapshot], paths: Iterable[str], day: date, policy: Policy
) -> list[Row]:
    """A repository's rows: one a model, or one that says that there is none. Raises CannotRead."""
    found = list(snapshots)
    if len(found) > MOST_MODELS:
        raise CannotRead(f"it holds {len(found):,} models, and a scan judges {MOST_MODELS} at most")
    if not found:
        return [replace(like, absent=True, looks_like=looks_like_model(paths, like.topics))]
    return [row_of(evaluate(snapshot, day, policy), like) for snapshot in found]


def left_out(like: Row, why: str) -> Row:
    """The row of what nothing is asked of."""
    return replace(like, left_out=cut(plain(why), MOST_TEXT))


def failed(like: Row, why: str) -> Row:
    """The row of what could not be read."""
    return replace(like, error=cut(plain(why.rstrip(".")), MOST_TEXT) + ".")


def unforeseen(error: Exception) -> str:
    """What went wrong, and where, in a sentence."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} at {at.name}:{at.lineno}"
    return f"readiness hit an internal error here ({what}); please report it"


def audited_row(row: Row, clone: Clone, question: Question, policy: Policy, source: str = "") -> Row:
    """The row with its audit; or with why its history could not be read, since its verdict comes from the
    files, and stands.

    `source`: where a clone of ours came from.
    """
    try:
        return _with_audit(row, clone, question, policy, source)
    except (CannotRead, OSError) as error:
        return without_history(row, str(error))
    except Exception as error:  # one history, whatever it is, spoils no scan of ten thousand
        return without_history(row, unforeseen(error))


def without_history(row: Row, why: str) -> Row:
    """The row of a model whose past could not be read."""
    return replace(row, history_error=cut(plain(why.rstrip(".")), MOST_TEXT) + ".") if row.judged else row


def _with_audit(row: Row, clone: Clone, question: Question, policy: Policy, source: str) -> Row:
    """With the figures of its history, and since when each item has been open. Raises CannotRead."""
    from readiness_bot.audit.audit import audit  # what a scan of the files alone does not need
    from readiness_bot.audit.read import open_past
    from readiness_bot.render.audit.json import as_data

    if not row.judged:
        return row
    directory = clone.path / row.folder
    place = place_of(directory)
    if place is not None:
        place.git.source = source
    with open_past(directory, place) as read:
        found = audit(read(), question, policy)
    last = {each.item.id: each.intervals[-1] for each in found.items if each.intervals}
    since = {id_: interval.opened for id_, interval in last.items() if interval.closed is None}
    opened = tuple(replace(item, since=since.get(item.id, item.since)) for item in row.open)
    data: dict[str, Any] = as_data(found)
    return replace(row, audit=data, open=opened)
