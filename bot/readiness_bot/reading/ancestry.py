"""How commits stand to each other, as far as this clone has them. I/O only through `Git`."""

from __future__ import annotations

from dataclasses import dataclass, field

from readiness_bot.reading.git import Git


@dataclass(frozen=True, slots=True)
class Ancestry:
    """Answers None where a commit is not here, or the clone is shallow."""

    git: Git | None
    shallow: bool
    _here: dict[str, bool] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def has(self, *commits: str) -> bool:
        if self.git is None:
            return False
        unknown = [commit for commit in commits if commit not in self._here]
        if unknown:
            self._here.update(self.git.are_commits(unknown))
        return not self.shallow and all(self._here[commit] for commit in commits)

    def parents(self, commit: str) -> tuple[str, ...] | None:
        if not self.has(commit):
            return None
        listed = self._ask("rev-list", "--parents", "--max-count=1", commit)
        return tuple(listed.split(" ")[1:]) if listed else None

    def inside(self, commit: str, later: str) -> bool | None:
        """Whether a commit stands in the history of another: what is not here is in the history of nothing
        that is."""
        if not self.has(later):
            return None
        return self.has(commit) and self._ask("merge-base", "--is-ancestor", commit, later) is not None

    def mainline(self, state: str) -> list[str]:
        """The first parents of a state, itself first; empty where it is not here."""
        if state not in self._lines:
            listed = self._ask("rev-list", "--first-parent", state) if self.has(state) else None
            self._lines[state] = listed.split("\n") if listed else []
        return self._lines[state]

    def meets(self, commit: str, state: str) -> str | None:
        """The newest state of that line which a commit's history holds.

        What holds one holds all before it, so that halves will do.
        """
        line = self.mainline(state)
        if not line or not self.has(commit):
            return None
        low, high = 0, len(line)
        while low < high:
            middle = (low + high) // 2
            if self.inside(line[middle], commit):
                high = middle
            else:
                low = middle + 1
        return line[low] if low < len(line) else None

    def _ask(self, *arguments: str) -> str | None:
        return self.git.ask(*arguments) if self.git else None
