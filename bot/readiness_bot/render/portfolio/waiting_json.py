"""`fleet waiting --format json`: the fields are a public interface; they are added, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from readiness_bot.portfolio.waiting import Person, Wait
from readiness_bot.text.data import data_of


def as_data(people: Sequence[Person], today: date, unread: int) -> dict[str, object]:
    """`unread`: repositories that could not be read."""
    return {
        "schema": 1,
        "scanned": today.isoformat(),
        "unread": unread,
        "people": [
            {
                "login": person.login,
                "cost_per_week": data_of(person.cost),
                "waiting": [_wait(wait, today) for wait in person.waits],
            }
            for person in people
        ],
    }


def _wait(wait: Wait, today: date) -> dict[str, object]:
    row, item = wait.row, wait.item
    return {
        "repository": row.name,
        "folder": row.folder,
        "model": row.model,
        "stage": row.stage,
        "id": item.id,
        "title": item.title,
        "role": item.role,
        "stands_in": item.stands_in,
        "message": item.message,
        "fix": item.fix,
        "timing": item.timing,
        "due": item.due,
        "due_date": data_of(item.due_date),
        "days_late": wait.days_late(today),
        "since": data_of(item.since),
        "cost_per_week": data_of(wait.cost),
        "path": item.path,
        "line": item.line,
        "url": wait.url,
    }
