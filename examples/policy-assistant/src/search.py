"""The passages that a reader may see. The index decides, not the prompt: what is not found cannot be quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    sites: frozenset[str]


@dataclass(frozen=True)
class Passage:
    text: str
    site: str = ""
    """Empty: for all employees."""


def search(question: str, reader: Reader, index: list[Passage], most: int = 5) -> list[Passage]:
    """By words in common; a real index asks by embedding, with the same filter in the query."""
    wanted = words(question)
    allowed = [passage for passage in index if not passage.site or passage.site in reader.sites]
    found = [passage for passage in allowed if wanted & words(passage.text)]
    return sorted(found, key=lambda passage: -len(wanted & words(passage.text)))[:most]


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}
