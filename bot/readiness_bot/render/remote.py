"""What a comment says of itself where it was written without a checkout, and the check may know more.

Pure.
"""

from __future__ import annotations

from readiness_bot.judging.report import Report
from readiness_bot.text import words
from readiness_bot.text.escape import MAX_CELL
from readiness_bot.text.markup import Markdown, join, link, md, prose
from readiness_bot.vocabulary import Status


def remote_note(report: Report, why: str, checks_url: str, merged: bool, unseen: str = "") -> Markdown:
    """Markdown; empty where the check can say nothing else.

    `why`: the reason of what is unknown for want of history; `unseen`: a sentence on what could not be
    compared.
    """
    open_ = [r.item.title.lower() for r in report.items if r.status is Status.UNKNOWN and why in r.reason]
    told = []
    if open_:
        need = words.plural(len(open_), "item needs", "items need")
        told.append(
            md(
                "This comment was written from the files alone. {} the history, which only the check"
                " reads: {}.",
                need,
                prose(", ".join(open_), MAX_CELL),
            )
        )
    if not merged:
        told.append(
            md("GitHub has no merge of it with the base branch yet, so its own files are judged as they are.")
        )
    if unseen:
        told.append(prose(unseen))
    if not told:
        return md("")
    told.append(md("The verdict is that of {}.", link("the check", checks_url)))
    return md("<sub>{}</sub>", join(" ", told))
