"""The pull request's one comment: written once, edited in place, left alone when it says the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.forge.protocol import Comment
from readiness_bot.plan.actions import EditComment, Plan, PostComment
from readiness_bot.plan.marker import Marker, owned, read_marker, wrap
from readiness_bot.render.markup import Markdown

KEY = "pr=status"


def plan_comment(
    number: int, text: Markdown, comments: Sequence[Comment], folder: str, wanted: bool = True
) -> Plan:
    """`wanted`: whether a pull request without a comment should get one; one that is there is always kept true."""
    body = wrap(Marker(KEY, folder), text)
    for comment in comments:
        marker = read_marker(comment.body)
        if marker is not None and marker.key == KEY and marker.folder == folder:
            present = owned(comment.body)
            if present is None:
                return Plan(
                    notes=(f"The text of the comment on #{number} is a person's now; it is left alone.",)
                )
            if present.strip() == text.strip():
                return Plan()
            fresh = wrap(marker, text, comment.body)
            return Plan((EditComment("status", number, comment.id, fresh),))
    return Plan((PostComment("status", number, body),)) if wanted else Plan()
