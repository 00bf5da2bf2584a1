"""governance.documents: what compliance asked for at the start is there."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required, resolves
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    if not governance.has("design_review.asks"):
        yield from required(governance, "design_review.asks")
        return
    for index, _ in enumerate(governance.entries("design_review.asks")):
        where = f"design_review.asks.{index}"
        due = governance.text(f"{where}.due")
        if due is not None and Stage(due) > max(Stage.EVALUATION, facts.stage):
            continue
        name = governance.text(f"{where}.document") or f"Document {index + 1}"
        if not governance.has(f"{where}.url"):
            yield problem(
                governance,
                f"{where}.url",
                f"{name}, which compliance asked for, is not linked",
                "write the document, then link it:   url: PATH",
            )
        yield from resolves(facts, governance, f"{where}.url", name)


ITEM = Item(
    id="governance.documents",
    title="Documents for compliance",
    what=(
        "Every document that compliance asked for in the design review and that is due by now is written and"
        " linked."
    ),
    why="Each missing document comes back as a question after the model is finished.",
    fix="""\
design_review:
  asks:
    - {document: DOCUMENT, due: development, url: PATH}   # url: the link to it
""",
    example="""\
design_review:
  asks:
    - {document: Lineage, due: development, url: docs/lineage.md}
""",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("design_review.asks",),
    answers=("G1",),
    sources=("EU AI Act",),
    note=(
        "A document that is due in a later stage counts once the model is in that stage. A URL is accepted"
        " as it is, and not opened."
    ),
    check=check,
)
