"""A report's row."""

from __future__ import annotations

from datetime import date

from tests.models import EXAMPLE

from readiness_bot.audit.figures import Money
from readiness_bot.fleet.clones import Clone, snapshots_of
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.portfolio.row import Row, row_of
from readiness_bot.portfolio.signs import looks_like_model
from readiness_bot.reading.snapshot import Snapshot

[SNAPSHOT], _ = snapshots_of(Clone("churn", EXAMPLE))


def row(day: date) -> Row:
    return row_of(evaluate(SNAPSHOT, day), Row("acme/churn"))


def test_a_model_that_is_on_its_way() -> None:
    found = row(date(2026, 11, 20))
    assert (found.model, found.ready, found.open, found.stalled, found.evaluated) == ("churn-propensity", True, (), False, date(2026, 10, 9))
    assert (found.value_per_week, found.owner) == (Money(18000, "EUR"), "mei-chen")


def test_a_model_that_waits() -> None:
    """Months later approvals have run out, and its evaluation passed long ago."""
    found = row(date(2028, 1, 1))
    assert found.stalled
    assert [item.id for item in found.open if item.late] == [id_ for id_ in found.late if id_ in {item.id for item in found.open}]
    assert all(item.since == item.due_date for item in found.open if item.late)


def test_no_model() -> None:
    found = row_of(evaluate(Snapshot({}, frozenset()), date(2026, 11, 20)), Row("acme/site"))
    assert (found.absent, found.model, found.ready) == (True, None, False)


def test_signs_of_a_model() -> None:
    assert looks_like_model(["src/train_model.py", "model.onnx", "README.md"]) == "a saved model (model.onnx), training code (src/train_model.py)"
    assert looks_like_model(["index.html", "train_schedule.md"], ["mlops"]) == "the topic mlops"
    assert looks_like_model(["src/app.py"]) == ""
