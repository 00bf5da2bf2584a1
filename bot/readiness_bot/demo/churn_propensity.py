"""The story of `examples/churn-propensity`: from the first sentence in June to the go-live decision in
November. Pure."""

from __future__ import annotations

from readiness_bot.demo.story import Held, Story, step

_STEPS = (
    step(
        "2026-06-15",
        "ana-ruiz",
        "Say what the model is for, before building it",
        "README.md",
        "src/train.py",
        ".github/CODEOWNERS",
        stage="design",
        contract="model purpose not_for stage",
        ownership="developers",
    ),
    step(
        "2026-06-18",
        "nora-lee",
        "Agree on what success is, and what a week is worth",
        "docs/value-case.md",
        contract="success agreed_by value",
        ownership="business_owner receiving_team",
    ),
    step(
        "2026-06-22",
        "mei-chen",
        "Plan the stages; name who answers, signs and reviews",
        contract="milestones",
        ownership="production_owner signs_off reviewers",
    ),
    step("2026-06-22", "priya-nair", "Set the tier", governance="tier"),
    step(
        "2026-06-29",
        "priya-nair",
        "Say now what compliance will ask for",
        "docs/lineage.md",
        governance="design_review",
    ),
    step("2026-07-06", "ana-ruiz", "Move to development", stage="development"),
    step("2026-07-14", "mei-chen", "Give each layer an owner", ownership="layers"),
    step(
        "2026-07-20",
        "sam-boateng",
        "Write down what happens when it degrades",
        "readiness/runbook.md",
        ownership="incidents",
        fallback="owner fallback tell",
    ),
    step("2026-07-28", "priya-nair", "Assess the impact", "docs/dpia.md", governance="impact", name="impact"),
    step(
        "2026-08-04",
        "ines-costa",
        "Prepare the serving side while the model is trained",
        "infra/churn.tf",
        "api/scores.v1.json",
        infrastructure="serving interface dependencies capacity",
    ),
    step(
        "2026-08-12",
        "ana-ruiz",
        "Design the monitors with the model",
        fallback="monitors",
        governance="third_party waivers",
    ),
    step("2026-09-02", "lior-katz", "Approve the data", governance="datasets"),
    step("2026-09-07", "ana-ruiz", "Move to evaluation", stage="evaluation"),
    step(
        "2026-10-09",
        "raj-patel",
        "Version 1.4.0 passes its evaluation",
        "MODEL_CARD.md",
        "reports/eval-1.4.0.md",
        "reports/slices-1.4.0.md",
        contract="evaluation",
        evaluates=True,
    ),
    step(
        "2026-10-09",
        "ines-costa",
        "Record the artifact; staging is up",
        infrastructure="environments artifact",
        name="staged",
    ),
    step("2026-10-12", "kim-oyelaran", "Review the security", infrastructure="security"),
    step(
        "2026-10-14",
        "jonas-weber",
        "Validate 1.4.0; set the alert limits",
        governance="validation",
        name="limits",
    ),
    step("2026-10-16", "priya-nair", "Approve compliance", governance="compliance"),
    step("2026-10-19", "ana-ruiz", "Move to staging", stage="staging"),
    step(
        "2026-11-05",
        "ines-costa",
        "Production is up; plan the rollout",
        infrastructure="rollout",
        name="provisioned",
    ),
    step("2026-11-11", "ines-costa", "Test integration and load", infrastructure="tests"),
    step(
        "2026-11-12",
        "sam-boateng",
        "Test the alerts; publish the on-call schedule",
        fallback="dashboard alert_test",
        name="on-call",
    ),
    step("2026-11-13", "jo-marsh", "Drill the fallback", fallback="drill"),
    step("2026-11-16", "jo-marsh", "Confirm the runbook", governance="logs", name="confirmed"),
    step(
        "2026-11-18",
        "omar-haddad",
        "Sign off go-live",
        contract="outcome retire_when",
        governance="go_live next_review",
    ),
)

_HELD = (
    Held("limits", "fallback.yaml", r"\b(above|below): [0-9.]+, over", r"\1: null, over"),
    Held("on-call", "ownership.yaml", r"^  schedule: .*\n", ""),
    Held("confirmed", "runbook.md", r"\A---\n.*?\n---\n", ""),
    Held("provisioned", "infrastructure.yaml", r"^  production: \{ready: .*\}\n", ""),
)

_SCENES = {
    "Say what the model is for, before building it": (
        "The first commit: what the model is for, and who builds it."
    ),
    "Move to development": "Design is done: compliance has said what it will need.",
    "Design the monitors with the model": "The serving side and the monitors grow with the model.",
    "Version 1.4.0 passes its evaluation": "The evaluation has passed. This is where models usually begin to"
    " wait.",
    "Move to staging": "Sign-offs came within ten days: they were on the list from the start.",
    "Sign off go-live": "Everything that files alone can show is done.",
}

STORY = Story(
    example="churn-propensity",
    told="A model",
    steps=_STEPS,
    held=_HELD,
    scenes=_SCENES,
    too_early="Review the security",
    impatient="raj-patel",
)
