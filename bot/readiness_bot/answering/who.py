"""Whose questions are asked: the roles that the files give to whoever sits at the keyboard. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness_bot.answering.questions import waiting
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.meant import slug
from readiness_bot.convention.people import named
from readiness_bot.judging.report import Report
from readiness_bot.reading.authors import login as login_of
from readiness_bot.reading.git.identity import Identity
from readiness_bot.vocabulary import Role

ALL = "all"


def words() -> dict[str, frozenset[Role]]:
    """What `--role` takes → whose questions that are."""
    return {ALL: frozenset(Role)} | {option(role): frozenset([role]) for role in Role}


def option(role: Role) -> str:
    """`lead-developer`."""
    return role.value.replace(" ", "-")


def roles_of(who: Identity, facts: Facts) -> tuple[str, frozenset[Role]]:
    """The login by which the files know a person, and the roles that it has there; nothing where they do not.

    Names and addresses are anybody's text: they choose what is asked, and decide nothing.
    """
    for login in _logins(who):
        roles = frozenset(role for role in Role if _is(named(role, facts.files), login))
        if roles:
            return login, roles
    return "", frozenset()


def _is(one: str | None, login: str) -> bool:
    return one is not None and one.lower() == login.lower()


def _logins(who: Identity) -> Iterator[str]:
    yield from filter(
        None, (who.login, login_of(who.email), who.email.partition("@")[0], who.name, slug(who.name))
    )


def open_roles(report: Report) -> Mapping[Role, int]:
    """Each role with something to answer → how many items."""
    found: dict[Role, int] = {}
    for result in waiting(report, Role):
        found[result.item.role] = found.get(result.item.role, 0) + 1
    return found


def chosen(text: str, open_: Mapping[Role, int]) -> frozenset[Role] | None:
    """What was typed when it was asked: a role, or as much of its name as belongs to no other; empty: all."""
    said = text.strip().lower().replace("-", " ")
    if not said or said == ALL:
        return frozenset(Role)
    exact = [role for role in Role if role.value == said]
    begun = exact or [role for role in open_ if role.value.startswith(said)]
    return frozenset(begun) if len(begun) == 1 else None
