"""What comes next on the page of `check`: the promotion, who is not asked yet, whom a small team lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_bot.evidence.claims import claims
from readiness_bot.judging.gate import Verdict
from readiness_bot.judging.report import Report
from readiness_bot.judging.team import Shortage, shortage
from readiness_bot.render import phrases
from readiness_bot.render.view import View
from readiness_bot.text import words
from readiness_bot.text.escape import wide
from readiness_bot.text.layout import BLANK, Part, Row, Tone, beside, flow, part
from readiness_bot.vocabulary import Stage, Tier


def promotion(report: Report, verdict: Verdict) -> Stage | None:
    """The stage that a pull request may ask for now; None where something is open, and in production."""
    if not (verdict.passed and report.ready):
        return None
    target = report.entering or report.stage.next
    one_step = target is not None and target is report.stage.next
    return target if one_step and target is not None and report.ready_for >= target else None


def next_stage(report: Report, verdict: Verdict, view: View) -> Iterator[Row]:
    """`NEXT: staging, planned for 19 Oct (in 26 days)`, and the line to change."""
    target = promotion(report, verdict)
    if target is None or report.facts is None:
        return
    on = report.milestones.get(target)
    planned = (
        f", planned for {words.day(on, report.today, report.settings.dates)}"
        f" ({words.distance(on, report.today)})"
        if on
        else ""
    )
    asks = f": {target}{planned}. To ask for it, open a pull request that sets"
    yield from flow([Part("NEXT", Tone.TITLE), Part(asks)], view.width, 0, 2)
    contract = report.facts.contract
    at = contract.document.position(("stage",))
    place = part(view.place(contract.path, at.line, at.column), Tone.PLACE)
    yield from beside(place, [[Part(f"stage: {target}", Tone.NEXT)]], view.width, 2)
    yield BLANK


def sign_offs(report: Report, view: View) -> Iterator[Row]:
    """Who is said to have signed what: the items that nobody has asked the forge about, by person."""
    waiting: dict[str, list[str]] = {}
    signed = _signers(report)
    for result in phrases.unverified_items(report):
        if phrases.has_own_line(result):
            continue
        for login in signed.get(result.id) or [result.owner or str(result.item.role)]:
            waiting.setdefault(login, []).append(result.id)
    if not waiting:
        return
    told = [Part("NOT VERIFIED", Tone.TITLE), Part(" here")]
    if report.evidence is None:
        told += [Part(" ("), view.typed("--verify"), Part(" asks GitHub, with a GITHUB_TOKEN)")]
    yield from flow([*told, Part(":")], view.width, 0, 2)
    column = max(wide(part(login).text) for login in waiting)
    for login, ids in waiting.items():
        yield from beside(part(login), [[Part(", ".join(ids))]], view.width, 2, column)
    yield BLANK


def _signers(report: Report) -> dict[str, list[str]]:
    """Item → the logins of those who are said to have signed it, each once."""
    found: dict[str, list[str]] = {}
    for claim in claims(report.facts) if report.facts else ():
        logins = found.setdefault(claim.item, [])
        if claim.login and claim.login not in logins:
            logins.append(claim.login)
    return found


def small_team(report: Report, view: View) -> Iterator[Row]:
    """Once, and early: what one or two people cannot be, and what then."""
    lacks = shortage(report)
    if lacks is None:
        return
    whom = "a colleague" if lacks.outsiders == 1 else f"{words.number(lacks.outsiders)} colleagues"
    told = (
        f"Known here so far: {', '.join(lacks.people)}. A team of {words.number(len(lacks.people))} needs"
        f" {whom} from outside as {_listed(lacks.duties)}. {_relief(lacks, report.tier)}"
    )
    yield from flow([part(told)], view.width)
    yield BLANK


def _listed(duties: Sequence[str]) -> str:
    """`backup, second on call, and approver and reviewer`."""
    *most, last = duties
    return f"{', '.join(most)}, and {last}" if most else last


def _relief(lacks: Shortage, tier: Tier) -> str:
    if lacks.fewer is not None:
        return f"At {lacks.fewer} tier it takes fewer people."
    all_ = "One person can be all of these" if len(lacks.duties) > 1 else "One person can be both"
    return f"{all_}." if tier is Tier.LOW else f"{all_}; at low tier there is least to sign."
