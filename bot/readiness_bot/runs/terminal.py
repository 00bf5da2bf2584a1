"""A line from whoever sits at the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from readiness_bot.stopping import heard

_NARROW, _WIDE = 40, 100


def is_there() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def width() -> int:
    """Columns to write in."""
    return max(_NARROW, min(shutil.get_terminal_size().columns, _WIDE))


def ask(prompt: str, words: Sequence[str] = ()) -> str:
    """What was typed, edited as in a shell; Tab completes it to one of these words.

    Raises EOFError (Ctrl-D) and Interrupted (Ctrl-C).
    """
    before, newline, last = prompt.rpartition("\n")
    if newline:
        sys.stdout.write(f"{before}\n")
        sys.stdout.flush()
    _complete(words)
    with heard():
        return input(last)


def _complete(words: Sequence[str]) -> None:
    try:
        import readline  # what nothing else needs; some Pythons are built without it
    except ImportError:
        return
    readline.set_completer_delims(", ")

    def candidates(text: str, number: int) -> str | None:
        fitting = [word for word in words if word.startswith(text)]
        return fitting[number] if number < len(fitting) else None

    readline.set_completer(candidates)
    readline.parse_and_bind(
        "bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete"
    )
