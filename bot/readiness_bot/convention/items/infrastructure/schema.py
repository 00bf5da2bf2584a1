"""What may stand in infrastructure.yaml."""

from readiness_bot.convention.fields import Schema, block, choice, open_block, other, rows, value


def _test(what: str) -> Schema:
    return block(
        what,
        run=value("link", "the link to the run", "URL"),
        date=value("day", "the date of the test", "YYYY-MM-DD"),
        version=value("version", "the tested version, in quotes", "VERSION"),
    )


SCHEMA = {
    "serving": block(
        "how the model serves its output",
        mode=choice("batch, online, streaming or embedded", "batch", "online", "streaming", "embedded"),
        platform=value("text", "the platform it runs on", "NAME"),
        code=value("link", "the code that deploys it", "PATH"),
    ),
    "environments": block(
        "where the model runs before and after launch",
        staging=block(
            "the staging environment",
            ready=value("day", "the date it became usable", "YYYY-MM-DD"),
            data=choice(
                "which data the model sees there: synthetic, masked or live", "synthetic", "masked", "live"
            ),
        ),
        production=block(
            "the production environment",
            ready=value("day", "the date it became usable", "YYYY-MM-DD"),
        ),
    ),
    "interface": block(
        "what the model returns, and to whom",
        schema=value("link", "the file that describes the model's input and output", "PATH"),
        consumers=rows(
            "who uses the model's output", value("text", "one consumer: a team or a service", "ORG/TEAM")
        ),
    ),
    "dependencies": rows(
        "what the model needs to run; [] if nothing",
        block(
            "one dependency",
            name=value("text", "its name", "NAME"),
            owner=value("text", "who runs it", "LOGIN"),
            if_down=value("text", "what happens when it is down", "TEXT"),
        ),
    ),
    "capacity": block(
        "what running the model takes",
        cost_per_month=value("number", "what it costs per month, in the currency of contract.yaml", "NUMBER"),
        numbers=open_block(
            "name → number: rows per run, requests per second, milliseconds",
            value("number", "how many", "NUMBER"),
        ),
    ),
    "artifact": block(
        "exactly what is deployed",
        digest=value("text", "sha256: and 64 hex digits, in quotes", "DIGEST"),
        commit=value("text", "the commit it was built from, in quotes", "COMMIT"),
        data=value("version", "the version of the approved dataset it was trained on, in quotes", "VERSION"),
    ),
    "security": block(
        "the security review",
        by=value("login", "who reviewed it; not a developer", "LOGIN"),
        date=value("day", "the date of the review", "YYYY-MM-DD"),
        version=value("version", "the reviewed version, in quotes", "VERSION"),
    ),
    "tests": block(
        "proof that the model works with everything around it",
        integration=_test("the integration test"),
        load=_test("the load test"),
    ),
    "rollout": rows(
        "the steps from a small share of the traffic to all of it",
        block(
            "one step",
            share=value("number", "percentage of the traffic", "NUMBER"),
            days=value("number", "how many days the step takes", "NUMBER"),
            stop_if=block(
                "what stops the rollout",
                metric=value("text", "the metric", "METRIC"),
                above=value("number", "stop above this", "NUMBER"),
                below=other("number", "stop below this", "NUMBER"),
            ),
        ),
    ),
}
