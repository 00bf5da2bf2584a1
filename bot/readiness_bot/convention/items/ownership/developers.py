"""ownership.developers: who builds the model, and so may not approve it."""

from collections.abc import Iterator

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Note, Outcome
from readiness_bot.convention.people import Logins
from readiness_bot.vocabulary import Proof, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    ownership = facts.ownership
    yield from required(ownership, "developers")
    if ownership.has("developers") and not ownership.texts("developers"):
        yield problem(ownership, "developers", "developers lists nobody", "write   developers: [LOGIN]")
    if not ownership.texts("developers"):
        return
    for committer in facts.snapshot.committers[:1]:
        if committer.login not in Logins(facts.developers):
            yield Note(
                ownership.name,
                ("developers",),
                f"{committer.login} wrote the most commits ({committer.commits}) but is not listed as a"
                " developer",
                f"add {committer.login}, who then may not approve anything here",
            )


ITEM = Item(
    id="ownership.developers",
    title="Developers",
    what="The login of everybody who builds the model.",
    why="People who built the model may not approve it. That can be checked only if they are all named.",
    fix="developers: [LOGIN]\n",
    example="developers: [ana-ruiz, raj-patel]\n",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("developers",),
    sources=("NIST AI RMF 1.0",),
    proof=Proof.PEOPLE,
    note="If git knows the logins, `check` tells you when the main committer is missing here.",
    check=check,
)
