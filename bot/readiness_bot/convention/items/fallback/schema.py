"""What may stand in fallback.yaml."""

from readiness_bot.convention.fields import block, choice, other, rows, value

KINDS = ("quality", "drift", "data", "service")

SCHEMA = {
    "owner": value("login", "who keeps the fallback working", "LOGIN"),
    "fallback": block(
        "what happens instead, when the model may not answer",
        kind=choice(
            "previous_version, heuristic, human or off", "previous_version", "heuristic", "human", "off"
        ),
        does=value("text", "what users get then", "TEXT"),
        within_minutes=value("number", "how long the switch may take", "NUMBER"),
        may_trigger=rows("who may switch, without asking", value("login", "one person", "LOGIN")),
        how=value("link", "the heading of the runbook that says how", "PATH"),
    ),
    "tell": rows(
        "who is told when it is switched", value("text", "one consumer: a team or a service", "ORG/TEAM")
    ),
    "monitors": rows(
        "what is watched, and what happens then",
        block(
            "one monitor",
            kind=choice("quality, drift, data or service", *KINDS),
            metric=value("text", "what is measured", "METRIC"),
            above=value("number", "the limit, if too much is bad", "NUMBER"),
            below=other("number", "the limit, if too little is bad", "NUMBER"),
            over=value("text", "over how long", "DURATION"),
            then=choice("page, stop, fallback or retrain", "page", "stop", "fallback", "retrain"),
        ),
    ),
    "dashboard": value("link", "where one sees the monitors", "URL"),
    "alert_test": block(
        "the day on which an alert was set off on purpose, and arrived",
        by=value("login", "who tested it", "LOGIN"),
        date=value("day", "the day of the test", "YYYY-MM-DD"),
        evidence=value("link", "the issue that tells what happened", "URL"),
    ),
    "drill": block(
        "the day on which the fallback was used on purpose",
        by=value("login", "who switched", "LOGIN"),
        date=value("day", "the day of the drill", "YYYY-MM-DD"),
        minutes=value("number", "how many minutes it took", "NUMBER"),
        evidence=value("link", "the issue that tells what happened", "URL"),
    ),
}
