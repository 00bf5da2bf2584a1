"""What the bot says about a command, as Markdown.

Nobody is notified but the person who is to grant a waiver.
"""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.commands.waiver import FILE, Waiver
from readiness_bot.convention.item import Item
from readiness_bot.convention.registry import item_named
from readiness_bot.convention.wrong import WRONG
from readiness_bot.editing.nodes import write
from readiness_bot.forge.protocol import Proposal
from readiness_bot.judging.report import Report
from readiness_bot.render.explain import item_page
from readiness_bot.text.links import Links, editor, place
from readiness_bot.text.markup import (
    Markdown,
    body,
    code,
    fenced,
    issue,
    join,
    limited,
    link,
    md,
    mention,
    own,
)
from readiness_bot.text.title import Line, line
from readiness_bot.text.words import full_day
from readiness_bot.vocabulary import Status

SETTING = md("*Allow GitHub Actions to create and approve pull requests* (Settings → Actions → General)")
_MOST = 5
"""Findings that an explanation lists."""

Asked = Sequence[tuple[str, str | None]]
"""Role, and the login that the files name."""


def mistake(column: int, message: str, form: str) -> Markdown:
    """`form`: the right one, or several, between points."""
    return md(
        "Can't parse this command at character {}: {}{} Nothing was changed. Write it like this:\n\n{}",
        column,
        message,
        md("") if message.endswith("?") else md("."),
        fenced("\n".join(form.split(" · "))),
    )


def may_not(author: str, asked: Asked) -> Markdown:
    return md(
        "Nothing was changed: {} has no write access to this repository and is not named in"
        " `readiness/ownership.yaml`. Anyone with write access, or named there, can give the same command.{}",
        code(author),
        _known(asked),
    )


def not_asked(author: str, asked: Asked) -> Markdown:
    people = [md("- {}: {}", role, code(login) if login else "nobody is named yet") for role, login in asked]
    return md(
        "There is nothing for {} to accept. `readiness/ownership.yaml` asks these six roles to accept, each"
        " person for themselves:\n\n{}",
        code(author),
        join("\n", people),
    )


def _known(asked: Asked) -> Markdown:
    owner = next((login for _, login in asked if login), None)
    return md(" For example {}.", code(owner)) if owner else md("")


def explained(topic: str, report: Report, links: Links | None) -> Markdown:
    """The item's page, and how it stands here; or what is wrong with a finding of that name."""
    item = item_named(topic, report.policy.overlay)
    if item is None:
        return md("### {}\n\n{}\n\nAn error of this kind blocks at every stage.", topic, own(WRONG[topic]))
    if topic not in report.by_id:
        return md("{}\n#### Here\n\n{}", item_page(item, level=3), _not_asked(item, report))
    page = item_page(report.by_id[topic].item, level=3)
    return body(md("{}\n#### Here\n\n{}", page, _here(topic, report, links)))


def _not_asked(item: Item, report: Report) -> Markdown:
    kinds = join(" and ", (code(kind) for kind in item.kinds))
    return md("It is asked of {} alone, and {} is of another kind.", kinds, report.model)


def _here(topic: str, report: Report, links: Links | None) -> Markdown:
    result = report.by_id[topic]
    told = {
        Status.SATISFIED: md("It is satisfied."),
        Status.GAP: md("It is open."),
        Status.WAIVED: md("It is waived {}.", result.reason),
        Status.NOT_APPLICABLE: md("It does not apply: {}.", result.reason),
        Status.UNKNOWN: md("Its status is unknown: {}.", result.reason),
    }[result.status]
    if result.owner and result.status is Status.GAP:
        told = md("{} {} can close it.", told, code(result.owner))
    found = [md("- {} ({})", f.message, place(links, f.path, f.line)) for f in result.findings]
    return join("\n", [told, *([md("")] if found else []), *limited(found, _MOST, entry=True)])


