"""Who stands where in the files: the person an open item waits for, who may command, whom an acceptance is
asked of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import TYPES, places_of, rules_at
from readiness_bot.convention.file import File, Files
from readiness_bot.convention.outcome import peek
from readiness_bot.reading.document import KeyPath, Value
from readiness_bot.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Post:
    """A place in the files that names one person."""

    where: str
    called: str = ""
    """In a sentence, where one speaks of it."""
    role: Role | None = None
    accepts: bool = False
    """Who stands here must have accepted it (ownership.acceptance)."""
    file: str = "ownership.yaml"


POSTS: tuple[Post, ...] = (
    Post("production_owner.person", "production owner", Role.PRODUCTION_OWNER, accepts=True),
    Post("production_owner.backup", "backup", accepts=True),
    Post("incidents.first", "first on call", accepts=True),
    Post("incidents.then", "second on call", accepts=True),
    Post("receiving_team.lead", "receiving team's lead", Role.RECEIVING_LEAD, accepts=True),
    Post("signs_off", "approver", Role.APPROVER, accepts=True),
    Post("reviewers.compliance", "compliance reviewer", Role.COMPLIANCE),
    Post("reviewers.validation", "validator", Role.VALIDATION),
    Post("business_owner", "business owner", Role.BUSINESS_OWNER),
    Post("layers.ml", role=Role.DEVELOPER),
    Post("developers.0", role=Role.DEVELOPER),
    Post("layers.platform", role=Role.PLATFORM),
    Post("layers.data", role=Role.DATA),
    Post("owner", role=Role.OPERATIONS, file="fallback.yaml"),
    Post("layers.operations", role=Role.OPERATIONS),
)
"""Of two with the same role, the first that is filled in has it."""
ACCEPTING = tuple(post for post in POSTS if post.accepts)
_BY_ROLE = {role: tuple(post for post in POSTS if post.role is role) for role in Role}


def named(role: Role, files: Files) -> str | None:
    """The login that the files give to a role."""
    return next(filter(None, (_at(post, files) for post in _BY_ROLE[role])), None)


def _at(post: Post, files: Files) -> str | None:
    return peek(files[post.file].text, post.where)


def person(role: Role, facts: Facts) -> str | None:
    """The login behind a role; before that is filled, the production owner, then whoever created
    contract.yaml."""
    login = named(role, facts.files) or named(Role.PRODUCTION_OWNER, facts.files)
    if login:
        return login
    revisions = facts.snapshot.history.revisions.get("readiness/contract.yaml", ())
    return (revisions[-1].author or None) if revisions else None


WRITERS = frozenset({"admin", "maintain", "write"})
"""Roles on the forge that may change the files anyway."""


def accepting(files: Files) -> list[tuple[str, str | None]]:
    """Each of the six roles with its login; None where nobody is named yet."""
    return [(post.called, _at(post, files)) for post in ACCEPTING]


def is_named(login: str, files: Files) -> bool:
    """Whether ownership.yaml names somebody in any role, or fallback.yaml as the fallback's owner."""
    ownership = files["ownership.yaml"]
    return login in Logins(
        (*_logins((), ownership.data, ownership), peek(files["fallback.yaml"].text, "owner"))
    )


def people_in(ownership: File) -> Logins:
    """Rule 3: every login that stands anywhere in ownership.yaml. Raises CannotTell where one is wrong."""
    keys = (key for where in places_of("login", ownership.schema) for key in ownership.each(where))
    return Logins(ownership.text(key) for key in keys)


def same_person(one: str | None, other: str | None) -> bool:
    """Logins know no case. Nobody is the same as an account that is gone."""
    return one is not None and other is not None and one.lower() == other.lower()


class Logins:
    """A set of people by their logins, which know no case. A file may hold thousands."""

    def __init__(self, logins: Iterable[str | None]) -> None:
        self._known = {login.lower() for login in logins if login}

    def __contains__(self, login: str) -> bool:
        return login.lower() in self._known

    def __len__(self) -> int:
        return len(self._known)


def _logins(path: KeyPath, value: Value, file: File) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _logins((*path, key), child, file)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _logins((*path, index), child, file)
    elif (
        isinstance(value, str)
        and rules_at(file.schema, path).get("type") == "login"
        and TYPES["login"].accepts(value)
    ):
        yield value
