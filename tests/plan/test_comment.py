"""One comment, edited in place."""

from __future__ import annotations

import pytest

from readiness_bot.forge.protocol import Comment
from readiness_bot.plan.actions import EditComment, Plan, PostComment, RemoveComment
from readiness_bot.plan.comment import plan_comment
from readiness_bot.text.marker import BEGIN, END, Marker, wrap
from readiness_bot.text.markup import Markdown, md

LINE = "<!-- readiness-bot:v1 pr=status dir= -->"
OLD = f"{LINE}\n{BEGIN}\n### old\n{END}"
NEW = Markdown(f"{LINE}\n{BEGIN}\n### new\n{END}")


def test_the_first_one() -> None:
    assert plan_comment(7, md("### new\n"), []) == Plan((PostComment("status", 7, NEW),))


def test_none_where_none_is_wanted() -> None:
    assert plan_comment(7, md("### new\n"), [], wanted=False) == Plan()


@pytest.mark.parametrize("wanted", [True, False])
def test_one_that_is_there_is_kept_true(wanted: bool) -> None:
    assert plan_comment(7, md("### new\n"), [Comment(3, OLD)], wanted) == Plan((EditComment("status", 7, 3, NEW),))


@pytest.mark.parametrize("body", [NEW, NEW.replace("\n", "\r\n"), f"{LINE}\nMine.\n{BEGIN}\n### new\n{END}\nMine too."])
def test_the_same_text_writes_nothing(body: str) -> None:
    assert plan_comment(7, md("### new\n"), [Comment(3, body)]) == Plan()


def test_of_two_that_two_runs_wrote_at_once_the_first_stays() -> None:
    assert plan_comment(7, md("### new\n"), [Comment(4, NEW), Comment(3, OLD)]) == Plan((EditComment("status", 7, 3, NEW), RemoveComment("status", 7, 4)))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_people_wrote_around_it_stays(end: str) -> None:
    body = f"{LINE}\nSee below.\n\n{BEGIN}\n### old\n{END}\n\nAgreed with compliance on Monday.".replace("\n", end)
    [action] = plan_comment(7, md("### new\n"), [Comment(3, body)]).actions
    assert isinstance(action, EditComment)
    assert action.body == f"{LINE}\nSee below.\n\n{BEGIN}\n### new\n{END}\n\nAgreed with compliance on Monday."


def test_a_text_without_our_marks_is_a_persons_now() -> None:
    told = "Somebody edited the comment on #7, so it is left alone."
    assert plan_comment(7, md("### new\n"), [Comment(3, f"{LINE}\nWe know.")]) == Plan(notes=(told,))


def test_other_comments_of_the_same_login_are_not_ours() -> None:
    others = [Comment(1, "Coverage: 80%"), Comment(2, f"Quoted:\n{OLD}"), Comment(3, wrap(Marker("item=fallback.drill"), md("x")))]
    assert plan_comment(7, md("### new\n"), others) == Plan((PostComment("status", 7, NEW),))


def test_there_is_one_for_all_models_of_a_repository() -> None:
    of_one = wrap(Marker("pr=status", "models/churn/"), md("### old\n"))
    [action] = plan_comment(7, md("### new\n"), [Comment(3, of_one)]).actions
    assert isinstance(action, EditComment)
