"""A repository as GitHub's GraphQL lists it. Answers are checked, never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from readiness_bot.forge.github.shapes import Maybe, Null, Shape, check, is_moment, is_name, is_oid
from readiness_bot.forge.scan import Found, Properties

_ENTRY: dict[str, Shape] = {"name": str, "mode": int, "type": str, "oid": is_oid, "size": Maybe(int)}
TREE: Shape = Maybe({"oid": Maybe(is_oid), "entries": Maybe([_ENTRY])})
"""A folder, or anything else that stands in its place."""
TREE_OF_TREES: Shape = Maybe({"oid": Maybe(is_oid), "entries": Maybe([_ENTRY | {"object": TREE}])})
BLOB: Shape = Maybe(
    {"oid": Maybe(is_oid), "text": Maybe(str), "isBinary": Maybe(bool), "isTruncated": Maybe(bool)}
)
OBJECT: Shape = Maybe({"oid": Maybe(is_oid)})

_REPOSITORY: Shape = {
    "id": str,
    "nameWithOwner": is_name,
    "url": str,
    "isArchived": bool,
    "isFork": bool,
    "isEmpty": bool,
    "isDisabled": bool,
    "isLocked": bool,
    "visibility": str,
    "pushedAt": Null(is_moment),
    "repositoryTopics": Maybe({"nodes": Maybe([Maybe({"topic": {"name": str}})])}),
    "defaultBranchRef": Maybe({"name": str, "target": Maybe({"oid": is_oid, "tree": Maybe(TREE)})}),
    "readiness": TREE,
}
RATE: Shape = Maybe({"limit": int, "cost": int, "remaining": int, "resetAt": Maybe(str)})
REACH: Shape = {"repositoryOwner": Null({"repositories": {"totalCount": int}})}
PAGE: Shape = {
    "repositoryOwner": Null(
        {
            "repositories": {
                "totalCount": int,
                "pageInfo": {"hasNextPage": bool, "endCursor": Null(str)},
                "nodes": [lambda node: True],  # each is looked at by itself
            }
        }
    )
}
ANSWER: Shape = {
    "errors": Maybe(
        [
            {
                "message": Maybe(str),
                "type": Maybe(str),
                "path": Maybe([lambda part: isinstance(part, str | int)]),
                "extensions": Maybe({"saml_failure": Maybe(bool)}),
            }
        ]
    ),
    "data": Maybe({"rateLimit": RATE}),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of one repository. It goes into the record of the scan as it is."""

    name: str
    id: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    visibility: str = ""
    pushed: str = ""
    branch: str = ""
    commit: str = ""
    tree: str = ""
    """The object's name of the default branch's root folder."""
    archived: bool = False
    fork: bool = False
    left_out: str = ""
    error: str = ""
    asked_as: str = ""

    def found(self, properties: Properties | None = None, left_out: str = "", error: str = "") -> Found:
        return Found(
            name=self.name,
            url=self.url,
            topics=self.topics,
            properties=properties,
            archived=self.archived,
            fork=self.fork,
            visibility=self.visibility,
            pushed=_moment(self.pushed),
            branch=self.branch,
            commit=self.commit,
            left_out=self.left_out or left_out,
            error=self.error or error,
            asked_as=self.asked_as,
        )


def listed(data: object) -> Listed:
    """Raises Odd where it is another thing than GitHub documents."""
    check(_REPOSITORY, data)
    node: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    branch: Mapping[str, Any] = node.get("defaultBranchRef") or {}
    target: Mapping[str, Any] = branch.get("target") or {}
    topics = (node.get("repositoryTopics") or {}).get("nodes") or ()
    return Listed(
        name=str(node["nameWithOwner"]),
        id=str(node["id"]),
        url=str(node["url"]),
        topics=tuple(topic["topic"]["name"] for topic in topics if topic),
        visibility=str(node["visibility"]).lower(),
        pushed=str(node["pushedAt"] or ""),
        branch=str(branch.get("name") or ""),
        commit=str(target.get("oid") or ""),
        tree=str((target.get("tree") or {}).get("oid") or ""),
        archived=bool(node["isArchived"]),
        fork=bool(node["isFork"]),
        left_out=_left_out(node, bool(target.get("oid"))),
    )


def _left_out(node: Mapping[str, Any], has_commit: bool) -> str:
    """Why there is nothing to judge."""
    if node["isArchived"]:
        return "it is archived"
    if node["isFork"]:
        return "it is a fork"
    if node["isDisabled"]:
        return "GitHub has disabled it"
    if node["isEmpty"]:
        return "it is empty"
    return "" if has_commit else "it has no default branch"


def _moment(text: str) -> datetime | None:
    """None too where the record of an earlier run holds another thing."""
    if not is_moment(text):
        return None
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
