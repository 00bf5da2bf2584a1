"""What may stand in the front matter of runbook.md."""

from readiness_bot.convention.fields import block, value

SCHEMA = {
    "confirmation": block(
        "the receiving team's confirmation that it has what it needs",
        by=value("login", "who confirms for the receiving team", "LOGIN"),
        team=value("team", "the receiving team", "ORG/TEAM"),
        date=value("day", "the date of the confirmation", "YYYY-MM-DD"),
        version=value("version", "the confirmed version, in quotes", "VERSION"),
    )
}
