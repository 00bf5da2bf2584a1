"""What is asked of an LLM application and of an agent, beside or instead of what is asked of a model: eleven variants and
five items of their own. Each turns from gap to satisfied and back by one edit, at the kinds that ask for it and at no other."""

from __future__ import annotations

from datetime import date

import pytest
from tests.assistants import good, report_at
from tests.models import Edit, edited, report

from readiness_bot.convention.item import LLM_KINDS
from readiness_bot.convention.registry import ITEMS, ITEMS_BY_ID, ids_at, items_at
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.vocabulary import Kind, Severity, Status, Tier

APP, AGENT = (Kind.LLM_APP,), (Kind.AGENT,)

# fmt: off
Turn = tuple[str, tuple[Kind, ...], Edit, str]

VARIANTS: list[Turn] = [
    ("contract.success", LLM_KINDS, ("contract", "    judge: model\n", ""),
     "success[0].judge is missing"),
    ("contract.success", LLM_KINDS, ("contract", "    agreement: 0.88\n", ""),
     "success[0].agreement is missing"),
    ("contract.evaluation", LLM_KINDS, ("contract", "@2026.10\n", "\n"),
     "evaluation.suite is '{suite}', which has no version"),
    ("infrastructure.artifact", APP, ("prompts/answer.md", "from the sources", "from what you know"),
     "The prompts have changed: their digest is now sha256:375b90f5b454…, but the release says sha256:63baedd0c3ea…"),
    ("infrastructure.artifact", AGENT, ("tools/issue_refund.json", "issue_refund", "refund"),
     "The tools have changed: their digest is now sha256:3fab8abc4dbd…, but the release says sha256:2c455f3987ac…"),
    ("governance.third-party", LLM_KINDS, ("governance", "    retires: 2027-08-31\n", "    retires: 2027-01-19\n"),
     "The vendor retires aria-2 in 60 days, on 2027-01-19"),
    ("governance.third-party", LLM_KINDS, ("governance", "    checked: 2026-10-30\n", "    checked: 2026-08-20\n"),
     "shield had no retirement date when somebody last looked, on 2026-08-20, 92 days ago"),
    ("governance.datasets", LLM_KINDS, ("governance", "    readers: {readers}\n", ""),
     "datasets[0].readers is missing"),
    ("infrastructure.capacity", LLM_KINDS, ("infrastructure", "per_day: 120, ", ""),
     "capacity.caps.per_day is missing"),
    ("fallback.behaviour", LLM_KINDS, ("fallback", "  does: {does}\n", ""),
     "fallback.does is missing"),
    ("fallback.drill", LLM_KINDS, ("fallback", "  switch: {switch}\n", "  switch: TEXT\n"),
     "drill.switch still says 'TEXT'"),
    ("fallback.monitors", LLM_KINDS, ("fallback", "kind: safety", "kind: drift"),
     "No monitor of kind safety"),
    ("governance.oversight", AGENT, ("infrastructure", "    asks: true\n", "    asks: false\n"),
     "infrastructure.yaml says that nobody is asked before issue_refund, but oversight says otherwise"),
    ("governance.logs", APP, ("governance", "holds: [prompts, answers]", "holds: [answers]"),
     "The logs don't hold prompts"),
    ("governance.logs", AGENT, ("governance", "holds: [prompts, answers, tool_calls]", "holds: [prompts, answers]"),
     "The logs don't hold tool_calls"),
]
"""The item, the kinds at which it asks so, a wrong edit of what is ready for production there, and what the gap says."""

NEW: list[Turn] = [
    ("governance.red-team", LLM_KINDS, ("governance", "  open_findings: 0\n  report: reports/red-team.md", "  open_findings: 1\n  report: reports/red-team.md"),
     "The red team has 1 open finding"),
    ("infrastructure.evals", LLM_KINDS, (".github/workflows/evals.yml", '"prompts/**", ', ""),
     ".github/workflows/evals.yml doesn't run when {prompt} changes"),
    ("infrastructure.guardrails", LLM_KINDS, ("infrastructure", "    test: tests/injection.test.ts", "    test: tests/orders.test.ts"),
     "The test against \"Orders to the model that are hidden in a text\" is 'tests/orders.test.ts', but this repository has no such file"),
    ("infrastructure.tools", AGENT, ("infrastructure", "    identity: svc-refund-write\n", ""),
     "tools[1].identity is missing"),
    ("governance.transparency", LLM_KINDS, ("governance", "  text: You are talking to a machine. It can be wrong.", "  text: AI inside"),
     "transparency.text has 9 characters: too short to say that they are talking to a machine"),
]
"""The same for what no model is asked."""
# fmt: on

