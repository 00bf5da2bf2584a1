"""infrastructure.artifact: what exactly is deployed, from which commit and which data."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from readiness_bot.convention.checks import problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import Schema, block, or_na, rows, value
from readiness_bot.convention.item import BLOCKS, Item, Variant
from readiness_bot.convention.outcome import Outcome, Unknown
from readiness_bot.convention.release import (
    PARTS,
    digest,
    former_version,
    named_files,
    no_snapshot,
    not_a_file,
    why_unread,
)
from readiness_bot.late import re
from readiness_bot.vocabulary import Kind, Proof, Role, Stage

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
            f"artifact.digest is '{digest[:80]}', which is not a digest",
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
            f"artifact.commit is '{commit[:60]}', which is not a commit",
            "write 7 to 40 hex digits, in quotes",
        )
    elif commit not in facts.snapshot.commits:
        yield Unknown(
            f"cannot tell here whether commit {commit} exists:"
            f" {facts.snapshot.history.why_unknown or 'it was not looked up'}"
        )
    elif not facts.snapshot.commits[commit]:
        yield problem(
            facts.infrastructure,
            "artifact.commit",
            f"artifact.commit is {commit}, but this repository has no such commit",
            "write the commit it was built from",
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
            f'artifact.data is "{data[:60]}", which is not the version of any dataset in governance.yaml',
            "write a dataset's version from there, or have this one approved and add it there",
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
                f"The digest changed since commit {newest.commit[:7]}, but the version is still"
                f' "{facts.version}"',
                "evaluate the new artifact as a new version",
            )
            return


def _version_at(facts: Facts, when: datetime) -> str | None:
    versions = facts.former_texts("contract.yaml", "evaluation.version")
    return next((version for revision, version in versions if revision.when <= when), None)


def release(facts: Facts) -> Iterator[Outcome]:
    """The same for what is built around a language model: a release, which pins all that decides an
    answer."""
    infrastructure, agent = facts.infrastructure, facts.kind is Kind.AGENT
    yield from required(infrastructure, "artifact.commit", "artifact.models")
    if infrastructure.has("artifact.models") and not infrastructure.texts("artifact.models"):
        yield problem(
            infrastructure,
            "artifact.models",
            "artifact.models names no model",
            "name each model that it calls: provider/name@snapshot",
        )
    yield from _commit(facts)
    for part in ("prompts", "tools") if agent else ("prompts",):
        yield from _files(facts, part)
    yield from _models(facts)
    if not infrastructure.has("artifact.index.na"):
        yield from required(infrastructure, "artifact.index.version")
    for part in PARTS:
        yield from _same_version(facts, part)


def _files(facts: Facts, part: str) -> Iterator[Outcome]:
    """The files that are named, and the digest of what they say now."""
    infrastructure, where = facts.infrastructure, f"artifact.{part}"
    if infrastructure.has(f"{where}.na"):
        return
    contents = named_files(facts, f"{where}.files")
    read = {path: content for path, content in contents.items() if content is not None}
    now = digest(read) if read and len(read) == len(contents) else ""
    for missing in required(infrastructure, f"{where}.files", f"{where}.digest"):
        is_digest = missing.path[-1:] == ("digest",)
        yield replace(missing, fix=f'write   digest: "{now}"') if now and is_digest else missing
    if infrastructure.has(f"{where}.files") and not infrastructure.texts(f"{where}.files"):
        yield problem(
            infrastructure,
            f"{where}.files",
            f"{where}.files is empty",
            f"name the files that hold the {part}, or write   {part}: {{na: REASON}}",
        )
    if not now:
        yield from _unread(facts, part)
        return
    stated = infrastructure.text(f"{where}.digest")
    if stated and not _DIGEST.fullmatch(stated):
        yield problem(
            infrastructure,
            f"{where}.digest",
            f"{where}.digest is '{stated[:80]}', which is not a digest",
            f'write   digest: "{now}"',
        )
    elif stated and stated != now:
        yield problem(
            infrastructure,
            f"{where}.digest",
            f"The {part} have changed: their digest is now {now[:19]}…, but the release says {stated[:19]}…",
            f'evaluate them as a new version, then write   digest: "{now}"',
        )


def _unread(facts: Facts, part: str) -> Iterator[Outcome]:
    """The first of its files that is not there, or that cannot be read here."""
    infrastructure, where = facts.infrastructure, f"artifact.{part}.files"
    for index, path in enumerate(infrastructure.entries(where)):
        if not isinstance(path, str) or isinstance(facts.snapshot.files.get(path), bytes):
            continue
        told, fix = not_a_file(facts.snapshot, path)
        if told:
            yield problem(infrastructure, f"{where}.{index}", f"{where} names '{path[:60]}', {told}", fix)
            return
    unread = next((path for path, content in named_files(facts, where).items() if content is None), "")
    if unread:
        yield Unknown(f"{unread[:60]} could not be read here: {why_unread(facts.snapshot, unread)}")


def _models(facts: Facts) -> Iterator[Outcome]:
    for index, model in enumerate(facts.infrastructure.entries("artifact.models")):
        told = no_snapshot(model) if isinstance(model, str) else ""
        if told:
            yield problem(
                facts.infrastructure,
                f"artifact.models.{index}",
                f"artifact.models names '{str(model)[:80]}', {told}",
                "write provider/name@snapshot, with an id that never changes: openai/gpt-4o@2024-08-06",
            )


def _same_version(facts: Facts, part: str) -> Iterator[Outcome]:
    for commit in former_version(facts, part):
        yield problem(
            facts.infrastructure,
            f"artifact.{part}",
            f'artifact.{part} changed since commit {commit[:7]}, but the version is still "{facts.version}"',
            "evaluate what changed as a new version",
        )


def _of_files(what: str) -> Schema:
    return or_na(
        block(
            what,
            files=rows(
                f"the files of {what.partition(':')[0]}, from the repository's root",
                value("link", "one file", "PATH"),
            ),
            digest=value("text", "the digest of these files: sha256: and 64 hex digits", "DIGEST"),
        )
    )


def _keys(*, agent: bool) -> dict[str, Schema]:
    tools = {"tools": _of_files("the tools' schemas, as the model sees them")} if agent else {}
    return {
        "artifact": block(
            "the release: everything that determines an answer",
            commit=value("text", "the commit it was built from, in quotes", "COMMIT"),
            prompts=_of_files("the prompts"),
            models=rows(
                "every model it calls, by an id that never changes",
                value("text", "provider/name@snapshot", "NAME"),
            ),
            **tools,
            index=or_na(
                block(
                    "the index it searches",
                    version=value("version", "the index's version, in quotes", "VERSION"),
                )
            ),
        )
    }


_FIX = """\
artifact:
  commit: COMMIT       # in quotes
  prompts: {files: [PATH], digest: DIGEST}
  models: [NAME]       # every model it calls, as provider/name@snapshot
