"""contract.success: what counts as success, in numbers that the business agreed to."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required, rows_of
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.people import same_person
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    contract, ownership = facts.contract, facts.ownership
    yield from required(contract, "success", "agreed_by")
    targets = rows_of(contract, "success")
    for index, target in enumerate(targets):
        yield from required(contract, f"success.{index}.where", f"success.{index}.metric")
        if (target.get("at_least") is None) == (target.get("at_most") is None):
            yield problem(
                contract,
                f"success.{index}",
                f"target {index + 1} needs exactly one of at_least and at_most",
                "write at_least: NUMBER, or at_most: NUMBER",
            )
    for where in ("offline", "online"):
        if contract.has("success") and not any(target.get("where") == where for target in targets):
            yield problem(
                contract,
                "success",
                f"success has no {where} target",
                f"add   - {{where: {where}, metric: METRIC, at_least: NUMBER}}",
            )
    agreed, owner = contract.text("agreed_by"), ownership.text("business_owner")
    if agreed and owner and not same_person(agreed, owner):
        yield problem(
            contract,
            "agreed_by",
            f"agreed_by is {agreed}, and the business owner is {owner}",
            f"let {owner} agree to the targets, then write {owner}",
        )


ITEM = Item(
    id="contract.success",
    title="Success targets",
    what=(
        "At least one target to reach before launch and one to reach after it, in numbers, agreed by the"
        " business owner."
    ),
    why=(
        "Without a number that the business agreed to, the evaluation passes and nobody knows whether that is"
        " enough."
    ),
    fix="""\
success:
  - {where: offline, metric: METRIC, at_least: NUMBER}   # before launch
  - {where: online, metric: METRIC, at_least: NUMBER}    # in production
agreed_by: LOGIN     # the business owner
""",
    example="""\
success:
  - {where: offline, metric: recall_at_top_10pct, at_least: 0.45}
  - {where: online, metric: retained_revenue_uplift_pct, at_least: 2.0}
agreed_by: nora-lee
""",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.BUSINESS_OWNER,
    fields=("success", "agreed_by"),
    answers=("H5",),
    proof=Proof.PEOPLE,
    check=check,
)
