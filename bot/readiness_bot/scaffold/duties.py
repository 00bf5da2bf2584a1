"""Who may not be two things at once: the convention's rules about people, before a file breaks them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from readiness_bot.convention.people import Logins, same_person
from readiness_bot.scaffold.answers import BY_SLOT, Refused, Value
from readiness_bot.scaffold.infer import Inferred
from readiness_bot.vocabulary import Tier

_NO_DEVELOPER = {
    "signs_off": "sign it off",
    "compliance": "review its compliance",
    "validation": "validate it",
}


def check_duties(given: Mapping[str, Value], found: Mapping[str, Inferred]) -> None:
    """Rules 1 and 2 for what was given, against what was given or found. Raises Refused."""
    for slot, doing in _NO_DEVELOPER.items():
        login = given.get(slot)
        if isinstance(login, str) and login in _developers(given, found):
            raise Refused(
                f"{BY_SLOT[slot].option} is {login}, a developer of this model{_from(given, found)}, who may"
                f" not {doing}; name somebody who did not build it{_or_correct(given)}"
            )
    owner = _one(given, found, "owner")
    if owner and same_person(_one(given, {}, "backup"), owner):
        raise Refused(
            f"--backup is {owner}, who is also the production owner; name a second person, so that somebody"
            " is left"
        )
    if given.get("tier") == Tier.HIGH and owner and same_person(_one(given, {}, "signs_off"), owner):
        raise Refused(
            f"--signs-off is {owner}, who is also the production owner; at high tier these must be two"
            " people, so name somebody else"
        )


def _developers(given: Mapping[str, Value], found: Mapping[str, Inferred]) -> Logins:
    named = given.get("developers") or (found["developers"].value if "developers" in found else ())
    return Logins([named] if isinstance(named, str) else named)


def _one(given: Mapping[str, Value], found: Mapping[str, Inferred], slot: str) -> str:
    value = given.get(slot) or (found[slot].value if slot in found else "")
    return value if isinstance(value, str) else ""


def _from(given: Mapping[str, Value], found: Mapping[str, Inferred]) -> str:
    return "" if "developers" in given else f" (from {found['developers'].source})"


def _or_correct(given: Mapping[str, Value]) -> str:
    return "" if "developers" in given else ", or say with --developers who did"
