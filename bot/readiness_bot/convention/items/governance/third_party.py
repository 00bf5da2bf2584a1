"""governance.third-party: what was bought or taken from outside, and what happens when it is gone."""

from collections.abc import Iterator, Mapping
from datetime import date

from readiness_bot.convention.checks import each_filled, not_applicable, not_in_future, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, or_na, rows, value
from readiness_bot.convention.file import dotted, key_path
from readiness_bot.convention.item import ADVISES_BLOCKS_AT_HIGH, BLOCKS, LLM_KINDS, Item, Variant
from readiness_bot.convention.outcome import Outcome
from readiness_bot.convention.release import no_snapshot
from readiness_bot.text.calendar import days_after
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Role, Stage

NOTICE = 60
"""Days before a model's retirement from which on it is a gap again: the least notice that several vendors
promise, and what a new version takes from its evaluation to its go-live."""
LOOKED = 90
"""Days after which somebody looks again whether the vendor has named a day."""


def check(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    if governance.has("third_party.na"):
        yield from not_applicable(governance, "third_party")
        return
    yield from _named(facts)
    yield from each_filled(governance, "third_party", ("name", "terms", "exit"))


def _named(facts: Facts) -> Iterator[Outcome]:
    governance = facts.governance
    yield from required(governance, "third_party")
    if governance.has("third_party") and not governance.entries("third_party"):
        yield problem(
            governance,
            "third_party",
            "third_party is empty, which leaves open whether anything comes from outside",
            "list what does, or write   third_party: {na: REASON}",
        )


def vendors(facts: Facts) -> Iterator[Outcome]:
    """Each model that is called, with the day on which its vendor takes it away."""
    governance = facts.governance
    models = facts.infrastructure.texts("artifact.models")
    if governance.has("third_party.na"):
        if not models:
            yield from not_applicable(governance, "third_party")
            return
        yield problem(
            governance,
            "third_party",
            f"third_party says that nothing comes from outside, but the release calls {models[0][:60]}",
            "list every model it calls",
        )
        return
    yield from _named(facts)
    for index, _ in enumerate(governance.entries("third_party")):
        where = f"third_party.{index}"
        if not _is_model(facts, index):
            yield from required(governance, *(f"{where}.{key}" for key in ("name", "terms", "exit")))
            continue
        keys = ("name", "id", "terms", "data", "retires", "replacement")
        yield from required(governance, *(f"{where}.{key}" for key in keys))
        yield from _model(facts, where)
    rows = [n for n, _ in enumerate(governance.entries("third_party")) if _is_model(facts, n)]
    named = {governance.text(f"third_party.{n}.id") for n in rows}
    if None in named or not governance.has("third_party"):
        return
    for model in models:
        if model not in named:
            yield problem(
                governance,
                "third_party",
                f"The release calls {model[:80]}, but third_party has no entry with that id: nobody watches"
                " when it ends",
                f"add   - {{name: NAME, id: {model[:260]}, terms: URL, data: TEXT, retires: YYYY-MM-DD,"
                " replacement: TEXT}",
            )


_OF_A_MODEL = ("id", "data", "retires", "checked", "replacement")


def _is_model(facts: Facts, index: int) -> bool:
    """Whether an entry has a key that only a model's has, filled in or not."""
    row = facts.governance.entries("third_party")[index]
    return isinstance(row, Mapping) and any(key in row for key in _OF_A_MODEL)


def _model(facts: Facts, where: str) -> Iterator[Outcome]:
    governance = facts.governance
    id_, name = governance.text(f"{where}.id"), governance.text(f"{where}.name") or "this model"
    if id_ and (told := no_snapshot(id_)):
        yield problem(
            governance,
            f"{where}.id",
            f"{dotted(key_path(f'{where}.id'))} is '{id_[:80]}', {told}",
            "write provider/name@snapshot, with an id that never changes: openai/gpt-4o@2024-08-06",
        )
    retires, replacement = governance.day(f"{where}.retires"), governance.text(f"{where}.replacement")
    if retires is not None and days_after(retires, -NOTICE) <= facts.today:
        left = (retires - facts.today).days
        when = f"in {plural(left, 'day')}, on {retires}" if left > 0 else f"on {retires}"
        yield problem(
            governance,
            f"{where}.retires",
            f"The vendor {'retires' if left > 0 else 'retired'} {name[:60]} {when}",
            f"release a version on {replacement[:80] if replacement else 'its replacement'}, then replace"
            " this entry",
        )
    if governance.text(f"{where}.retires") == "unannounced":
        yield from required(governance, f"{where}.checked")
        yield from not_in_future(facts, governance, f"{where}.checked")
        checked = governance.day(f"{where}.checked")
        if checked is not None and days_after(checked, LOOKED) < facts.today:
            yield problem(
                governance,
                f"{where}.checked",
                f"{name[:60]} had no retirement date when somebody last looked, on {checked},"
                f" {(facts.today - checked).days} days ago",
                "look at the vendor's page again, then write the date in retires, or today's in checked",
            )


def retirements(facts: Facts) -> list[date]:
    """The announced last days of the models that are named here, the first one first."""
    governance = facts.governance
    days = (governance.day(f"{where}.retires") for where in governance.each("third_party.*"))
    return sorted({day for day in days if day is not None})


def deadline(facts: Facts) -> date | None:
    """The first of them, once it is near."""
    return next((day for day in retirements(facts) if days_after(day, -NOTICE) <= facts.today), None)


_FIX = """\
third_party:
  - name: NAME
    id: NAME             # provider/name@snapshot, as in artifact.models
    terms: URL
    data: TEXT           # what the vendor does with prompts and answers
    retires: YYYY-MM-DD  # the announced date; or unannounced, with   checked: YYYY-MM-DD; or never
    replacement: TEXT
"""
_EXAMPLE = """\
third_party:
  - name: aria-2
    id: auroralm/aria-2@2026-05-12
    terms: https://auroralm.acme.io/terms/enterprise-2026-03
    data: Not used for training; kept for 30 days in the EU, against abuse
    retires: 2027-08-31
    replacement: auroralm/aria-3@2026-09-30, on trial at 0.93
"""

ITEM = Item(
    id="governance.third-party",
    title="Third-party models and data",
    what=(
        "Every external model and dataset, its terms, and what happens when it is no longer available; or"
        " the reason why this does not apply."
    ),
    why=(
        "Suppliers change models and terms without asking. A way out is cheap to plan and expensive to"
        " improvise."
    ),
    fix="""\
third_party:          # or   third_party: {na: REASON}
  - {name: NAME, terms: URL, exit: TEXT}
""",
    example="third_party: {na: No external model or purchased data}\n",
    due=Stage.DEVELOPMENT,
    severity=ADVISES_BLOCKS_AT_HIGH,
    role=Role.COMPLIANCE,
    fields=("third_party",),
    sources=("NIST AI RMF 1.0",),
    check=check,
    variants=(
        Variant(
            kinds=LLM_KINDS,
            title="Vendors' models",
            what=(
                "Every model that the release calls: its id, its terms, what the vendor does with the data,"
                " the announced date of its retirement, and what replaces it. Every external dataset, its"
                " terms, and what happens when it is no longer available."
            ),
            why=(
                "The vendor decides when a model is retired, and some announce it only 60 days before. If you"
                " have no replacement by then, your application stops."
            ),
            fix=_FIX,
            example=_EXAMPLE,
            keys={
                "third_party": or_na(
                    rows(
                        "external models and data",
                        block(
                            "one external model or dataset",
                            name=value("text", "its name", "NAME"),
                            id=value("text", "for a model: provider/name@snapshot", "NAME"),
                            terms=value("link", "the licence or contract", "URL"),
                            data=value("text", "what the vendor does with prompts and answers", "TEXT"),
                            retires=value(
                                "retirement",
                                "the announced date; unannounced; or never, for your own weights",
                                "YYYY-MM-DD",
                            ),
                            checked=value(
                                "day", "if unannounced: the date somebody last looked", "YYYY-MM-DD"
                            ),
                            replacement=value("text", "the model that replaces it", "TEXT"),
                            exit=value(
                                "text", "for data: what happens when it is no longer available", "TEXT"
                            ),
                        ),
                    )
                )
            },
            severity=BLOCKS,
            answers=("R2",),
            sources=(
                "OWASP Top 10 for LLM Applications 2025, LLM03",
                "NIST AI 600-1, GV-6.1-009 and GV-6.2-001",
            ),
            note=(
                "It becomes a gap again 60 days before `retires`, and 90 days after `checked`. If you reach a"
                " model through a platform, the platform's date counts."
            ),
            check=vendors,
            deadline=deadline,
            ahead=retirements,
        ),
    ),
)
