"""contract.evaluation: the evaluation passed, and meets what was promised."""

from collections.abc import Iterator

from readiness_bot.convention.checks import not_in_future, problem, required, resolves, rows_of
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import value
from readiness_bot.convention.item import BLOCKS, LLM_KINDS, Item, Variant
from readiness_bot.convention.items.contract.schema import SCHEMA
from readiness_bot.convention.outcome import Outcome
from readiness_bot.reading.document import Value
from readiness_bot.vocabulary import Role, Stage, Tier


def check(facts: Facts) -> Iterator[Outcome]:
    contract = facts.contract
    slices = ("evaluation.slices",) if facts.tier >= Tier.MEDIUM else ()
    yield from required(
        contract,
        "evaluation.version",
        "evaluation.passed",
        "evaluation.report",
        "evaluation.results",
        *slices,
    )
    yield from not_in_future(facts, contract, "evaluation.passed")
    yield from resolves(facts, contract, "evaluation.report", "The evaluation report")
    yield from resolves(facts, contract, "evaluation.slices", "The report by slice")
    if contract.has("evaluation.results"):
        yield from meets_targets(facts, "offline", "evaluation.results")


def meets_targets(facts: Facts, kind: str, results_at: str) -> Iterator[Outcome]:
    """Every target of a kind has a result that reaches it."""
    contract = facts.contract
    results = contract.mapping(results_at)
    for target in rows_of(contract, "success"):
        metric = target.get("metric")
        if target.get("where") != kind or not isinstance(metric, str):
            continue
        result = results.get(metric)
        if not _is_number(result):
            yield problem(
                contract,
                results_at,
                f"{results_at} has no value for {metric}, which is an {kind} target",
                f"add   {metric}: NUMBER",
            )
        elif missed := _missed(target, result):
            yield problem(
                contract,
                f"{results_at}.{metric}",
                f"{metric} is {result}, but the target is {missed}",
                "improve the model, or agree on another target with the business owner",
            )


def _missed(target: dict[str, Value], result: Value) -> str | None:
    low, high = target.get("at_least"), target.get("at_most")
    if isinstance(result, int | float):
        if isinstance(low, int | float) and result < low:
            return f"at least {low}"
        if isinstance(high, int | float) and result > high:
            return f"at most {high}"
    return None


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def of_a_suite(facts: Facts) -> Iterator[Outcome]:
    """The same, with the suite's own version: its cases change too."""
    yield from check(facts)
    contract = facts.contract
    yield from required(contract, "evaluation.suite")
    suite = contract.text("evaluation.suite")
    if suite is None:
        return
    name, at, version = suite.partition("@")
    promised = {
        target.get("suite") for target in rows_of(contract, "success") if target.get("where") == "offline"
    }
    if not (name and at and version):
        yield problem(
            contract,
            "evaluation.suite",
            f"evaluation.suite is '{suite[:60]}', which has no version",
            "write name@version, such as hr-questions@2026.10",
        )
    elif promised - {None} and name not in promised:
        yield problem(
            contract,
            "evaluation.suite",
            f"evaluation.suite is {suite[:60]}, but no offline target is measured on {name[:40]}",
            "evaluate with the suite named in the targets",
        )


_EVALUATION = SCHEMA["evaluation"]

ITEM = Item(
    id="contract.evaluation",
    title="Passed evaluation",
    what=(
        "A version that passed its evaluation: the report, a result that meets each offline target and, from"
        " medium tier up, the results by slice."
    ),
    why=(
        "The last-mile clock starts on the day it passed. From then on, each week of waiting is a week of"
        " lost value."
    ),
    fix="""\
evaluation:
  version: VERSION      # in quotes: "1.4.0"
  passed: YYYY-MM-DD
  report: PATH
  results: {METRIC: NUMBER}   # a result for every offline target in `success`
  slices: PATH          # the results by slice
""",
    example="""\
evaluation:
  version: "1.4.0"
  passed: 2026-10-09
  report: reports/eval-1.4.0.md
  results: {recall_at_top_10pct: 0.48}
  slices: reports/slices-1.4.0.md
""",
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("evaluation",),
    sources=("ML Test Score (Breck et al. 2017)",),
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            what=(
                "A release that passed its evaluation: its version, the suite and the suite's version, the"
                " report, a result that meets each offline target and, from medium tier up, the results by"
                " slice."
            ),
            fix="""\
evaluation:
  version: VERSION      # of the evaluated release, in quotes: "1.4.0"
  suite: NAME           # name@version
  passed: YYYY-MM-DD
  report: PATH
  results: {METRIC: NUMBER}   # a result for every offline target in `success`
  slices: PATH          # the results by slice
""",
            example="""\
evaluation:
  version: "1.2.0"
  suite: hr-questions@2026.10
  passed: 2026-11-02
  report: reports/eval-1.2.0.md
  results: {answer_correct_rate: 0.94}
  slices: reports/slices-1.2.0.md
""",
            keys={
                "evaluation": {
                    **_EVALUATION,
                    "schema": {
                        **_EVALUATION["schema"],
                        "suite": value("text", "the suite and its version: name@version", "NAME"),
                    },
                }
            },
            sources=("NIST AI 600-1, GV-1.5-003",),
            check=of_a_suite,
        ),
    ),
)