OWN = {
    Kind.LLM_APP: {"suite": "hr-questions", "readers": "All employees", "prompt": "prompts/answer.md",
                   "does": "heliolm/lumen-1@2026-04-02 answers with the same prompts", "switch": "The flag policy-assistant.enabled, off"},
    Kind.AGENT: {"suite": "refund-cases", "readers": "The team", "prompt": "prompts/agent.md",
                 "does": "It still answers from the order; refunds go to the support queue", "switch": "svc-refund-write is revoked"},
}  # fmt: skip
"""The words in which the two differ."""


def own(text: str, kind: Kind) -> str:
    for name, word in OWN[kind].items():
        text = text.replace(f"{{{name}}}", word)
    return text


def turns() -> list[tuple[str, Kind, Edit, str]]:
    return [
        (item, kind, (stem, own(old, kind), own(new, kind)), own(message, kind))
        for item, kinds, (stem, old, new), message in (*VARIANTS, *NEW)
        for kind in kinds
    ]


@pytest.mark.parametrize(("item", "kind", "wrong", "message"), turns())
def test_from_gap_to_satisfied_and_back(item: str, kind: Kind, wrong: Edit, message: str) -> None:
    gap, satisfied = report_at(kind, wrong).by_id[item], report_at(kind).by_id[item]
    assert (gap.status, [finding.message for finding in gap.findings]) == (Status.GAP, [message])
    assert satisfied.status is Status.SATISFIED


def test_each_of_the_sixteen_turns_at_each_kind_that_asks_for_it() -> None:
    asked = ((item, kind) for item in ITEMS if Kind.MODEL in item.kinds for kind in LLM_KINDS)
    variants = {(item.id, kind) for item, kind in asked if item.at(kind).what != item.what}
    new = {(item.id, kind) for item in ITEMS if Kind.MODEL not in item.kinds for kind in item.kinds}
    assert {(item, kind) for item, kinds, *_ in VARIANTS for kind in kinds} == variants
    assert {(item, kind) for item, kinds, *_ in NEW for kind in kinds} == new
    assert (len({item for item, _ in variants}), len({item for item, _ in new})) == (11, 5)


@pytest.mark.parametrize(("kind", "count"), [(Kind.MODEL, 47), (Kind.LLM_APP, 51), (Kind.AGENT, 52)])
def test_how_many_are_asked(kind: Kind, count: int) -> None:
    assert len(items_at(kind)) == count
    assert [result.id for result in report_at(kind).items] == [item.id for item in items_at(kind)]


