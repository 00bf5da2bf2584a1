"""What is fetched, from the server that `GITHUB_SERVER_URL` names alone: objects that a partial clone left
out, and the commits of pull requests.

A checkout with `filter: blob:none` has no old contents, and git would get them from the remote that the
repository's settings name, by the programs, proxies and credentials that they name. So git is never left to
do it: this asks for the missing objects by name, from an address that is made here, in a git directory
without settings. A pull request's commits come the same way, as objects: no reference of the repository
moves, nothing is checked out. The token is in the environment of this process alone, and for that server
alone (`http.<url>.extraHeader`); the person's own git settings hold, a proxy or a certificate for instance.
What is fetched is what was asked for: an object's name is its hash. Git's own way is the same command:
promisor-remote.c, fetch_objects().
"""

from __future__ import annotations

import base64
import os
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.clean import CleanDirectory
from readiness_bot.reading.git.persons import FILES, configured, settings
from readiness_bot.reading.git.process import Process, environment

_PROTOCOLS = ("https", "http", "file")
_REPOSITORY = re.compile(r"[\w.-]+(?:/[\w.-]+)*")
REMOTE = "readiness"
_NETWORK = (
    "HOME",
    "XDG_CONFIG_HOME",
    "USER",
    "LOGNAME",
    "http_proxy",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
)
PAUSES = (1.0, 3.0)
"""Seconds before it is asked again, where the server answered that it cannot just now. A fetch only reads,
and git itself asks once."""
PASSING = re.compile(r"returned error: (?:5\d\d|429)\b")
"""What git says of such an answer (http.c and remote-curl.c, in libcurl's words), in a line before the fatal
one where that is about what did not follow."""
_WHOLE = "`git fetch --refetch --no-filter` fetches everything"


def address(urls: Iterable[str], given: Mapping[str, str]) -> str | None:
    """What is fetched from: GITHUB_REPOSITORY on GITHUB_SERVER_URL, or the remote of the repository that lies
    there.

    >>> address([], {"GITHUB_SERVER_URL": "https://docs.acme.io", "GITHUB_REPOSITORY": "acme/churn"})
    'https://docs.acme.io/acme/churn'
    """
    server = given.get("GITHUB_SERVER_URL", "").rstrip("/")
    if not server or urlsplit(server).scheme not in _PROTOCOLS:
        return None
    below = (url.removeprefix(f"{server}/") for url in urls if url.startswith(f"{server}/"))
    for name in (given.get("GITHUB_REPOSITORY", ""), *below):
        if _REPOSITORY.fullmatch(name) and ".." not in name.split("/"):
            return f"{server}/{name}"
    return None


def fetch(clean: CleanDirectory, names: Sequence[str], urls: Iterable[str], source: str = "") -> None:
    """Bring these objects. `urls`: of the repository's remotes; `source`: an address of ours. Raises
    CannotRead."""
    url = source or address(urls, os.environ)
    count = f"{len(names)} object{'s' * (len(names) > 1)}"
    if url is None:
        raise CannotRead(
            "This is a partial clone: file contents that it left out are needed, and they are fetched from"
            f" GITHUB_SERVER_URL alone, which is not set or has no such repository. {_WHOLE}."
        )
    said = _fetched(clean, url, names, ("fetch.negotiationAlgorithm", "noop"), "--filter=blob:none")
    if said:
        raise CannotRead(
            f"git could not fetch {count} that this partial clone left out from {url}: {said}. "
            f"Make sure that it can be reached; {_WHOLE}."
        )


