"""Many repositories of GitHub's, as a roll-out needs them.

How they stand is asked by GraphQL, many in one query: a request each would be used up by three hundred
repositories that have answered long ago. What is written goes through the git data API of each (`offers.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

from github import GithubException
from readiness_bot.forge.fleet import Offer, Offered, Opened, Said, Standing
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.errors import said
from readiness_bot.forge.github.offers import offer, reaching
from readiness_bot.forge.github.people import role
from readiness_bot.forge.github.shapes import GRAPH, Maybe, Shape, check
from readiness_bot.forge.github.waits import PATIENCE
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.text.marker import read_marker

AT_ONCE = 25
"""Repositories a query. With the newest 5 pull requests of each branch, and 50 comments each, these are some
13,000 nodes of the 500,000 that a query may have
(https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api)."""
_REPOSITORY = """
  nameWithOwner isArchived isFork
  defaultBranchRef { name target { oid ... on Commit { tree { oid } } } }
"""
_PULLS = """
  first: 5, orderBy: {field: CREATED_AT, direction: DESC}) { nodes {
    number url state isCrossRepository body closedAt headRefName
    author { __typename login }
    comments(last: 50) { nodes { body createdAt author { __typename login } } }
  } }
"""
_PERSON = "User"
"""What an account of a person's is called; an App's is a `Bot`, and one that an enterprise made no `User`
either."""


@dataclass(frozen=True, slots=True)
class Wants:
    """What is asked of each repository."""

    branches: Sequence[str]
    paths: Sequence[str]
    own: Mapping[str, Sequence[str]]

    def files(self, name: str) -> Iterator[tuple[str, str]]:
        """The keys of a repository's files in an answer, and their paths."""
        yield from ((f"f{number}", path) for number, path in enumerate(self.paths))
        yield from ((f"g{number}", path) for number, path in enumerate(self.own.get(name, ())))


class GithubFleet:
    """Whatever this token may see."""

    def __init__(self, settings: GithubSettings) -> None:
        """`settings.repository` is not asked for."""
        self._client = Client(settings)
        self._bots = set(settings.bots)

    def at_once(self) -> int:
        return AT_ONCE

    def standings(
        self,
        names: Sequence[str],
        branches: Sequence[str],
        paths: Sequence[str],
        own: Mapping[str, Sequence[str]],
    ) -> dict[str, Standing | str]:
        found: dict[str, Standing | str] = {}
        for start in range(0, len(names), AT_ONCE):
            found |= self._asked(names[start : start + AT_ONCE], Wants(branches, paths, own))
        return found

    def role(self, repository: str, login: str) -> str:
        return role(self._client, login, of=repository)

    def offer(self, offer_: Offer) -> Opened:
        return offer(self._client, offer_, self._bots)

    def spent(self) -> int:
        return PATIENCE.asked

    def _asked(self, names: Sequence[str], wanted: Wants) -> dict[str, Standing | str]:
        """A query that takes GitHub too long (10 seconds) is asked again in halves."""
        text, variables = query(names, wanted)
        with reaching("see how the repositories stand"):
            try:
                answer = self._client.graphql(text, variables)
            except (GithubException, requests.RequestException) as error:
                too_much = not isinstance(error, GithubException) or error.status >= 500
                if len(names) == 1 or not too_much:
                    raise
            else:
                check(GRAPH["answer"], answer)
                return self._told(answer, names, wanted)
        half = len(names) // 2
        return self._asked(names[:half], wanted) | self._asked(names[half:], wanted)

    def _told(
        self, answer: Mapping[str, Any], names: Sequence[str], wanted: Wants
    ) -> dict[str, Standing | str]:
        errors = answer.get("errors") or []
        data = answer.get("data") or {}
        limited = next((e for e in errors if e.get("type") == "RATE_LIMITED"), None)
        if limited or not data:
            words = said(limited or (errors[0] if errors else None))
            raise ForgeError(
                f"GitHub could not say how the repositories stand{': ' + words if words else ''}. Nothing"
                " more was changed; run it again in an hour."
            )
        check({"viewer": Maybe({"login": Maybe(str)})}, data)
        self._bots.add(str((data.get("viewer") or {}).get("login") or ""))
        why = {str((error.get("path") or [""])[0]): said(error) for error in errors}
        found: dict[str, Standing | str] = {}
        for number, name in enumerate(names):
            row = data.get(f"r{number}")
            if row is None or f"r{number}" in why:  # half of it would hide that they opted out
                found[name] = why.get(f"r{number}") or "GitHub shows this token no such repository"
                continue
            check(_shape(name, wanted), row)
            found[name] = self._standing(name, row, wanted)
        return found

    def _standing(self, name: str, row: Mapping[str, Any], wanted: Wants) -> Standing:
        head = row["defaultBranchRef"] or {}
        target = head.get("target") or {}
        pulls = [pull for number, _ in enumerate(wanted.branches) for pull in _nodes(row[f"p{number}"])]
        files = {path: row[key] for key, path in wanted.files(name)}
        return Standing(
            name=row["nameWithOwner"],
            branch=head.get("name") or "",
            commit=target.get("oid") or "",
            tree=(target.get("tree") or {}).get("oid") or "",
            archived=row["isArchived"],
            fork=row["isFork"],
            files={path: _text(blob) for path, blob in files.items() if blob is not None},
            offered=tuple(
                sorted(
                    # Whoever pushed a branch here may write here; a fork's branch of that name is anybody's.
                    (self._offered(pull) for pull in pulls if not pull["isCrossRepository"]),
                    key=lambda pull: pull.number,
                )
            ),
        )

    def _offered(self, pull: Mapping[str, Any]) -> Offered:
        author, human = _who(pull["author"])
        marker = read_marker(pull["body"] or "")
        marked = marker is not None and marker.key.startswith("rollout=")
        ours = author in self._bots or (not human and f"{author}[bot]" in self._bots)
        return Offered(
            number=pull["number"],
            url=pull["url"],
            branch=pull["headRefName"],
            state=pull["state"].lower(),
            ours=ours or marked,
            ended=_moment(pull["closedAt"]),
            said=tuple(_said(node) for node in _nodes(pull["comments"])),
        )


