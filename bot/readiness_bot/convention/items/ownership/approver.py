"""ownership.approver: who decides, and who reviews; nobody who built it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import no_developer, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.people import same_person
from readiness_bot.vocabulary import Proof, Role, Stage, Tier


def check(facts: Facts) -> Iterator[Outcome]:
    ownership = facts.ownership
    yield from required(ownership, "signs_off", "reviewers.compliance", "reviewers.validation")
    yield from no_developer(facts, ownership, "signs_off", "sign it off")
    yield from no_developer(facts, ownership, "reviewers.compliance", "review its compliance")
    yield from no_developer(facts, ownership, "reviewers.validation", "validate it")
    if facts.tier is Tier.HIGH and same_person(
        ownership.text("signs_off"), ownership.text("production_owner.person")
    ):
        yield problem(
            ownership,
            "signs_off",
            f"{ownership.text('signs_off')} is the production owner and signs off; at high tier these must be"
            " two people",
            "name somebody else to sign off",
        )


ITEM = Item(
    id="ownership.approver",
    title="Approver and reviewers",
    what=(
        "Who decides on the go-live, who reviews compliance, and who validates the model; none of them may"
        " be a developer."
    ),
    why="If nobody knows who may say yes, everybody waits for somebody else to say it.",
    fix="""\
signs_off: LOGIN
reviewers:
  compliance: LOGIN
  validation: LOGIN
""",
    example="signs_off: omar-haddad\nreviewers: {compliance: priya-nair, validation: jonas-weber}\n",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.PRODUCTION_OWNER,
    fields=("signs_off", "reviewers"),
    answers=("Q3", "Q5"),
    proof=Proof.PEOPLE,
    note="At high tier the approver must not be the production owner.",
    check=check,
)
