"""`readiness fleet`: many repositories. Each subcommand is a module of its own, imported when called."""

from __future__ import annotations

from readiness_bot.cli.group import Group

COMMANDS = {
    "scan": "judge every model of an organisation, or of a folder of clones",
    "merge": "put the parts of a scan together",
    "report": "the portfolio: what is stuck, where, with whom, and what it costs",
    "waiting": "what waits for whom, the most costly first",
    "digest": "tell each person once a week, by issue or webhook",
    "badge": "a badge for each model, to show in a README",
    "backstage": "the models for Backstage: catalogue entities, and facts for scorecards",
    "rollout": "open pull requests where a model stands without readiness/, a few at a time",
}
"""Each with its line in `readiness fleet --help`; each is `cli/fleet/<name>.py`, which holds `command`."""

command = Group(
    "fleet",
    commands=COMMANDS,
    package=__name__,
    help="Every model of an organisation: what is stuck, since when, with whom, and what it costs.",
)
