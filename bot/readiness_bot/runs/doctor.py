"""Looks at a repository's set-up: git for the clone, the forge for the rest.

What cannot be looked at is written down with the reason, and the rest is looked at all the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from posixpath import basename
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from readiness_bot import __version__
from readiness_bot.doctor import gh
from readiness_bot.doctor.apps import acts_as_app
from readiness_bot.doctor.callers import callers, role_at
from readiness_bot.doctor.calls import FOLLOW_UP
from readiness_bot.doctor.facts import Checkout, Facts, Seen, Server, Unseen
from readiness_bot.doctor.required import ACTIONS, MOST_BASES
from readiness_bot.forge.hosts import DEFAULT_SERVER
from readiness_bot.forge.setup import Branch, Repository, Rule, WorkflowState
from readiness_bot.ledger.branch import tip_of
from readiness_bot.ledger.line import BRANCH
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.listing import at_commit, files_of
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.reading.place import Place, place_of
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Refusal
from readiness_bot.reading.tree import Entry, refusal
from readiness_bot.runs.errors import CannotDo, told
from readiness_bot.runs.forge import make_setup
from readiness_bot.scaffold.codeowners import MOST_BYTES, PLACES
from readiness_bot.scaffold.plan import WORKFLOWS
from readiness_bot.scaffold.sources import Text
from readiness_bot.scaffold.templates import parts, templates

if TYPE_CHECKING:
    from readiness_bot.forge.protocol import Setup

T = TypeVar("T")

UNKNOWN_NAME = "OWNER/NAME"
_MOST_WORKFLOWS = 200
_LONGEST_BRANCH = 255
"""What file systems allow, where git keeps a branch as a file."""
_WORKFLOW = re.compile(rf"{re.escape(WORKFLOWS)}/[^/]+\.ya?ml")
_CONTRACT = "readiness/contract.yaml"
_REMOTE = re.compile(r"(?:[^@/]*@)?(?P<host>[^:/@]+):(?P<path>[^:]+)")
"""`git@github.com:acme/churn.git`; an address with a scheme is taken apart by urllib."""
_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_ADMINISTRATION = Unseen(
    "this token may not administer the repository, and only administrators can read that",
    "Run this as an administrator of the repository:",
)


def look(
    directory: Path, now: datetime, *, offline: bool, environment: Mapping[str, str] | None = None
) -> Facts:
    """All that is to be seen from here. Raises CannotDo where there is no repository, or no commit in it."""
    environment = os.environ if environment is None else environment
    with told(CannotRead):
        place = place_of(directory)
    if place is None:
        raise CannotDo(f"{directory} is not in a git repository, so there is nothing to look at.")
    with told(CannotRead):
        setup, why, name = _setup(place, environment, offline)
        server = _Asker(setup, why, gh.doctor(_server_url(environment)))
        repository = server(lambda forge: forge.repository())
        branch = repository.branch if not isinstance(repository, Unseen) else _default_branch(place)
        checkout = _checkout(place, branch)
    return Facts(
        checkout=checkout,
        server=_server(server, repository, checkout, environment),
        now=now,
        templates=templates(),
        parts=parts(),
        version=__version__,
        name=name,
    )


def _setup(place: Place, environment: Mapping[str, str], offline: bool) -> tuple[Setup | None, Unseen, str]:
    """The forge, or why there is none to ask; and the repository's name.

    The remote says which repository, and never which server: a token goes only where the environment says.
    """
    named, host = _of_remote(place.git.remote())
    server, stated = _server_url(environment), environment.get("GITHUB_REPOSITORY", "")
    name = (stated if _NAME.fullmatch(stated) else named) or UNKNOWN_NAME
    if offline:
        return None, Unseen("this was run with --offline", "Run it without --offline."), name
    if not environment.get("GITHUB_TOKEN"):
        return None, Unseen("there is no token to ask GitHub with", "Pass one:", gh.doctor(server)), name
    elsewhere = name == UNKNOWN_NAME or (name != stated and host != _host(server))
    if elsewhere or (server != DEFAULT_SERVER and not environment.get("GITHUB_API_URL")):
        told_ = f"the remote of this clone is on {host or 'no server'}, but the server to ask is {server}"
        return None, Unseen(told_ if elsewhere else f"the address of {server}'s API is not known", _SET), name
    from readiness_bot.forge.protocol import ForgeError

    try:
        return make_setup({**environment, "GITHUB_REPOSITORY": name}), Unseen(""), name
    except ForgeError as error:
        return None, Unseen(str(error).removesuffix(" Nothing was changed.").rstrip(".")), name


_SET = "Set GITHUB_SERVER_URL, GITHUB_API_URL and GITHUB_REPOSITORY to the repository's own (docs/doctor.md)."


def _server_url(environment: Mapping[str, str]) -> str:
    return (environment.get("GITHUB_SERVER_URL") or DEFAULT_SERVER).rstrip("/")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _of_remote(address: str) -> tuple[str, str]:
    """`owner/name` and host of a remote; empty where it has none."""
    try:
        parts = urlsplit(address)
        host, path = parts.hostname or "", parts.path
    except ValueError:
        return "", ""
    if "://" not in address:
        match = _REMOTE.fullmatch(address)
        if not match:
            return "", ""
        host, path = match["host"].lower(), match["path"]
    name = path.strip("/").removesuffix(".git")
    return (name, host) if _NAME.fullmatch(name) else ("", host)


@dataclass
class _Asker:
    """Asks the forge one thing after the other, and no more once it does not answer."""

    setup: Setup | None
    why: Unseen
    run: str
    """The command that asks again, as somebody else."""

    def __call__(self, ask: Callable[[Setup], T], refused: Unseen | None = None) -> Seen[T]:
        """`refused`: what to say where this token may not see it."""
        from readiness_bot.forge.protocol import ForgeError, NotAllowed

        if self.setup is None:
            return self.why
        try:
            return ask(self.setup)
        except NotAllowed as error:
            why = refused or _REFUSED
            return replace(why, why=f"{why.why} ({error})", run=self.run)
        except ForgeError as error:
            self.setup, self.why = (
                None,
                Unseen(str(error).rstrip("."), "Fix that, then run this again."),
            )
            return self.why


_ACTIONS_READ = Unseen(
    "this token may not read the workflows",
    "It needs `actions: read`; or run this as somebody who can see the repository:",
)
_REFUSED = Unseen(
    "GitHub does not show it to this token", "Run this with a token that may read the repository:"
)


def _server(
    ask: _Asker, repository: Seen[Repository], checkout: Checkout, environment: Mapping[str, str]
) -> Server:
    """Some ten requests, and two for each further base."""
    if isinstance(repository, Unseen):  # there is nothing to ask below what cannot be seen
        ask = _Asker(None, repository, "")
    base, found = checkout.branch, callers(checkout.workflows)
    others = ask(lambda forge: forge.bases(MOST_BASES + 1))
    bases = others if isinstance(others, Unseen) else tuple(dict.fromkeys((base, *others)))
    listed = (*((base,) if isinstance(bases, Unseen) else bases[:MOST_BASES]), BRANCH)
    branches = {name: ask(partial(_branch, name)) for name in listed}
    follow_up = next((basename(caller.path) for caller in found if caller.role == FOLLOW_UP), "")
    usual = "" if any(map(acts_as_app, found)) else f"{ACTIONS}[bot]"
    writer = (environment.get("READINESS_BOT_LOGIN") or usual).split(",")[0].strip()
    head = branches[base]
    unprotected = not isinstance(head, Unseen) and (head is None or not head.protected)
    return Server(
        repository=repository,
        head=head,
        bases=bases,
        rules={name: ask(partial(_rules, name)) for name in listed},
        branches=branches,
        protection=None if unprotected else ask(lambda forge: forge.protection(base), _ADMINISTRATION),
        actions=ask(lambda forge: forge.actions(), _ADMINISTRATION),
        may_propose=ask(lambda forge: forge.may_propose(), _ADMINISTRATION),
        workflows={
            caller.path: ask(partial(_workflow, basename(caller.path)), _ACTIONS_READ) for caller in found
        },
        last_run=ask(lambda forge: forge.last_run(follow_up, "schedule"), _ACTIONS_READ)
        if follow_up
        else None,
        app=ask(lambda forge: forge.app(writer.removesuffix("[bot]")))
        if writer
        else _nameless(gh.doctor(_server_url(environment))),
        url=_server_url(environment),
        writer=writer,
    )


def _nameless(run: str) -> Unseen:
    return Unseen(
        "the follow-up acts as an App of your own, but its files do not say which",
        "Run this again with its name, the end of its page's address (/apps/NAME):",
        f"READINESS_BOT_LOGIN='NAME[bot]' {run}",
    )


def _branch(name: str, forge: Setup) -> Branch | None:
    return forge.branch(name)


def _rules(name: str, forge: Setup) -> tuple[Rule, ...]:
    return tuple(forge.rules(name))


def _workflow(file: str, forge: Setup) -> WorkflowState | None:
    return forge.workflow(file)


def _default_branch(place: Place) -> str:
    """What a clone follows, else `main` or `master` where there is one, else the present one."""
    followed = place.git.ask("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    if followed:
        return followed.removeprefix("refs/remotes/origin/")
    for usual in ("main", "master"):
        if _revision(place, usual):
            return usual
    return place.git.ask("symbolic-ref", "--quiet", "--short", "HEAD") or "HEAD"


def _revision(place: Place, branch: str) -> tuple[str, str] | None:
    """What to read of a branch, and its commit: what the remote had last, else the clone's own.

    A name that a server made up need not be one that git can be asked for.
    """
    if not branch.isprintable() or len(branch) > _LONGEST_BRANCH:
        return None
    for name, shown in (
        (f"refs/remotes/origin/{branch}", f"origin/{branch}"),
        (f"refs/heads/{branch}", branch),
    ):
        commit = place.git.ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if commit:
            return shown, commit
    return None


def _checkout(place: Place, branch: str) -> Checkout:
    """Raises CannotDo where the clone has no commit at all, CannotRead."""
    shown, commit = _revision(place, branch) or ("HEAD", place.git.head() or "")
    if not commit:
        raise CannotDo(
            "There is no commit here yet: commit what `readiness init` wrote, then run this again."
        )
    paths, _ = files_of(place.git, commit)
    found = sorted(
        (path for path in paths if _WORKFLOW.fullmatch(path)), key=lambda path: (not role_at(path), path)
    )
    workflows = found[:_MOST_WORKFLOWS]
    contents = _contents(place, commit, [*workflows, SETTINGS], MAX_FILE_BYTES)
    beside = _listed(place.root / WORKFLOWS)
    return Checkout(
        branch=branch,
        revision=shown,
        commit=commit,
        workflows={path: contents[path] for path in workflows if path in contents},
        elsewhere=frozenset(beside - set(paths)),
        codeowners=_codeowners(place, commit),
        settings=contents.get(SETTINGS),
        models=_models(paths),
        ledger=tip_of(place.git, BRANCH) is not None,
    )


def _listed(folder: Path) -> set[str]:
    """What stands in the work tree's folder of workflows, whatever it is."""
    try:
        return {f"{WORKFLOWS}/{each.name}" for each in folder.iterdir()}
    except OSError:
        return set()


def _models(paths: Iterable[str]) -> tuple[str, ...]:
    found = (path.removesuffix(_CONTRACT) for path in paths if path.endswith(_CONTRACT))
    return tuple(sorted(prefix for prefix in found if not prefix or prefix.endswith("/")))


def _contents(place: Place, commit: str, paths: list[str], limit: int) -> dict[str, bytes | Refusal]:
    """Those that are there."""
    listed = at_commit(place.git, commit, paths)
    refused = {path: why for path, row in listed.items() if (why := refusal(Entry(row.mode, row.oid)))}
    blobs = place.git.blobs((row.oid for path, row in listed.items() if path not in refused), limit)
    taken = {path: blobs.get(row.oid, Refusal.TOO_LARGE) for path, row in listed.items()}
    return {**taken, **refused}


def _codeowners(place: Place, commit: str) -> Text | None:
    """The first that is there decides, as on GitHub; one that GitHub would not load names nobody."""
    found = _contents(place, commit, list(PLACES), MOST_BYTES - 1)
    path = next((name for name in PLACES if name in found), None)
    if path is None:
        return None
    content = found[path]
    return Text(path, "" if isinstance(content, Refusal) else content.decode("utf-8-sig", "replace"))
