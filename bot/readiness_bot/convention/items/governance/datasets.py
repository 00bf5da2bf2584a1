"""governance.datasets: the data may be used for this, and one can tell where it comes from."""

from collections.abc import Iterator

from readiness_bot.convention.checks import (
    each_filled,
    not_applicable,
    not_in_future,
    problem,
    required,
    resolves,
)
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import or_na, rows, value
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item, SignOff, Variant
from readiness_bot.convention.items.governance.schema import DATASET
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.rules import dataset_name
from readiness_bot.vocabulary import Kind, Proof, Role, Stage

_KEYS = ("name", "version", "lineage", "personal_data", "approved.by", "approved.date")


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "datasets")
    if governance.has("datasets") and not governance.entries("datasets"):
        yield _empty(facts)
    yield from each_filled(governance, "datasets", _KEYS)
    for index, _ in enumerate(governance.entries("datasets")):
        name, where = dataset_name(facts, index), f"datasets.{index}"
        yield from resolves(facts, governance, f"{where}.lineage", f"The lineage of {name}")
        yield from not_in_future(facts, governance, f"{where}.approved.date")
        yield from _in_time(facts, index, name)


def _empty(facts: Facts) -> Outcome:
    if facts.kind is Kind.MODEL:
        told = "datasets is empty, but every model is trained on some data"
        return problem(facts.governance, "datasets", told, "add at least one dataset")
    return problem(
        facts.governance,
        "datasets",
        "datasets is empty, which leaves open whether anything is searched, trained on or evaluated with",
        "list what is, or write   datasets: {na: REASON}",
    )


def with_readers(facts: Facts) -> Iterator[Outcome]:
    """The same for what is retrieved and evaluated with: whoever asks gets to see it."""
    if facts.governance.has("datasets.na"):
        yield from not_applicable(facts.governance, "datasets")
        return
    yield from check(facts)
    yield from each_filled(facts.governance, "datasets", ("readers",))


def _in_time(facts: Facts, index: int, name: str) -> Iterator[Outcome]:
    where = f"datasets.{index}.approved.date"
    approved = facts.governance.day(where)
    planned = facts.baseline(Stage.EVALUATION) if approved else None
    if approved and planned and approved > planned:
        yield problem(
            facts.governance,
            where,
            f"{name} was approved on {approved}, after evaluation was first planned to begin ({planned})",
            "request a waiver: the model was built on data that nobody had approved",
        )


_DATASET = {
    **DATASET,
    "schema": {
        **DATASET["schema"],
        "version": value("version", "its version, or live, in quotes", "VERSION"),
        "readers": value("text", "who may read it, and so may get it in an answer", "TEXT"),
    },
}

ITEM = Item(
    id="governance.datasets",
    title="Approved data",
    what=(
        "Every dataset with its version, its lineage, whether it holds personal data, and who approved its"
        " use before evaluation began."
    ),
    why=(
        "If it turns out only when the model is finished that its data may not be used, everything starts"
        " over."
    ),
    fix="""\
datasets:
  - name: NAME
    version: VERSION        # in quotes
    lineage: PATH
    personal_data:          # true or false
    approved: {by: LOGIN, date: YYYY-MM-DD}
""",
    example="""\
datasets:
  - name: subscriptions_daily
    version: "2026-08-31"
    lineage: docs/lineage.md
    personal_data: true
    approved: {by: lior-katz, date: 2026-09-02}
""",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.DATA,
    fields=("datasets",),
    answers=("G1",),
    sources=("EU AI Act",),
    proof=Proof.APPROVAL,
    signed=SignOff(
        "governance.datasets", "the data approval", signer="approved.by", rows=("name", "version")
    ),
    note=(
        "The approval must not be later than `milestones.evaluation` as it was first merged. Moving that"
        " date afterwards changes nothing."
    ),
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            title="Approved data and sources",
            what=(
                "Every source that is searched, trained on or evaluated with: its version, its lineage,"
                " whether it holds personal data, who may read it, and who approved its use before evaluation"
                " began; or the reason why there is none."
            ),
            why=(
                "Whatever is in the index can come out in an answer, to anybody who asks. Only people who may"
                " read a document should get it quoted."
            ),
            fix="""\
datasets:                   # or   datasets: {na: REASON}
  - name: NAME
    version: VERSION        # in quotes; "live" if it changes all the time
    lineage: PATH
    personal_data:          # true or false
    readers: TEXT           # who may read it
    approved: {by: LOGIN, date: YYYY-MM-DD}
""",
            example="""\
datasets:
  - name: hr-policies
    version: "2026-10-28"
    lineage: docs/lineage.md
    personal_data: false
    readers: All employees
    approved: {by: lior-katz, date: 2026-09-21}
""",
            keys={"datasets": or_na(rows("what is searched, trained on or evaluated with", _DATASET))},
            sources=("NIST AI 600-1, MS-2.5-005", "OWASP Top 10 for LLM Applications 2025, LLM08"),
            check=with_readers,
        ),
    ),
)
