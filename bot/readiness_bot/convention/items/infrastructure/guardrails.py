"""infrastructure.guardrails: what can go wrong, what stops it, and the test that shows it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, is_url, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, rows, value
from readiness_bot.convention.item import BLOCKS_FROM_MEDIUM, LLM_KINDS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "guardrails")
    if infrastructure.has("guardrails") and not infrastructure.entries("guardrails"):
        yield problem(
            infrastructure,
            "guardrails",
            "guardrails is empty, but prompt injection at least is always a risk",
            "add   - {risk: TEXT, filter: TEXT, test: PATH}",
        )
    yield from each_filled(infrastructure, "guardrails", ("risk", "filter", "test"))
    for index, _ in enumerate(infrastructure.entries("guardrails")):
        where = f"guardrails.{index}.test"
        test = infrastructure.text(where)
        if test is None:
            continue
        path = test.partition("#")[0].partition("::")[0]
        if is_url(test) or not facts.snapshot.has(path):
            shown = infrastructure.text(f"guardrails.{index}.risk") or f"guardrail {index + 1}"
            yield problem(
                infrastructure,
                where,
                f"The test against \"{shown[:60]}\" is '{test[:60]}', but this repository has no such file",
                "write the test, then its path (from the repository's root)",
            )


ITEM = Item(
    id="infrastructure.guardrails",
    title="Guardrails",
    what="Every risk, the filter outside the model that stops it, and the test of that filter.",
    why=(
        "A sentence in the prompt asks the model to behave but stops nobody. Code around the model does, as"
        " long as a test shows that it works."
    ),
    fix="""\
guardrails:
  - {risk: TEXT, filter: TEXT, test: PATH}
""",
    example="""\
guardrails:
  - risk: Instructions to the model, hidden in a policy document
    filter: Retrieved text is passed as quoted data and scanned
    test: tests/guard/test_injection.py
""",
    due=Stage.EVALUATION,
    severity=BLOCKS_FROM_MEDIUM,
    role=Role.PLATFORM,
    fields=("guardrails",),
    answers=("R4",),
    sources=("OWASP Top 10 for LLM Applications 2025, LLM07", "NIST AI 600-1, MG-3.2-005"),
    kinds=LLM_KINDS,
    keys={
        "guardrails": rows(
            "what can go wrong, and what stops it",
            block(
                "one risk",
                risk=value("text", "what can go wrong", "TEXT"),
                filter=value("text", "what stops it, outside the model", "TEXT"),
                test=value("link", "the test of the filter", "PATH"),
            ),
        )
    },
    check=check,
)
