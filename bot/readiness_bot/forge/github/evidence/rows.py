"""GitHub's JSON, GraphQL's and REST's, as records.

Accounts that are no person and no bot (imported ones) are nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from readiness_bot.evidence.records import Comment, Commit, Issue, Pull, Push, Review, Run

Row = Mapping[str, Any]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def who(actor: Row | None) -> str | None:
    """GraphQL leaves out a bot's `[bot]`, so that an app could bear a person's name."""
    if actor is None:
        return None
    kind, login = actor.get("__typename"), str(actor.get("login", ""))
    return f"{login}[bot]" if kind == "Bot" else login if kind == "User" else None


def rest_who(user: Row | None) -> str | None:
    return str(user["login"]) if user and user.get("type", "User") in ("User", "Bot") else None


def pull(row: Row) -> Pull:
    commits, reviews = row["commits"], row["reviews"]
    return Pull(
        number=row["number"],
        author=who(row["author"]),
        base=row["baseRefName"],
        merged=moment(row["mergedAt"]) if row["mergedAt"] else None,
        merge_commit=(row["mergeCommit"] or {}).get("oid", ""),
        created=moment(row["createdAt"]),
        branch=row["headRefName"],
        repository=(row["headRepository"] or {}).get("nameWithOwner", ""),
        commits=tuple(_commit(node["commit"]) for node in commits["nodes"] or ()),
        reviews=tuple(_review(node) for node in reviews["nodes"] or () if node["submittedAt"]),
        whole=commits["totalCount"] <= len(commits["nodes"] or ()),
        all_reviews=reviews["totalCount"] <= len(reviews["nodes"] or ()),
        turned=max(
            (moment(node["createdAt"]) for node in row["turned"]["nodes"] or () if node), default=None
        ),
    )


def _commit(row: Row) -> Commit:
    return Commit(row["oid"], _account(row["author"]), _account(row["committer"]))


def _account(actor: Row | None) -> str | None:
    return ((actor or {}).get("user") or {}).get("login")


def _review(row: Row) -> Review:
    commit = (row["commit"] or {}).get("oid", "")
    return Review(who(row["author"]), row["state"], commit, moment(row["submittedAt"]))


def issue(row: Row) -> Issue:
    nodes = row["comments"]["nodes"] or ()
    names = frozenset(name.lower() for node in nodes if (name := who(node["author"])))
    more = bool(row["comments"]["pageInfo"]["hasNextPage"])
    return Issue(row["number"], who(row["author"]), moment(row["createdAt"]), names, whole=not more)


def push(row: Row) -> Push:
    return Push(
        rest_who(row.get("actor")),
        str(row.get("before") or ""),
        str(row.get("after") or ""),
        moment(row["timestamp"]),
        str(row.get("activity_type") or "push"),
        str(row.get("ref") or "").removeprefix("refs/heads/"),
    )


def comment(row: Row) -> Comment:
    """Who may write here may change everybody's comments; an edited one is nobody's word."""
    number = str(row.get("issue_url", "")).rpartition("/")[2]
    edited = row.get("updated_at") != row.get("created_at")
    text = str(row.get("body") or "")
    return Comment(
        rest_who(row.get("user")),
        text,
        moment(row["created_at"]),
        edited,
        int(number) if number.isdigit() else 0,
    )


def run(row: Row) -> Run:
    return Run(
        id=row["id"],
        workflow=str(row.get("path") or "").partition("@")[0],
        name=str(row.get("name") or ""),
        conclusion=str(row.get("conclusion") or ""),
        head=str(row.get("head_sha") or ""),
        repository=str((row.get("repository") or {}).get("full_name", "")),
        head_repository=str((row.get("head_repository") or {}).get("full_name", "")),
        event=str(row.get("event") or ""),
        created=moment(row["created_at"]) if row.get("created_at") else None,
    )
