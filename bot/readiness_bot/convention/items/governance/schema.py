"""What may stand in governance.yaml."""

from readiness_bot.convention import waivers
from readiness_bot.convention.fields import block, choice, or_na, rows, value
from readiness_bot.vocabulary import Stage, Tier

_ASK = block(
    "one thing that compliance will need",
    document=value("text", "what it is called", "DOCUMENT"),
    due=choice("the stage by whose end it is needed", *Stage),
    url=value("link", "where it is, once it is there", "PATH"),
)
DATASET = block(
    "one dataset",
    name=value("text", "its name", "NAME"),
    version=value("version", "the version that the model is trained on, in quotes", "VERSION"),
    lineage=value("link", "where it is written down where the data comes from", "PATH"),
    personal_data=value("flag", "whether it holds data about persons", "true"),
    approved=block(
        "who allowed its use for this model",
        by=value("login", "who allowed it", "LOGIN"),
        date=value("day", "the day on which it was allowed", "YYYY-MM-DD"),
    ),
)

SCHEMA = {
    "tier": block(
        "how much harm a wrong answer can do",
        level=choice("low, medium or high", *Tier),
        why=value("text", "why it is that tier", "TEXT"),
        decided_by=value("login", "the compliance reviewer", "LOGIN"),
        date=value("day", "the day of the decision", "YYYY-MM-DD"),
    ),
    "design_review": block(
        "compliance looked at the design, and said what it will need",
        by=value("login", "the compliance reviewer", "LOGIN"),
        date=value("day", "the day of the review", "YYYY-MM-DD"),
        asks=rows("everything that compliance will need; [] if nothing", _ASK),
    ),
    "datasets": rows("the data that the model is trained on", DATASET),
    "impact": or_na(
        block(
            "what the model can do to people",
            kind=value("text", "DPIA, or another kind of assessment", "KIND"),
            url=value("link", "where it is written down", "PATH"),
            by=value("login", "who assessed it; no developer of this model", "LOGIN"),
            date=value("day", "the day of the assessment", "YYYY-MM-DD"),
        )
    ),
    "third_party": or_na(
        rows(
            "models and data that were bought or taken from outside",
            block(
                "one of them",
                name=value("text", "its name", "NAME"),
                terms=value("link", "the licence or contract", "URL"),
                exit=value("text", "what happens when it is no longer there", "TEXT"),
            ),
        )
    ),
    "validation": block(
        "somebody who did not build it tried to break it",
        by=value("login", "the validator", "LOGIN"),
        date=value("day", "the day of the validation", "YYYY-MM-DD"),
        version=value("version", "the validated version, in quotes", "VERSION"),
        open_findings=value("number", "findings that are still open", "NUMBER"),
    ),
    "compliance": block(
        "the compliance approval",
        by=value("login", "the compliance reviewer", "LOGIN"),
        date=value("day", "the day of the approval", "YYYY-MM-DD"),
        version=value("version", "the approved version, in quotes", "VERSION"),
        expires=value("day", "the last day on which it holds; 12 months at most", "YYYY-MM-DD"),
    ),
    "logs": block(
        "what the model did, kept for whoever asks later",
        where=value("text", "where the logs are", "PATH"),
        keep_days=value("number", "for how many days they are kept", "NUMBER"),
    ),
    "oversight": rows(
        "people who watch it and may stop it",
        block(
            "one of them",
            person=value("login", "who watches", "LOGIN"),
            trained=value("day", "the day of their training", "YYYY-MM-DD"),
        ),
    ),
    "go_live": block(
        "the decision to go live",
        by=value("login", "who signs off", "LOGIN"),
        date=value("day", "the day of the decision", "YYYY-MM-DD"),
        version=value("version", "the version that goes live, in quotes", "VERSION"),
    ),
    "next_review": value("day", "the day by which all of this is looked at again", "YYYY-MM-DD"),
    "waivers": waivers.SCHEMA,
}