def fetch_references(
    clean: CleanDirectory, names: Sequence[str], urls: Iterable[str], known: str, partial: bool
) -> dict[str, str]:
    """What these references of the server's point at now; their objects are here then. Raises CannotRead.

    `names`: such as `refs/heads/main`, which must be there, and `refs/pull/7/*`, of which what is there is
    told. `known`: a commit whose history is here. `partial`: leave contents out.
    """
    url = address(urls, os.environ)
    if url is None:
        raise CannotRead(
            "The pull request's commits are fetched from GITHUB_SERVER_URL alone, which is not set or has no"
            " such repository. In a workflow GitHub sets it."
        )
    tip = [f"--negotiation-tip={known}"] if known else []
    given = ["--prune", *tip, *(["--filter=blob:none"] if partial else [])]
    wanted = [f"+{name}:{name}" for name in names]
    said = _fetched(clean, url, wanted, ("fetch.negotiationAlgorithm", "consecutive"), *given)
    if said:
        raise CannotRead(f"git could not fetch {', '.join(names)} from {url}: {said}.")
    directory = _directory(clean)
    process = Process(
        [f"--git-dir={directory}", "for-each-ref", "--format=%(objectname) %(refname)"],
        clean.environment,
        directory,
        name="git for-each-ref",
    )
    try:
        listed = b"".join(process.chunks()).decode("utf-8", "surrogateescape")
        if process.wait() != 0:
            raise CannotRead(f"git for-each-ref failed: {process.said()}")
    finally:
        process.close()
    pairs = (line.partition(" ") for line in listed.splitlines())
    return {name: commit for commit, _, name in pairs}


def _fetched(
    clean: CleanDirectory, url: str, wanted: Sequence[str], setting: tuple[str, str], *options: str
) -> str:
    """What git says went wrong; empty where nothing did."""
    return fetched(_directory(clean), url, wanted, setting, *options)


def fetched(
    directory: Path,
    url: str,
    wanted: Sequence[str],
    setting: tuple[str, str],
    *options: str,
    given: Mapping[str, str] | None = None,
) -> str:
    """The same into a git directory. A server that is busy is asked again.

    `given`: where the server and the token stand, ours by default.
    """
    said = _fetched_once(directory, url, wanted, setting, options, given)
    for pause in PAUSES:
        if not PASSING.search(said):
            break
        time.sleep(pause)
        said = _fetched_once(directory, url, wanted, setting, options, given)
    return said


def _fetched_once(
    directory: Path,
    url: str,
    wanted: Sequence[str],
    setting: tuple[str, str],
    options: Sequence[str],
    given: Mapping[str, str] | None,
) -> str:
    process = Process(
        [
            f"--git-dir={directory}",
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--recurse-submodules=no",
            *options,
            "--stdin",
            REMOTE,
        ],
        toward(url, setting, given),
        directory,
        name="git fetch",
        stdin="".join(f"{name}\n" for name in wanted).encode("utf-8", "surrogateescape"),
    )
    try:
        for _ in process.chunks():
            pass
        return process.said(PASSING) or "it did not say why" if process.wait() != 0 else ""
    finally:
        process.close()


def _directory(clean: CleanDirectory) -> Path:
    """A git directory with references of its own: all that it shares with the repository is where objects
    are kept."""
    directory = clean.top / "fetch"
    if not directory.exists():
        (directory / "refs").mkdir(parents=True)
        (directory / "objects").symlink_to(clean.shared / "objects")
        (directory / "HEAD").write_bytes(b"ref: refs/heads/none\n")
        (directory / "config").write_bytes((clean.shared / "config").read_bytes())
    return directory


def toward(url: str, setting: tuple[str, str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a git that fetches from there; `given`: where the server and the token stand,
    ours by default."""
    scheme = urlsplit(url).scheme
    ours = [
        (f"remote.{REMOTE}.url", url),
        (f"remote.{REMOTE}.promisor", "true"),
        (f"remote.{REMOTE}.partialclonefilter", "blob:none"),
        setting,
        ("fetch.unpackLimit", "1"),
        ("protocol.allow", "never"),
        (f"protocol.{scheme}.allow", "always"),
        ("http.followRedirects", "false"),
        ("core.hooksPath", os.devnull),
        *_token(os.environ if given is None else given),
    ]
    more = configured([*settings(), *ours])
    return environment(more | {"GIT_ALLOW_PROTOCOL": scheme}, (*_NETWORK, *FILES))


def _token(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """For the workflow's own server alone, and never as an argument, which other processes could read."""
    server, token = given.get("GITHUB_SERVER_URL"), given.get("GITHUB_TOKEN")
    if not server or not token:
        return []
    basic = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return [(f"http.{server.rstrip('/')}/.extraheader", f"AUTHORIZATION: basic {basic}")]
