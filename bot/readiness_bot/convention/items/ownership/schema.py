"""What may stand in ownership.yaml."""

from readiness_bot.convention.fields import block, rows, value

SCHEMA = {
    "production_owner": block(
        "who answers for the model from handoff to retirement",
        person=value("login", "who answers for the model", "LOGIN"),
        backup=value("login", "who answers when that person is away", "LOGIN"),
    ),
    "developers": rows("who builds the model", value("login", "one developer", "LOGIN")),
    "signs_off": value("login", "who decides whether it may go live; not a developer", "LOGIN"),
    "reviewers": block(
        "who reviews the model; not developers",
        compliance=value("login", "the compliance reviewer", "LOGIN"),
        validation=value("login", "who validates the model independently", "LOGIN"),
    ),
    "business_owner": value("login", "who wants the outcome and agrees to the targets", "LOGIN"),
    "layers": block(
        "who owns each layer",
        data=value("login", "who owns the data", "LOGIN"),
        ml=value("login", "who owns the model code", "LOGIN"),
        platform=value("login", "who owns the serving platform", "LOGIN"),
        operations=value("login", "who keeps it running", "LOGIN"),
    ),
    "receiving_team": block(
        "who uses or runs the model after the handoff",
        team=value("team", "the team that receives the model", "ORG/TEAM"),
        lead=value("login", "who speaks for that team", "LOGIN"),
    ),
    "incidents": block(
        "who is called when something goes wrong",
        team=value("team", "the team on call", "ORG/TEAM"),
        first=value("login", "who is called first", "LOGIN"),
        then=value("login", "who is called next; somebody else", "LOGIN"),
        contact=value("link", "how to reach them at any hour", "URL"),
        schedule=value("link", "the on-call schedule", "URL"),
    ),
}
