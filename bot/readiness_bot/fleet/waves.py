"""Which repositories `--wave` means: a wave of the policy, a file of names and patterns, or one pattern."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness_bot.plan.rollout import Wave
from readiness_bot.runs.bounded import MEBIBYTE, read_at_most
from readiness_bot.runs.errors import WrongUsage


def wave_of(text: str, known: Mapping[str, tuple[str, ...]]) -> Wave:
    """A wave by what was typed. `known`: the policy's. Of a file its stem is the name. Raises WrongUsage."""
    if text in known:
        return Wave(text, known[text])
    file = Path(text)
    if not file.is_file():
        if file.suffix in (".txt", ".list") or not text.strip():
            raise WrongUsage(f"--wave is {text!r}, and there is no such file.")
        return Wave(text, (text,))
    try:
        content = read_at_most(file, MEBIBYTE, "The wave").decode("utf-8-sig", "replace")
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror}.") from error
    lines = (line.partition("#")[0].strip() for line in content.splitlines())
    patterns = tuple(dict.fromkeys(line for line in lines if line))
    if not patterns:
        raise WrongUsage(f"{file} names no repository; write one a line, such as acme/churn or acme/fraud-*.")
    return Wave(file.stem, patterns)
