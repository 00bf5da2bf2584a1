"""Models to judge: the example as a real git repository, read once, and edits of it."""

from __future__ import annotations

import atexit
import functools
import re
import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from readiness_bot.convention.policy import Policy
from readiness_bot.demo.repository import Repository, build, read_files
from readiness_bot.demo.stories import STORIES
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.report import Report
from readiness_bot.judging.sides import Sides
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.worktree import read_worktree
from readiness_bot.render.comment import comment_body
from readiness_bot.text.links import Links
from readiness_bot.text.markup import Markdown
from readiness_bot.vocabulary import Stage, Status

EXAMPLES = Path(__file__).parent.parent / "examples"
EXAMPLE = EXAMPLES / "churn-propensity"
TODAY = date(2026, 11, 20)
"""Two days after each example's last commit."""

Edit = tuple[str, str, str]
"""`("governance", "keep_days: 400", "keep_days: 90")`: a file's stem, what stands there, what stands there instead."""


@functools.cache
def _kept() -> Path:
    """A folder for as long as this process lives."""
    folder = Path(tempfile.mkdtemp(prefix="readiness-examples-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def built(name: str = EXAMPLE.name) -> Path:
    """A finished example as a git repository, built once. Read only: take `copied`. Its objects are in one file, so that a copy takes
    a sixth of the time."""
    made = build(_kept() / name, read_files(EXAMPLES / name), STORIES[name])
    made.git("repack", "-a", "-d", "--quiet")
    return made.path


def copied(path: Path, name: str = EXAMPLE.name) -> Repository:
    """A copy of it to break."""
    return Repository(Path(shutil.copytree(built(name), path)))


@functools.cache
def example(name: str = EXAMPLE.name) -> Snapshot:
    """A finished example with its history."""
    return read_worktree(built(name))


def edited(snapshot: Snapshot, *edits: Edit) -> Snapshot:
    """The working tree after an editor changed it; nothing is committed. An empty `old` means the whole file."""
    files = dict(snapshot.files)
    for stem, old, new in edits:
        name = path_of(stem)
        content = files[name]
        assert isinstance(content, bytes)
        text = content.decode()
        assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        files[name] = (text.replace(old, new) if old else new).encode()
    return replace(snapshot, files=files)


def without(snapshot: Snapshot, *paths: str) -> Snapshot:
    """The same without some files."""
    files = {name: content for name, content in snapshot.files.items() if name not in paths}
    return replace(snapshot, files=files, paths=snapshot.paths - set(paths))


def path_of(stem: str) -> str:
    if "/" in stem or "." in stem:
        return stem
    return "readiness/runbook.md" if stem == "runbook" else f"readiness/{stem}.yaml"


def report(*edits: Edit, today: date = TODAY, entering: Stage | None = None, policy: Policy | None = None, of: str = EXAMPLE.name) -> Report:
    if policy is None:  # two policies may be equal and yet not say the same
        return _judged(edits, today, entering, of)
    return evaluate(edited(example(of), *edits), today, policy, entering)


@functools.lru_cache(maxsize=256)
def _judged(edits: tuple[Edit, ...], today: date, entering: Stage | None, of: str) -> Report:
    return evaluate(edited(example(of), *edits), today, None, entering)


def opened(found: Report) -> list[str]:
    """What is wrong, then every gap, as `path:line:column message [rule]`."""
    gaps = [finding for result in found.items if result.status is Status.GAP for finding in result.findings]
    return [f"{f.where} {f.message} [{f.rule}]" for f in (*found.findings, *gaps)]


def comment_of(head: Report, base: Report | None, links: Links | None, author: str = "") -> Markdown:
    """The comment on a pull request that concerns this model alone."""
    return comment_body([Sides(head, base, concerned=True)], lambda _: links, author)


def said(comment: str) -> str:
    """A comment of the bot's without the hidden line that tells it from others."""
    mark, _, text = comment.partition("\n")
    assert mark.startswith("<!-- readiness-bot:v1 said="), comment
    return text


def shifted(files: dict[str, str], days: int) -> dict[str, str]:
    """The same files so many days later: for runs that cannot be told what day it is."""

    def later(match: re.Match[str]) -> str:
        return (date.fromisoformat(match[0]) + timedelta(days=days)).isoformat()

    return {name: re.sub(r"\b20\d\d-\d\d-\d\d\b", later, text) for name, text in files.items()}
