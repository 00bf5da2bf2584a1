"""When the bot last did something in each of many repositories.

Its ledger says so in one query for a hundred of them. But a ledger gets no line where nothing is new, so what
looks silent there is asked for by its runs: https://docs.github.com/rest/actions/workflow-runs, a request
each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from github import GithubException, RateLimitExceededException
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.errors import told
from readiness_bot.forge.github.offers import reaching
from readiness_bot.forge.github.shapes import GRAPH, Maybe, Shape, check, is_moment
from readiness_bot.forge.scan import Spent
from readiness_bot.ledger.line import BRANCH

_AT_ONCE = 100
_FOLLOW_UP = "readiness-follow-up.yml"
_SHAPE: Shape = Maybe({"ref": Maybe({"target": Maybe({"committedDate": Maybe(is_moment)})})})


class GithubHeart:
    """Whatever this token may see."""

    def __init__(self, settings: GithubSettings) -> None:
        """`settings.repository` is not asked for."""
        self._client = Client(settings)
        self.spent = Spent()

    def recorded(self, names: Sequence[str]) -> dict[str, date | None]:
        found: dict[str, date | None] = {}
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            text, variables = query(some)
            self.spent.queries += 1
            self.spent.points += 1  # the least, since it holds no connection (see `query`)
            with reaching("see the ledgers"):
                answer = self._client.graphql(text, variables)
                check(GRAPH["answer"], answer)
                data = answer.get("data") or {}
                for number, name in enumerate(some):
                    row = data.get(f"r{number}")
                    check(_SHAPE, row)
                    target = ((row or {}).get("ref") or {}).get("target") or {}
                    found[name] = _day(target.get("committedDate"))
        return found

    def ran(self, name: str) -> date | None:
        self.spent.requests += 1
        with told(f"list the runs of {_FOLLOW_UP} in {name}"):
            try:
                answer: Any = self._client.get(f"actions/workflows/{_FOLLOW_UP}/runs", name, per_page="1")
            except RateLimitExceededException:
                raise
            except GithubException as error:
                if error.status in (403, 404):  # no such workflow, or none that this token may see
                    return None
                raise
        rows = answer["workflow_runs"]
        return _day(rows[0]["created_at"]) if rows else None


def query(names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The text, and its variables; the n-th answer is `r<n>`.

    It costs one point, as every query without a connection:
    https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
    """
    variables = {"ledger": f"refs/heads/{BRANCH}"}
    asked = []
    for number, name in enumerate(names):
        variables[f"o{number}"], _, variables[f"n{number}"] = name.partition("/")
        asked.append(f"  r{number}: repository(owner: $o{number}, name: $n{number}) {{ ...Ledger }}\n")
    declared = ", ".join(f"${name}: String!" for name in variables)
    ledger = "ref(qualifiedName: $ledger) { target { ... on Commit { committedDate } } }"
    fragment = f"fragment Ledger on Repository {{ {ledger} }}\n"
    return f"query Heart({declared}) {{\n{''.join(asked)}}}\n{fragment}", variables


def _day(text: str | None) -> date | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC).date() if text else None
