"""Which questions come, in which order, of a model as `readiness init` leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.models import TODAY, Edit, example
from tests.scaffolds import fresh, scaffold

from readiness_bot.answering.form import form_of
from readiness_bot.answering.judge import objections, with_file
from readiness_bot.answering.known import typed
from readiness_bot.answering.place import written_at
from readiness_bot.answering.questions import Progress, Question, Shape, next_question, waiting
from readiness_bot.answering.ways import understood, ways_of
from readiness_bot.convention.load import load_files
from readiness_bot.convention.registry import items_at
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Value
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.vocabulary import Kind, Role, Stage

# fmt: off
DESIGN = [
    "contract.purpose", "contract.not_for", "contract.success[0].metric", "contract.success[0].at_least", "contract.success[1].metric",
    "contract.success[1].at_least", "contract.agreed_by", "contract.milestones.development", "contract.milestones.evaluation",
    "contract.milestones.staging", "contract.milestones.production", "ownership.production_owner.person", "ownership.production_owner.backup",
    "ownership.developers", "ownership.business_owner", "ownership.receiving_team.team", "ownership.receiving_team.lead", "ownership.signs_off",
    "ownership.reviewers.compliance", "ownership.reviewers.validation", "governance.tier.why", "governance.tier.decided_by", "governance.tier.date",
    "governance.design_review.by", "governance.design_review.date", "governance.design_review.asks[0].document",
]
VALUE = ["contract.value.per_week", "contract.value.currency", "contract.value.basis"]
# fmt: on


def asked(report: Report, progress: Progress = Progress()) -> list[str]:  # noqa: B008 frozen
    """What is asked of somebody who skips it all."""
    found = []
    while (question := next_question(report, progress)) is not None:
        found.append(question.place.address)
        progress = replace(progress, skipped=progress.skipped | {question.place})
    return found


def test_what_blocks_in_design_then_what_advises() -> None:
    assert asked(fresh()) == DESIGN + VALUE


def test_the_tier_comes_first_where_it_is_not_set() -> None:
    assert asked(fresh(tier=""))[:5] == ["governance.tier.level", *DESIGN[20:23], "contract.purpose"]


def test_low_tier_asks_what_low_tier_blocks_on() -> None:
    assert asked(fresh(tier="low")) == [*DESIGN[11:13], *DESIGN[14:20], *DESIGN[23:26]]


@pytest.mark.parametrize(
    ("role", "places"),
    [
        (Role.COMPLIANCE, DESIGN[20:26]),
        (Role.BUSINESS_OWNER, [*DESIGN[2:7], *DESIGN[14:17], *VALUE]),
        (Role.OPERATIONS, []),
    ],
)
def test_a_role_is_asked_its_own(role: Role, places: list[str]) -> None:
    assert asked(fresh(), Progress(frozenset([role]))) == places


@pytest.mark.parametrize(
    ("edit", "places"),
    [
        (("governance", "level: medium            # low", "level: mid            # low"), []),
        (("governance", "  why: TEXT                # 20 characters or more\n", "  why: Too short\n"), DESIGN[20:23]),
        (("governance", "decided_by: LOGIN        #", "decided_by: priya-nair   #"), ["governance.tier.why", "governance.tier.date"]),
        (("governance", "tier:                      # how", "tire:                      # how"), []),
        (("governance", "", "# nothing\n"), ["governance.tier.level", "governance.tier.why", "governance.tier.decided_by", "governance.tier.date"]),
    ],
)
def test_missing_too_short_or_gone_is_asked_and_wrong_is_not(edit: Edit, places: list[str]) -> None:
    assert [place for place in asked(fresh(edit)) if ".tier." in place] == places


def test_nothing_is_asked_of_a_file_that_cannot_be_read() -> None:
    assert not any(place.startswith("governance") for place in asked(fresh(("governance", "", "a: [\n"))))


def first(report: Report, address: str, progress: Progress = Progress()) -> Question:  # noqa: B008 frozen
    while (question := next_question(report, progress)) is not None:
        if question.place.address == address:
            return question
        progress = replace(progress, skipped=progress.skipped | {question.place})
    raise AssertionError(f"{address} is not asked")


@pytest.mark.parametrize(
    ("address", "shape", "row"),
    [
        ("contract.success[0].metric", Shape.VALUE, "offline"),
        ("contract.success[1].at_least", Shape.VALUE, "online"),
        ("ownership.developers", Shape.ENTRIES, ""),
        ("governance.design_review.asks[0].document", Shape.VALUE, "1"),
        ("contract.value.basis", Shape.VALUE, ""),
    ],
)
def test_of_which_entry_it_is(address: str, shape: Shape, row: str) -> None:
    question = first(fresh(), address)
    assert (question.shape, question.row) == (shape, row)


def test_what_stands_there_and_cannot_stay_is_said() -> None:
    report = fresh(("governance", "  why: TEXT                # 20 characters or more\n", "  why: Too short\n"))
    assert first(report, "governance.tier.why").stands.startswith("tier.why has 9 characters: too short")


# Typing the finished example, stage by stage.


def at_stage(stage: Stage, tier: str) -> Snapshot:
    """The scaffold in a stage, among the example's documents and with its history."""
    contract = scaffold(tier).files["readiness/contract.yaml"]
    runbook = example().files["readiness/runbook.md"]
    assert isinstance(contract, bytes)
    assert isinstance(runbook, bytes)
    files = {name: content for name, content in scaffold(tier).files.items() if name.startswith("readiness/")}
    files["readiness/contract.yaml"] = contract.replace(b"stage: design ", b"stage: " + stage.value.encode() + b" ")
    files["readiness/runbook.md"] = b"---\n---\n" + runbook.split(b"---\n", 2)[2]
    return replace(example(), files={**example().files, **files})


