"""What the files state and a forge could confirm: who is said to have done what, and which commit brought
that text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import places_of
from readiness_bot.convention.file import File
from readiness_bot.convention.item import SignOff, file_of
from readiness_bot.convention.outcome import CannotTell, peek
from readiness_bot.convention.people import ACCEPTING
from readiness_bot.convention.registry import ids_at, items_at, sign_offs_at
from readiness_bot.convention.release import blobs
from readiness_bot.evidence.past import NOT_TOLD, Origin, former, since
from readiness_bot.evidence.values import identity, signed, value_at
from readiness_bot.reading.document import Value
from readiness_bot.vocabulary import Proof, Tier

INTERFACE = ("infrastructure.interface",)
"""What a test of the whole has tested."""


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

    block: SignOff
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
    """`login` did it on that day, and the issue at `url` tells it, opened after what was tried changed
    last."""

    block: SignOff
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
    named: str = ""
    """The workflow's file that the files themselves name; the words must fit all the same."""
    tested: tuple[str, ...] = ()
    """What it is said to have tested, as a cover writes it."""
    values: tuple[Value, ...] = ()
    """What that is now."""
    changed: Origin = NOT_TOLD
    """The commit that changed it last."""
    files: tuple[tuple[str, str], ...] | None = None
    """Of a release, the files that decide an answer and git's names for what they say now; None where that is
    not known, and of other tests."""


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
    """Every claim of a model that can count at its tier.

    What is not filled in, or wrong, claims nothing: its item says so.

    `workflows`: `tests.integration` → the workflow's file, as the base branch's settings name it.
    """
    makers = (_signed, _people, _acceptances, _artifact)
    return (*(claim for make in makers for claim in make(facts)), *_runs(facts, workflows or {}))


def _signed(facts: Facts) -> Iterator[AnyClaim]:
    for block in sign_offs_at(facts.kind, facts.policy.overlay):
        try:
            file = facts.files[block.file]
            if not block.rows:
                yield from _one(facts, block, block.key, ())
                continue
            for index, _ in enumerate(file.entries(block.key)):
                yield from _one(facts, block, f"{block.key}.{index}", identity(file, block, index))
        except CannotTell:
            continue


def _one(facts: Facts, block: SignOff, key: str, row: tuple[Value, ...]) -> Iterator[AnyClaim]:
    file, place = facts.files[block.file], f"{key}.{block.signer}"
    login, value = file.text(place), signed(facts.files, block, row)
    if login is None or value is None:
        return
    if block.proof is Proof.LINKED_ISSUE:
        day, url, evidence = file.day(f"{key}.date"), file.text(f"{key}.evidence"), f"{key}.evidence"
        if day and url:
            tried = [_reading(where) for where in block.covers]
            changed = since(facts, file_of(block.covers[0]), lambda past: [read(past) for read in tried])
            yield Linked(block.item, block.file, evidence, login, block, day, url, changed)
        return

    def read(past: File) -> Value:
        return peek(signed, {block.file: past}, block, row)

    yield Approval(
        block.item or key,
        block.file,
        place,
        login,
        block,
        row,
        value,
        since(facts, block.file, read),
        tuple(_cover(facts, where) for where in block.covers),
        team=file.text(f"{key}.team") if block.proof is Proof.RECEIVING_TEAM else None,
        requested_by=None if block.item else file.text(f"{key}.requested_by"),
        past=former(facts, block.file, read, value),
    )


def _cover(facts: Facts, where: str) -> Cover:
    origin = since(facts, file_of(where), _reading(where))
    return Cover(where, peek(value_at, facts.files, where), origin.commit)


def _reading(where: str) -> Callable[[File], Value]:
    """What a file said at a place, in the past."""
    return lambda past: peek(value_at, {past.name: past}, where)


def _reading_all(wheres: tuple[str, ...]) -> Callable[[File], Value]:
    return lambda past: [peek(value_at, {past.name: past}, where) for where in wheres]


def _runs(facts: Facts, workflows: Mapping[str, str]) -> Iterator[TestRun]:
    file = facts.infrastructure
    for item in (item for item in items_at(facts.kind, facts.policy.overlay) if item.tested_by):
        [key] = item.fields
        try:
            url, commit = file.text(f"{key}.run"), file.text("artifact.commit")
            day, stated = file.day(f"{key}.date"), file.text(f"{key}.workflow")
            values = tuple(value_at(facts.files, where) for where in item.tested)
        except CannotTell:
            continue
        if url:
            changed = since(facts, file.name, _reading_all(item.tested))
            claim = (item.id, file.name, f"{key}.run", "")
            by = (item.tested_by, workflows.get(key, ""))
            files = peek(blobs, facts) if item.tested != INTERFACE else None
            yield TestRun(*claim, url, commit, *by, day, stated or "", item.tested, values, changed, files)


def _people(facts: Facts) -> Iterator[Person]:
    """At high tier everybody who is named; at medium those who must act."""
    for item in (item for item in items_at(facts.kind, facts.policy.overlay) if item.proof is Proof.PEOPLE):
        asked = item.proven or Proof.PEOPLE.asked_at(facts.tier)
        if not asked and (facts.tier is Tier.LOW or not item.acting):
            continue
        file = facts.files[item.file]
        wheres = (at for key in item.fields for at in places_of("login", file.schema) if at.startswith(key))
        for key in (key for where in wheres for key in peek(file.each, where) or ()):
            login = peek(file.text, key)
            if login:
                yield Person(item.id, file.name, key, login)


def _acceptances(facts: Facts) -> Iterator[Acceptance]:
    ownership = facts.ownership
    for key in (post.where for post in ACCEPTING):
        login = peek(ownership.text, key)
        if login:
            read = _reading(f"ownership.{key}")
            origin, past = since(facts, ownership.name, read), former(facts, ownership.name, read, login)
            yield Acceptance("ownership.acceptance", ownership.name, key, login, origin, past)


def _artifact(facts: Facts) -> Iterator[Artifact]:
    commit = peek(facts.infrastructure.text, "artifact.commit")
    proven = ids_at(facts.kind, facts.policy.overlay)["infrastructure.artifact"].proven
    if commit and (proven or Proof.COMMIT.asked_at(facts.tier)):
        yield Artifact("infrastructure.artifact", facts.infrastructure.name, "artifact.commit", "", commit)
