"""infrastructure.load-test: it holds under the load of production."""

from collections.abc import Iterator

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import ADVISES, Item
from readiness_bot.convention.items.infrastructure.integration_test import proves
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Proof, Role, Severity, Stage, Tier


def check(facts: Facts) -> Iterator[Outcome]:
    yield from proves(facts, "tests.load", "The load test")


def raised(facts: Facts) -> Severity | None:
    """Somebody waits for an online answer: from medium tier up it must hold."""
    online = facts.infrastructure.text("serving.mode") in ("online", "streaming")
    return Severity.BLOCKING if online and facts.tier >= Tier.MEDIUM else None


ITEM = Item(
    id="infrastructure.load-test",
    title="Load test",
    what=(
        "A run that shows the evaluated version under production load, after the last change to the"
        " interface."
    ),
    why=(
        "What is fast for one request may be slow for a thousand. Either a test finds that out, or your"
        " customers do."
    ),
    fix="tests:\n  load: {run: URL, date: YYYY-MM-DD, version: VERSION}   # version in quotes\n",
    example=(
        "tests:\n  load: {run: https://github.com/acme/churn/actions/runs/121, date: 2026-11-11, version:"
        ' "1.4.0"}\n'
    ),
    due=Stage.STAGING,
    severity=ADVISES,
    role=Role.PLATFORM,
    fields=("tests.load",),
    sources=("Google SRE book",),
    proof=Proof.TEST_RUN,
    tested_by=("load", "performance", "perf", "stress", "soak", "benchmark"),
    note="Blocking from medium tier up if `serving.mode` is online or streaming.",
    raised=raised,
    check=check,
)