TOOLS  index: {version: VERSION}   # or   index: {na: REASON}
"""
_EXAMPLE = """\
artifact:
  commit: "4c1f9e2"
  prompts:
    files: [prompts/answer.md, prompts/rewrite.md]
    digest: "sha256:6e326d9251d6e21a4c15161a077142e9979487065a1dd61bd8728cb14012d965"
  models: [auroralm/aria-2@2026-05-12, auroralm/embed-3@2025-11-20]
TOOLS  index: {version: "2026-10-28"}
"""
_FIX_TOOLS = "  tools: {files: [PATH], digest: DIGEST}   # or   tools: {na: REASON}\n"
_EXAMPLE_TOOLS = """\
  tools:
    files: [tools/look_up_order.json, tools/issue_refund.json]
    digest: "sha256:b41d0c7e51d6e21a4c15161a077142e9979487065a1dd61bd8728cb14012d0aa"
"""


def _variant(kind: Kind) -> Variant:
    agent = kind is Kind.AGENT
    tools = ", the tools' schemas" if agent else ""
    return Variant(
        kinds=(kind,),
        title="Release",
        what=(
            f"What is released: the commit, the digest of the prompts, the snapshot of every model{tools} and"
            " the version of the index. If any of these changes, it is a new version."
        ),
        why=(
            "A vendor's model has no digest, and changing one sentence of a prompt makes it a different"
            " application. Only what is pinned can be evaluated, approved and rolled back to."
        ),
        fix=_FIX.replace("TOOLS", _FIX_TOOLS if agent else ""),
        example=_EXAMPLE.replace("TOOLS", _EXAMPLE_TOOLS if agent else ""),
        keys=_keys(agent=agent),
        sources=("OWASP Top 10 for Agentic Applications 2026, ASI04", "NIST AI 600-1, GV-1.6-003"),
        note=(
            "To compute a digest, run `LC_ALL=C sha256sum FILE… | sha256sum` in the repository's root, with"
            " the files in the order of their paths. `latest`, a branch and a tag are not snapshots. Only"
            " the vendor's page says whether an id without a date is an alias."
        ),
        check=release,
    )


ITEM = Item(
    id="infrastructure.artifact",
    title="Artifact",
    what=("The deployed digest, the commit it was built from, and the approved dataset it was trained on."),
    why="Without it, nobody can show that the approved model is the one that runs, or rebuild it.",
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
    note="If git's history shows that the digest changed while the version stayed the same, that is a gap.",
    check=check,
    variants=(_variant(Kind.LLM_APP), _variant(Kind.AGENT)),
)
