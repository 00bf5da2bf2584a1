"""A model's repository as `readiness init` leaves it, adopted in one pull request: ready to run its own workflows, and every sign-off true."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner
from tests.github.origin import Origin
from tests.github.server import REPOSITORY, GithubServer
from tests.models import EXAMPLE, TODAY, shifted

from readiness_bot.cli import group
from readiness_bot.demo.churn_propensity import STORY
from readiness_bot.demo.repository import Repository, build, read_files
from readiness_bot.demo.story import Files

SIGNERS = (
    "priya-nair", "lior-katz", "jonas-weber", "kim-oyelaran", "omar-haddad", "jo-marsh", "mei-chen", "tomas-k", "sam-boateng",
)  # fmt: skip
"""Whom the example's files name for something. Nobody of them wrote a line: `AUTHOR` did, who signs nothing."""
AUTHOR = "ana-ruiz"
_API = f"/repos/{REPOSITORY}"
_SINCE = timedelta(days=30)
"""How long ago it was merged: before the tests and drills that the files tell of."""


def model_with_workflows(path: Path, *edits: tuple[str, str, str], init: tuple[str, ...] = ()) -> Repository:
    """The example, as old as if it were from this week. `edits`: file, what stands there, what stands there instead. `init`: its options."""
    days = (datetime.now(UTC).date() - TODAY).days
    files = shifted(read_files(EXAMPLE), days)
    for file, old, new in edits:
        files[file] = files[file].replace(old, new)
    model = build(path, files, replace(STORY, steps=tuple(replace(step, day=step.day + timedelta(days=days)) for step in STORY.steps)))
    written = CliRunner().invoke(group, ["init", str(path), *init], catch_exceptions=False)
    assert written.exit_code == 0, written.output
    model.git("remote", "add", "origin", "https://github.com/acme/churn.git")
    model.git("add", "--all")
    model.git("commit", "--quiet", "-m", "Let readiness-bot follow up")
    return model


Edit = tuple[str, str, str]
"""A file, what stands there, what stands there instead."""


def adopted(server: GithubServer, folder: Path, *edits: Edit) -> Origin:
    """The example on the server, with its history."""
    files, days = _example(edits), _days()
    steps = tuple(replace(step, author=AUTHOR, day=step.day + timedelta(days=days)) for step in STORY.steps)
    model = build(folder / "model", files, replace(STORY, steps=steps))
    return _adopted(server, folder, model, model.git("rev-list", "--max-parents=0", "HEAD"), ["."])


def adopted_at_once(server: GithubServer, folder: Path, *models: str, edits: Sequence[Edit] = ()) -> Origin:
    """The example without its history: in several folders (`models/churn`), each under the folder's name, or at the root (`.`)."""
    model = Repository.create(folder / "model")
    files = _example(edits)
    first = model.commit({"NOTICE.md": "# Models\n"}, "Begin", AUTHOR, _today() - 2 * _SINCE)
    for name in models:
        model.commit(_below(name, files, first), f"Describe {name}", AUTHOR, _today() - _SINCE)
    return _adopted(server, folder, model, first, models)


def _below(folder: str, files: Files, evaluated: str) -> Files:
    """What was evaluated is a commit that is there."""
    own = folder.rpartition("/")[2].replace(".", "churn-propensity")
    told = {name: text.replace("model: churn-propensity", f"model: {own}") for name, text in files.items()}
    return {os.path.normpath(f"{folder}/{name}"): re.sub('commit: "[0-9a-f]{7}"', f'commit: "{evaluated[:7]}"', text) for name, text in told.items()}


def _adopted(server: GithubServer, folder: Path, model: Repository, first: str, folders: Iterable[str]) -> Origin:
    for name in folders:
        written = CliRunner().invoke(group, ["init", str(model.path / name)], catch_exceptions=False)
        assert written.exit_code == 0, written.output
    model.git("add", "--all")
    model.git("commit", "--quiet", "-m", "Let readiness-bot follow up", who=AUTHOR)
    origin = Origin.of(model, folder / "origin.git")
    origin.git.git("update-ref", "refs/heads/main", first)
    origin.connect(server, when=_clock(_SINCE + timedelta(days=1)))
    server.world(clock=_clock(_SINCE))
    origin.push_branch(model, "adopt", AUTHOR)
    merged(server, "adopt", AUTHOR, *SIGNERS)
    server.world(clock=None)
    return origin


def merged(server: GithubServer, branch: str, author: str, *signers: str) -> None:
    """A pull request of this branch, opened by its author, approved by those whom it names, and merged into main."""
    number = server.call("POST", f"{_API}/pulls", {"title": branch, "head": branch, "base": "main"}, author)["number"]
    for login in signers:
        server.call("POST", f"{_API}/pulls/{number}/reviews", {"event": "APPROVE"}, login)
    server.call("PUT", f"{_API}/pulls/{number}/merge", {"merge_method": "merge"}, "raj-patel")


def _example(edits: Sequence[Edit]) -> Files:
    """As old as if it were from this week. Its tests and drills are told of in another repository, so that nobody here can say that it has none."""
    files = {
        name: text.replace(f"https://github.com/{REPOSITORY}/", "https://github.com/acme/ops/") for name, text in shifted(read_files(EXAMPLE), _days()).items()
    }
    for file, old, new in edits:
        assert files[file].count(old) == 1, f"{old!r} stands {files[file].count(old)} times in {file}"
        files[file] = files[file].replace(old, new)
    return files


def _days() -> int:
    return (_today() - TODAY).days


def _today() -> date:
    return datetime.now(UTC).date()


def _clock(ago: timedelta) -> str:
    return f"{datetime.now(UTC) - ago:%Y-%m-%dT%H:%M:%SZ}"
