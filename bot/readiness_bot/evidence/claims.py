"""What the files state and a forge could confirm: who is said to have done what, and which commit brought that text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import CannotTell, peek
from readiness_bot.convention.people import ACCEPTING
from readiness_bot.evidence.blocks import BLOCKS, OWNERS, PEOPLE, RUNS, Block, file_of
from readiness_bot.evidence.past import NOT_TOLD, Origin, former, since
from readiness_bot.evidence.values import identity, signed, value_at
from readiness_bot.reading.document import Value
from readiness_bot.vocabulary import Proof, Tier


@dataclass(frozen=True, slots=True)
class Cover:
    """Something else that the person approved, as it is now."""

    where: str
    value: Value
    changed: str | None
    """The commit that changed it last; None: it is not committed yet."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody is named at `key` of `file`, for an item (or `waivers.N`)."""

    item: str
    file: str
    key: str
    login: str


@dataclass(frozen=True, slots=True)
class Approval(Claim):
    """`login` approved this block, and with it what it covers."""

    block: Block
    row: tuple[Value, ...]
    value: Value
    origin: Origin
    covers: tuple[Cover, ...]
    team: str | None = None
    """For a confirmation: the team that it was given for."""
    requested_by: str | None = None
    """For a waiver."""
    number: int = 0
    """For what a change lowers: the pull request that must have the approval, whoever wrote the block."""
    past: tuple[Value, ...] = field(default=(), compare=False)
    """What the default branch said there before; None: nothing."""


@dataclass(frozen=True, slots=True)
class Linked(Claim):
    """`login` did it on that day, and the issue at `url` tells it, opened after what was tried changed last."""

    block: Block
    day: date
    url: str
    changed: Origin


@dataclass(frozen=True, slots=True)
class TestRun(Claim):
    """The run at `url` tested the artifact's commit. It names nobody: `login` is empty."""

    url: str
    commit: str | None
    words: tuple[str, ...]
    workflow: str = ""
    """The file that the settings name for this test; empty: the words decide."""
    day: date | None = None
    """On which the file says that it ran."""
    interface: Value = None
    """What it is said to have tested."""
    changed: Origin = NOT_TOLD
    """The commit that changed the interface last."""


@dataclass(frozen=True, slots=True)
class Person(Claim):
    """`login` is somebody who is here."""


@dataclass(frozen=True, slots=True)
class Acceptance(Claim):
    """`login` accepted to be named there."""

    origin: Origin
    past: tuple[Value, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Artifact(Claim):
    """The commit that was built exists. It names nobody."""

    commit: str


AnyClaim: TypeAlias = Approval | Linked | TestRun | Person | Acceptance | Artifact


def claims(facts: Facts, workflows: Mapping[str, str] | None = None) -> tuple[AnyClaim, ...]:
    """Every claim of a model that can count at its tier. What is not filled in, or wrong, claims nothing: its item says so.

    `workflows`: `tests.integration` → the workflow's file, as the base branch's settings name it.
    """
    makers = (_signed, _people, _acceptances, _artifact)
    return (*(claim for make in makers for claim in make(facts)), *_runs(facts, workflows or {}))


def _signed(facts: Facts) -> Iterator[AnyClaim]:
    for block in BLOCKS:
        try:
            file = facts.files[block.file]
            if not block.rows:
                yield from _one(facts, block, block.key, ())
                continue
            for index, _ in enumerate(file.entries(block.key)):
                yield from _one(facts, block, f"{block.key}.{index}", identity(file, block, index))
        except CannotTell:
            continue


def _one(facts: Facts, block: Block, key: str, row: tuple[Value, ...]) -> Iterator[AnyClaim]:
    file = facts.files[block.file]
    login, value = file.text(f"{key}.{block.signer}"), signed(facts.files, block, row)
    if login is None or value is None:
        return
    place = f"{key}.{block.signer}"
    if block.proof is Proof.LINKED_ISSUE:
        day, url = file.day(f"{key}.date"), file.text(f"{key}.evidence")
        if day and url:
            yield Linked(
                block.item, block.file, f"{key}.evidence", login, block, day, url, _last(facts, block.covers)
            )
        return
    origin = since(facts, block.file, lambda past: peek(signed, {block.file: past}, block, row))
    covers = tuple(_cover(facts, where) for where in block.covers)
    past = former(facts, block.file, lambda past: peek(signed, {block.file: past}, block, row), value)
    claim = Approval(
        block.item or key, block.file, place, login, block, row, value, origin, covers, past=past
    )
    if block.proof is Proof.RECEIVING_TEAM:
        claim = replace(claim, team=file.text(f"{key}.team"))
    if not block.item:
        claim = replace(claim, requested_by=file.text(f"{key}.requested_by"))
    yield claim


def _cover(facts: Facts, where: str) -> Cover:
    name = file_of(where)
    origin = since(facts, name, lambda past: peek(value_at, {name: past}, where))
    return Cover(where, peek(value_at, facts.files, where), origin.commit)


def _last(facts: Facts, covers: tuple[str, ...]) -> Origin:
    """When any of these keys of one file changed last."""
    name = file_of(covers[0])
    return since(facts, name, lambda past: [peek(value_at, {name: past}, where) for where in covers])


def _runs(facts: Facts, workflows: Mapping[str, str]) -> Iterator[TestRun]:
    infrastructure = facts.infrastructure
    for item, key, words in RUNS:
        try:
            url, commit = infrastructure.text(f"{key}.run"), infrastructure.text("artifact.commit")
            day, interface = infrastructure.day(f"{key}.date"), infrastructure.get("interface")
        except CannotTell:
            continue
        if url:
            named = workflows.get(key, "")
            changed = since(facts, infrastructure.name, _interface)
            yield TestRun(
                item,
                infrastructure.name,
                f"{key}.run",
                "",
                url,
                commit,
                words,
                named,
                day,
                interface,
                changed,
            )


def _interface(past: File) -> Value:
    return peek(value_at, {"infrastructure.yaml": past}, "infrastructure.interface")


def _people(facts: Facts) -> Iterator[Person]:
    """At high tier everybody who is named; at medium those who must act."""
    for item, wheres in PEOPLE:
        if not Proof.PEOPLE.asked_at(facts.tier) and (facts.tier is Tier.LOW or item not in OWNERS):
            continue
        for where in wheres:
            file, key = facts.files[file_of(where)], where.partition(".")[2]
            try:
                for place in file.each(key):
                    login = file.text(place)
                    if login:
                        yield Person(item, file.name, place, login)
            except CannotTell:
                continue


def _acceptances(facts: Facts) -> Iterator[Acceptance]:
    ownership = facts.ownership
    for key in (post.where for post in ACCEPTING):
        login = peek(ownership.text, key)
        if login:
            origin = _named_since(facts, key)
            past = former(facts, ownership.name, _naming(key), login)
            yield Acceptance("ownership.acceptance", ownership.name, key, login, origin, past)


def _named_since(facts: Facts, key: str) -> Origin:
    return since(facts, facts.ownership.name, _naming(key))


def _naming(key: str) -> Callable[[File], Value]:
    return lambda past: peek(value_at, {"ownership.yaml": past}, f"ownership.{key}")


def _artifact(facts: Facts) -> Iterator[Artifact]:
    commit = peek(facts.infrastructure.text, "artifact.commit")
    if commit and Proof.COMMIT.asked_at(facts.tier):
        yield Artifact("infrastructure.artifact", facts.infrastructure.name, "artifact.commit", "", commit)
