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
        yield problem(ownership, "developers", "developers names nobody", "write   developers: [LOGIN]")
    if not ownership.texts("developers"):
        return
    for committer in facts.snapshot.committers[:1]:
        if committer.login not in Logins(facts.developers):
            yield Note(
                ownership.name,
                ("developers",),
                f"{committer.login} wrote most commits ({committer.commits}) and is not among the developers",
                f"add {committer.login}, who may then approve nothing here",
            )


ITEM = Item(
    id="ownership.developers",
    title="Developers",
    what="Everybody who builds the model is named.",
    why="Whoever built it may not approve it. That can only be checked when the builders are known.",
    fix="developers: [LOGIN]\n",
    example="developers: [ana-ruiz, raj-patel]\n",
    due=Stage.DESIGN,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("developers",),
    sources=("NIST AI RMF 1.0",),
    proof=Proof.PEOPLE,
    note="Where git knows the logins, it is said when the main committer is missing here.",
    check=check,
)
