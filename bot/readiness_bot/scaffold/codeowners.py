"""CODEOWNERS as data: who owns a path. The last rule that matches wins, as on GitHub.

Source: docs.github.com, "About code owners": the first file found in `.github/`, the root and `docs/` counts;
one of 3 MB or more is not loaded; a line with wrong syntax is skipped; `!`, `[ ]` and an escaped `#` do not
work; a rule without owners takes them away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from readiness_bot.reading.lines import lines_of

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks, in its order."""
MOST_BYTES = 3_000_000
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_WORDS = re.compile(r"(?:\\.|[^\s\\]|\\$)+")
_OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][\w.-]*)?|[^\s@]+@[^\s@]+\.[^\s@]+")


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
    lines = lines_of(text)
    last_first = ((number, lines[number - 1]) for number in range(len(lines), 0, -1))
    return next((rule for rule in _rules(last_first) if rule.matches(path)), None)


def rules(text: str) -> Iterator[Rule]:
    """All rules that GitHub takes, in order."""
    return _rules(enumerate(lines_of(text), 1))


def _rules(lines: Iterable[tuple[int, str]]) -> Iterator[Rule]:
    for number, line in lines:
        words = _WORDS.findall(_COMMENT.sub("", line))
        if words and _is_pattern(words[0]) and all(_OWNER.fullmatch(word) for word in words[1:]):
            yield Rule(number, re.sub(r"\\(.)", r"\1", words[0]), tuple(words[1:]))


def _is_pattern(word: str) -> bool:
    """Whether GitHub takes it for one: GitLab's `[Section]`, a negation and a range are lines that it
    skips."""
    return not (word.startswith(("!", "\\#")) or "[" in word or "]" in word)


def _matches(pattern: str, path: str) -> bool:
    """gitignore's rules, as far as CODEOWNERS has them: a slash inside anchors it to the root, a folder owns
    its content.

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
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], name)}
        if not reached:
            return False
    if pattern.endswith("/"):
        return min(reached) < len(parts)
    return not pattern.endswith("/*") or len(parts) in reached
