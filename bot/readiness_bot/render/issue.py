"""An issue for an open item: what is asked, what was found, why it matters, what to paste where, who, by when. Without marks.

Nothing here counts days: a text that changes by itself would be written again every night.
"""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.convention.snippet import snippet
from readiness_bot.render import words
from readiness_bot.render.escape import body, code, cut, fenced, plain, prose
from readiness_bot.render.explain import DOCS
from readiness_bot.render.links import Links, place
from readiness_bot.report import ItemResult, Report

MOST = 20
"""Findings that an issue lists."""


def issue_title(result: ItemResult, report: Report) -> str:
    """`Impact assessment for churn-propensity`; at most 256 characters."""
    return cut(f"{result.item.title} for {plain(report.model)}", 250)


def file_issue_title(name: str, report: Report) -> str:
    return cut(f"readiness/{name} is missing for {plain(report.model)}", 250)


def issue_body(result: ItemResult, report: Report, links: Links | None, unassigned: str = "") -> str:
    """Markdown of at most 58,000 characters. `unassigned`: the owner, where it is known that nobody can assign that login."""
    item = result.item
    parts = [
        f"**Asked:** {item.what}",
        _found(result, links),
        f"**Why:** {item.why}{_due(result, report.settings.dates)}",
        _do(result, report, links),
        f"**Who:** {_who(result, unassigned)}. {_closes(result)}",
        _otherwise(result),
    ]
    return body("\n\n".join(parts) + "\n")


def file_issue_body(
    name: str, results: Sequence[ItemResult], links: Links | None, unassigned: str = ""
) -> str:
    """One issue for a missing file, with what it will have to answer."""
    asked = "\n".join(f"- {result.item.title} (due {words.before(result)})" for result in results)
    parts = [
        f"**Missing:** the file `readiness/{name}`, and with it everything that it says.",
        f"**Do:** `readiness init` writes it, with a comment at each line. Due now or before:\n\n{asked}",
        f"**Who:** {_who(results[0], unassigned)}. This issue closes by itself when the default branch has the file.",
    ]
    return body("\n\n".join(parts) + "\n")


def _found(result: ItemResult, links: Links | None) -> str:
    lines = [f"{prose(f.message)} ({place(links, f.path, f.line)})" for f in result.findings[:MOST]]
    if len(result.findings) == 1:
        return f"**Found:** {lines[0]}."
    fixes = [f"- {line}: {code(f.fix)}" for line, f in zip(lines, result.findings, strict=False)]
    more = [f"- … and {len(result.findings) - MOST} more"] if len(result.findings) > MOST else []
    return "\n".join(("**Found:**", "", *fixes, *more))


def _do(result: ItemResult, report: Report, links: Links | None) -> str:
    """What to paste; where the text is in order, and only its proof is missing, who must do what."""
    item = result.item
    if result.refuted and len(result.findings) == 1:
        return f"**Do:** {prose(result.findings[0].fix)} ({_editor(item.path, links)})."
    if result.refuted:
        return "**Do:** what stands beside each of these."
    paste = snippet(item, report.facts, result.findings) if report.facts else item.fix
    return f"**Do:** in {_editor(item.path, links)}:\n\n{fenced(paste, 'markdown' if item.file.endswith('.md') else 'yaml')}"


def _closes(result: ItemResult) -> str:
    """An approval that is given after the merge changes no file, and so starts no run of its own."""
    if result.refuted:
        return "This issue closes by itself, at the latest in the next scheduled run; a comment `/readiness recheck` looks at once."
    return "This issue closes by itself when the default branch has it."


def _due(result: ItemResult, language: str) -> str:
    """Late since when: a number of days would be another text every day."""
    following = result.due.next
    when = words.full_day(result.due_date, language) if result.due_date else ""
    if following:
        verb = "Was due" if result.overdue else "Due"
        since = f", late since {when}" if result.late else f" ({when})" if when else ""
        return f" {verb} before {following}{since}."
    return f" Due in production{f', late since {when}' if result.late else f' ({when})' if when else ''}."


def _editor(path: str, links: Links | None) -> str:
    return f"[`{path}`]({links.edit(path)})" if links and links.branch else f"`{path}`"


def _who(result: ItemResult, unassigned: str) -> str:
    if not result.owner:
        return f"{result.item.role} (nobody is named yet)"
    told = f"{code(result.owner)} ({words.role(result)})"
    if result.owner != unassigned:
        return told
    return f"{told}, who cannot be assigned in this repository: it takes read access"


def _otherwise(result: ItemResult) -> str:
    item = result.item
    lines = []
    if "na:" in item.note or "{na:" in item.fix + item.example:
        lines.append(f"- **Not needed:** write `{item.fields[0]}: {{na: REASON}}`.")
    if item.id not in ("ownership.production-owner", "governance.go-live"):
        lines.append(
            "- **Not now:** a waiver in `readiness/governance.yaml`, for 30 days at most, granted by somebody else than the one who asks: "
            f"`waivers: [{{item: {item.id}, reason: REASON, controls: TEXT, requested_by: LOGIN, by: LOGIN, date: YYYY-MM-DD, expires: YYYY-MM-DD}}]`"
        )
    lines.append(
        "- **Declined:** close this issue as *not planned*. It stays closed; the gap remains, and so does what it blocks."
    )
    lines.append(f"- [What this item asks, with an example]({DOCS}/{item.id}.md)")
    return "<details><summary>Not needed, or not now?</summary>\n\n" + "\n".join(lines) + "\n\n</details>"
