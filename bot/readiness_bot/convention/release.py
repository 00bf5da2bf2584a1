"""What a release of an LLM application is made of: commit, prompts, models, tools and index (rule 4). Pure.

A vendor's model has no digest that its users could take. What they can pin is everything around it, and the
model by the name of a snapshot that does not move.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from readiness_bot.convention.facts import Facts
from readiness_bot.convention.outcome import peek
from readiness_bot.late import re
from readiness_bot.reading.document import Value
from readiness_bot.reading.mentions import MAX_MENTIONS, can_be_mentioned
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, POINTER, Refusal, Snapshot, is_pointer

PARTS = ("commit", "prompts", "models", "tools", "index")
"""Keys of `artifact`."""

_WRITTEN = re.compile(
    r"(?P<provider>[a-z0-9][a-z0-9-]{0,38})/(?P<name>[A-Za-z0-9][A-Za-z0-9_./:-]{0,119})"
    r"@(?P<snapshot>[A-Za-z0-9][A-Za-z0-9_.:-]{0,99})"
)
_MOVES = frozenset(
    {
        *("latest", "default", "auto", "stable", "current", "newest"),
        *("main", "master", "head", "production", "prod", "staging", "live"),
    }
)
"""Words for whatever is newest (`claude-3-5-sonnet-latest`, `chatgpt-4o-latest`, a branch, a tag of a
registry)."""
_WEIGHTS = {
    "huggingface": (re.compile(r"[0-9a-f]{40}"), "a branch or a tag moves; write the commit, 40 hex digits"),
    "hf": (re.compile(r"[0-9a-f]{40}"), "a branch or a tag moves; write the commit, 40 hex digits"),
    "ollama": (
        re.compile(r"(?:sha256:)?[0-9a-f]{12,64}"),
        "a tag moves; write the digest that `ollama list` shows",
    ),
}
"""Hosts whose names always move: only a commit or a digest stays."""


def no_snapshot(model: str) -> str:
    """Why a model's name pins nothing, with what to write; empty where it does.

    By the written form alone. A date is no sign of it: some vendors' ids are fixed without one
    (https://platform.claude.com/docs/en/about-claude/models/model-ids-and-versions), and a list of the
    others' would be out of date within weeks.
    """
    found = _WRITTEN.fullmatch(model)
    if found is None:
        return "which is not provider/name@snapshot"
    words = re.split(r"[-_.:/]", f"{found['name']}-{found['snapshot']}".lower())
    if moves := next((word for word in words if word in _MOVES), ""):
        return f"but '{moves}' can be another model tomorrow"
    weights = _WEIGHTS.get(found["provider"])
    if weights:
        return "" if weights[0].fullmatch(found["snapshot"]) else f"but {weights[1]}"
    return "" if any(sign.isdigit() for sign in found["snapshot"]) else "which names no version"


def digest(contents: dict[str, bytes]) -> str:
    """Path → bytes: what `LC_ALL=C sha256sum FILE… | sha256sum` prints for the files in order of their
    paths, lines ended by LF."""
    from hashlib import sha256  # a model has no prompts, and `check` starts without OpenSSL

    sums = {path: sha256(content.replace(b"\r\n", b"\n")).hexdigest() for path, content in contents.items()}
    lines = "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))
    return "sha256:" + sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def named_files(facts: Facts, where: str) -> dict[str, bytes | None]:
    """The files of a list of paths → their bytes; None where one is not there or was not read."""
    found: dict[str, bytes | None] = {}
    for path in facts.infrastructure.texts(where):
        content = facts.snapshot.files.get(path)
        found[path] = content if isinstance(content, bytes) and not is_pointer(content) else None
    return found


def not_a_file(snapshot: Snapshot, path: str) -> tuple[str, str]:
    """What is wrong with the path of a file that was not read, and what to do; empty where a file stands
    there."""
    content = snapshot.files.get(path)
    if path.startswith("./"):
        return "which does not begin at the repository's root", f"write {path.removeprefix('./')[:200]}"
    if content in _NOT_ITSELF:
        return f"which is a {_NOT_ITSELF[content]}", "name the file itself"
    if not snapshot.has(path):
        return "but this repository has no such file", "correct the path (from the repository's root)"
    if content not in (None, Refusal.NOT_A_FILE):
        return "", ""
    if not can_be_mentioned(path):
        return "whose name has a blank, a quote or a bracket", "give the file another name"
    most = f"of all that the readiness files name, {MAX_MENTIONS} are read"
    return "which is a folder, or one file too many", f"name the files themselves; {most}"


_NOT_ITSELF: dict[object, str] = {Refusal.SYMLINK: "symbolic link", Refusal.SUBMODULE: "submodule"}


def why_unread(snapshot: Snapshot, path: str) -> str:
    """Why the content of a file that stands there is not known here."""
    content = snapshot.files.get(path)
    if content is Refusal.TOO_LARGE:
        return f"it is larger than {MAX_FILE_BYTES // 1024} KiB"
    return POINTER if isinstance(content, bytes) else "it is refused"


def from_root(snapshot: Snapshot, path: str) -> str:
    """Where a file stands that may be named from the model's folder: GitHub knows the root alone."""
    own = snapshot.prefix + path
    return own if own in snapshot.paths else path


def blobs(facts: Facts) -> tuple[tuple[str, str], ...] | None:
    """The files of prompts and tools, from the root, with git's names for what they say now
    (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects). None where one was not read."""
    from hashlib import sha1  # as in `digest`

    found = []
    for part in ("prompts", "tools"):
        for path, content in named_files(facts, f"artifact.{part}.files").items():
            if content is None:
                return None
            name = sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
            found.append((from_root(facts.snapshot, path), name))
    return tuple(found)


def former_version(facts: Facts, part: str) -> Iterator[str]:
    """The commit in which a part of the release last was another one under the version of now, if it was.

    What counts is under which version a value was first written: the old one stands until the new one is
    evaluated. It also counts where it stood in the release of the version of now. Before there is a version,
    nothing was released.
    """
    present = _stated(facts.infrastructure.get(f"artifact.{part}"))
    if present is None or facts.version is None:
        return
    past = [
        (revision, _stated(peek(file.get, f"artifact.{part}")))
        for revision, file in facts.earlier("infrastructure.yaml")
    ]
    recorded = _recorded(facts)
    for former, run in groupby(past, key=lambda entry: entry[1]):
        revisions = [revision for revision, _ in run]
        newest, written = revisions[0], revisions[-1]
        if former is None or former == present:
            continue
        if _version_at(facts, written.when) == facts.version or recorded & {
            each.commit for each in revisions
        }:
            yield newest.commit
            return


def _recorded(facts: Facts) -> set[str]:
    """The commits in which the release of the version of now stood as a whole: with a commit that was first
    written under it, and with the suite's run of it.

    A part that stayed the same since the version before was first written under that one, and belongs to
    both.
    """
    past, first = facts.earlier("infrastructure.yaml"), dict[str | None, str | None]()
    built = [peek(file.text, "artifact.commit") for _, file in past]
    for (revision, _), commit in zip(reversed(past), reversed(built), strict=True):
        if commit not in first:
            first[commit] = _version_at(facts, revision.when)
    return {
        revision.commit
        for (revision, file), commit in zip(past, built, strict=True)
        if commit and first[commit] == facts.version == peek(file.text, "evals.version")
    }


def _version_at(facts: Facts, when: datetime) -> str | None:
    versions = facts.former_texts("contract.yaml", "evaluation.version")
    return next((version for revision, version in versions if revision.when <= when), None)


def _stated(value: Value) -> Value:
    """A part as it counts: of files, their digest; of models, in any order; of what there is none of, that,
    in whatever words. None where nothing is stated."""
    if isinstance(value, dict):
        return value.get("digest") or value.get("version") or ("na" if value.get("na") else None)
    if isinstance(value, list):
        return sorted(one for one in value if isinstance(one, str)) or None
    return value
