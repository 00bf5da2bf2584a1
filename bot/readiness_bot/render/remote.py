"""What a comment says of itself where it was written without a checkout, and the check may know more. Pure."""

from __future__ import annotations

from readiness_bot.render import words
from readiness_bot.render.escape import cut
from readiness_bot.report import Report
from readiness_bot.vocabulary import Status


def remote_note(report: Report, why: str, checks_url: str, merged: bool) -> str:
    """Markdown; empty where the check can say nothing else. `why`: the reason of what is unknown for want of history."""
    open_ = [r.item.title.lower() for r in report.items if r.status is Status.UNKNOWN and why in r.reason]
    told = []
    if open_:
        need = words.plural(len(open_), "item needs", "items need")
        told.append(
            f"This comment was written from the files alone. {need} the history, which only the check reads: {cut(', '.join(open_))}."
        )
    if not merged:
        told.append(
            "GitHub has no merge of it with the base branch yet, so its own files are judged as they are."
        )
    return (
        f"<sub>{' '.join([*told, f'The verdict is that of [the check]({checks_url}).'])}</sub>"
        if told
        else ""
    )
