"""A model's repository as `readiness init` leaves it: ready to run its own workflows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner
from tests.models import EXAMPLE, TODAY, shifted

from readiness_bot.cli import group
from readiness_bot.demo.repository import Repository, build, read_files
from readiness_bot.demo.story import STORY


def model_with_workflows(path: Path, *edits: tuple[str, str, str]) -> Repository:
    """The example, as old as if it were from this week. `edits`: file, what stands there, what stands there instead."""
    days = (datetime.now(UTC).date() - TODAY).days
    files = shifted(read_files(EXAMPLE), days)
    for file, old, new in edits:
        files[file] = files[file].replace(old, new)
    model = build(path, files, [replace(step, day=step.day + timedelta(days=days)) for step in STORY])
    written = CliRunner().invoke(group, ["init", str(path)], catch_exceptions=False)
    assert written.exit_code == 0, written.output
    model.git("remote", "add", "origin", "https://github.com/acme/churn.git")
    model.git("add", "--all")
    model.git("commit", "--quiet", "-m", "Let readiness-bot follow up")
    return model
