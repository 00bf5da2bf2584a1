"""What may stand in contract.yaml."""

from readiness_bot.convention.fields import block, choice, open_block, other, rows, value
from readiness_bot.vocabulary import Kind, Stage

TARGET = block(
    "one target",
    where=choice(
        "measured before launch on held-out data (offline), or after it (online)", "offline", "online"
    ),
    metric=value("text", "the metric's name, as the evaluation report writes it", "METRIC"),
    at_least=value("number", "the least that counts as success", "NUMBER"),
    at_most=other("number", "the most that still counts as success", "NUMBER"),
)

SCHEMA = {
    "model": value("slug", "the model's short name, the same everywhere", "NAME"),
    "kind": choice("a model, an LLM application or an agent; a model if it is missing", *Kind),
    "purpose": value("text", "what it predicts, for whom, and what they do with it", "TEXT"),
    "not_for": rows("what the model must not be used for", value("text", "a use that is ruled out", "TEXT")),
    "stage": choice("the stage the model is in; changing this line requests a promotion", *Stage),
    "success": rows("what counts as success, in numbers", TARGET),
    "agreed_by": value("login", "the business owner, who agreed to these numbers", "LOGIN"),
    "milestones": block(
        "the planned first day of each stage",
        development=value("day", "the planned first day of development", "YYYY-MM-DD"),
        evaluation=value("day", "the planned first day of evaluation", "YYYY-MM-DD"),
        staging=value("day", "the planned first day of staging", "YYYY-MM-DD"),
        production=value("day", "the planned first day of production", "YYYY-MM-DD"),
    ),
    "value": block(
        "what a week of waiting costs",
        per_week=value("number", "what the model is worth per week", "NUMBER"),
        currency=value("text", "the three-letter code, such as EUR", "CURRENCY"),
        basis=value("link", "where the estimate is documented", "PATH"),
    ),
    "evaluation": block(
        "the evaluation that passed; it starts the last-mile clock",
        version=value("version", "the evaluated version, in quotes", "VERSION"),
        passed=value("day", "the date the evaluation passed", "YYYY-MM-DD"),
        report=value("link", "the evaluation report", "PATH"),
        results=open_block(
            "metric → measured value, for every offline target",
            value("number", "the measured value", "NUMBER"),
        ),
        slices=value("link", "the results by slice, to show for which groups the model does worse", "PATH"),
    ),
    "outcome": block(
        "what the model achieved in production",
        review_by=value("day", "the date by which the online targets are measured", "YYYY-MM-DD"),
        results=open_block(
            "metric → measured value, for every online target",
            value("number", "the measured value", "NUMBER"),
        ),
    ),
    "live": block(
        "the version in production, once there is one",
        version=value("version", "the version in production now, in quotes", "VERSION"),
        since=value("day", "the date it went live", "YYYY-MM-DD"),
    ),
    "retire_when": value("text", "what would make us switch the model off", "TEXT"),
}
