"""Which kind of server a clone comes from, by the address that git fetches from. Pure."""

from __future__ import annotations

import re
from enum import Enum

_URL = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/@]*@)?(\[[^]/]*\]|[^/:]*)", re.IGNORECASE)
_SCP = re.compile(r"(?:[^/@:]*@)?([^/:@]+):(?!//)")
"""`git@github.com:acme/churn.git` (git's documentation, gitglossary and "GIT URLS" in git-fetch)."""
_NO_SERVER = re.compile(r"file://", re.IGNORECASE)
_GITHUB = frozenset({"github.com", "www.github.com", "ssh.github.com"})
"""`ssh.github.com` is SSH over the HTTPS port
(https://docs.github.com/en/authentication/troubleshooting-ssh/using-ssh-over-the-https-port)."""
_NO_ACTIONS = frozenset({"gitlab", "bitbucket", "gitea", "forgejo"})
"""Servers that people run themselves, by a part of the name that these usually have."""
_ELSEWHERE = (
    *("huggingface.co", "hf.co", "dagshub.com", "codeberg.org", "gitee.com", "dev.azure.com"),
    *("visualstudio.com", "amazonaws.com", "sr.ht", "sourceforge.net"),
)
"""Public ones, where models and their code are kept too."""
_SAFE = re.compile(r"[a-z0-9.-]+")


class Server(Enum):
    """What may be said to a clone's server."""

    GITHUB = "github.com"
    OTHER_GITHUB = "a GitHub Enterprise server, as far as a name tells"
    NO_GITHUB = "GitLab, Bitbucket, Hugging Face and others, which run no workflow of GitHub's"
    UNKNOWN = "no remote, a folder, or a name that only SSH's configuration explains"


def host_of(remote: str) -> str:
    """The server's name in small letters, without a port or who asks; empty where there is none."""
    match = None if _NO_SERVER.match(remote) else _URL.match(remote) or _SCP.match(remote)
    host = match[1].lower().rstrip(".") if match else ""
    return host if _SAFE.fullmatch(host) else ""


def server_of(remote: str) -> Server:
    """A name without a dot behind `git@` may be an alias of anything: nothing is concluded from it."""
    host = host_of(remote)
    if host in _GITHUB:
        return Server.GITHUB
    if not host or ("." not in host and "://" not in remote):
        return Server.UNKNOWN
    elsewhere = any(host == name or host.endswith(f".{name}") for name in _ELSEWHERE)
    return Server.NO_GITHUB if elsewhere or _NO_ACTIONS & set(host.split(".")) else Server.OTHER_GITHUB
