"""`--forge`: which one, made from the environment.

Nothing else here knows GitHub; PyGithub is imported only where it is used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_bot.forge.hosts import DEFAULT_SERVER
from readiness_bot.reading.place import Place
from readiness_bot.runs.errors import WrongUsage, told
from readiness_bot.text.links import Links

if TYPE_CHECKING:
    from readiness_bot.forge.found import Finder, Search
    from readiness_bot.forge.protocol import Forge, Setup, Witness

EMBEDDED = ".readiness"
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


def make_setup(environment: Mapping[str, str]) -> Setup:
    """GitHub's view of a repository. Raises ForgeError where there is no token, or no repository."""
    from readiness_bot.forge.github.client import GithubSettings
    from readiness_bot.forge.github.setup import GithubSetup

    return GithubSetup(GithubSettings.from_environment(environment))


def make_finder(search: Search, environment: Mapping[str, str], now: datetime) -> Finder:
    """GitHub's repositories, many of them. Raises ForgeError where there is no token."""
    from readiness_bot.forge.github.client import Client, GithubSettings
    from readiness_bot.forge.github.organisation.cache import Cache, default_folder
    from readiness_bot.forge.github.organisation.pace import Limits
    from readiness_bot.forge.github.organisation.record import Record
    from readiness_bot.forge.github.organisation.scanner import Scanner

    client = Client(GithubSettings.from_environment({**environment, "GITHUB_REPOSITORY": "-/-"}))
    cache = Cache(search.cache or default_folder(environment, Path.home()), now.date())
    record = Record(search.record, str(search), now)
    return Scanner(client, search, cache=cache, record=record, limits=Limits(search.points), tell=search.tell)


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
