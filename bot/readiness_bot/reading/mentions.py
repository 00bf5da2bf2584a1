"""What readiness files mention: paths whose content a check reads, and words that could be commits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from readiness_bot.late import re

READINESS = (
    "contract.yaml",
    "ownership.yaml",
    "governance.yaml",
    "infrastructure.yaml",
    "fallback.yaml",
    "runbook.md",
)
READMES = ("README.md", "readme.md", "Readme.md")
CARDS = (
    *(
        "MODEL_CARD.md",
        "model_card.md",
        "model-card.md",
        "MODEL-CARD.md",
        "Model_Card.md",
        "ModelCard.md",
        "modelcard.md",
        "MODELCARD.md",
    ),
    *(f"docs/{name}" for name in ("MODEL_CARD.md", "model_card.md", "model-card.md")),
    *READMES,
)
"""Where repositories keep a model card, in the order in which they are looked at. In folders listed by name
alone, no name can be found by its capitals."""
SETTINGS = ".github/readiness.yaml"
MAX_MENTIONS = 50

_PATH = re.compile(r"[^\s'\"{}\[\],#]+")
_COMMIT = re.compile(r"(?<![0-9a-zA-Z:])[0-9a-f]{7,40}(?![0-9a-zA-Z])")


def mentioned_paths(contents: Iterable[bytes], paths: frozenset[str]) -> list[str]:
    """Paths of the repository that stand in these texts, in order, 50 at most."""
    found: dict[str, None] = {}
    for content in contents:
        for word in _PATH.findall(content.decode("utf-8", "replace")):
            if word in paths:
                found[word] = None
    return list(found)[:MAX_MENTIONS]


def can_be_mentioned(path: str) -> bool:
    """Whether `mentioned_paths` would see it in a text: no blank, quote, bracket or comma."""
    return _PATH.fullmatch(path) is not None


def mentioned_commits(files: Mapping[str, object]) -> list[str]:
    """Hex words of infrastructure.yaml that may be commits, 50 at most."""
    content = files.get("readiness/infrastructure.yaml")
    if not isinstance(content, bytes):
        return []
    return list(dict.fromkeys(_COMMIT.findall(content.decode("utf-8", "replace"))))[:MAX_MENTIONS]


def with_folders(paths: Iterable[str]) -> frozenset[str]:
    """Files, and every folder above them."""
    found = set(paths)
    above = {path.rpartition("/")[0] for path in found}
    while above := above - found - {""}:
        found |= above
        above = {path.rpartition("/")[0] for path in above}
    return frozenset(found)
