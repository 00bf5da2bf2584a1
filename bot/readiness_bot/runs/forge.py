"""`--forge`: which one, made from the environment.

Nothing else here knows GitHub; PyGithub is imported only where it is used.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.forge.hosts import DEFAULT_SERVER
from readiness_bot.late import re
from readiness_bot.reading.place import Place
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.text.links import Links

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from readiness_bot.forge.fleet import Fleet, Heart
    from readiness_bot.forge.github.policy import About
    from readiness_bot.forge.protocol import Forge, Setup, Witness
    from readiness_bot.forge.scan import Limits, Scan, Wanted

EMBEDDED = ".readiness"
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9._-]+")
_MOST_LIST = 16 * 1024 * 1024
_REMOTE = re.compile(r"(?:https?://|ssh://|git@)[^/:]+(?::\d+)?[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?")


def make_forge(name: str | None, directory: Path, environment: Mapping[str, str] | None = None) -> Forge:
    """`github`, `folder:PATH`, or None for the default. Exits with 2 on another word, 3 without a token."""
    environment = os.environ if environment is None else environment
    if name is None:
        inside = environment.get("GITHUB_ACTIONS") or environment.get("GITHUB_REPOSITORY")
        name = "github" if inside else f"folder:{directory / EMBEDDED}"
    if name == "github":
        from readiness_bot.forge.github.client import GithubSettings
        from readiness_bot.forge.github.issues import GithubForge
        from readiness_bot.forge.protocol import ForgeError

        with told(ForgeError):
            return GithubForge(GithubSettings.from_environment(environment))
    kind, _, path = name.partition(":")
    if kind != "folder" or not path:
        raise WrongUsage(f"--forge is {name!r}; write github, or folder:PATH.")
    from readiness_bot.forge.folder.forge import FolderForge

    return FolderForge(Path(path))


def make_witness(place: Place | None) -> Witness:
    """GitHub, wherever the issues are kept; at a terminal the repository is that of the remote `origin`.

    Raises ForgeError where there is no token, or no repository.
    """
    from readiness_bot.forge.github.client import GithubSettings
    from readiness_bot.forge.github.witness import GithubWitness

    environment = dict(os.environ)
    repository = repository_of(environment, place)
    if repository:
        environment["GITHUB_REPOSITORY"] = repository
    server = environment.get("GITHUB_SERVER_URL") or DEFAULT_SERVER
    return GithubWitness(GithubSettings.from_environment(environment), server)


def repository_of(environment: Mapping[str, str], place: Place | None) -> str:
    """`acme/churn`, by the environment or by the remote `origin`; empty where neither tells."""
    named = environment.get("GITHUB_REPOSITORY")
    if named or place is None:
        return named or ""
    match = _REMOTE.fullmatch(place.git.remote("origin"))
    return match[1] if match else ""


def policy_file(repository: str, ref: str, path: str) -> bytes:
    """A file of the organisation's. Raises ForgeError."""
    from readiness_bot.forge.github.client import GithubSettings
    from readiness_bot.forge.github.policy import file_of

    environment = {"GITHUB_REPOSITORY": repository, **os.environ}
    return file_of(GithubSettings.from_environment(environment), repository, ref, path)


def policy_page(address: str) -> bytes:
    """What stands at an https address. Raises ForgeError."""
    from readiness_bot.forge.github.policy import page_at

    return page_at(address)


def about_repository(properties: bool) -> About:
    """What GitHub says of the repository that the environment names. Raises ForgeError."""
    from readiness_bot.forge.github.client import GithubSettings
    from readiness_bot.forge.github.policy import about

    return about(GithubSettings.from_environment(os.environ), properties)


def make_setup(environment: Mapping[str, str]) -> Setup:
    """GitHub's view of a repository. Raises ForgeError where there is no token, or no repository."""
    from readiness_bot.forge.github.client import GithubSettings
    from readiness_bot.forge.github.setup import GithubSetup

    return GithubSetup(GithubSettings.from_environment(environment))


def make_scan(
    wanted: Wanted,
    limits: Limits,
    now: datetime,
    record: Path | None,
    tell: Callable[[str], None],
    cache: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Scan:
    """A scan of GitHub's repositories, read-only. Exits with 3 without a token.

    `record`: the file from which a scan that ended early goes on; `cache`: the folder of what was read, by
    default the user's; `tell` is given sentences about what it will cost.
    """
    from readiness_bot.forge.github.client import Client, GithubSettings
    from readiness_bot.forge.github.organisation.cache import Cache, default_folder
    from readiness_bot.forge.github.organisation.record import Record
    from readiness_bot.forge.github.organisation.scanner import Scanner
    from readiness_bot.forge.protocol import ForgeError

    environment = os.environ if environment is None else environment
    with told(ForgeError):
        settings = GithubSettings.from_environment({**environment, "GITHUB_REPOSITORY": "-/-"})
    # Nothing is written, and GitHub's pause between writes is not meant for queries.
    client = Client(replace(settings, write_interval=0))
    folder = cache or default_folder(environment, Path.home())
    return Scanner(
        client,
        wanted,
        cache=Cache(folder, now.date()),
        record=Record(record, str(wanted), now),
        limits=limits,
        tell=tell,
    )


def repositories_in(path: Path) -> tuple[str, ...]:
    """A file of repositories, `owner/name` a line; empty lines and those that begin with # are left out.

    Exits with 2 where a line is another thing, and with 2 where there is none.
    """
    try:
        lines = path.read_bytes()[:_MOST_LIST].decode("utf-8", "replace").splitlines()
    except OSError as error:
        raise WrongUsage(f"{path} cannot be read: {error.strerror}.") from error
    found: dict[str, None] = {}
    for number, text in enumerate(lines, 1):
        name = text.strip()
        if name and not name.startswith("#"):
            if not _REPOSITORY.fullmatch(name):
                raise WrongUsage(f"{path}:{number} is {name[:80]!r}; write a repository as owner/name.")
            found[name] = None
    if not found:
        raise WrongUsage(f"{path} names no repository; write each as owner/name on a line of its own.")
    return tuple(found)


def make_fleet(environment: Mapping[str, str]) -> Fleet:
    """Whatever repositories of GitHub's the token may see. Raises ForgeError where there is none."""
    from readiness_bot.forge.github.client import GithubSettings
    from readiness_bot.forge.github.fleet import GithubFleet

    return GithubFleet(GithubSettings.from_environment(environment, one=False))


def make_heart(environment: Mapping[str, str]) -> Heart:
    """When the bot last ran in each of GitHub's repositories. Raises ForgeError where there is no token."""
    from readiness_bot.forge.github.client import GithubSettings
    from readiness_bot.forge.github.heart import GithubHeart

    return GithubHeart(GithubSettings.from_environment(environment, one=False))


def on_github(forge_name: str | None) -> bool:
    """Whether the commands that write use GitHub here (`--forge`, or an Action)."""
    inside = os.environ.get("GITHUB_ACTIONS") or os.environ.get("GITHUB_REPOSITORY")
    return forge_name == "github" or (forge_name is None and bool(inside))


def make_links(prefix: str, branch: str = "", environment: Mapping[str, str] | None = None) -> Links | None:
    """Addresses of this repository on a branch (default: the one that the workflow runs on); None outside
    GitHub."""
    environment = os.environ if environment is None else environment
    server, repository = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    if not server or not repository:
        return None
    if not branch and environment.get("GITHUB_REF_TYPE") == "branch":
        branch = environment.get("GITHUB_REF_NAME", "")
    return Links(server, repository, branch or environment.get("GITHUB_SHA", "HEAD"), branch, prefix)
