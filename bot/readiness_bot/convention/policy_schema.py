"""What may stand in an organisation's policy, declared once: for its reader, and for editors."""

from __future__ import annotations

from readiness_bot.convention.custom import SCHEMA as CUSTOM
from readiness_bot.convention.fields import Schema, block, choice, declared, open_block, rows, value
from readiness_bot.convention.fleet_ways import SCHEMA as FLEET_WAYS
from readiness_bot.convention.floors import ORDER
from readiness_bot.convention.policy import LONGEST, Policy
from readiness_bot.convention.settings import SCHEMA as SETTINGS
from readiness_bot.vocabulary import Severity, Stage, Tier

NAME = "readiness-policy.yaml"
"""Of the file, in the organisation's repository `.github`."""

_RULE = block(
    "what the policy asks of the item beyond the convention",
    severity=choice("the least severity, at every tier", Severity.BLOCKING, Severity.ADVISORY),
    due=choice("the stage by whose end it is due, at the latest", *Stage),
    evidence=choice("`verified`: GitHub must confirm it, at every tier", "verified"),
    expires=value("number", "how many days it holds, from its date on", "180", min=1, max=LONGEST),
    off=value("text", "why no model is asked for it", "REASON", minlength=1),
)
_SAID: Schema = {
    **declared(Policy),
    "tier": choice("the lowest tier that a repository may state", *Tier),
    "items": open_block("an item's id → what is asked of it", _RULE),
    "custom": CUSTOM,
    "settings": block(
        "the least that a repository may set in .github/readiness.yaml",
        **{key: SETTINGS[key] for key in ORDER},
    ),
    "labels": rows(
        "labels on each issue, beside the repository's own",
        value("text", "a label", "team-ml", minlength=1, maxlength=50),
    ),
    "routes": open_block(
        "a role, or a file → who hears of its items where the repository names nobody",
        value("text", "a login, or an organisation's team", "acme/model-risk"),
    ),
    "plugins": rows(
        "installed Python packages that add items, by the names of their entry points",
        value("slug", "an entry point in the group readiness_bot.items", "acme_readiness"),
    ),
    "reminder_days": rows(
        "days after the date on which people are reminded: three times those who can close it, then the"
        " fallback's owner, then the production owner",
        value("number", "a number of days", "7", min=1, max=365),
    ),
}
"""What a file, and each of its sections, can say."""
SCHEMA: Schema = {
    "policy": value("slug", "the policy's name, as messages write it", "acme", minlength=1),
    "version": value("number", "raised by hand with each change", "1", min=1, max=1_000_000),
    "extends": rows(
        "files of the same repository that this one is laid on, relative to this one",
        value("text", "a file", "base.yaml", minlength=1),
    ),
    **_SAID,
    "repositories": {
        **block(
            "which repositories the policy is for; archived ones and forks are out",
            out=open_block("a name or pattern → why those are out", value("text", "the reason", "REASON")),
        ),
    },
    **FLEET_WAYS,
    "sections": rows(
        "what holds only for some repositories",
        {
            **block("one section", **_SAID),
        },
    ),
}
SCHEMA["repositories"]["schema"]["in"] = rows(
    "only these are in, by name or pattern", value("text", "a pattern", "acme/model-*", minlength=1)
)
SCHEMA["sections"]["schema"]["schema"] = {
    "for": block(
        "the repositories that fit all of this",
        topic=value("text", "one of their topics", "credit", minlength=1),
        name=value("text", "their name, or a pattern", "acme/fraud-*", minlength=1),
        property=open_block("their custom properties", value("text", "the value", "finance", minlength=1)),
    ),
    **SCHEMA["sections"]["schema"]["schema"],
}
