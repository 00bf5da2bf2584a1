"""What may stand in infrastructure.yaml."""

from readiness_bot.convention.fields import Schema, block, choice, open_block, other, rows, value


def _test(what: str) -> Schema:
    return block(
        what,
        run=value("link", "the run that shows it", "URL"),
        date=value("day", "the day of the test", "YYYY-MM-DD"),
        version=value("version", "the tested version, in quotes", "VERSION"),
    )


SCHEMA = {
    "serving": block(
        "how the model gives its answers",
        mode=choice("batch, online, streaming or embedded", "batch", "online", "streaming", "embedded"),
        platform=value("text", "where it runs", "NAME"),
        code=value("link", "the code that deploys it", "PATH"),
    ),
    "environments": block(
        "where it runs before and after launch",
        staging=block(
            "the staging environment",
            ready=value("day", "the day from which it can be used", "YYYY-MM-DD"),
            data=choice("what data it sees there: synthetic, masked or live", "synthetic", "masked", "live"),
        ),
        production=block(
            "the production environment",
            ready=value("day", "the day from which it can be used", "YYYY-MM-DD"),
        ),
    ),
    "interface": block(
        "what it gives to whom",
        schema=value("link", "the file that describes its input and output", "PATH"),
        consumers=rows(
            "who uses its answers", value("text", "one consumer: a team or a service", "ORG/TEAM")
        ),
    ),
    "dependencies": rows(
        "what it needs to run; [] if nothing",
        block(
            "one of them",
            name=value("text", "its name", "NAME"),
            owner=value("text", "who runs it", "LOGIN"),
            if_down=value("text", "what happens when it is down", "TEXT"),
        ),
    ),
    "capacity": block(
        "how much it takes",
        cost_per_month=value("number", "what it costs a month, in the currency of the contract", "NUMBER"),
        numbers=open_block(
            "name → number: rows a run, requests a second, milliseconds",
            value("number", "how many", "NUMBER"),
        ),
    ),
    "artifact": block(
        "what exactly is deployed",
        digest=value("text", "sha256: and 64 hex digits", "DIGEST"),
        commit=value("text", "the commit that it was built from, in quotes", "COMMIT"),
        data=value("version", "the version of the approved data, in quotes", "VERSION"),
    ),
    "security": block(
        "the security review",
        by=value("login", "who reviewed it; no developer", "LOGIN"),
        date=value("day", "the day of the review", "YYYY-MM-DD"),
        version=value("version", "the reviewed version, in quotes", "VERSION"),
    ),
    "tests": block(
        "proof that it works with everything around it",
        integration=_test("the integration test"),
        load=_test("the load test"),
    ),
    "rollout": rows(
        "the steps from a small share of the traffic to all of it",
        block(
            "one step",
            share=value("number", "percent of the traffic", "NUMBER"),
            days=value("number", "for how many days", "NUMBER"),
            stop_if=block(
                "what stops it",
                metric=value("text", "the metric", "METRIC"),
                above=value("number", "stop above this", "NUMBER"),
                below=other("number", "stop below this", "NUMBER"),
            ),
        ),
    ),
}
