"""What a repository may set for itself: `.github/readiness.yaml`.

Taken from the base branch alone, never from a pull request. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from readiness_bot.convention.fields import block, choice, declared, filled, rows, value
from readiness_bot.convention.fit import findings
from readiness_bot.reading.document import Document, Finding, Unreadable, Value
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.reading.snapshot import Refusal, Snapshot
from readiness_bot.reading.yaml import parse


class GateMode(StrEnum):
    """What holds a pull request back."""

    OVERDUE = "overdue"
    STRICT = "strict"
    REGRESSIONS = "regressions"
    OFF = "off"


class IssueMode(StrEnum):
    """Which issues the bot keeps."""

    ITEMS = "items"
    OVERVIEW = "overview"
    OFF = "off"


class ReminderMode(StrEnum):
    """How people hear of what is late."""

    COMMENTS = "comments"
    DIGEST = "digest"
    OFF = "off"


class RolloutMode(StrEnum):
    """Whether the organisation's roll-out may open pull requests."""

    ON = "on"
    OFF = "off"


LANGUAGES = ("en", "cs", "da", "de", "es", "fi", "fr", "it", "ja", "ko", "nl", "pl", "pt", "sv", "uk", "zh")
"""Languages in which dates can be written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """See docs/settings.md.

    The defaults are those of a repository without the file; a field's metadata are the rules of its key.
    """

    gate: GateMode = field(
        default=GateMode.OVERDUE,
        metadata=choice(
            "what blocks a pull request. `overdue`: overdue items, regressions and wrong files, in a pull"
            " request that concerns readiness; `strict`: the same in every pull request; `regressions`: only"
            " regressions and wrong files; `off`: nothing, so the comment says the same, and the status is a"
            " success",
            *GateMode,
        ),
    )
    issues: IssueMode = field(
        default=IssueMode.ITEMS,
        metadata=choice(
            "which issues the bot keeps. `items`: one for each due gap, and the overview; `overview`: only"
            " the overview; `off`: none",
            *IssueMode,
        ),
    )
    overview: bool = field(
        default=True,
        metadata=value("flag", "whether the bot keeps one issue that shows every item and the burndown"),
    )
    new_issues: int = field(
        default=10,
        metadata=value("number", "how many issues a run may open; later runs open the rest", min=1, max=100),
    )
    label: str = field(
        default="readiness",
        metadata=value(
            "text", "the label on the bot's issues, at most 30 characters", maxlength=30, minlength=1
        ),
    )
    reminders: ReminderMode = field(
        default=ReminderMode.COMMENTS,
        metadata=choice(
            "how people are reminded of what is late. `comments`: 7, 14 and 28 days after the date, later"
            " also to the fallback owner and the production owner; `digest`: one comment a week; `off`: not"
            " at all",
            *ReminderMode,
        ),
    )
    dates: str = field(default="en", metadata=choice("the language that dates are written in", *LANGUAGES))
    verify: bool = field(
        default=True,
        metadata=value(
            "flag",
            "whether the bot checks the sign-offs against GitHub (docs/evidence.md); a refuted sign-off is a"
            " gap",
        ),
    )
    ledger: bool = field(
        default=True,
        metadata=value(
            "flag",
            "whether the bot records each evaluation of the default branch on the branch `readiness-ledger`;"
            " this needs `contents: write` (docs/evidence.md)",
        ),
    )
    rollout: RolloutMode = field(
        default=RolloutMode.ON,
        metadata=choice(
            "whether your organisation's roll-out may open pull requests here (docs/fleet-rollout.md)."
            " `off`: it never does, neither to add readiness/ nor to bring it up to date",
            *RolloutMode,
        ),
    )
    ignore: tuple[str, ...] = field(
        default=(),
        metadata=rows(
            "folders in which the bot does not look for models, such as examples and fixtures; paths from"
            " the repository's root",
            value("text", "a folder", "examples", minlength=1),
        ),
    )
    tests: Mapping[str, str] = field(
        default_factory=dict,
        metadata=block(
            "which workflows run the tests that infrastructure.yaml links to; if not set, a run counts if"
            " the name or file name of its workflow says what it tests",
            integration=value(
                "workflow",
                "the workflow that runs the integration test; a run of any other workflow is refuted",
                ".github/workflows/integration.yml",
            ),
            load=value("workflow", "the same for the load test", ".github/workflows/load.yml"),
        ),
    )
    """`tests.integration` → the file of the workflow whose runs are that test, where it is set."""


SCHEMA = declared(Settings)


def parse_settings(content: bytes | Refusal | None) -> Settings | tuple[Finding, ...]:
    """The file's bytes; what is wrong in it, where it is."""
    if content is None:
        return Settings()
    if isinstance(content, Refusal):
        told = f"these settings are not read ({content.value.replace('-', ' ')})"
        return (Finding(SETTINGS, 1, 1, "refused", told, "put a small text file here"),)
    read = parse(SETTINGS, content)
    if isinstance(read, Unreadable):
        return (read.finding,)
    wrong = findings(SETTINGS, read.data, read, SCHEMA)
    if wrong:
        return wrong
    return filled(Settings(), {**read.data, "tests": _tests(read.data.get("tests"))})


def _tests(given: Value) -> dict[str, str]:
    if not isinstance(given, Mapping):
        return {}
    return {f"tests.{kind}": str(file) for kind, file in given.items() if file is not None}


def document_of(content: bytes | Refusal | None) -> Document:
    """The file with its places; an empty one where it is missing or wrong."""
    read = parse(SETTINGS, content) if isinstance(content, bytes) else Document()
    wrong = isinstance(read, Unreadable) or findings(SETTINGS, read.data, read, SCHEMA)
    return Document() if wrong or isinstance(read, Unreadable) else read


def settings_of(snapshot: Snapshot) -> Settings:
    """A snapshot's settings; the defaults where they are wrong, which `wrong_settings` says."""
    read = parse_settings(snapshot.files.get(SETTINGS))
    return read if isinstance(read, Settings) else Settings()


def wrong_settings(snapshot: Snapshot) -> tuple[Finding, ...]:
    """What is wrong in them.

    Paths of findings are relative to the model's folder; the settings stand at the root.
    """
    read = parse_settings(snapshot.files.get(SETTINGS))
    if isinstance(read, Settings):
        return ()
    up = "../" * snapshot.prefix.count("/")
    return tuple(Finding(up + f.path, f.line, f.column, f.rule, f.message, f.fix) for f in read)