GUARDRAILS = "guardrails:\n  - risk: Orders to the model that are hidden in a text\n    filter: Texts are passed as quoted data and scanned\n    test: tests/injection.test.ts\n"
# fmt: off
FURTHER: list[tuple[str, Edit, str]] = [
    ('contract.success', ('contract', '    size: 180\n', '    size: 0\n'),
     'success[0].size is 0'),
    ('contract.success', ('contract', '    agreement: 0.88\n', '    agreement: 88\n'),
     'success[0].agreement is 88, but a share is between 0 and 1'),
    ('contract.success', ('contract', '    suite: refund-cases\n', ''),
     'success[0].suite is missing'),
    ('contract.success', ('contract', '  - {where: online, metric: settled_without_a_call_rate, at_least: 0.6}\n', ''),
     'success has no online target'),
    ('contract.evaluation', ('contract', '  suite: refund-cases@2026.10', '  suite: other@1'),
     'evaluation.suite is other@1, but no offline target is measured on other'),
    ('contract.evaluation', ('contract', '  suite: refund-cases@2026.10\n', ''),
     'evaluation.suite is missing'),
    ('contract.evaluation', ('contract', 'at_least: 0.9\n', 'at_least: 0.95\n'),
     'task_success_rate is 0.93, but the target is at least 0.95'),
    ('infrastructure.artifact', ('infrastructure', '  index: {na: It searches nothing}\n', ''),
     'artifact.index is missing'),
    ('governance.third-party', ('governance', '    retires: 2027-08-31', '    retires: 2026-11-20'),
     'The vendor retired aria-2 on 2026-11-20'),
    ('governance.third-party', ('governance', '    replacement: auroralm/aria-3@2026-09-30, on trial at 0.93\n', ''),
     'third_party[0].replacement is missing'),
    ('governance.third-party', ('governance', '    checked: 2026-10-30\n', ''),
     'third_party[1].checked is missing'),
    ('governance.third-party', ('governance', '    checked: 2026-10-30\n', '    checked: 2026-11-21\n'),
     'third_party[1].checked is 2026-11-21, which is in the future'),
    ('governance.third-party', ('governance', '    id: auroralm/aria-2@2026-05-12\n', '    id: auroralm/aria-1@2026-05-12\n'),
     'The release calls auroralm/aria-2@2026-05-12, but third_party has no entry with that id: nobody watches when it ends'),
    ('infrastructure.capacity', ('infrastructure', 'per_request: 0.04', 'per_request: 121'),
     'One request may cost 121, but a whole day only 120'),
    ('infrastructure.capacity', ('infrastructure', 'per_day: 120', 'per_day: 0'),
     'capacity.caps.per_day is 0, so nothing would run'),
    ('fallback.drill', ('fallback', '  switch: svc-refund-write is revoked\n', ''),
     'drill.switch is missing'),
    ('governance.oversight', ('governance', '  cannot_undo: [issue_refund]\n', '  cannot_undo: [issue_refund, look_up_order]\n'),
     'Nobody can undo look_up_order, but nobody is asked before it'),
    ('governance.oversight', ('governance', '  asks_first: [issue_refund]\n', '  asks_first: [issue_refund, refund_all]\n'),
     'oversight.asks_first names refund_all, but infrastructure.yaml has no such tool'),
    ('governance.oversight', ('governance', '  cannot_undo: [issue_refund]\n', ''),
     'oversight.cannot_undo is missing'),
    ('governance.red-team', ('governance', 'red_team:\n  by: jonas-weber', 'red_team:\n  by: ana-ruiz'),
     'ana-ruiz is a developer of this model and may not attack it as the red team'),
    ('governance.red-team', ('governance', '  date: 2026-10-15\n', '  date: 2026-10-11\n'),
     'The red-team exercise is dated 2026-10-11, before the evaluation passed on 2026-10-12'),
    ('governance.red-team', ('governance', '  date: 2026-10-15\n  version: "0.9.0"', '  date: 2026-10-15\n  version: "0.8.0"'),
     'The red-team exercise is for version "0.8.0", but the evaluated version is "0.9.0"'),
    ('governance.red-team', ('governance', '  report: reports/red-team.md', '  report: reports/red.md'),
     "The red team's report is linked as 'reports/red.md', but this repository has no such file"),
    ('infrastructure.evals', ('infrastructure', '  suite: refund-cases@2026.10', '  suite: refund-cases@2026.09'),
     'evals.suite is refund-cases@2026.09, but the passed evaluation used refund-cases@2026.10'),
    ('infrastructure.evals', ('infrastructure', '  date: 2026-10-12\n  version: "0.9.0"', '  date: 2026-10-12\n  version: "0.8.0"'),
     'The run of the suite is for version "0.8.0", but the evaluated version is "0.9.0"'),
    ('infrastructure.evals', ('infrastructure', '  run: https://github.com/acme/refund-agent/actions/runs/412', "  run: '412'"),
     "evals.run is '412', which is not an https URL"),
    ('infrastructure.guardrails', ('infrastructure', GUARDRAILS, 'guardrails: []\n'),
     'guardrails is empty, but prompt injection at least is always a risk'),
    ('infrastructure.tools', ('infrastructure', '  - name: issue_refund', '  - name: look_up_order'),
     'look_up_order is listed twice'),
    ('infrastructure.tools', ('infrastructure', '    asks: true\n', '    asks:\n'),
     'tools[1].asks is not filled in'),
    ('governance.transparency', ('governance', '  where: First line of the chat window, above the first question\n', ''),
     'transparency.where is missing'),
]
# fmt: on
"""What else each of them asks, at an agent."""


@pytest.mark.parametrize(("item", "wrong", "message"), FURTHER)
def test_what_else_is_a_gap_of_an_agent(item: str, wrong: Edit, message: str) -> None:
    found = report_at(Kind.AGENT, wrong).by_id[item]
    assert (found.status, messages(report_at(Kind.AGENT, wrong), item)) == (Status.GAP, [message])


@pytest.mark.parametrize("kind", LLM_KINDS)
def test_what_is_ready_has_no_gap_before_it_is_live(kind: Kind) -> None:
    found = report_at(kind)
    assert found.findings == ()
    assert [result.id for result in found.items if result.status is Status.GAP] == ["contract.outcome"]


NEW_AT_NONE = [(item, kind) for item, kinds, *_ in NEW for kind in Kind if kind not in kinds]


@pytest.mark.parametrize(("item", "kind"), NEW_AT_NONE)
def test_what_is_not_asked_is_not_in_the_report(item: str, kind: Kind) -> None:
    assert item not in report_at(kind).by_id


