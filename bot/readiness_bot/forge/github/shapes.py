"""What of GitHub's answers is relied on, by address.

Each answer is looked at once, where it arrives, so that nothing that reads it can meet a null or a number
where the documentation has an object or a text. Sources: https://docs.github.com/rest and /graphql.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from readiness_bot.forge.github.errors import Unreadable

Shape: TypeAlias = "type | Callable[[object], bool] | Null | Maybe | dict[str, Shape] | list[Shape]"


class Odd(Unreadable):
    """GitHub answered with something else than it documents; the text says where."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


@dataclass(frozen=True, slots=True)
class Null:
    """It may be null, and is there."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Maybe:
    """It may be null, or missing."""

    shape: Shape


def check(shape: Shape, data: object, at: str = "") -> None:
    """Raises Odd at the first place that differs. Keys that the shape does not name are not looked at."""
    if isinstance(shape, Null | Maybe):
        if data is not None:
            check(shape.shape, data, at)
    elif isinstance(shape, dict):
        _object(shape, data, at)
    elif isinstance(shape, list):
        if not isinstance(data, list):
            raise _odd(at, data, "a list")
        for index, row in enumerate(data):
            check(shape[0], row, f"{at}[{index}]")
    elif not _fits(shape, data):
        raise _odd(at, data, _WORDS.get(shape, "something else"))


def _object(shape: dict[str, Shape], data: object, at: str) -> None:
    if not isinstance(data, Mapping):
        raise _odd(at, data, "an object")
    for key, inner in shape.items():
        below = f"{at}.{key}" if at else key
        if key not in data and not isinstance(inner, Maybe):
            raise Odd(f"its answer has nothing at {below}")
        check(inner, data.get(key), below)


def _fits(shape: type | Callable[[object], bool], data: object) -> bool:
    if not isinstance(shape, type):
        return shape(data)
    if isinstance(data, bool):
        return shape is bool
    return isinstance(data, shape) and (not isinstance(data, str) or _is_text(data))


def _odd(at: str, data: object, expected: str) -> Odd:
    kinds = {type(None): "null", dict: "an object", list: "a list", str: "text"}
    found = kinds.get(type(data), repr(data)[:20])
    return Odd(f"its answer has {found} at {at or 'the top'}, where {expected} belongs")


def _is_text(data: str) -> bool:
    try:
        data.encode()
    except UnicodeEncodeError:  # half of a character
        return False
    return True


def is_moment(data: object) -> bool:
    try:
        return isinstance(data, str) and bool(
            datetime.fromisoformat(data.replace("Z", "+00:00")).astimezone(UTC)
        )
    except (ValueError, OverflowError):
        return False


def is_base64(data: object) -> bool:
    try:
        return isinstance(data, str) and base64.b64decode(data) is not None
    except ValueError:  # `binascii.Error` is one
        return False


def is_file(data: object) -> bool:
    """A file with its content; or anything else that a path can lead to, whose content is not read."""
    if not isinstance(data, Mapping):
        return isinstance(data, list)
    return data.get("type") != "file" or is_base64(data.get("content"))


def is_oid(data: object) -> bool:
    """An object's name, which becomes a part of addresses."""
    return isinstance(data, str) and _OID_TEXT.fullmatch(data) is not None


def is_name(data: object) -> bool:
    """`owner/name`, which does, too."""
    return isinstance(data, str) and _NAME_TEXT.fullmatch(data) is not None


_OID_TEXT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NAME_TEXT = re.compile(r"[A-Za-z0-9_-]+/(?!\.{1,2}$)[A-Za-z0-9._-]+")


def is_property(data: object) -> bool:
    """A custom property's value; null where it is not set."""
    return data is None or isinstance(data, str) or (isinstance(data, list) and all(map(_is_str, data)))


def _is_str(data: object) -> bool:
    return isinstance(data, str)


_WORDS: dict[object, str] = {
    str: "text",
    int: "a number",
    bool: "true or false",
    is_moment: "a time",
    is_base64: "base64",
    is_file: "a file",
    is_property: "a property's value",
    is_oid: "an object's name",
    is_name: "owner/name",
}

