"""What may stand in fallback.yaml."""

from readiness_bot.convention.fields import block, choice, other, rows, value

KINDS = ("quality", "drift", "data", "service")

SCHEMA = {
    "owner": value("login", "who keeps the fallback working", "LOGIN"),
    "fallback": block(
        "what replaces the model when it must not be used",
        kind=choice(
            "previous_version, heuristic, human or off", "previous_version", "heuristic", "human", "off"
        ),
        does=value("text", "what users get then", "TEXT"),
        within_minutes=value("number", "how many minutes the switch may take", "NUMBER"),
        may_trigger=rows(
            "who may trigger it without asking; two people or more", value("login", "one person", "LOGIN")
        ),
        how=value("link", "the runbook heading that says how", "PATH"),
    ),
    "tell": rows(
        "who is told when the model falls back; every consumer",
        value("text", "one consumer: a team or a service", "ORG/TEAM"),
    ),
    "monitors": rows(
        "what is watched, and what happens beyond the limit",
        block(
            "one monitor",
            kind=choice("quality, drift, data or service", *KINDS),
            metric=value("text", "what is measured", "METRIC"),
            above=value("number", "the upper limit", "NUMBER"),
            below=other("number", "the lower limit", "NUMBER"),
            over=value("text", "over how long it is measured", "DURATION"),
            then=choice("page, stop, fallback or retrain", "page", "stop", "fallback", "retrain"),
        ),
    ),
    "dashboard": value("link", "where to see the monitors", "URL"),
    "alert_test": block(
        "a test in which an alert was set off on purpose, and arrived",
        by=value("login", "who tested it", "LOGIN"),
        date=value("day", "the date of the test", "YYYY-MM-DD"),
        evidence=value("link", "the issue that says what happened", "URL"),
    ),
    "drill": block(
        "a drill in which the fallback was used on purpose",
        by=value("login", "who triggered the fallback", "LOGIN"),
        date=value("day", "the date of the drill", "YYYY-MM-DD"),
        minutes=value("number", "how many minutes the switch took", "NUMBER"),
        evidence=value("link", "the issue that says what happened", "URL"),
    ),
}
