"""What stands around the folder that `init` is about to write."""

from __future__ import annotations

from pathlib import Path

from readiness_bot.reading.revision import place_of
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.worktree import read_bounded
from readiness_bot.scaffold.infer import CODEOWNERS, Surroundings


def read_surroundings(directory: Path, snapshot: Snapshot) -> tuple[Surroundings, str]:
    """What inference needs, and the default branch's name."""
    place = place_of(directory)
    remote = (place.git.ask("remote", "get-url", "origin") or "") if place and not place.prefix else ""
    head = place.git.ask("symbolic-ref", "--short", "refs/remotes/origin/HEAD") if place else None
    owners = next(((name, text) for name in CODEOWNERS if (text := _text(directory, name))), None)
    card = snapshot.files.get("MODEL_CARD.md")
    around = Surroundings(
        folder_name=directory.resolve().name,
        remote=remote,
        committers=snapshot.committers,
        codeowners=dict([owners]) if owners else None,
        model_card=card.decode("utf-8", "replace") if isinstance(card, bytes) else "",
    )
    return around, (head.removeprefix("origin/") if head else "main")


def _text(directory: Path, name: str) -> str:
    content = read_bounded(directory, name)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
