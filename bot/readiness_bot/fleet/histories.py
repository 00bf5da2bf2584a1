"""`fleet scan --org --audit`: each model's past, from a clone that lasts as long as its audit.

Cloning and replaying take seconds a repository, and no request of the API's: this is what parts on several
machines are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from readiness_bot.audit.question import Question
from readiness_bot.convention.policy import Policy
from readiness_bot.fleet.clones import Clone
from readiness_bot.fleet.judge import audited_row, without_history
from readiness_bot.ledger.line import BRANCH
from readiness_bot.portfolio.row import Row
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.clone import clone_history


def with_audits(
    rows: Iterable[Row], policies: Mapping[str, Policy], question: Question, given: Mapping[str, str]
) -> Iterator[list[Row]]:
    """The rows in their order, repository by repository, those with a verdict with their audits.

    `given`: where the server and the token stand (GITHUB_SERVER_URL, GITHUB_TOKEN). A repository that cannot
    be cloned keeps its name and gets the reason.
    """
    for name, some in groupby(rows, key=lambda row: row.name):
        own = list(some)
        if any(row.judged for row in own):
            own = _audited(name, own, policies.get(name, Policy()), question, given)
        yield own


def _audited(
    name: str, rows: list[Row], policy: Policy, question: Question, given: Mapping[str, str]
) -> list[Row]:
    url = f"{given['GITHUB_SERVER_URL'].rstrip('/')}/{name}"
    try:
        with TemporaryDirectory(prefix="readiness-") as folder:
            clone = Clone(name, Path(folder))
            clone_history(url, clone.path, given, BRANCH)
            for row in rows:
                (clone.path / row.folder).mkdir(parents=True, exist_ok=True)
            return [audited_row(row, clone, question, policy, url) for row in rows]
    except (CannotRead, OSError) as error:
        return [without_history(row, str(error)) for row in rows]
