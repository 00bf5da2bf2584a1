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
    at_most=other("number", "the most that counts as success", "NUMBER"),
)

SCHEMA = {
    "model": value("slug", "the model's short name, the same in every place", "NAME"),
    "kind": choice("a model, an LLM application or an agent; without it, a model", *Kind),
    "purpose": value("text", "what it predicts, for whom, and what they do with it", "TEXT"),
    "not_for": rows("what nobody may use it for", value("text", "a use that is ruled out", "TEXT")),
    "stage": choice("where the model stands now; changing this line is the promotion request", *Stage),
    "success": rows("what success is, in numbers", TARGET),
    "agreed_by": value("login", "the business owner, who agreed to these numbers", "LOGIN"),
    "milestones": block(
        "the planned first day in each stage",
        development=value("day", "planned first day in development", "YYYY-MM-DD"),
        evaluation=value("day", "planned first day in evaluation", "YYYY-MM-DD"),
        staging=value("day", "planned first day in staging", "YYYY-MM-DD"),
        production=value("day", "planned first day in production", "YYYY-MM-DD"),
    ),
    "value": block(
        "what a week of waiting costs",
        per_week=value("number", "what the model is worth a week", "NUMBER"),
        currency=value("text", "three letters, such as EUR", "CURRENCY"),
        basis=value("link", "where the estimate is written down", "PATH"),
    ),
    "evaluation": block(
        "the evaluation that passed; it starts the last-mile clock",
        version=value("version", "the evaluated version, in quotes", "VERSION"),
        passed=value("day", "the day on which the evaluation passed", "YYYY-MM-DD"),
        report=value("link", "the evaluation report", "PATH"),
        results=open_block(
            "metric → measured value, for every offline target",
            value("number", "the measured value", "NUMBER"),
        ),
        slices=value("link", "the results by slice: for which groups it is worse", "PATH"),
    ),
    "outcome": block(
        "what it achieved in production",
        review_by=value("day", "the day by which the online targets are measured", "YYYY-MM-DD"),
        results=open_block(
            "metric → measured value, for every online target",
            value("number", "the measured value", "NUMBER"),
        ),
    ),
    "live": block(
        "what serves now, once something does",
        version=value("version", "the version that serves now, in quotes", "VERSION"),
        since=value("day", "since when it serves", "YYYY-MM-DD"),
    ),
    "retire_when": value("text", "what would make us switch it off", "TEXT"),
}
