"""A scan's file, which may be anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from readiness_bot.portfolio.scan import Scan, WrongScan, read
from readiness_bot.portfolio.several import together
from readiness_bot.runs.bounded import MEBIBYTE, read_at_most
from readiness_bot.runs.errors import WrongUsage

MOST = 2048 * MEBIBYTE


def read_scan(file: Path) -> Scan:
    """What `fleet scan` or `fleet merge` wrote. A wrong one is wrong usage."""
    try:
        return read(read_at_most(file, MOST, "The scan").decode("utf-8", "replace"))
    except OSError as error:
        raise WrongUsage(f"{file} cannot be read: {error.strerror}") from error
    except WrongScan as error:
        raise WrongUsage(f"{file} is no scan: {error}. `readiness fleet scan` writes one.") from error


def read_scans(files: Sequence[Path]) -> Scan:
    """Several of them as one (`portfolio.several`)."""
    try:
        return together([read_scan(file) for file in files])
    except WrongScan as error:
        raise WrongUsage(f"These files cannot be read together: {error}.") from error
