"""governance.design-review: compliance says at the start what it will ask for at the end."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, is_role, not_in_future, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item, SignOff
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "design_review.by", "design_review.date")
    yield from is_role(
        governance,
        "design_review.by",
        facts.ownership.text("reviewers.compliance"),
        "the compliance reviewer",
        "The design review",
    )
    yield from not_in_future(facts, governance, "design_review.date")
    if governance.has("design_review") and not governance.has("design_review.asks"):
        yield problem(
            governance,
            "design_review.asks",
            "design_review.asks does not say what compliance will need",
            "list the documents, or write   asks: []   if there are none",
        )
    yield from each_filled(governance, "design_review.asks", ("document", "due"))


ITEM = Item(
    id="governance.design-review",
    title="Design review by compliance",
    what=(
        "Compliance reviewed the design and listed every document it will need, each with the stage in which"
        " it is due."
    ),
    why=(
        "If compliance comes last, it asks for documents, lineage or other data when the model is finished,"
        " and that costs weeks."
    ),
    fix="""\
design_review:
  by: LOGIN       # the compliance reviewer
  date: YYYY-MM-DD
  asks:           # every document that will be needed; [] if none
    - {document: DOCUMENT, due: development, url: PATH}
""",
    example="""\
design_review:
  by: priya-nair
  date: 2026-06-29
  asks:
    - {document: Lineage, due: development, url: docs/lineage.md}
""",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.COMPLIANCE,
    fields=("design_review.by", "design_review.date", "design_review.asks"),
    answers=("Q3", "G1", "H1"),
    proof=Proof.APPROVAL,
    signed=SignOff(
        "governance.design_review",
        "the design review",
        own=("by", "date", "asks.*.document", "asks.*.due"),  # the links are filled in later, by design
    ),
    check=check,
)
