"""Something wrong in a readiness file, and how many such things are shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from readiness_bot.reading.document import Document, Finding, KeyPath

MOST_FINDINGS = 100
"""Of one file. Nobody reads more, and each is written out in every format."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `at_key`: the key is at fault, not its value."""

    path: KeyPath
    rule: str
    message: str
    fix: str
    at_key: bool = False
    meant: KeyPath | None = None
    """Of an unknown key: the place that it was most likely meant for, which is then not known to be empty."""


def placed(path: str, document: Document, found: Iterable[Fault]) -> tuple[Finding, ...]:
    """Faults with their lines, in the order of the file; a hundred of them, and how many more there are."""
    every = sorted(
        (_finding(path, document, fault) for fault in found),
        key=lambda finding: (finding.line, finding.column),
    )
    shown, rest = every[:MOST_FINDINGS], every[MOST_FINDINGS:]
    if rest:
        told = f"{len(rest):,} more things are wrong below this line"
        shown.append(
            Finding(path, rest[0].line, rest[0].column, "more", told, "fix those above, then run it again")
        )
    return tuple(shown)


def _finding(path: str, document: Document, fault: Fault) -> Finding:
    place = document.keys.get(fault.path) if fault.at_key else None
    place = place or document.position(fault.path)
    return Finding(path, place.line, place.column, fault.rule, fault.message, fault.fix)


WRONG: dict[str, str] = {
    "syntax": (
        "The file cannot be read as YAML (or as Markdown with front matter). Its items are unknown until it"
        " can."
    ),
    "refused": "The file is not taken: a symbolic link, a submodule, an LFS pointer, or too large.",
    "unknown-key": (
        "The key is none that the convention knows; mostly a typing mistake, which would silently not count."
    ),
    "unknown-file": (
        "The file is none of the six, nor the settings; mostly a typing mistake in its name or suffix, so"
        " that nobody reads it."
    ),
    "unknown-item": "A waiver names an item that does not exist, so that it would waive nothing.",
    "type": "The value is of another kind than the key takes: a word for a date, a list for a login.",
    "value": "The value is none of the words that the key takes.",
    "more": "More than a hundred things are wrong in the file; the first hundred are shown.",
}
"""Rule → what it means, in a sentence or two."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do about a rule's findings, and one of them before and after."""

    fix: str
    wrong: str
    right: str


REMEDIES: dict[str, Remedy] = {
    "syntax": Remedy(
        "Go to that line and column; the message says what the parser met there. Put quotes around a text"
        " that holds `: ` or ` #`, or begins with @, *, &, [ or {.",
        "purpose: Rank subscribers: highest churn risk first",
        'purpose: "Rank subscribers: highest churn risk first"',
    ),
    "refused": Remedy(
        "Put a text file there, kept in git itself and no larger than 256 KiB.",
        "readiness/contract.yaml is a symbolic link to ../shared/contract.yaml",
        "readiness/contract.yaml is a copy of that file",
    ),
    "unknown-key": Remedy(
        "Write the key that the message suggests, or delete the line. `readiness explain FILE` lists the"
        " file's items.",
        "complience: {by: priya-nair, date: 2026-10-16}",
        "compliance: {by: priya-nair, date: 2026-10-16}",
    ),
    "unknown-file": Remedy(
        "Rename the file as the message says.", "readiness/contract.yml", "readiness/contract.yaml"
    ),
    "unknown-item": Remedy(
        "Write the item's whole id; `readiness explain` lists them.",
        "- {item: drill, reason: …}",
        "- {item: fallback.drill, reason: …}",
    ),
    "type": Remedy("Write a value of the kind that the message names.", "per_week: 18k", "per_week: 18000"),
    "value": Remedy("Write one of the words that the message lists.", "level: moderate", "level: medium"),
    "more": Remedy(
        "Fix what is shown, then run `readiness check` again.",
        "120 faults in one file",
        "the next 20, once the first hundred are fixed",
    ),
}
"""Each rule of WRONG."""