@pytest.mark.parametrize("item", sorted({item for item, *_ in VARIANTS}))
def test_a_model_is_asked_a_models_question(item: str) -> None:
    declared, asked = ITEMS_BY_ID[item], ids_at(Kind.MODEL)[item]
    assert (asked.what, asked.fix, asked.check, asked.keys) == (declared.what, declared.fix, declared.check, {})
    assert report().by_id[item].item == asked


def test_an_assistant_is_asked_for_oversight_as_a_model_is() -> None:
    """Only at high tier, and only for people: it does nothing that could be undone."""
    high: Edit = ("governance", "level: medium", "level: high")
    people: Edit = (
        "governance",
        "waivers: []",
        "oversight: [{person: sam-boateng, trained: 2026-09-01}, {person: jo-marsh, trained: 2026-09-01}]\nwaivers: []",
    )
    assert report_at(Kind.LLM_APP).by_id["governance.oversight"].status is Status.NOT_APPLICABLE
    assert messages(report_at(Kind.LLM_APP, high), "governance.oversight") == ["oversight is missing"]
    assert messages(report_at(Kind.LLM_APP, high, people), "governance.oversight") == []


def test_at_high_tier_an_agent_names_the_people_too() -> None:
    high: Edit = ("governance", "level: medium", "level: high")
    assert messages(report_at(Kind.AGENT, high), "governance.oversight") == ["oversight.people is missing"]


def messages(found: Report, item: str) -> list[str]:
    return [finding.message for finding in found.by_id[item].findings]


_B, _A, _NOT = Severity.BLOCKING, Severity.ADVISORY, None

# fmt: off
SEVERITIES: list[tuple[str, Kind, tuple[Severity | None, Severity | None, Severity | None]]] = [
    ("governance.third-party", Kind.MODEL, (_A, _A, _B)),
    ("governance.third-party", Kind.LLM_APP, (_B, _B, _B)),
    ("governance.third-party", Kind.AGENT, (_B, _B, _B)),
    ("governance.red-team", Kind.LLM_APP, (_NOT, _B, _B)),
    ("governance.red-team", Kind.AGENT, (_B, _B, _B)),
    ("infrastructure.evals", Kind.LLM_APP, (_B, _B, _B)),
    ("infrastructure.evals", Kind.AGENT, (_B, _B, _B)),
    ("infrastructure.guardrails", Kind.LLM_APP, (_NOT, _B, _B)),
    ("infrastructure.guardrails", Kind.AGENT, (_NOT, _B, _B)),
    ("infrastructure.tools", Kind.AGENT, (_B, _B, _B)),
    ("governance.transparency", Kind.LLM_APP, (_NOT, _B, _B)),
    ("governance.transparency", Kind.AGENT, (_NOT, _B, _B)),
    ("governance.oversight", Kind.MODEL, (_NOT, _NOT, _B)),
    ("governance.oversight", Kind.LLM_APP, (_NOT, _NOT, _B)),
    ("governance.oversight", Kind.AGENT, (_B, _B, _B)),
]
# fmt: on


@pytest.mark.parametrize(("item", "kind", "severities"), SEVERITIES)
def test_how_much_it_counts_by_tier(item: str, kind: Kind, severities: tuple[Severity | None, ...]) -> None:
    assert tuple(ids_at(kind)[item].severity_at(tier) for tier in Tier) == severities


@pytest.mark.parametrize("item", sorted({item for item, *_ in VARIANTS} - {"governance.third-party", "governance.oversight"}))
@pytest.mark.parametrize("kind", LLM_KINDS)
def test_every_other_variant_counts_as_much_as_at_a_model(item: str, kind: Kind) -> None:
    asked, model = ids_at(kind)[item], ids_at(Kind.MODEL)[item]
    assert [asked.severity_at(tier) for tier in Tier] == [model.severity_at(tier) for tier in Tier]


RAISED = {"fallback.drill", "governance.impact"}
"""By what the files say: a monitor that falls back by itself, personal data."""


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("tier", Tier)
def test_at_every_tier_a_report_asks_what_its_kind_and_tier_ask(kind: Kind, tier: Tier) -> None:
    level: Edit = ("governance", "level: medium", f"level: {tier.value}")
    found = evaluate(edited(good(kind), level), date(2026, 11, 20))
    asked = {result.id for result in found.items if not result.reason.startswith("not required")}
    assert asked == {item.id for item in items_at(kind) if item.severity_at(tier) is not None} | (asked & RAISED)
