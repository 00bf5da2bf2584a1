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
            Finding(path, rest[0].line, rest[0].column, "more", told, "fix the ones above, then run it again")
        )
    return tuple(shown)


def _finding(path: str, document: Document, fault: Fault) -> Finding:
    place = document.keys.get(fault.path) if fault.at_key else None
    place = place or document.position(fault.path)
    return Finding(path, place.line, place.column, fault.rule, fault.message, fault.fix)


WRONG: dict[str, str] = {
    "syntax": (
        "The file is not valid YAML (or Markdown with YAML front matter). Its items are unknown until that"
        " is fixed."
    ),
    "refused": (
        "The file is not read: it is a symbolic link, a submodule, a Git LFS pointer or too large, or"
        " reading it is not permitted."
    ),
    "unknown-key": (
        "The convention has no such key. It is usually a typo that would otherwise go unnoticed."
    ),
    "unknown-file": (
        "The file is neither one of the six nor the settings file. Its name is usually a typo, so the file"
        " would go unread."
    ),
    "unknown-item": "A waiver names an item that does not exist, so it would waive nothing.",
    "type": (
        "The value has the wrong type for its key, such as a word instead of a date, or a list instead of a"
        " login."
    ),
    "value": "The value is not one that the key allows: not one of its words, or outside its limits.",
    "weaker": (
        "It asks for less than the organisation's policy does. A repository can be stricter than the policy,"
        " and never weaker; a policy's section can't loosen what the policy fixed."
    ),
    "more": "More than a hundred things are wrong in the file. Only the first hundred are shown.",
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
        "Go to that line and column; the message says what the parser found there. Put quotes around a text"
        " that contains `: ` or ` #`, or starts with @, *, &, [ or {.",
        "purpose: Rank subscribers: highest churn risk first",
        'purpose: "Rank subscribers: highest churn risk first"',
    ),
    "refused": Remedy(
        "Replace it with a readable text file of at most 256 KiB, committed to git itself and not to Git"
        " LFS.",
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
        "Write the item's full id. `readiness explain` lists them all.",
        "- {item: drill, reason: …}",
        "- {item: fallback.drill, reason: …}",
    ),
    "type": Remedy("Write a value of the type that the message names.", "per_week: 18k", "per_week: 18000"),
    "value": Remedy("Write one of the values that the message allows.", "level: moderate", "level: medium"),
    "weaker": Remedy(
        "Write no less than the policy asks for, or delete the line. The message names the policy's line.",
        "gate: off",
        "gate: overdue",
    ),
    "more": Remedy(
        "Fix what is shown, then run `readiness check` again.",
        "120 things are wrong in one file",
        "the next 20, once the first hundred are fixed",
    ),
}
"""Each rule of WRONG."""
