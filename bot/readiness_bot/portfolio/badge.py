"""What a model's badge says, and the name of its file. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from readiness_bot.portfolio.row import Row
from readiness_bot.text.escape import cut, plain
from readiness_bot.text.words import plural
from readiness_bot.vocabulary import Stage, Timing

LABEL = "readiness"
_MOST = 40
"""Characters of a model's name on a badge."""


class Mood(Enum):
    """How it stands; the words say it too."""

    READY = "ready"
    WARNING = "warning"
    NOT_READY = "not ready"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Badge:
    """Two short texts, and more for whoever asks."""

    label: str
    message: str
    mood: Mood
    more: str = ""
    """What the message leaves out, in a few words."""


def badge_of(row: Row) -> Badge:
    """Honest words: what could not be read is unknown, not red; what is ready but late says so."""
    label = f"{cut(plain(row.called), _MOST)} {LABEL}" if row.folder and row.model else LABEL
    if row.error is not None:
        return Badge(label, "unknown", Mood.UNKNOWN, "the repository could not be read")
    if row.absent:
        return Badge(label, "not set up", Mood.UNKNOWN, "there is no readiness/ folder")
    unproven = plural(len(row.unverified), "item") + " not verified" if row.unverified else ""
    if row.wrong:
        return Badge(label, "files need fixing", Mood.NOT_READY, plain(row.wrong_first))
    overdue = sum(item.timing is Timing.OVERDUE for item in row.open)
    if not row.ready:
        return Badge(label, f"{overdue} overdue" if overdue else "not ready", Mood.NOT_READY, unproven)
    late = sum(item.late for item in row.open)
    return Badge(
        label,
        _stands(row) + (f", {late} late" if late else ""),
        Mood.WARNING if late else Mood.READY,
        unproven,
    )


def _stands(row: Row) -> str:
    if row.stage is Stage.PRODUCTION:
        return "ready in production"
    if row.ready_for in (None, Stage.DESIGN):
        return f"in {row.stage}" if row.stage else "ready"
    return f"ready for {row.ready_for}"


_SAFE = re.compile(r"[a-z0-9_](?:[a-z0-9._]|-(?!-|$)){0,80}")
_BETWEEN = "--"
INDEX = "index"
"""The name of the file that lists the others."""


def file_name(row: Row) -> str:
    """`acme--churn`, `acme--shop--models--basket`: one name for each model, that of today and of next year.

    It follows from the place alone. Where a part of the place is no plain name, or is one that a file system
    may take for another, digits of its hash tell it apart.
    """
    # GitHub's names know no case; paths of clones do.
    repository, folder = row.name.lower() if row.url else row.name, row.folder.rstrip("/")
    parts = [*repository.split("/"), *(folder.split("/") if folder else [])]
    place = f"{repository}/{folder}"
    name = _BETWEEN.join(parts)
    if all(_SAFE.fullmatch(part) for part in parts) and len(name) <= _LONGEST and name != INDEX:
        return name
    kept = _BETWEEN.join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") or "x" for part in parts)
    digits = sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{kept[:_LONGEST]}~{digits}"


_LONGEST = 120
