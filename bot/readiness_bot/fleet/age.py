"""Whether a repository is of an older version, as far as the texts of its files tell, which the forge gives
for many repositories in one request.

What is said here decides who is cloned: what an upgrade then brings, `runs/upgrade.py` says of the clone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from readiness_bot.doctor.renew import Target, renewals
from readiness_bot.doctor.shipped import Written
from readiness_bot.forge.fleet import Standing
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.plan.rollout import Candidate
from readiness_bot.reading.mentions import with_folders
from readiness_bot.reading.moved import CONTRACT
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.runs.upgrade import brought
from readiness_bot.scaffold.answers import Refused
from readiness_bot.scaffold.plan import WORKFLOWS, destination
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.templates import TEMPLATES, former, parts, templates

WORKFLOW_FILES = tuple(f"{WORKFLOWS}/{name}" for name in ("readiness.yml", "readiness-follow-up.yml"))
MOST_FOLDERS = 10
"""Models of one repository whose files are looked at: their texts share a query with other repositories'."""


def files_of(candidate: Candidate) -> tuple[str, ...]:
    """The readiness files of its models."""
    return tuple(path for folder in candidate.folders[:MOST_FOLDERS] for path in _files(folder))


def _files(folder: str) -> Iterator[str]:
    yield from (destination(name, folder) for name in TEMPLATES if name.startswith("readiness/"))


def has_old_workflows(standing: Standing, server: str, target: Target) -> bool:
    """Whether `upgrade` would rewrite one."""
    texts = ((path, standing.files.get(path)) for path in WORKFLOW_FILES)
    alike = tuple((path, _CRON.sub('- cron: "7 3 * * 1-5"', text)) for path, text in texts if text)
    return _are_old(alike, server, target)


_CRON = re.compile(r'- cron: "[^"\n]{1,60}"')
"""All that tells the workflows of most repositories apart (`scaffold.plan.cron`)."""


@lru_cache(maxsize=64)
def _are_old(texts: tuple[tuple[str, str], ...], server: str, target: Target) -> bool:
    """A fifth of a second each, and three hundred repositories have the same."""
    written = Written(templates(), parts())
    workflows = {path: text.encode() for path, text in texts}
    found = renewals(workflows, written, former(), target, f"{server}/any/repository")
    return any(one.content is not None or one.superfluous for one in found)


def has_old_files(candidate: Candidate, standing: Standing, day: date) -> bool:
    """Whether `upgrade` would add a file, or a block that its tier asks for and a file lacks."""
    return any(_lacks(folder, standing, day) for folder in candidate.folders[:MOST_FOLDERS])


def _lacks(folder: str, standing: Standing, day: date) -> bool:
    there = {path: standing.files[path] for path in _files(folder) if path in standing.files}
    texts = {path: text.encode() for path, text in there.items() if text is not None}
    if f"{folder}{CONTRACT}" not in there or len(texts) < len(there):  # moved, or not to be read: in doubt
        return False
    files = {path.removeprefix(folder): content for path, content in texts.items()}
    report = evaluate(Snapshot(files, with_folders(files), prefix=folder), day)
    called = (folder or standing.name).rstrip("/").rpartition("/")[2]
    sources = Sources(folder=called, prefix=folder, in_git=True, present=frozenset(there), existing=texts)
    try:
        found = brought(sources, report)
    except Refused:
        return False
    return bool(found.files or found.additions)
