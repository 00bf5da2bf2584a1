"""What a badge says, and where its file is."""

from dataclasses import replace

import pytest
from tests.rows import item, row

from readiness_bot.portfolio.badge import Mood, badge_of, file_name
from readiness_bot.portfolio.row import Row
from readiness_bot.vocabulary import Stage, Timing

LATER = item("kim", 3, timing=Timing.UPCOMING)


@pytest.mark.parametrize(
    ("of", "message", "mood"),
    [
        (row(), "ready for staging", Mood.READY),
        (row(stage=Stage.PRODUCTION, ready_for=Stage.PRODUCTION), "ready in production", Mood.READY),
        (row(stage=Stage.DESIGN, ready_for=Stage.DESIGN), "in design", Mood.READY),
        (replace(row("a/b", LATER), ready=True), "ready for staging, 1 late", Mood.WARNING),
        (row("a/b", item("kim", 3), item("kim", 4), LATER, item("kim")), "2 overdue", Mood.NOT_READY),
        (row(ready=False), "not ready", Mood.NOT_READY),
        (row("a/b", item("kim", 3), wrong=1, wrong_first="a syntax error"), "files need fixing", Mood.NOT_READY),
        (Row("a/b", absent=True, ready=False), "not set up", Mood.UNKNOWN),
        (Row("a/b", error="GitHub refused."), "unknown", Mood.UNKNOWN),
    ],
)
def test_what_it_says(of: Row, message: str, mood: Mood) -> None:
    badge = badge_of(of)
    assert (badge.label, badge.message, badge.mood) == ("readiness", message, mood)


def test_several_models_are_told_apart() -> None:
    assert badge_of(row(folder="models/churn/", model="churn-propensity")).label == "churn-propensity readiness"


def test_what_nobody_verified_is_said_to_who_asks() -> None:
    assert badge_of(row(unverified=("a", "b"))).more == "2 items not verified"


@pytest.mark.parametrize(
    ("name", "folder", "file"),
    [
        ("acme/churn", "", "acme--churn"),
        ("Acme/Churn", "", "acme--churn"),
        ("acme/shop", "models/basket/", "acme--shop--models--basket"),
        ("acme/site.github.io", "", "acme--site.github.io"),
        ("acme/a-b", "", "acme--a-b"),
    ],
)
def test_a_name_that_can_be_guessed(name: str, folder: str, file: str) -> None:
    assert file_name(row(name, folder=folder)) == file


ODD = (
    "../../etc/passwd",
    "..",
    "/etc",
    "a/..",
    "acme/.git",
    "acme/a--b",
    "acme--a/b",
    "acme/-a",
    "acme/a-",
    "acme/Ä",
    "acme/Ö",
    "index",
    "a" * 500,
    "a\nb",
    "a/b c",
)


def test_an_odd_name_leads_nowhere_and_is_nobody_elses() -> None:
    names = [file_name(row(name, url="")) for name in (*ODD, "Acme/a", "acme/a")] + [
        file_name(row("acme/a", folder=folder)) for folder in ("B/", "b/", "b/c/", "b--c/")
    ]
    assert len({name.lower() for name in names}) == len(names)
    assert [name for name in names if not name.isascii() or set(name) & set("/\\ \n") or name.startswith(".") or len(name) > 140] == []
