"""An organisation's policy where GitHub has it, or at an address; and what a policy asks of a repository."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import requests

from github import GithubException, RateLimitExceededException
from readiness_bot.forge.github.client import Client, GithubSettings
from readiness_bot.forge.github.errors import TIMEOUT, told
from readiness_bot.forge.protocol import ForgeError, NotAllowed
from readiness_bot.reading.snapshot import MAX_FILE_BYTES

_CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class About:
    """What GitHub says of a repository; None where this token may not know."""

    topics: frozenset[str]
    archived: bool
    fork: bool
    properties: Mapping[str, str | Sequence[str]] | None


def file_of(settings: GithubSettings, repository: str, ref: str, path: str) -> bytes:
    """A file of a repository; `ref`: empty for its default branch. One request.

    A workflow's token reads its own repository and public ones
    (https://docs.github.com/actions/concepts/security/github_token), an App's the repositories that it is
    installed on. Raises ForgeError, NotAllowed.
    """
    what = f"read {path} in {repository}"
    parameters = {"ref": ref} if ref else {}
    with told(what, rights="contents: read"):
        # https://docs.github.com/rest/repos/contents#get-repository-content
        row = Client(settings).get(f"contents/{quote(path)}", of=repository, **parameters)
    content = row.get("content") if isinstance(row, dict) else None
    if not isinstance(content, str) or row.get("encoding") != "base64":
        raise ForgeError(f"GitHub could not {what}: it is no file, or too large.")
    try:
        found = base64.b64decode(content)
    except (binascii.Error, ValueError) as error:
        raise ForgeError(f"GitHub could not {what}: its answer is not base64.") from error
    return _bounded(found, what)


def page_at(address: str) -> bytes:
    """What stands at an https address; nothing of ours is sent there. Raises ForgeError."""
    what = f"read {address[:200]}"
    try:
        with requests.get(address, timeout=TIMEOUT, stream=True, allow_redirects=False) as answer:
            if answer.status_code != requests.codes.ok:
                raise ForgeError(f"Could not {what} ({answer.status_code}; redirects are not followed).")
            content = b""
            for chunk in answer.iter_content(_CHUNK):
                content += chunk
                if len(content) > MAX_FILE_BYTES:
                    break
    except (requests.RequestException, ValueError, UnicodeError) as error:
        raise ForgeError(f"Could not {what}: {type(error).__name__}.") from error
    return _bounded(content, what)


def _bounded(content: bytes, what: str) -> bytes:
    if len(content) > MAX_FILE_BYTES:
        raise ForgeError(f"Could not {what}: it is larger than {MAX_FILE_BYTES // 1024} KiB.")
    return content


def about(settings: GithubSettings, properties: bool) -> About:
    """What GitHub says of this repository. One request, and one more for its custom properties.

    Both take read access to its metadata, which every token of a workflow has
    (https://docs.github.com/rest/repos/custom-properties). Raises ForgeError.
    """
    client = Client(settings)
    with told("read the repository's topics", rights="metadata: read"):
        row = client.get_at(f"/repos/{settings.repository}")
    row = row if isinstance(row, dict) else {}
    topics = row.get("topics")
    named = frozenset(each for each in topics if isinstance(each, str)) if isinstance(topics, list) else None
    return About(
        named or frozenset(),
        row.get("archived") is True,
        row.get("fork") is True,
        _properties(client) if properties else None,
    )


def _properties(client: Client) -> Mapping[str, str | Sequence[str]] | None:
    with told("read the repository's custom properties", rights="metadata: read"):
        try:
            rows = client.get("properties/values")
        except RateLimitExceededException:
            raise
        except GithubException as error:
            if error.status in (403, 404):  # an older server, or a person's repository, has none
                return None
            raise
    found: dict[str, str | Sequence[str]] = {}
    for row in rows if isinstance(rows, list) else ():
        name, value = (row.get("property_name"), row.get("value")) if isinstance(row, dict) else (None, None)
        if isinstance(name, str) and isinstance(value, str):
            found[name] = value
        elif isinstance(name, str) and isinstance(value, list):
            found[name] = tuple(each for each in value if isinstance(each, str))
    return found


__all__ = ["About", "NotAllowed", "about", "file_of", "page_at"]