def asked_already(waiver: Waiver, proposal: Proposal) -> Markdown:
    return md(
        "{} already asks for a waiver of {}, so no second one was opened. "
        "Say there what should change, or close it and ask again.",
        issue(proposal.number) if proposal.number else code(proposal.branch),
        code(waiver.item.id),
    )


def proposed(waiver: Waiver, proposal: Proposal, links: Links | None) -> Markdown:
    """The reply that names the pull request, or the branch where none may be opened."""
    if proposal.number is None:
        click = md("Open the pull request")
        return md(
            "The waiver is on the branch {}, but this repository does not let Actions open pull requests. "
            "{} yourself; to let the bot do it next time, turn on {}.{}",
            code(proposal.branch),
            link(click, links.compare(proposal.branch)) if links and links.branch else click,
            SETTING,
            _to_fill(waiver),
        )
    return md(
        "{} asks to waive {} until {}. The waiver takes effect once {} approves the pull request and it is"
        " merged.{}",
        issue(proposal.number),
        code(waiver.item.id),
        full_day(waiver.until),
        code(waiver.grants) if waiver.grants else "somebody other than you",
        _to_fill(waiver),
    )


def not_written(waiver: Waiver, why: str, links: Links | None, allow: bool = True) -> Markdown:
    """The snippet and the way to the editor, where no pull request could be opened.

    `allow`: say how to permit it.
    """
    rows = "\n".join(f"  {row}" for row in write([waiver.entry()], flow=False).splitlines())
    told = md(
        "No pull request was opened; {}. Put this below `waivers:` in {} (in place of `[]`, if that is"
        " there), and open a pull request:\n\n{}{}",
        why,
        editor(links, f"readiness/{FILE}"),
        fenced(rows, "yaml"),
        _to_fill(waiver),
    )
    if not allow:
        return told
    return md(
        "{}\n\n<details><summary>To let the bot do it</summary>\n\nGive the job in"
        " `.github/workflows/readiness-follow-up.yml` `contents: write` and `pull-requests: write`, and turn"
        " on {}.\n\n</details>",
        told,
        SETTING,
    )


def which_model(count: int) -> Markdown:
    """A command that is about one model, where nothing says which."""
    return md(
        "There are {} models in this repository. Give the command on an issue of the model that you mean,"
        " such as its overview.",
        count,
    )


def proposal_title(waiver: Waiver, report: Report) -> Line:
    return line("Waive {} for {} until {}", waiver.item.id, report.model, waiver.until)


def proposal_body(waiver: Waiver, number: int, comment: int, links: Links | None) -> Markdown:
    asked = md("in {}", issue(number))
    unsaid = md("not stated yet. Fill in `controls` in this pull request, or the waiver has no effect")
    nobody = md("somebody other than {}; write the login in `by`", code(waiver.asks))
    told = md(
        "{} asks {} for a waiver of **{}** ({}) until {}.",
        code(waiver.asks),
        link(asked, links.comment(number, comment)) if links else asked,
        waiver.item.title,
        code(waiver.item.id),
        full_day(waiver.until),
    )
    return md(
        "{}\n\n- **Why not now:** {}\n- **What keeps the risk small meanwhile:** {}\n- **Who decides:**"
        " {}\n\nApproving this pull request grants the waiver; closing it refuses the waiver. The item stays"
        " open until the pull request is merged.\n\nChecks do not start by themselves on a pull request that"
        " a workflow opened: somebody with write access must approve their run below.\n",
        told,
        waiver.reason,
        waiver.controls or unsaid,
        mention(waiver.grants) if waiver.grants else nobody,
    )


def _to_fill(waiver: Waiver) -> Markdown:
    told = []
    if not waiver.controls:
        told.append(
            md(
                "Still missing there, in `controls`: what keeps the risk small until then. Without it the"
                " waiver has no effect."
            )
        )
    if not waiver.grants:
        told.append(
            md("Still missing there, in `by`: who grants it, somebody other than {}.", code(waiver.asks))
        )
    return md("\n\n{}", join(" ", told)) if told else md("")
