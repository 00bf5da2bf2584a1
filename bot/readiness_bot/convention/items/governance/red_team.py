"""governance.red-team: somebody who did not build it attacked it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import (
    in_order,
    no_developer,
    not_in_future,
    problem,
    required,
    resolves,
    same_version,
)
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, value
from readiness_bot.convention.item import BLOCKS, BLOCKS_FROM_MEDIUM, LLM_KINDS, Item, SignOff, Variant
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Kind, Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    keys = ("by", "date", "version", "open_findings", "report")
    yield from required(governance, *(f"red_team.{key}" for key in keys))
    yield from no_developer(facts, governance, "red_team.by", "attack it as the red team")
    yield from not_in_future(facts, governance, "red_team.date")
    yield from same_version(facts, governance, "red_team.version", "The red-team exercise")
    yield from in_order(
        facts,
        governance,
        "red_team.date",
        facts.contract.day("evaluation.passed"),
        "The red-team exercise",
        "the evaluation passed",
    )
    yield from resolves(facts, governance, "red_team.report", "The red team's report")
    findings = governance.number("red_team.open_findings")
    if findings:
        yield problem(
            governance,
            "red_team.open_findings",
            f"The red team has {findings} open finding{'s' if findings != 1 else ''}",
            "close them, then write 0",
        )


ITEM = Item(
    id="governance.red-team",
    title="Red team",
    what="Somebody who did not build it attacked this version, and no finding is open.",
    why=(
        "On the first day, users will try what it must not do. It is better if a colleague finds first the"
        " prompt that makes it do so."
    ),
    fix="""\
red_team:
  by: LOGIN            # not a developer
  date: YYYY-MM-DD
  version: VERSION     # the evaluated version, in quotes
  open_findings: NUMBER
  report: PATH
""",
    example="""\
red_team:
  by: jonas-weber
  date: 2026-11-06
  version: "1.2.0"
  open_findings: 0
  report: reports/red-team-1.2.0.md
""",
    due=Stage.EVALUATION,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.VALIDATION,
    fields=("red_team",),
    answers=("R2",),
    sources=("NIST AI 600-1, MS-2.7-007 and MS-1.3-003", "OWASP Top 10 for LLM Applications 2025, LLM01"),
    proof=Proof.APPROVAL,
    signed=SignOff(
        "governance.red_team",
        "the red team's sign-off",
        covers=("contract.evaluation.version", "contract.evaluation.passed", "infrastructure.tools"),
    ),
    kinds=LLM_KINDS,
    keys={
        "red_team": block(
            "somebody who did not build it attacked it",
            by=value("login", "who signs off on it; not a developer", "LOGIN"),
            date=value("day", "the date it was finished", "YYYY-MM-DD"),
            version=value("version", "the attacked version, in quotes", "VERSION"),
            open_findings=value("number", "how many findings are still open", "NUMBER"),
            report=value("link", "what was tried, and what was found", "PATH"),
        )
    },
    variants=(
        Variant(
            kinds=(Kind.AGENT,),
            severity=BLOCKS,
            sources=(
                "NIST AI 600-1, MS-2.7-007 and MS-1.3-003",
                "OWASP Top 10 for Agentic Applications 2026, ASI01",
            ),
        ),
    ),
    check=check,
)
