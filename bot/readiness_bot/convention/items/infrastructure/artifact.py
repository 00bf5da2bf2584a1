"""infrastructure.artifact: what exactly is deployed, from which commit and which data."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome, Unknown
from readiness_bot.vocabulary import Proof, Role, Stage

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{7,40}")


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "artifact.digest", "artifact.commit", "artifact.data")
    yield from _commit(facts)
    yield from _data(facts)
    digest = infrastructure.text("artifact.digest")
    if digest and not _DIGEST.fullmatch(digest):
        yield problem(
            infrastructure,
            "artifact.digest",
            f"artifact.digest is '{digest[:80]}', which is no digest",
            'write "sha256:" and 64 hex digits',
        )
    elif digest:
        yield from _same_digest(facts, digest)


def _commit(facts: Facts) -> Iterator[Outcome]:
    commit = facts.infrastructure.text("artifact.commit")
    if commit is None:
        return
    if not _COMMIT.fullmatch(commit):
        yield problem(
            facts.infrastructure,
            "artifact.commit",
            f"artifact.commit is '{commit[:60]}', which is no commit",
            "write 7 to 40 hex digits, in quotes",
        )
    elif commit not in facts.snapshot.commits:
        yield Unknown(
            f"whether commit {commit} exists cannot be told here:"
            f" {facts.snapshot.history.why_unknown or 'it was not looked up'}"
        )
    elif not facts.snapshot.commits[commit]:
        yield problem(
            facts.infrastructure,
            "artifact.commit",
            f"artifact.commit is {commit}, and this repository has no such commit",
            "write the commit that it was built from",
        )


def _data(facts: Facts) -> Iterator[Outcome]:
    data = facts.infrastructure.text("artifact.data")
    governance = facts.governance
    approved = [
        governance.text(f"datasets.{n}.version") for n, _ in enumerate(governance.entries("datasets"))
    ]
    if data and any(approved) and data not in approved:  # no dataset at all is governance.datasets' gap
        yield problem(
            facts.infrastructure,
            "artifact.data",
            f'artifact.data is "{data[:60]}", which is no approved version in governance.yaml',
            "write the version of a dataset there, or have this one approved",
        )


def _same_digest(facts: Facts, digest: str) -> Iterator[Outcome]:
    """Rule 4: one version is one artifact.

    What counts is under which version a digest was first written: the old one stands until the new one is
    built.
    """
    past = facts.former_texts("infrastructure.yaml", "artifact.digest")
    for former, run in groupby(past, key=lambda entry: entry[1]):
        revisions = [revision for revision, _ in run]
        newest, written = revisions[0], revisions[-1]
        if former and former != digest and _version_at(facts, written.when) == facts.version:
            yield problem(
                facts.infrastructure,
                "artifact.digest",
                f"The digest changed since commit {newest.commit[:7]}, and the version is still"
                f' "{facts.version}"',
                "evaluate what changed as a new version",
            )
            return


def _version_at(facts: Facts, when: datetime) -> str | None:
    versions = facts.former_texts("contract.yaml", "evaluation.version")
    return next((version for revision, version in versions if revision.when <= when), None)


ITEM = Item(
    id="infrastructure.artifact",
    title="Artifact",
    what=(
        "The digest of what is deployed, the commit that it was built from, and the approved data that it was"
        " trained on."
    ),
    why="Without it nobody can say that what was approved is what runs, or build it again.",
    fix="artifact: {digest: DIGEST, commit: COMMIT, data: VERSION}   # all three in quotes\n",
    example=(
        'artifact: {digest: "sha256:6e326d9251d6e21a4c15161a077142e9979487065a1dd61bd8728cb14012d965", '
        'commit: "87581a3", data: "2026-08-31"}\n'
    ),
    due=Stage.EVALUATION,
    severity=BLOCKS,
    role=Role.DEVELOPER,
    fields=("artifact",),
    sources=("ML Test Score (Breck et al. 2017)",),
    proof=Proof.COMMIT,
    note="A digest that changes under the same version is a gap, as git's history tells it.",
    check=check,
)
