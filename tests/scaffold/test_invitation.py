"""The words with which a roll-out comes to a team."""

from __future__ import annotations

import pytest
from tests.attacks import ATTACKS, HARMLESS, as_github, calls, shape

from readiness_bot.scaffold.infer import Inferred
from readiness_bot.scaffold.invitation import From, invitation, renewal
from readiness_bot.scaffold.page import FirstPush
from readiness_bot.scaffold.plan import Scaffold, plan_scaffold
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.templates import parts, templates
from readiness_bot.text.marker import read_marker
from readiness_bot.vocabulary import Kind

OWNER = {"owner": Inferred("mei-chen", "CODEOWNERS, line 3")}
GENTLE = FirstPush((), overview=True, gentle=True)
WHY = "training code (train.py)"


def scaffold(folder: str = "churn") -> Scaffold:
    return plan_scaffold({}, Sources(folder=folder, in_git=True), templates(), parts(), gently=True)


def words(sender: From = From(), push: FirstPush | None = GENTLE, kind: Kind = Kind.MODEL, why: str = WHY) -> str:  # noqa: B008
    return invitation(scaffold(), why, kind, OWNER, push, sender).body


def test_it_begins_with_what_it_does_and_does_not() -> None:
    letter = invitation(scaffold(), WHY, Kind.MODEL, OWNER, GENTLE, From())
    assert letter.title == "Add readiness/: what churn needs before it goes live"
    mark, first, *_ = letter.body.split("\n")
    assert getattr(read_marker(mark), "key", None) == "rollout=scaffold"
    assert first == (
        "This adds 7 small files with a place for each thing that has to be settled before `churn` can go live, and 2 workflows that read them."
        " **It changes none of your code, and nothing in it blocks your work.** Whether to merge it is up to you."
    )


def test_the_parts_and_their_order() -> None:
    assert [line for line in words().splitlines() if line.startswith("#")] == [
        "#### Why you get this", "#### What is filled in already", "#### What it asks of you", "#### What happens when you merge it",
        "#### If this is not for you", "#### Worth knowing",
    ]  # fmt: skip


def test_five_questions_with_a_hint_where_there_is_one() -> None:
    asked = [line for line in words().splitlines() if line[:2] in ("1.", "2.", "3.", "4.", "5.")]
    assert len(asked) == 5
    assert asked[0] == "1. Who owns the production deployment? In `readiness/ownership.yaml`. Perhaps mei-chen, from CODEOWNERS, line 3."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (words(From("#ml-platform")), "Questions: `#ml-platform`. More: [how this works]("),
        (words(From("https://acme.io/ml")), "Questions: [`https://acme.io/ml`](https://acme.io/ml). More: "),
        (words(), "\n\nMore: [how this works]("),
        (words(From("", "mei-chen", 7)), "instead of a month. @mei-chen asked for it on #7."),
        (words(kind=Kind.AGENT), "This repository looks like a model's: training code (train.py). It was taken for an agent."),
        (words(push=None), "Nothing by itself: no workflow is among these files."),
        (words(push=FirstPush((("a", "b"), ("c", "d")), overview=True, gentle=False)), "The bot opens 2 issues, and one that shows everything, each"),
        (words(), "Close this pull request. That is a full answer: none like it is opened here again. If you change your mind, comment `/readiness` on it."),
    ],
)
def test_what_it_says_when(given: str, told: str) -> None:
    assert told in given


def test_what_an_upgrade_changes() -> None:
    body = renewal([("readiness/ownership.yaml", "adds incidents")], ["Write `a` there."], From()).body
    assert "| `readiness/ownership.yaml` | adds incidents |" in body
    assert "- Write `a` there." in body
    assert "An upgrade" not in body


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_word_of_a_repository_calls_anybody_or_is_markup(attack: str) -> None:
    text = ATTACKS[attack]
    known = {"owner": Inferred(text, text)}
    hostile = invitation(scaffold(), text, Kind.AGENT, known, GENTLE, From(f"see {text}", text, 1)).body
    harmless = invitation(scaffold(), HARMLESS, Kind.AGENT, {"owner": Inferred(HARMLESS, HARMLESS)}, GENTLE, From(f"see {HARMLESS}", HARMLESS, 1)).body
    assert calls(as_github(hostile)) == calls(as_github(harmless))
    assert shape(as_github(hostile)) == shape(as_github(harmless))
    upgrade = renewal([(text, text)], [text], From()).body
    assert shape(as_github(upgrade)) == shape(as_github(renewal([(HARMLESS, HARMLESS)], [HARMLESS], From()).body))