def query(names: Sequence[str], wanted: Wants) -> tuple[str, dict[str, str]]:
    """The text, and its variables: no name stands in the text. The n-th answer is `r<n>`."""
    variables: dict[str, str] = {}
    fields = [_REPOSITORY]
    for number, path in enumerate(wanted.paths):
        variables[f"f{number}"] = f"HEAD:{path}"
        fields.append(_file(f"f{number}", f"f{number}"))
    for number, branch in enumerate(wanted.branches):
        variables[f"b{number}"] = branch
        fields.append(f"  p{number}: pullRequests(headRefName: $b{number},{_PULLS}")
    asked = []
    for number, name in enumerate(names):
        variables[f"o{number}"], _, variables[f"n{number}"] = name.partition("/")
        own = []
        for at, path in enumerate(wanted.own.get(name, ())):
            variables[f"r{number}g{at}"] = f"HEAD:{path}"
            own.append(_file(f"g{at}", f"r{number}g{at}"))
        repository = f"repository(owner: $o{number}, name: $n{number})"
        asked.append(f"  r{number}: {repository} {{ ...Standing\n{''.join(own)}  }}\n")
    declared = ", ".join(f"${name}: String!" for name in variables)
    asks = f"query Rollout({declared}) {{\n  viewer {{ login }}\n{''.join(asked)}}}\n"
    return f"{asks}fragment Standing on Repository {{{''.join(fields)}}}\n", variables


def _file(key: str, variable: str) -> str:
    return f"  {key}: object(expression: ${variable}) {{ ... on Blob {{ text isTruncated }} __typename }}\n"


def _shape(name: str, wanted: Wants) -> dict[str, Shape]:
    pulls = {f"p{number}": GRAPH["offered"] for number, _ in enumerate(wanted.branches)}
    files = {key: GRAPH["text"] for key, _ in wanted.files(name)}
    return (
        {"nameWithOwner": str, "isArchived": bool, "isFork": bool, "defaultBranchRef": _HEAD} | pulls | files
    )


_HEAD: Shape = Maybe({"name": str, "target": Maybe({"oid": str, "tree": Maybe({"oid": str})})})
"""Null: the repository is empty."""


def _nodes(connection: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    yield from (node for node in (connection or {}).get("nodes") or () if node is not None)


def _who(author: Mapping[str, Any] | None) -> tuple[str, bool]:
    """The login, and whether it is a person's; null: the account is gone."""
    return (author["login"], author["__typename"] == _PERSON) if author else ("", False)


def _said(node: Mapping[str, Any]) -> Said:
    login, human = _who(node["author"])
    at = _moment(node["createdAt"]) or datetime.max.replace(tzinfo=UTC)
    return Said(login, human, node["body"], at)


def _text(blob: Mapping[str, Any]) -> str | None:
    text = blob.get("text")
    return text if isinstance(text, str) and not blob.get("isTruncated") else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC) if text else None
