"""The finished LLM application and agent, and what each single wrong edit of them opens: that item, in that line, and nothing else."""

from __future__ import annotations

import re

import pytest
from tests.models import EXAMPLES as FOLDERS
from tests.models import Edit, opened, report

from readiness_bot.convention.registry import ITEMS, items_at
from readiness_bot.judging.report import Report
from readiness_bot.vocabulary import Kind, Status

# fmt: off
ASSISTANT: list[tuple[Edit, list[str]]] = [
    (("contract", " judge: code}", " }"),
     ["contract.yaml:10 contract.success"]),
    (("contract", ", agreement: 0.88}", "}"),
     ["contract.yaml:8 contract.success"]),
    (("contract", "agreement: 0.91", "agreement: 91"),
     ["contract.yaml:9 contract.success"]),
    (("contract", "suite: hr-unanswerable, size: 80", "suite: hr-unanswerable, size: 0"),
     ["contract.yaml:10 contract.success"]),
    (("contract", "agreed_by: nora-lee", "agreed_by: ana-ruiz"),
     ["contract.yaml:12 contract.success"]),
    (("contract", "suite: hr-questions@2026.10", "suite: hr-questions"),
     ["contract.yaml:21 contract.evaluation", "infrastructure.yaml:27 infrastructure.evals"]),
    (("contract", "groundedness_rate: 0.981", "groundedness_rate: 0.96"),
     ["contract.yaml:24 contract.evaluation"]),
    (("contract", "  slices: reports/slices-1.2.0.md\n", ""),
     ["contract.yaml:19 contract.evaluation"]),
    (("prompts/answer.md", "five sentences", "three sentences"),
     ["infrastructure.yaml:18 infrastructure.artifact"]),
    (("infrastructure", "prompts/rewrite_query.md]", "prompts/rewrite.md]"),
     ["infrastructure.yaml:17 infrastructure.artifact"]),
    (("infrastructure", 'index: {version: "2026-09-15"}', 'index: {version: "2026-11-15"}'),
     ["infrastructure.yaml:20 infrastructure.artifact"]),
    (("infrastructure", '  index: {version: "2026-09-15"}\n', ""),
     ["infrastructure.yaml:14 infrastructure.artifact"]),
    (("infrastructure", "[auroralm/aria-2@2026-05-12, ", "[auroralm/aria-2@latest, "),
     ["governance.yaml:30 governance.third-party", "infrastructure.yaml:19 infrastructure.artifact"]),
    (("governance", "    retires: 2027-08-31\n", "    retires: 2027-01-10\n"),
     ["governance.yaml:34 governance.third-party"]),
    (("governance", "    retires: 2027-08-31\n", ""),
     ["governance.yaml:30 governance.third-party"]),
    (("governance", "id: auroralm/embed-3@2025-11-20", "id: auroralm/embed-3@2025-11-21"),
     ["governance.yaml:30 governance.third-party"]),
    (("governance", "    data: Not used for training; kept for 30 days in the EU, against abuse\n", ""),
     ["governance.yaml:30 governance.third-party"]),
    (("governance", "    readers: Employees of the site that the agreement is for\n", ""),
     ["governance.yaml:16 governance.datasets"]),
    (("governance", "    readers: The team\n    approved: {by: lior-katz, date: 2026-09-21}", "    readers: The team\n    approved: {by: lior-katz, date: 2026-10-21}"),
     ["governance.yaml:27 governance.datasets"]),
    (("infrastructure", "per_request: 0.04, ", ""),
     ["infrastructure.yaml:13 infrastructure.capacity"]),
    (("infrastructure", "per_request: 0.04, ", "per_request: 400, "),
     ["infrastructure.yaml:13 infrastructure.capacity"]),
    (("fallback", "may_trigger: [sam-boateng, mei-chen, jo-marsh]", "may_trigger: [jo-marsh]"),
     ["fallback.yaml:7 fallback.behaviour"]),
    (("fallback", "#fall-back", "#fallback"),
     ["fallback.yaml:8 fallback.behaviour"]),
    (("fallback", "kind: other_provider", "kind: another_provider"),
     ["fallback.yaml:4 value"]),
    (("fallback", 'switch: "The flag policy-assistant.enabled, off", ', ""),
     ["fallback.yaml:18 fallback.drill"]),
    (("fallback", "minutes: 6", "minutes: 20"),
     ["fallback.yaml:18 fallback.drill"]),
    (("fallback", "  - {kind: cost, metric: eur_per_day, above: 90, over: 1 day, then: page}   # below the cap of 120\n", ""),
     ["fallback.yaml:11 fallback.monitors", "fallback.yaml:16 fallback.alerts"]),
    (("governance", "holds: [prompts, answers, sources]", "holds: [answers, sources]"),
     ["governance.yaml:56 governance.logs"]),
    (("governance", "  removes: Names, personnel numbers and health data, before they are stored\n", ""),
     ["governance.yaml:53 governance.logs"]),
    (("governance", "open_findings: 0, report", "open_findings: 2, report"),
     ["governance.yaml:51 governance.red-team"]),
    (("governance", "red_team: {by: jonas-weber", "red_team: {by: raj-patel"),
     ["governance.yaml:51 governance.red-team"]),
    (("governance", 'red_team: {by: jonas-weber, date: 2026-11-06, version: "1.2.0"', 'red_team: {by: jonas-weber, date: 2026-11-06, version: "1.1.0"'),
     ["governance.yaml:51 governance.red-team"]),
    (("governance", "red-team-1.2.0.md", "red-team-1.1.0.md"),
     ["governance.yaml:51 governance.red-team"]),
    (("infrastructure", "suite: hr-questions@2026.10", "suite: hr-questions@2026.07"),
     ["infrastructure.yaml:27 infrastructure.evals"]),
    ((".github/workflows/evals.yml", "      - prompts/**\n", ""),
     ["infrastructure.yaml:28 infrastructure.evals"]),
    ((".github/workflows/evals.yml", "  pull_request:\n    paths:", "  workflow_dispatch:\n    paths:"),
     ["infrastructure.yaml:28 infrastructure.evals"]),
    (("infrastructure", "  workflow: .github/workflows/evals.yml", "  workflow: .github/workflows/eval.yml"),
     ["infrastructure.yaml:28 infrastructure.evals"]),
    (("infrastructure", "tests/guard/test_topics.py", "tests/guard/test_topic.py"),
     ["infrastructure.yaml:25 infrastructure.guardrails"]),
    (("infrastructure", " filter: Such questions go to the HR contact (src/guard/topics.py),", ""),
     ["infrastructure.yaml:25 infrastructure.guardrails"]),
    (("governance", "  text: You are talking to a machine. It can be wrong; each answer links the policy that it comes from.\n", "  text: I am a bot.\n"),
     ["governance.yaml:60 governance.transparency"]),
    (("governance", "  where: First line of the chat window, above the first question\n", ""),
     ["governance.yaml:58 governance.transparency"]),
    (("infrastructure", "security: {by: kim-oyelaran", "security: {by: ana-ruiz"),
     ["infrastructure.yaml:21 infrastructure.security"]),
    (("governance", "expires: 2027-11-09", "expires: 2028-11-09"),
     ["governance.yaml:52 governance.compliance"]),
    (("governance", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: mei-chen, date: 2026-11-18"),
     ["governance.yaml:61 governance.go-live"]),
]
AGENT: list[tuple[Edit, list[str]]] = [
    (("contract", ", agreement: 0.93}", "}"),
     ["contract.yaml:8 contract.success"]),
    (("contract", "size: 120, ", ""),
     ["contract.yaml:9 contract.success"]),
    (("contract", "refunds_outside_policy: 0}", "refunds_outside_policy: 1}"),
     ["contract.yaml:23 contract.evaluation"]),
    (("contract", "suite: refund-cases@7", "suite: refunds@7"),
     ["contract.yaml:20 contract.evaluation", "infrastructure.yaml:40 infrastructure.evals"]),
    (("tools/issue_refund.json", '"maximum": 200', '"maximum": 500'),
     ["infrastructure.yaml:32 infrastructure.artifact"]),
    (("prompts/agent.md", "Never promise one", "Promise none"),
     ["infrastructure.yaml:28 infrastructure.artifact"]),
    (("infrastructure", "heliolm/shield@2026-02-10]", "heliolm/shield@2026-02-10, auroralm/aria-2@stable]"),
     ["governance.yaml:18 governance.third-party", "infrastructure.yaml:29 infrastructure.artifact"]),
    (("infrastructure", "  index: {na: It searches nothing}\n", ""),
     ["infrastructure.yaml:24 infrastructure.artifact"]),
    (("governance", "checked: 2026-10-30", "checked: 2026-08-06"),
     ["governance.yaml:29 governance.third-party"]),
    (("governance", "    retires: 2027-08-31\n", "    retires: 2026-12-24\n"),
     ["governance.yaml:22 governance.third-party"]),
    (("governance", "    replacement: auroralm/aria-3@2026-09-30, on trial at 0.91\n", ""),
     ["governance.yaml:18 governance.third-party"]),
    (("governance", "personal_data: true", "personal_data: "),
     ["governance.yaml:13 governance.datasets"]),
    (("infrastructure", ", then: The conversation goes to a person; no further tool calls}", "}"),
     ["infrastructure.yaml:14 infrastructure.capacity"]),
    (("fallback", "  does: The agent still answers; refunds go to the support queue\n", ""),
     ["fallback.yaml:3 fallback.behaviour"]),
    (("fallback", "date: 2026-11-10, minutes: 3", "date: 2026-04-10, minutes: 3"),
     ["fallback.yaml:18 fallback.drill"]),
    (("fallback", ', switch: "The rights of svc-refund-write, revoked"', ""),
     ["fallback.yaml:18 fallback.drill"]),
    (("fallback", "  - {kind: quality, metric: task_success_rate_of_100_live_cases, below: 0.85, over: 1 day, then: fallback}\n", ""),
     ["fallback.yaml:11 fallback.monitors", "fallback.yaml:16 fallback.alerts"]),
    (("governance", "  asks_first: [issue_refund]", "  asks_first: []"),
     ["governance.yaml:35 governance.oversight", "governance.yaml:36 governance.oversight"]),
    (("governance", "  cannot_undo: [issue_refund]   # a refund that was paid\n", ""),
     ["governance.yaml:34 governance.oversight"]),
    (("governance", "  cannot_undo: [issue_refund]", "  cannot_undo: [pay_out]"),
     ["governance.yaml:36 governance.oversight"]),
    (("infrastructure", "    asks: false", "    asks: true"),
     ["governance.yaml:35 governance.oversight"]),
    (("governance", "holds: [prompts, answers, tool_calls]", "holds: [prompts, answers]"),
     ["governance.yaml:43 governance.logs"]),
    (("governance", "red_team: {by: jonas-weber, date: 2026-11-04", "red_team: {by: jonas-weber, date: 2026-10-28"),
     ["governance.yaml:32 governance.red-team"]),
    (("governance", "open_findings: 0, report", "open_findings: 1, report"),
     ["governance.yaml:32 governance.red-team"]),
    (("infrastructure", 'runs/77\n  date: 2026-10-30\n  version: "0.9.0"', 'runs/61\n  date: 2026-10-09\n  version: "0.8.0"'),
     ["infrastructure.yaml:44 infrastructure.evals"]),
    ((".github/workflows/evals.yml", "      - prompts/**\n", "      - prompts/*.txt\n"),
     ["infrastructure.yaml:41 infrastructure.evals"]),
    (("infrastructure", "tests/guard/test_step_limit.py", "tests/guard/test_steps.py"),
     ["infrastructure.yaml:38 infrastructure.guardrails"]),
    (("infrastructure", "    identity: svc-refund-write, which can only create refunds that are pending\n", ""),
     ["infrastructure.yaml:20 infrastructure.tools"]),
    (("infrastructure", "    may: Read one order of the customer who is signed in\n", ""),
     ["infrastructure.yaml:16 infrastructure.tools"]),
    (("infrastructure", "  - name: look_up_order", "  - name: issue_refund"),
     ["infrastructure.yaml:20 infrastructure.tools"]),
    (("governance", "  text: I am an automated assistant. I can look up your order; a colleague confirms each refund.\n", ""),
     ["governance.yaml:45 governance.transparency"]),
    (("infrastructure", 'security: {by: kim-oyelaran, date: 2026-11-03, version: "0.9.0"', 'security: {by: kim-oyelaran, date: 2026-11-03, version: "0.8.0"'),
     ["infrastructure.yaml:34 infrastructure.security"]),
    (("governance", "compliance: {by: priya-nair, date: 2026-11-05", "compliance: {by: priya-nair, date: 2026-10-05"),
     ["governance.yaml:33 governance.compliance"]),
    (("governance", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-28"),
     ["governance.yaml:48 governance.go-live"]),
]
# fmt: on
"""A row's messages are in test_kinds.py, by kind; here is what else an edit would open."""
EXAMPLES = {"policy-assistant": (Kind.LLM_APP, ASSISTANT), "refund-agent": (Kind.AGENT, AGENT)}
ROWS = [(name, edit, expected) for name, (_, rows) in EXAMPLES.items() for edit, expected in rows]


def places(found: Report) -> list[str]:
    """Each gap once: file, line and rule."""
    lines = [line.split(" ") for line in opened(found)]
    return [*dict.fromkeys(f"{words[0].rpartition(':')[0].removeprefix('readiness/')} {words[-1].strip('[]')}" for words in lines)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_ready_for_production(name: str) -> None:
    found = report(of=name)
    assert [line.split(" ", 1)[1] for line in opened(found)] == ["outcome.results is missing [contract.outcome]"]
    assert len(found.items) == len(items_at(EXAMPLES[name][0]))
    unknown = [result.item.id for result in found.items if result.status is Status.UNKNOWN]
    assert unknown == ["ownership.acceptance"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_question_of_the_kind_is_once_answered_wrong(name: str) -> None:
    kind, rows = EXAMPLES[name]
    asked = {item.id for item in ITEMS if kind in item.kinds and (Kind.MODEL not in item.kinds or any(kind in variant.kinds for variant in item.variants))}
    opens = {place.split(" ")[1] for _, expected in rows for place in expected}
    assert asked - opens == set()


@pytest.mark.parametrize(("name", "edit", "expected"), ROWS)
def test_an_edit_opens_just_this(name: str, edit: Edit, expected: list[str]) -> None:
    before = {place.split(" ")[1] for place in places(report(of=name))}
    assert [place for place in places(report(edit, of=name)) if place.split(" ")[1] not in before] == expected


README = re.findall(
    r"^\| \[`([\w-]+)/(\S+)`\]\(\S+\): (?:`([^`]+)` becomes `([^`]+)`|without `([^`]+)`) \| (.*) \|$",
    (FOLDERS / "README.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
"""The rows of examples/README.md: example, file, what stands there, what instead, what is left out, what opens."""


def test_the_page_has_a_row_for_each_of_the_sixteen() -> None:
    assert len({row[-1] for row in README}) == len(README) == 16


@pytest.mark.parametrize("row", README, ids=lambda row: row[-1][:40])
def test_a_row_of_the_page(row: tuple[str, ...]) -> None:
    name, path, old, new, left_out, opens = row
    before = {place.split(" ")[1] for place in places(report(of=name))}
    found = {place.split(" ")[1] for place in places(report((path, old or left_out, new), of=name))} - before
    assert found == set(re.findall(r"`([a-z.-]+)`", opens))
