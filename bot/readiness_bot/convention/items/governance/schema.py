"""What may stand in governance.yaml."""

from readiness_bot.convention import waivers
from readiness_bot.convention.fields import block, choice, or_na, rows, value
from readiness_bot.vocabulary import Stage, Tier

_ASK = block(
    "one document that compliance will need",
    document=value("text", "the document's name", "DOCUMENT"),
    due=choice("the stage in which it is due", *Stage),
    url=value("link", "the link to it, once it is written", "PATH"),
)
DATASET = block(
    "one dataset",
    name=value("text", "its name", "NAME"),
    version=value("version", "the version the model is trained on, in quotes", "VERSION"),
    lineage=value("link", "the document that says where the data comes from", "PATH"),
    personal_data=value("flag", "whether it holds personal data", "true"),
    approved=block(
        "who approved its use for this model",
        by=value("login", "who approved it", "LOGIN"),
        date=value("day", "the date of the approval", "YYYY-MM-DD"),
    ),
)

SCHEMA = {
    "tier": block(
        "how much harm a wrong answer can do",
        level=choice("low, medium or high", *Tier),
        why=value("text", "why it is this tier", "TEXT"),
        decided_by=value("login", "the compliance reviewer", "LOGIN"),
        date=value("day", "the date of the decision", "YYYY-MM-DD"),
    ),
    "design_review": block(
        "compliance reviewed the design and said what it will need",
        by=value("login", "the compliance reviewer", "LOGIN"),
        date=value("day", "the date of the review", "YYYY-MM-DD"),
        asks=rows("every document that compliance will need; [] if none", _ASK),
    ),
    "datasets": rows("the data the model is trained on", DATASET),
    "impact": or_na(
        block(
            "how the model can affect people",
            kind=value("text", "the kind of assessment, such as DPIA", "KIND"),
            url=value("link", "the link to the assessment", "PATH"),
            by=value("login", "who assessed it; not a developer of this model", "LOGIN"),
            date=value("day", "the date of the assessment", "YYYY-MM-DD"),
        )
    ),
    "third_party": or_na(
        rows(
            "external models and data, bought or free",
            block(
                "one external model or dataset",
                name=value("text", "its name", "NAME"),
                terms=value("link", "the licence or contract", "URL"),
                exit=value("text", "what happens when it is no longer available", "TEXT"),
            ),
        )
    ),
    "validation": block(
        "the validation, by somebody who did not build the model",
        by=value("login", "the validator", "LOGIN"),
        date=value("day", "the date of the validation", "YYYY-MM-DD"),
        version=value("version", "the validated version, in quotes", "VERSION"),
        open_findings=value("number", "how many findings are still open", "NUMBER"),
    ),
    "compliance": block(
        "the compliance approval",
        by=value("login", "the compliance reviewer", "LOGIN"),
        date=value("day", "the date of the approval", "YYYY-MM-DD"),
        version=value("version", "the approved version, in quotes", "VERSION"),
        expires=value("day", "the last day it is valid; at most 12 months later", "YYYY-MM-DD"),
    ),
    "logs": block(
        "the record of what the model did, for questions that come later",
        where=value("text", "where the logs are", "PATH"),
        keep_days=value("number", "how many days they are kept", "NUMBER"),
    ),
    "oversight": rows(
        "people who watch the model and may stop it",
        block(
            "one person",
            person=value("login", "who watches the model", "LOGIN"),
            trained=value("day", "the date of their training", "YYYY-MM-DD"),
        ),
    ),
    "go_live": block(
        "the decision to go live",
        by=value("login", "who signs off", "LOGIN"),
        date=value("day", "the date of the decision", "YYYY-MM-DD"),
        version=value("version", "the version that goes live, in quotes", "VERSION"),
    ),
    "next_review": value("day", "the date by which the model is reviewed again", "YYYY-MM-DD"),
    "waivers": waivers.SCHEMA,
}
