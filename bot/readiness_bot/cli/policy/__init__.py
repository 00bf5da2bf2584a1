"""`readiness policy`: an organisation's rules for all its models. Each subcommand is a module of its own,
imported when called."""

from __future__ import annotations

from readiness_bot.cli.group import Group

COMMANDS = {
    "check": "whether a policy is right",
    "diff": "what a change would open and close, before it is merged",
    "show": "what is in force at a repository, and which line says so",
}
"""Each with its line in `readiness policy --help`; each is `cli/policy/<name>.py`, which holds `command`."""

command = Group(
    "policy",
    commands=COMMANDS,
    package=__name__,
    help="An organisation's rules for all its models. See docs/policy.md.",
)
