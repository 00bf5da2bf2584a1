"""What the bot says about a command, as Markdown. Nobody is notified but the person who is to grant a waiver."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_bot.commands.waiver import FILE, Waiver
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.convention.rules_wrong import WRONG
from readiness_bot.editing.nodes import write
from readiness_bot.forge.protocol import Proposal
from readiness_bot.render.escape import body, code, cut, fenced, plain, prose
from readiness_bot.render.explain import item_page
from readiness_bot.render.links import Links, place
from readiness_bot.render.words import full_day
from readiness_bot.report import Report
from readiness_bot.vocabulary import Status

SETTING = "*Allow GitHub Actions to create and approve pull requests* (Settings → Actions → General)"
_MOST = 5
"""Findings that an explanation lists."""

Asked = Sequence[tuple[str, str | None]]
"""Role, and the login that the files name."""


def mistake(column: int, message: str, form: str) -> str:
    """`form`: the right one, or several, between points."""
    forms = fenced("\n".join(form.split(" · ")))
    stop = "" if message.endswith("?") else "."
    return f"That was not understood, at character {column}: {prose(message)}{stop} Nothing was changed. Write it so:\n\n{forms}"


def may_not(author: str, asked: Asked) -> str:
    return (
        f"Nothing was changed: {code(author)} has no write access to this repository and is not named in `readiness/ownership.yaml`. "
        f"Somebody who is can give the same command.{_known(asked)}"
    )


def not_asked(author: str, asked: Asked) -> str:
    return (
        f"There is nothing for {code(author)} to accept: `readiness/ownership.yaml` asks these six, each for themselves.\n\n"
        + "\n".join(f"- {role}: {code(login) if login else 'nobody is named yet'}" for role, login in asked)
    )


def _known(asked: Asked) -> str:
    owner = next((login for _, login in asked if login), None)
    return f" For instance {code(owner)}." if owner else ""


def explained(topic: str, report: Report, links: Links | None) -> str:
    """The item's page, and how it stands here; or what is wrong with a finding of that name."""
    if topic not in ITEMS_BY_ID:
        return f"### {topic}\n\n{WRONG[topic]}\n\nWhat is wrong blocks at every stage."
    return body(
        f"{item_page(ITEMS_BY_ID[topic], level=3).rstrip()}\n\n#### Here\n\n{_here(topic, report, links)}"
    )


def _here(topic: str, report: Report, links: Links | None) -> str:
    result = report.by_id[topic]
    told = {
        Status.SATISFIED: "It is satisfied.",
        Status.GAP: "It is open.",
        Status.WAIVED: f"It is waived {prose(result.reason)}.",
        Status.NOT_APPLICABLE: f"It does not apply: {prose(result.reason)}.",
        Status.UNKNOWN: f"It could not be told: {prose(result.reason)}.",
    }[result.status]
    who = f" {code(result.owner)} can close it." if result.owner and result.status is Status.GAP else ""
    found = [f"- {prose(f.message)} ({place(links, f.path, f.line)})" for f in result.findings[:_MOST]]
    more = [f"- … and {len(result.findings) - _MOST} more"] if len(result.findings) > _MOST else []
    return "\n".join([told + who, *([""] if found else []), *found, *more])


def asked_already(waiver: Waiver, proposal: Proposal) -> str:
    return (
        f"#{proposal.number} already asks for a waiver of {code(waiver.item.id)}, so no second one was opened. "
        "Say there what should change, or close it and ask again."
    )


def proposed(waiver: Waiver, proposal: Proposal, links: Links | None) -> str:
    """The reply that names the pull request, or the branch where none may be opened."""
    if proposal.number is None:
        click = f"[Open it]({links.compare(proposal.branch)})" if links and links.branch else "Open it"
        return (
            f"The waiver is on the branch {code(proposal.branch)}, and this repository does not let Actions open pull requests. "
            f"{click} yourself; to have it done next time, tick {SETTING}.{_to_fill(waiver)}"
        )
    grants = f"{code(waiver.grants)} approves it" if waiver.grants else "somebody else than you approves it"
    return (
        f"#{proposal.number} asks for it: {code(waiver.item.id)} waived until {full_day(waiver.until)}. "
        f"It holds once {grants} and it is merged.{_to_fill(waiver)}"
    )


def not_written(waiver: Waiver, why: str, links: Links | None, allow: bool = True) -> str:
    """The snippet and the way to the editor, where no pull request could be opened. `allow`: say how to permit it."""
    path = f"readiness/{FILE}"
    where = f"[`{path}`]({links.edit(path)})" if links and links.branch else f"`{path}`"
    rows = "\n".join(f"  {line}" for line in write([waiver.entry()], flow=False).splitlines())
    told = (
        f"No pull request was opened; {why}. Put this below `waivers:` in {where} (in place of `[]`, if that stands there), "
        f"and ask for a pull request:\n\n{fenced(rows, 'yaml')}{_to_fill(waiver)}"
    )
    if not allow:
        return told
    return (
        f"{told}\n\n<details><summary>To have it done by the bot</summary>\n\nGive the job in `.github/workflows/readiness-follow-up.yml` `contents: write` and "
        f"`pull-requests: write`, and tick {SETTING}.\n\n</details>"
    )


def not_in_checkout() -> str:
    return (
        "The newest commit of this pull request is not in the checkout of this run (a fork's is not), so nothing was looked at again. "
        "Its own check runs again with each push, and by *Re-run jobs*."
    )


def proposal_title(waiver: Waiver, report: Report) -> str:
    return cut(f"Waive {waiver.item.id} for {plain(report.model)} until {waiver.until}", 250)


def proposal_body(waiver: Waiver, number: int, comment: int, links: Links | None) -> str:
    asked = f"[in #{number}]({links.comment(number, comment)})" if links else f"in #{number}"
    controls = (
        prose(waiver.controls)
        if waiver.controls
        else "not said yet. Fill in `controls` in this pull request; the waiver does not hold before"
    )
    grants = (
        f"@{waiver.grants}"
        if waiver.grants
        else f"somebody else than {code(waiver.asks)}; write the login in `by`"
    )
    return body(
        f"{code(waiver.asks)} asks {asked} for an exception from **{waiver.item.title}** ({code(waiver.item.id)}) until {full_day(waiver.until)}.\n\n"
        f"- **Why not now:** {prose(waiver.reason)}\n- **What keeps the risk small meanwhile:** {controls}\n- **Who decides:** {grants}\n\n"
        "An approval of this pull request grants the waiver; closing it refuses. The item stays open until it is merged.\n\n"
        "Checks of a pull request that a workflow opened do not start by themselves: somebody with write access approves their run below.\n"
    )


def _to_fill(waiver: Waiver) -> str:
    told = []
    if not waiver.controls:
        told.append(
            "Still to say there, in `controls`: what keeps the risk small until then. Without it the waiver does not hold."
        )
    if not waiver.grants:
        told.append(f"Still to say there, in `by`: who grants it, somebody else than {code(waiver.asks)}.")
    return "\n\n" + " ".join(told) if told else ""
