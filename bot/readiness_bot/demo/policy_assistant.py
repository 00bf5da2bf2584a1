"""The story of `examples/policy-assistant`: a prompt is changed under a version that had passed its
evaluation, and the vendor names the last day of its model. Pure."""

from __future__ import annotations

from readiness_bot.demo.story import Held, Story, step

_STEPS = (
    step(
        "2026-07-13",
        "ana-ruiz",
        "Say what the assistant is for, before building it",
        "README.md",
        ".github/CODEOWNERS",
        stage="design",
        contract="model kind purpose not_for stage",
        ownership="developers",
    ),
    step(
        "2026-07-15",
        "nora-lee",
        "Agree on what a good answer is, and what a week is worth",
        "docs/value-case.md",
        contract="success agreed_by value",
        ownership="business_owner receiving_team",
    ),
    step(
        "2026-07-17",
        "mei-chen",
        "Plan the stages; name who answers, signs and reviews",
        contract="milestones",
        ownership="production_owner signs_off reviewers",
    ),
    step("2026-07-20", "priya-nair", "Set the tier", governance="tier"),
    step(
        "2026-07-24",
        "priya-nair",
        "Say now what compliance will ask for",
        "docs/lineage.md",
        governance="design_review",
    ),
    step("2026-07-27", "ana-ruiz", "Move to development", stage="development"),
    step("2026-08-03", "mei-chen", "Give each layer an owner", ownership="layers"),
    step(
        "2026-08-06",
        "sam-boateng",
        "Write down what happens when it goes wrong",
        "readiness/runbook.md",
        ownership="incidents",
        fallback="owner fallback tell",
    ),
    step("2026-08-10", "priya-nair", "Assess the impact", "docs/dpia.md", governance="impact"),
    step(
        "2026-08-13",
        "priya-nair",
        "Read the vendors' terms, and when their models end",
        "docs/terms.md",
        governance="third_party waivers",
    ),
    step(
        "2026-08-17",
        "ines-costa",
        "Prepare the serving side while the prompts are written",
        "infra/assistant.tf",
        "api/answer.v1.json",
        infrastructure="serving interface dependencies capacity",
    ),
    step(
        "2026-08-20",
        "raj-patel",
        "Write the prompts, the search and the monitors",
        "prompts/answer.md",
        "prompts/rewrite_query.md",
        "src/answer.py",
        "src/search.py",
        "src/guard/__init__.py",
        "src/guard/injection.py",
        "src/guard/topics.py",
        fallback="monitors",
    ),
    step("2026-09-21", "lior-katz", "Approve the sources and the suite", governance="datasets"),
    step(
        "2026-09-28",
        "ana-ruiz",
        "Move to evaluation; run the suite on each change",
        "evals/hr-questions.jsonl",
        "evals/hr-unanswerable.jsonl",
        "evals/run.py",
        "tests/conftest.py",
        "tests/guard/test_injection.py",
        "tests/guard/test_readers.py",
        "tests/guard/test_topics.py",
        ".github/workflows/evals.yml",
        stage="evaluation",
    ),
    step(
        "2026-10-12",
        "raj-patel",
        "Version 1.1.0 passes its evaluation",
        "MODEL_CARD.md",
        "reports/eval-1.1.0.md",
        "reports/slices-1.1.0.md",
        contract="evaluation",
        evaluates=True,
    ),
    step(
        "2026-10-12",
        "ines-costa",
        "Record the release; staging is up",
        infrastructure="environments artifact evals",
    ),
    step("2026-10-20", "ana-ruiz", "Shorten the answers", name="shortened"),
    step("2026-10-26", "ines-costa", "The vendor names the last day of aria-2", name="announced"),
    step(
        "2026-11-02",
        "raj-patel",
        "Version 1.2.0 passes its evaluation",
        "reports/eval-1.2.0.md",
        "reports/eval-1.2.0-lumen.md",
        "reports/slices-1.2.0.md",
        name="again",
        evaluates=True,
    ),
    step("2026-11-02", "ines-costa", "Record the release of 1.2.0"),
    step(
        "2026-11-04",
        "kim-oyelaran",
        "Review the security and the guardrails",
        infrastructure="security guardrails",
    ),
    step(
        "2026-11-06",
        "jonas-weber",
        "Attack and validate 1.2.0; set the alert limits",
        "reports/red-team-1.2.0.md",
        governance="validation red_team",
        name="limits",
    ),
    step("2026-11-09", "priya-nair", "Approve compliance", governance="compliance"),
    step("2026-11-09", "ana-ruiz", "Move to staging", stage="staging"),
    step(
        "2026-11-11",
        "ines-costa",
        "Production is up; plan the rollout",
        infrastructure="rollout",
        name="provisioned",
    ),
    step("2026-11-12", "ines-costa", "Test integration and load", infrastructure="tests"),
    step(
        "2026-11-12",
        "sam-boateng",
        "Test the alerts; publish the on-call schedule",
        fallback="dashboard alert_test",
        name="on-call",
    ),
    step("2026-11-13", "jo-marsh", "Turn it off, and on again", fallback="drill"),
    step(
        "2026-11-16",
        "jo-marsh",
        "Confirm the runbook; tell users that it is a machine",
        governance="logs transparency",
        name="confirmed",
    ),
    step(
        "2026-11-18",
        "omar-haddad",
        "Sign off go-live",
        contract="outcome retire_when",
        governance="go_live next_review",
    ),
)

