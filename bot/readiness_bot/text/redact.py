"""Keep secrets out of what is shown. Pure: whoever shows something says which secrets there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from readiness_bot.late import re

MARK = "***"
"""What stands in a secret's place; GitHub's own logs use the same."""

_SHORTEST = 8
"""A shorter value is no token (GitHub's have 40 characters and more), and would turn up inside ordinary
words."""

_USERINFO = re.compile(r"(?<=://)[^\s/?#]+@")


def without(text: str, secrets: Iterable[str]) -> str:
    """The text without these secrets, as they are, quoted for an address, or in base64 (HTTP's basic
    authentication)."""
    for form in sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True):
        text = text.replace(form, MARK)
    return text


def without_credentials(text: str) -> str:
    """The text without what stands before the `@` of an address, which is a user and a password, or a
    token."""
    return _USERINFO.sub(f"{MARK}@", text)


def _forms(secret: str) -> Iterator[str]:
    secret = secret.strip()
    if len(secret) < _SHORTEST:
        return
    yield from (secret, quote(secret, safe=""))
    import base64  # where there is a secret at all

    data = secret.encode("utf-8", "surrogatepass")
    # Three bytes become four characters, so the coded secret depends on where among three it begins. Its
    # first and last character may hold bits of its neighbours too, and are left.
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + data).decode()
        yield coded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]
