"""The second step for a fork's pull request: read both sides by the API as data, and write the one comment.

It runs with a token that may comment, and so without a checkout: nothing of the pull request is ever run
here. Settings and policy are those of the base alone.
"""

from __future__ import annotations

import os
from pathlib import Path

from readiness_bot.convention.settings import settings_of
from readiness_bot.convention.touching import differing
from readiness_bot.forge.events import WorkflowRun
from readiness_bot.forge.protocol import ForgeError, Pull, Pulls
from readiness_bot.render.comment import comment_body
from readiness_bot.render.remote import remote_note
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.runs.forge import make_links, make_pulls
from readiness_bot.runs.publish import publish, tell
from readiness_bot.runs.run import Run
from readiness_bot.runs.sides import sides
from readiness_bot.text.escape import cut, plain
from readiness_bot.text.markup import md


def comment_on_fork(run: Run, event: WorkflowRun) -> None:
    """Comment where the pull request still stands at the commit that was judged.

    Exits with 3 where it cannot be read.
    """
    prefix = _prefix(run.directory)
    where = cut(plain(f"{event.repository}:{event.branch}"))
    with told(ForgeError):
        pulls = make_pulls()
        found = pulls.open_from(event.repository, event.branch)
        if not found:
            tell(run, f"No open pull request comes from {where}; nothing to do.")
        for pull in found:
            if pull.head == event.commit:
                _comment(run, pulls, pull, prefix)
            else:
                tell(
                    run,
                    f"#{pull.number} has moved on from {event.commit[:12]}; the newer push has its own run.",
                )


def _comment(run: Run, pulls: Pulls, pull: Pull, prefix: str) -> None:
    read = pulls.read(pull, prefix)
    changed = differing(read.former[0], read.head)
    judged = sides(run, read.head, read.former[0], changed, settings_of(read.base), others=read.former[1:])
    links = make_links(prefix, pull.branch, {**os.environ, "GITHUB_REPOSITORY": pull.head_repository})
    checks = _checks_url(pull, pulls.repository)
    note = remote_note(judged.head, pulls.no_history, checks, read.merged, read.unseen)
    text = comment_body(judged.head, judged.base, links)
    publish(run, pull.number, md("{}\n{}\n", text, note) if note else text, prefix, judged.concerned)


def _checks_url(pull: Pull, repository: str) -> str:
    """Made of numbers and names of our own. The address of one run would change this text with every push."""
    return f"{os.environ.get('GITHUB_SERVER_URL', '').rstrip('/')}/{repository}/pull/{pull.number}/checks"


def _prefix(directory: Path) -> str:
    """DIR as a folder of the repository: nothing is checked out here that it could be looked for in."""
    if directory.is_absolute() or ".." in directory.parts:
        raise WrongUsage(f"DIR is '{directory}'; write it as a path from the repository's root.")
    return "".join(f"{part}/" for part in directory.parts)