FINISHED = load_files(example())
ELSEWHERE: Mapping[str, str] = {
    "contract.outcome.results": "retained_revenue_uplift_pct: 2.3",
    "governance.oversight[0].person": "mei-chen",
    "governance.oversight[0].trained": "2026-08-01",
    "governance.oversight[1].person": "sam-boateng",
    "governance.oversight[1].trained": "2026-08-01",
}
"""What the example, at medium tier and in staging, does not have."""


def finished(question: Question) -> str:
    """The example's value as one would type it; nothing where it has none."""
    place = question.place
    value: Value = written_at(FINISHED[place.file], place.path)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {number}" for name, number in value.items())
    if value is None or question.more:
        return ELSEWHERE.get(place.address, "")
    return typed(value)


def answer(report: Report, progress: Progress, question: Question, text: str) -> tuple[Snapshot, Progress] | None:
    """As the conversation does it, in memory; None where the item does not take it."""
    facts = report.facts
    assert facts is not None
    said = understood(question, ways_of(question, facts), text)
    content = facts.snapshot.files[f"readiness/{question.place.file}"]
    assert isinstance(content, bytes)
    new = said.put_into(content, facts)
    if objections(facts, with_file(facts, question.place.file, new), said.place, (question.item,)):
        return None
    files = {**facts.snapshot.files, f"readiness/{question.place.file}": new}
    return replace(facts.snapshot, files=files), replace(progress, answered=progress.answered | {question.place}, touched=progress.touched | {question.item.id})


def typed_out(snapshot: Snapshot, texts: Mapping[str, str]) -> tuple[Report, list[str]]:
    """The model after every question was answered with the example's value, or skipped where it has none; and what was not taken."""
    progress, refused = Progress(), list[str]()
    for _ in range(200):
        report = evaluate(snapshot, TODAY)
        question = next_question(report, progress)
        if question is None:
            return report, refused
        text = texts.get(question.place.address) or finished(question)
        na = ways_of(question, report.facts).na if report.facts else None
        if na is not None and isinstance(written_at(FINISHED[na.file], (*na.path, "na")), str):
            text = "na: No external model or purchased data"
        taken = answer(report, progress, question, text) if text else None
        if taken:
            snapshot, progress = taken
        else:
            refused += [question.place.address] if text else []
            ended = progress.ended | {question.list_place} if question.more and question.list_place else progress.ended
            progress = replace(progress, skipped=progress.skipped | {question.place}, ended=ended)
    raise AssertionError("it never ends")


BY_TIER: Mapping[str, Mapping[str, str]] = {
    "low": {"governance.datasets[0].personal_data": "no"},
    "medium": {},
    "high": {"governance.next_review": "2027-05-18"},
}
NEWER = {"infrastructure.integration-test", "infrastructure.load-test", "fallback.alerts"}
"""What must be newer than the interface or the monitors, which change in this very session."""


@pytest.mark.parametrize(("stage", "tier"), [*((stage, "medium") for stage in Stage), (Stage.PRODUCTION, "low"), (Stage.PRODUCTION, "high")])
def test_whoever_answers_all_has_nothing_open(stage: Stage, tier: str) -> None:
    """But for what no key of a file can say."""
    report, refused = typed_out(at_stage(stage, tier), BY_TIER[tier])
    assert [(r.id, [f.message for f in r.findings]) for r in waiting(report, Role) if r.id not in NEWER] == []
    assert all(address.endswith("date") for address in refused)
    assert report.findings == ()


def test_every_item_with_fields_has_a_form() -> None:
    assert [item.id for item in items_at(Kind.MODEL) if item.fields and not form_of(item).leaves] == []