_LOGIN: Shape = Maybe({"login": str, "type": Maybe(str)})
_SHA: Shape = {"sha": str}
_ISSUE: Shape = {
    "number": int,
    "id": int,
    "title": str,
    "body": Null(str),
    "state": str,
    "state_reason": Maybe(str),
    "html_url": str,
    "user": _LOGIN,
    "parent_issue_url": Maybe(str),
}
_COMMENT: Shape = {
    "id": int,
    "body": Null(str),
    "html_url": str,
    "user": _LOGIN,
    "created_at": is_moment,
    "updated_at": is_moment,
    "issue_url": Maybe(str),
}
_SIDE: Shape = {"sha": str, "ref": str, "repo": Maybe({"full_name": str})}
_PULL: Shape = {
    "number": int,
    "html_url": str,
    "body": Maybe(str),
    "user": _LOGIN,
    "head": _SIDE,
    "base": _SIDE,
    "merge_commit_sha": Maybe(str),
}
_ENTRY: Shape = {"path": str, "mode": str, "type": str, "sha": Maybe(str), "size": Maybe(int)}
_NAMED: Shape = Maybe({"full_name": Maybe(str)})

_CHECKS: Shape = Maybe({"checks": Maybe([{"context": str, "app_id": Maybe(int)}]), "contexts": Maybe([str])})
_CLASSIC: Shape = {"required_status_checks": _CHECKS}
_SWITCH: Shape = Maybe({"enabled": Maybe(bool)})
_PROTECTION: Shape = {
    "required_pull_request_reviews": Maybe({"require_code_owner_reviews": Maybe(bool)}),
    "allow_force_pushes": _SWITCH,
    "allow_deletions": _SWITCH,
}
_RULE: Shape = {
    "type": str,
    "parameters": Maybe(
        {
            "required_status_checks": Maybe([{"context": str, "integration_id": Maybe(int)}]),
            "require_code_owner_review": Maybe(bool),
        }
    ),
    "ruleset_id": Maybe(int),
    "ruleset_source": Maybe(str),
    "ruleset_source_type": Maybe(str),
}
_REPOSITORY: Shape = {
    "full_name": str,
    "default_branch": str,
    "has_issues": bool,
    "private": bool,
    "archived": Maybe(bool),
    "pushed_at": Maybe(is_moment),
    "permissions": Maybe({"admin": Maybe(bool)}),
}
_PATHS: tuple[tuple[str, Shape], ...] = (
    (r"issues", _ISSUE),
    (r"issues/\d+/comments|issues/comments(?:/\d+)?", _COMMENT),
    (r"issues/comments/\d+/reactions", {"user": _LOGIN}),
    (r"pulls(?:/\d+)?", _PULL),
    (
        r"commits/[0-9a-f]+/statuses",
        {"id": int, "state": str, "context": str, "description": Maybe(str), "creator": _LOGIN},
    ),
    (r"labels", {"name": str}),
    (r"branches/[^/]+/protection", _PROTECTION),
    (r"branches/.+", {"commit": _SHA, "protected": Maybe(bool), "protection": Maybe(_CLASSIC)}),
    (r"collaborators/[^/]+/permission", {"role_name": Maybe(str), "permission": Maybe(str)}),
    (
        r"commits/[0-9a-f]{40,64}",
        {
            "author": Maybe({"login": Maybe(str)}),
            "commit": Maybe({"message": Maybe(str), "tree": Maybe({"sha": str})}),
        },
    ),
    (r"git/ref/.+", {"object": _SHA}),
    (r"git/commits/.+", {"tree": _SHA, "parents": [_SHA]}),
    (r"git/(?:blobs|trees|commits)", _SHA),
    (r"git/trees/.+", {"sha": str, "tree": [_ENTRY], "truncated": Maybe(bool)}),
    (r"git/blobs/.+", {"content": is_base64}),
    (r"contents/.+", is_file),
    (r"rules/branches/.+", [_RULE]),
    (r"actions/permissions", {"enabled": bool, "sha_pinning_required": Maybe(bool)}),
    (r"actions/permissions/workflow", {"can_approve_pull_request_reviews": bool}),
    (r"actions/workflows/[^/]+", {"state": str}),
    (r"actions/workflows/[^/]+/runs", {"workflow_runs": [{"created_at": is_moment}]}),
    (r"/apps/[^/]+", {"id": int}),
    (r"/repos/[^/]+/[^/]+", _REPOSITORY),
    (
        r"activity",
        {
            "actor": _LOGIN,
            "before": Maybe(str),
            "after": Maybe(str),
            "timestamp": is_moment,
            "activity_type": Maybe(str),
            "ref": Maybe(str),
        },
    ),
    (r"compare/.+", {"status": str}),
    (
        r"/orgs/[^/]+/properties/values",
        {"repository_full_name": str, "properties": [{"property_name": str, "value": is_property}]},
    ),
    (r"/orgs/[^/]+/teams/[^/]+/memberships/[^/]+", {"state": str}),
    (
        r"actions/runs/\d+",
        {
            "id": int,
            "path": Maybe(str),
            "name": Maybe(str),
            "conclusion": Maybe(str),
            "head_sha": Maybe(str),
            "event": Maybe(str),
            "created_at": Maybe(is_moment),
            "repository": _NAMED,
            "head_repository": _NAMED,
        },
    ),
)
_BY_PATH = tuple((re.compile(pattern), shape) for pattern, shape in _PATHS)


