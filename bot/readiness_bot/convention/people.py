"""Who stands where in the files: the person an open item waits for, who may command, whom an acceptance is asked of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import TYPES, rules_at
from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import peek
from readiness_bot.reading.document import KeyPath, Value
from readiness_bot.vocabulary import Role

_WHERE: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.DEVELOPER: (("ownership.yaml", "layers.ml"), ("ownership.yaml", "developers.0")),
    Role.PLATFORM: (("ownership.yaml", "layers.platform"),),
    Role.DATA: (("ownership.yaml", "layers.data"),),
    Role.OPERATIONS: (("fallback.yaml", "owner"), ("ownership.yaml", "layers.operations")),
    Role.BUSINESS_OWNER: (("ownership.yaml", "business_owner"),),
    Role.RECEIVING_LEAD: (("ownership.yaml", "receiving_team.lead"),),
    Role.APPROVER: (("ownership.yaml", "signs_off"),),
    Role.PRODUCTION_OWNER: (("ownership.yaml", "production_owner.person"),),
    Role.COMPLIANCE: (("ownership.yaml", "reviewers.compliance"),),
    Role.VALIDATION: (("ownership.yaml", "reviewers.validation"),),
}


def named(role: Role, facts: Facts) -> str | None:
    """The login that the files give to a role."""
    logins = (peek(facts.files[name].text, where) for name, where in _WHERE[role])
    return next(filter(None, logins), None)


def person(role: Role, facts: Facts) -> str | None:
    """The login behind a role; before that is filled, the production owner, then whoever created contract.yaml."""
    login = named(role, facts) or named(Role.PRODUCTION_OWNER, facts)
    if login:
        return login
    revisions = facts.snapshot.history.revisions.get("readiness/contract.yaml", ())
    return (revisions[-1].author or None) if revisions else None


WRITERS = frozenset({"admin", "maintain", "write"})
"""Roles on the forge that may change the files anyway."""

ACCEPTING = (
    ("production owner", "production_owner.person"),
    ("backup", "production_owner.backup"),
    ("first on call", "incidents.first"),
    ("second on call", "incidents.then"),
    ("receiving team's lead", "receiving_team.lead"),
    ("approver", "signs_off"),
)
"""The convention's item ownership.acceptance: a role, and where ownership.yaml names its person."""

Files = Mapping[str, File]


def accepting(files: Files) -> list[tuple[str, str | None]]:
    """Each of the six roles with its login; None where nobody is named yet."""
    return [(role, peek(files["ownership.yaml"].text, where)) for role, where in ACCEPTING]


def is_named(login: str, files: Files) -> bool:
    """Whether ownership.yaml names somebody in any role, or fallback.yaml as the fallback's owner."""
    ownership = files["ownership.yaml"]
    return login in Logins(
        (*_logins((), ownership.data, ownership), peek(files["fallback.yaml"].text, "owner"))
    )


def developers(files: Files) -> list[str]:
    """Who builds the model; nobody where that cannot be read."""
    return peek(files["ownership.yaml"].texts, "developers") or []


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
