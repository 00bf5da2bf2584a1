"""contract.success: what counts as success, in numbers that the business agreed to."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required, rows_of
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import choice, rows, value
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item, Variant
from readiness_bot.convention.items.contract.schema import TARGET
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
            f"agreed_by is {agreed}, but the business owner is {owner}",
            f"ask {owner} to agree to the targets, then write {owner}",
        )


def on_a_suite(facts: Facts) -> Iterator[Outcome]:
    """The same, with what a pass rate is worth: of how many cases, and judged by whom."""
    yield from check(facts)
    contract = facts.contract
    for index, target in enumerate(rows_of(contract, "success")):
        where = f"success.{index}"
        if target.get("where") != "offline":
            continue
        yield from required(contract, f"{where}.suite", f"{where}.size", f"{where}.judge")
        size, agreement = contract.number(f"{where}.size"), contract.number(f"{where}.agreement")
        if size is not None and size < 1:
            yield problem(
                contract,
                f"{where}.size",
                f"success[{index}].size is {size}",
                "write how many cases the suite has",
            )
        if contract.text(f"{where}.judge") != "model":
            continue
        yield from required(contract, f"{where}.agreement")
        if agreement is not None and not 0 < agreement <= 1:
            yield problem(
                contract,
                f"{where}.agreement",
                f"success[{index}].agreement is {agreement}, but a share is between 0 and 1",
                "write the share of its judgements that people agree with, such as 0.9",
            )


_TARGET = {
    **TARGET["schema"],
    "suite": value("text", "the suite it is measured on", "NAME"),
    "size": value("number", "how many cases the suite has", "NUMBER"),
    "judge": choice(
        "who judges whether an answer is right: code, people or a model", "code", "people", "model"
    ),
    "agreement": value(
        "number", "if a model judges: the share of its judgements that people agree with", "NUMBER"
    ),
}

ITEM = Item(
    id="contract.success",
    title="Success targets",
    what=(
        "At least one numeric target to meet before launch and one to meet after it, both agreed by the"
        " business owner."
    ),
    why=(
        "Unless the business has agreed to a number, nobody knows whether a passed evaluation is good enough."
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
    variants=(
        Variant(
            kinds=LLM_KINDS,
            what=(
                "At least one numeric target to meet before launch and one to meet after it, both agreed by"
                " the business owner. Before launch, it is a pass rate on a named suite, with the suite's"
                " size, who judges the answers and, if a model does, how often people agree with it."
            ),
            why=(
                '"It works well" is true of every demo. A pass rate means something only if the cases, their'
                " number and the judge are known."
            ),
            fix="""\
success:
  - where: offline       # before launch
    metric: METRIC
    at_least: NUMBER
    suite: NAME
    size: NUMBER         # how many cases it has
    judge: TEXT          # code | people | model
    agreement: NUMBER    # if a model judges: the share of its judgements that people agree with
  - {where: online, metric: METRIC, at_least: NUMBER}    # in production
agreed_by: LOGIN         # the business owner
""",
            example="""\
success:
  - where: offline
    metric: answer_correct_rate
    at_least: 0.92
    suite: hr-questions
    size: 240
    judge: model
    agreement: 0.88
  - {where: online, metric: resolved_without_hr_ticket_rate, at_least: 0.6}
agreed_by: nora-lee
""",
            keys={"success": rows("what counts as success, in numbers", {**TARGET, "schema": _TARGET})},
            sources=("NIST AI 600-1, MS-2.5-001 and MS-2.13-001",),
            check=on_a_suite,
        ),
    ),
)
