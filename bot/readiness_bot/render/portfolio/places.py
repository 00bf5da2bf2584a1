"""Where a model is to be found on its forge: the one address of a row that is made a link."""

from __future__ import annotations

import re

_HTTPS = re.compile(
    r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?/[A-Za-z0-9/._~%+-]{1,400}"
)
"""A host without a name or a password before it, and a path of plain signs: neither a script nor another's
door."""


def address(url: str) -> str:
    """The address as it stands, or nothing where it is not plainly a page on the web."""
    return url if _HTTPS.fullmatch(url) and "/../" not in f"{url}/" else ""


def folder(url: str, commit: str, path: str) -> str:
    """A model's folder at the commit that was judged; the repository where that cannot be said."""
    own = address(url)
    if not own or not path:
        return own
    at = f"{own.rstrip('/')}/tree/{commit or 'HEAD'}/{path.rstrip('/')}"
    return address(at) or own
