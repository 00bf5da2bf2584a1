"""An issue for an open item: what is asked, what was found, why it matters, what to paste where, who, by
when. Without marks.

Nothing here counts days: a text that changes by itself would be written again every night.
"""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.convention.policy import Policy
from readiness_bot.convention.snippet import snippet, would_lose
from readiness_bot.judging.report import ItemResult, Report
from readiness_bot.render.explain import DOCS, words_of
from readiness_bot.render.phrases import before, role
from readiness_bot.text import words
from readiness_bot.text.links import Links, editor, place
from readiness_bot.text.markup import Markdown, body, code, fenced, join, limited, link, md, mention
from readiness_bot.text.title import Line, line

MOST = 20
"""Findings that an issue lists."""


def issue_title(result: ItemResult, report: Report) -> Line:
    """`Impact assessment for churn-propensity`; at most 256 characters."""
    return line("{} for {}", result.item.title, report.model)


def file_issue_title(name: str, report: Report) -> Line:
    return line("readiness/{} is missing for {}", name, report.model)


def issue_body(result: ItemResult, report: Report, links: Links | None, unassigned: str = "") -> Markdown:
    """Markdown of at most 58,000 characters.

    `unassigned`: the owner, where it is known that nobody can assign that login.
    """
    item = result.item
    parts = [
        md("**Asked:** {}", words_of(item, item.what)),
        _found(result, links),
        md("**Why:** {}{}", words_of(item, item.why), _due(result, report.settings.dates)),
        *(md("**Policy:** {}.", told) for told in result.item.because),
        _do(result, report, links),
        md("**Who:** {}. {}", _who(result, unassigned), _closes(result)),
        _otherwise(result, report.policy),
    ]
    return body(md("{}\n", join("\n\n", parts)))


def file_issue_body(
    name: str, results: Sequence[ItemResult], links: Links | None, unassigned: str = ""
) -> Markdown:
    """One issue for a missing file, with what it will have to answer."""
    asked = join("\n", [md("- {} (due {})", result.item.title, before(result)) for result in results])
    parts = [
        md("**Missing:** the file {}, and with it everything that belongs there.", code(f"readiness/{name}")),
        md(
            "**Do:** `readiness init` writes it, with a comment on each line. Its items, due now or"
            " before:\n\n{}",
            asked,
        ),
        md(
            "**Who:** {}. This issue closes by itself when the default branch has the file.",
            _who(results[0], unassigned),
        ),
    ]
    return body(md("{}\n", join("\n\n", parts)))


def _found(result: ItemResult, links: Links | None) -> Markdown:
    found = [md("{} ({})", f.message, place(links, f.path, f.line)) for f in result.findings]
    if len(result.findings) == 1:
        return md("**Found:** {}.", found[0])
    fixes = [md("- {}: {}", told, code(f.fix)) for told, f in zip(found, result.findings, strict=False)]
    return join("\n", (md("**Found:**\n"), *limited(fixes, MOST, entry=True)))


def _do(result: ItemResult, report: Report, links: Links | None) -> Markdown:
    """What to paste; where the text is in order, and only its proof is missing, who must do what. Nothing to
    paste where that would lose what is there, or where a date has come that somebody else has set."""
    item = result.item
    if result.refuted and len(result.findings) == 1:
        return md("**Do:** {} ({}).", result.findings[0].fix, editor(links, item.path))
    by_words = result.dated or (report.facts is not None and would_lose(item, report.facts))
    if by_words and len(result.findings) == 1:
        return md("**Do:** {} (in {}).", code(result.findings[0].fix), editor(links, item.path))
    if result.refuted or by_words:
        return md("**Do:** what it says next to each of these.")
    paste = snippet(item, report.facts, result.findings) if report.facts else item.fix
    kind = "markdown" if item.file.endswith(".md") else "yaml"
    return md("**Do:** in {}:\n\n{}", editor(links, item.path), fenced(paste, kind))


def _closes(result: ItemResult) -> Markdown:
    """An approval that is given after the merge changes no file, and so starts no run of its own."""
    if result.refuted:
        return md(
            "This issue closes by itself, at the latest with the next scheduled run; comment `/readiness"
            " recheck` to check at once."
        )
    return md("This issue closes by itself when the default branch has it.")


def _due(result: ItemResult, language: str) -> Markdown:
    """Late since when: a number of days would be another text every day."""
    following = result.due.next
    when = words.full_day(result.due_date, language) if result.due_date else ""
    if result.dated:
        return md(" Was due by {}.", when) if result.late else md(" Due by {}.", when)
    if following:
        verb = "Was due" if result.overdue else "Due"
        since = md(", late since {}", when) if result.late else md(" ({})", when) if when else md("")
        return md(" {} before {}{}.", verb, following, since)
    if result.late:
        return md(" Due in production, late since {}.", when)
    return md(" Due in production ({}).", when) if when else md(" Due in production.")


def _who(result: ItemResult, unassigned: str) -> Markdown:
    if not result.owner:
        return md("{} (nobody is named yet)", result.item.role)
    called = mention if "/" in result.owner else code  # a team of the policy's, which can't be assigned
    told = md("{} ({})", called(result.owner), role(result))
    if result.owner != unassigned:
        return told
    return md("{}, who cannot be assigned here: that needs read access to this repository", told)


def _otherwise(result: ItemResult, policy: Policy) -> Markdown:
    item = result.item
    lines = []
    if any(f"{key}: {{na:" in item.note + item.fix + item.example for key in item.fields[:1]):
        lines.append(md("- **Not needed:** write {}.", code(f"{item.fields[0]}: {{na: REASON}}")))
    if item.waivable:
        entry = (
            f"item: {item.id}, reason: REASON, controls: TEXT, requested_by: LOGIN, by: LOGIN, date:"
            " YYYY-MM-DD, expires: YYYY-MM-DD"
        )
        lines.append(
            md(
                "- **Not now:** a waiver in `readiness/governance.yaml`, for {} at most, granted by somebody"
                " other than the person who asks: {}",
                words.plural(policy.waiver_days, "day"),
                code(f"waivers: [{{{entry}}}]"),
            )
        )
    lines.append(
        md(
            "- **Declined:** close this issue as *not planned*. It stays closed; the gap remains, and so does"
            " what it blocks."
        )
    )
    if not item.added_by:
        lines.append(md("- {}", link("What this item asks for, with an example", f"{DOCS}/{item.id}.md")))
    return md("<details><summary>Not needed, or not now?</summary>\n\n{}\n\n</details>", join("\n", lines))
