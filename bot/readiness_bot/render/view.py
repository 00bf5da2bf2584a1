"""How the page of `check` is looked at: how wide, how much of it, and from where. Pure."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace

from readiness_bot.text.layout import WIDE, Part, Tone, part


@dataclass(frozen=True, slots=True)
class View:
    """The defaults are those of a file, and of who stands in the model's folder."""

    width: int = WIDE
    """Columns."""
    every: bool = False
    """Advice too, and nothing folded (`--all`)."""
    folder: str = ""
    """From where the person stands to the model's folder, with a closing slash: `models/churn/`."""
    command: str = "readiness check"
    """What was typed, with the folder and the policy, for what to type next."""
    answer: str = ""
    """The command that asks for what is missing; empty where there is none."""

    policy: str = ""
    """` --policy FILE`, as it was typed, for what knows nothing without it."""

    def typed(self, *options: str, tone: Tone = Tone.PLAIN) -> Part:
        """The same command with more options, in one piece."""
        return replace(part(" ".join((self.command, *options)), tone), whole=True)

    def path(self, path: str) -> str:
        """A finding's path as a terminal can follow it. Settings stand above a model: `../.github/…`."""
        whole = self.folder + path
        return posixpath.normpath(whole) if path.startswith("../") else whole

    def place(self, path: str, line: int, column: int) -> str:
        """`models/churn/readiness/contract.yaml:9:8`, which a click opens there."""
        return f"{self.path(path)}:{line}:{column}"
