"""The pull request's one comment: written once, edited in place, left alone when it says the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.forge.protocol import Comment
from readiness_bot.plan.actions import EditComment, Plan, PostComment, RemoveComment
from readiness_bot.text.marker import Marker, owned, read_marker, wrap
from readiness_bot.text.markup import Markdown

KEY = "pr=status"


POLICY = "policy=diff"
"""Of the comment that says what a policy's change would do."""


def plan_comment(
    number: int, text: Markdown, comments: Sequence[Comment], wanted: bool = True, key: str = KEY
) -> Plan:
    """`wanted`: whether a pull request without a comment should get one; one that is there is always kept
    true."""
    ours = [(comment, marker) for comment in comments if (marker := _kept(comment, key))]
    if not ours:
        body = wrap(Marker(key), text)
        return Plan((PostComment("status", number, body),)) if wanted else Plan()
    (first, marker), *doubles = sorted(ours, key=lambda pair: pair[0].id)
    removed = tuple(RemoveComment("status", number, comment.id) for comment, _ in doubles)
    present = owned(first.body)
    if present is None:
        told = f"Somebody edited the comment on #{number}, so it is left alone."
        return Plan(removed, (told,))
    if present.strip() == text.strip():
        return Plan(removed)
    return Plan((EditComment("status", number, first.id, wrap(marker, text, first.body)), *removed))


def comment_url(comments: Sequence[Comment]) -> str:
    """Where the comment stands; empty where there is none."""
    ours = sorted((comment for comment in comments if _kept(comment, KEY)), key=lambda comment: comment.id)
    return ours[0].url if ours else ""


def _kept(comment: Comment, key: str) -> Marker | None:
    """One for all models of a repository: whatever folder an older one names."""
    marker = read_marker(comment.body)
    return marker if marker is not None and marker.key == key else None
