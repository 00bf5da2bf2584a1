"""Who may not be two things at once is refused before a file says so."""

from __future__ import annotations

import pytest

from readiness_bot.scaffold.answers import Refused, Value
from readiness_bot.scaffold.duties import check_duties
from readiness_bot.scaffold.infer import Inferred

GIT = {"developers": Inferred(("ana-ruiz", "raj-patel"), "git: who wrote a real share of the last 1,000 commits")}
FROM_GIT = " (from git: who wrote a real share of the last 1,000 commits)"
OR = ", or say with --developers who did"


@pytest.mark.parametrize(
    ("given", "found", "told"),
    [
        ({"signs_off": "ana-ruiz"}, GIT,
         f"--signs-off is ana-ruiz, a developer of this model{FROM_GIT}, who may not sign it off; name somebody who did not build it{OR}"),
        ({"signs_off": "Ana-Ruiz", "developers": ("ana-ruiz",)}, {},
         "--signs-off is Ana-Ruiz, a developer of this model, who may not sign it off; name somebody who did not build it"),
        ({"compliance": "raj-patel"}, GIT,
         f"--compliance is raj-patel, a developer of this model{FROM_GIT}, who may not review its compliance; name somebody who did not build it{OR}"),
        ({"validation": "raj-patel"}, GIT,
         f"--validation is raj-patel, a developer of this model{FROM_GIT}, who may not validate it; name somebody who did not build it{OR}"),
        ({"owner": "mei-chen", "backup": "Mei-Chen"}, {}, "--backup is mei-chen, who is also the production owner; name a second person, so that somebody is left"),
        ({"backup": "mei-chen"}, {"owner": Inferred("mei-chen", "CODEOWNERS, line 1")},
         "--backup is mei-chen, who is also the production owner; name a second person, so that somebody is left"),
        ({"owner": "mei-chen", "signs_off": "mei-chen", "tier": "high"}, {},
         "--signs-off is mei-chen, who is also the production owner; at high tier these must be two people, so name somebody else"),
    ],
)  # fmt: skip
def test_what_is_refused(given: dict[str, Value], found: dict[str, Inferred], told: str) -> None:
    with pytest.raises(Refused) as refused:
        check_duties(given, found)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, GIT),
        ({"signs_off": "omar-haddad"}, GIT),
        ({"signs_off": "ana-ruiz", "developers": ("raj-patel",)}, GIT),
        ({"owner": "ana-ruiz"}, GIT),
        ({"owner": "mei-chen", "signs_off": "mei-chen", "tier": "medium"}, {}),
    ],
)
def test_what_is_not(given: dict[str, Value], found: dict[str, Inferred]) -> None:
    check_duties(given, found)
