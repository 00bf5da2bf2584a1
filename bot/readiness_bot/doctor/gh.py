"""Commands of GitHub's own command line, for the server that the repository is on. Pure.

Source: https://cli.github.com/manual; without a host they mean github.com.
"""

from __future__ import annotations

from shlex import quote
from urllib.parse import urlsplit

from readiness_bot.doctor.facts import Facts
from readiness_bot.forge.hosts import DEFAULT_SERVER


def host_of(url: str) -> str:
    """The host of a server, as a shell takes it; empty for github.com, and for what is no address."""
    try:
        return "" if url == DEFAULT_SERVER else quote(urlsplit(url).netloc)
    except ValueError:
        return ""


def doctor(url: str) -> str:
    """This program, with the token of whoever is signed in there."""
    host = host_of(url)
    return f"GITHUB_TOKEN=$(gh auth token{f' --hostname {host}' if host else ''}) readiness doctor"


def api(facts: Facts) -> str:
    """`gh api`, to be followed by an address."""
    host = host_of(facts.server.url)
    return f"gh api --hostname {host}" if host else "gh api"


def repository(facts: Facts) -> str:
    """What `--repo` takes."""
    host = host_of(facts.server.url)
    return f"{host}/{facts.name}" if host else facts.name
