"""CODEOWNERS as data: who owns a path. The last rule that matches wins, as on GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

MAX_RULES = 5_000
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_WORDS = re.compile(r"(?:\\.|\S)+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: a pattern and who owns what it matches."""

    line: int
    pattern: str
    owners: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Single accounts, without '@'; addresses name nobody that we know."""
        return tuple(name[1:] for name in self.owners if name.startswith("@") and "/" not in name)

    @property
    def teams(self) -> tuple[str, ...]:
        return tuple(name[1:] for name in self.owners if name.startswith("@") and "/" in name)

    def matches(self, path: str) -> bool:
        return _matches(self.pattern, path)


def owners_of(text: str, path: str) -> Rule | None:
    """The rule that decides who owns a path. It may name nobody: such a path has no owner."""
    return next((rule for rule in reversed(list(rules(text))) if rule.matches(path)), None)


def rules(text: str) -> Iterator[Rule]:
    """All rules, in order."""
    for number, line in enumerate(text.splitlines()[:MAX_RULES], 1):
        words = _WORDS.findall(_COMMENT.sub("", line))
        if words:
            pattern = re.sub(r"\\(.)", r"\1", words[0])
            yield Rule(number, pattern, tuple(words[1:]))


def _matches(pattern: str, path: str) -> bool:
    """gitignore's rules, as far as CODEOWNERS has them: a slash inside anchors it to the root, a folder owns its content.

    One folder name after the other, so that no pattern, however many stars it has, takes long.
    """
    anchored = "/" in pattern.rstrip("/")
    names = pattern.strip("/").split("/")
    parts = path.split("/")
    reached = {0}
    for index, name in enumerate(names if anchored else ["**", *names]):
        if name == "**":
            least = min(reached) + (index == len(names) - 1 and anchored)
            reached = set(range(least, len(parts) + 1))
        else:
            glob = name.replace("[", "[[]")  # CODEOWNERS has no character ranges
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], glob)}
        if not reached:
            return False
    if pattern.endswith("/"):
        return min(reached) < len(parts)
    return not pattern.endswith("/*") or len(parts) in reached