_RETIRES = r"    retires: 2027-08-31\n    replacement: .*\n"
_UNANNOUNCED = (
    "    retires: unannounced\n    checked: 2026-08-13\n    replacement: auroralm/aria-3, once it is out\n"
)
_EVALUATED = r"  passed: 2026-11-02\n  report: reports/eval-1\.2\.0\.md\n  results: .*\n  slices: .*\n"
_FIRST_EVALUATED = (
    "  passed: 2026-10-12\n"
    "  report: reports/eval-1.1.0.md\n"
    "  results: {answer_correct_rate: 0.93, groundedness_rate: 0.974, declines_when_unknown_rate: 0.95}\n"
    "  slices: reports/slices-1.1.0.md\n"
)

_HELD = (
    Held("shortened", "prompts/answer.md", ", in at most five sentences", ""),
    Held("announced", "governance.yaml", _RETIRES, _UNANNOUNCED),
    Held("announced", "governance.yaml", r"checked: 2026-10-26", "checked: 2026-08-13"),
    Held("again", "contract.yaml", r'^  version: "1\.2\.0"', '  version: "1.1.0"'),
    Held("again", "contract.yaml", _EVALUATED, _FIRST_EVALUATED),
    Held("again", "infrastructure.yaml", r"runs/412\n  date: 2026-11-02", "runs/371\n  date: 2026-10-12"),
    Held("again", "infrastructure.yaml", r'^  version: "1\.2\.0"', '  version: "1.1.0"'),
    Held("limits", "fallback.yaml", r"\b(above|below): [0-9.]+, over", r"\1: null, over"),
    Held("on-call", "ownership.yaml", r"^  schedule: .*\n", ""),
    Held("confirmed", "runbook.md", r"\A---\n.*?\n---\n", ""),
    Held("provisioned", "infrastructure.yaml", r"^  production: \{ready: .*\}\n", ""),
)

_SCENES = {
    "Say what the assistant is for, before building it": (
        "The first commit: what the assistant is for, and who builds it."
    ),
    "Move to development": "Design is done: compliance has said what it will need.",
    "Record the release; staging is up": (
        "Version 1.1.0 has passed. Its commit, prompts, models and index are recorded."
    ),
    "Shorten the answers": "One sentence of a prompt is changed, under the version that had passed.",
    "The vendor names the last day of aria-2": (
        "The vendor will retire aria-2 on 31 August 2027: from 60 days before, that is a gap."
    ),
    "Record the release of 1.2.0": "The changed prompt has been evaluated, as version 1.2.0.",
    "Move to staging": "Red team, validation and compliance took a week: they knew since July.",
    "Sign off go-live": "Everything that files alone can show is done.",
}

STORY = Story(
    example="policy-assistant",
    told="An LLM application",
    steps=_STEPS,
    held=_HELD,
    scenes=_SCENES,
    too_early="Review the security and the guardrails",
    impatient="raj-patel",
)