def check_answer(what: str, data: object, *, listed: bool = False) -> None:
    """`what`: the address below the repository, or below the server's root with a slash. Raises Odd."""
    shape = next((shape for pattern, shape in _BY_PATH if pattern.fullmatch(what)), None)
    if listed:
        check([shape or {}], data)
    elif shape is not None:
        check(shape, data)


_WHO: Shape = Null({"__typename": str, "login": str})
_OID: Shape = Null({"oid": str})
_ACCOUNT: Shape = Null({"user": Null({"login": str})})
_GRAPH_PULL: Shape = {
    "number": int,
    "createdAt": is_moment,
    "mergedAt": Null(is_moment),
    "baseRefName": str,
    "headRefName": str,
    "author": _WHO,
    "mergeCommit": _OID,
    "headRepository": Null({"nameWithOwner": str}),
    "commits": {
        "totalCount": int,
        "nodes": Null([{"commit": {"oid": str, "author": _ACCOUNT, "committer": _ACCOUNT}}]),
    },
    "turned": {"nodes": Null([Null({"createdAt": is_moment})])},
    "reviews": {
        "totalCount": int,
        "nodes": Null([{"state": str, "submittedAt": Null(is_moment), "author": _WHO, "commit": _OID}]),
    },
}
_PAGE: Shape = {"hasNextPage": bool}

GRAPH: Mapping[str, Shape] = {
    "origin": {"associatedPullRequests": Maybe({"totalCount": int, "nodes": Maybe([Maybe(_GRAPH_PULL)])})},
    "pull": _GRAPH_PULL,
    "issue": {
        "number": int,
        "createdAt": is_moment,
        "author": _WHO,
        "comments": {"nodes": Null([{"author": _WHO}]), "pageInfo": _PAGE},
    },
    "parents": {"parents": Maybe({"nodes": Maybe([{"oid": str}])})},
    "about": {"body": str, "author": _WHO},
    "commit": {"oid": Maybe(str)},
    "content": {"text": Maybe(str), "isTruncated": Maybe(bool)},
    "blob": {"oid": Maybe(str)},
    "text": Null({"text": Maybe(str), "isTruncated": Maybe(bool)}),
    "offered": {
        "nodes": Maybe(
            [
                Maybe(
                    {
                        "number": int,
                        "url": str,
                        "state": str,
                        "isCrossRepository": bool,
                        "headRefName": str,
                        "body": Null(str),
                        "closedAt": Null(is_moment),
                        "author": _WHO,
                        "comments": {
                            "nodes": Maybe([Maybe({"body": str, "createdAt": is_moment, "author": _WHO})])
                        },
                    }
                )
            ]
        )
    },
    "assignable": {"nodes": Null([{"login": str}]), "pageInfo": _PAGE},
    "answer": {
        "errors": Maybe(
            [
                {
                    "message": Maybe(str),
                    "type": Maybe(str),
                    "path": Maybe([lambda part: isinstance(part, str | int)]),
                }
            ]
        ),
        "data": Maybe({"repository": Maybe({"defaultBranchRef": Maybe({"name": str})})}),
    },
}
"""A part of the one GraphQL query for records (`evidence/query.py`), and its whole answer."""
