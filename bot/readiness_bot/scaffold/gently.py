"""`init --gently`: settings with which a repository that is not ready for ten issues can begin. Pure."""

from __future__ import annotations

from readiness_bot.convention.settings import GateMode, IssueMode, Settings, parse_settings
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.scaffold.schemas import page_at

GENTLE = {"issues": IssueMode.OVERVIEW, "gate": GateMode.REGRESSIONS}
TEXT = f"""\
# A gentle start: one issue shows everything, and only what makes things worse blocks a pull
# request. Remove a line to get the default.
# {page_at("settings")}
issues: {GENTLE["issues"]}
gate: {GENTLE["gate"]}
"""


def to_add(settings: bytes | None) -> str:
    """What a person has to write into settings that are there already; empty where they are gentle.

    None: they cannot be read.
    """
    read = parse_settings(settings) if settings is not None else ()
    if not isinstance(read, Settings):
        lines = GENTLE
    else:
        lines = {key: mode for key, mode in GENTLE.items() if getattr(read, key) != mode}
    if not lines:
        return ""
    told = "` and `".join(f"{key}: {mode}" for key, mode in lines.items())
    return f"{SETTINGS} is there already and stays as it is; for a gentle start, write `{told}` there."
