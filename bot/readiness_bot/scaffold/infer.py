"""What a repository already says about its model. Pure; each value knows where it comes from.

All of it is somebody's text: whatever does not fit its field's type is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness_bot.convention.fields import TYPES
from readiness_bot.reading.snapshot import Committer

MAX_DEVELOPERS = 5
CODEOWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
_OWNER = re.compile(r"@([\w./-]+)")


@dataclass(frozen=True, slots=True)
class Known:
    """Values for the templates' slots, and where each comes from."""

    values: Mapping[str, str | tuple[str, ...]]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was read around the new folder."""

    folder_name: str
    remote: str = ""
    committers: tuple[Committer, ...] = ()
    codeowners: Mapping[str, str] | None = None
    """The CODEOWNERS file that counts: its path → its text."""
    model_card: str = ""


def infer(around: Surroundings) -> Known:
    """Everything that need not be asked."""
    values: dict[str, str | tuple[str, ...]] = {}
    sources: dict[str, str] = {}
    for slot, value, source in (*_model(around), *_people(around), *_purpose(around)):
        if slot not in values and value:
            values[slot], sources[slot] = value, source
    return Known(values, sources)


def _model(around: Surroundings) -> Iterator[tuple[str, str, str]]:
    yield (
        "model",
        _slug(around.remote.rstrip("/").removesuffix(".git").rpartition("/")[2]),
        "the git remote's name",
    )
    yield "model", _slug(around.folder_name), "the folder's name"


def _slug(text: str) -> str:
    slug = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")[:100]
    return slug if TYPES["slug"].accepts(slug) else ""


def _people(around: Surroundings) -> Iterator[tuple[str, str | tuple[str, ...], str]]:
    logins = tuple(
        c.login
        for c in around.committers
        if TYPES["login"].accepts(c.login) and not c.login.endswith("[bot]")
    )
    yield "developers", logins[:MAX_DEVELOPERS], "git's authors"
    for path, text in (around.codeowners or {}).items():
        rules = list(_rules(text))
        everything = [
            owner for pattern, owners in rules if pattern == "*" for owner in owners if "/" not in owner
        ]
        yield "developers", tuple(everything)[:MAX_DEVELOPERS], f"{path}, the line for *"
        readiness = [
            owner for pattern, owners in rules if pattern.strip("/") == "readiness" for owner in owners
        ]
        yield (
            "owner",
            next((owner for owner in readiness if "/" not in owner), ""),
            f"{path}, the line for /readiness/",
        )


def _rules(text: str) -> Iterator[tuple[str, list[str]]]:
    """Patterns and owners; teams keep their slash, addresses are passed over."""
    for line in text.splitlines():
        words = re.split(r"(?<!\\)\s+", line.partition("#")[0].strip())
        if len(words) > 1:
            owners = [match[1] for word in words[1:] if (match := _OWNER.fullmatch(word))]
            yield words[0], [o for o in owners if TYPES["team" if "/" in o else "login"].accepts(o)]


def _purpose(around: Surroundings) -> Iterator[tuple[str, str, str]]:
    """The first sentence below a heading "Intended use"."""
    match = re.search(
        r"^#+\s*intended use[^\n]*\n+([^#\n][^\n]*(?:\n[^#\n][^\n]*)*)",
        around.model_card,
        re.IGNORECASE | re.MULTILINE,
    )
    sentence = re.split(r"(?<=[.!?])\s", " ".join(match[1].split()), maxsplit=1)[0] if match else ""
    if 40 <= len(sentence) <= 300 and sentence.isprintable():
        yield "purpose", sentence, "the model card's intended use"
