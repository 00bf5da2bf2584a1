"""What of a release the repository itself tells: the prompts' files and their digest, and what to look at.

Pure.

The digest is the check's own (`convention/release.py`), so that a fresh scaffold agrees with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from readiness_bot.convention.release import digest
from readiness_bot.convention.scalar import scalar
from readiness_bot.scaffold.fill import Slots
from readiness_bot.scaffold.guess import tool_modules, undated
from readiness_bot.scaffold.sources import Code
from readiness_bot.text.escape import plain
from readiness_bot.text.words import first_of, plural
from readiness_bot.vocabulary import Kind

_LONGEST = 60
"""Signs of a list that still stands on the line of its key."""
_SHOWN = 3


def release_slots(code: Code) -> Slots:
    """The files that were found, with their digests; where there are none, places to fill in."""
    return {
        **_files("prompts", "digest", code.prompts),
        **_files("tools", "tools_digest", code.schemas),
    }


def _files(slot: str, digest_slot: str, contents: Mapping[str, bytes]) -> dict[str, str]:
    if not contents:
        return {slot: "[PATH]", digest_slot: '"DIGEST"'}
    return {slot: _listed([scalar(path) for path in contents]), digest_slot: f'"{digest(dict(contents))}"'}


def _listed(paths: Sequence[str]) -> str:
    """On one line, or where that is too long one below the other."""
    line = f"[{', '.join(paths)}]"
    return line if len(line) <= _LONGEST else "".join(f"\n      - {path}" for path in paths)


def release_notes(code: Code, kind: Kind, file: str) -> Iterator[str]:
    """What a person should look at in a new `file`."""
    for what, contents in (("prompts", code.prompts), ("tools", code.schemas if kind is Kind.AGENT else {})):
        if contents:
            count = plural(len(contents), "file")
            by = "its name" if len(contents) == 1 else "their names"
            yield (
                f"{file} names {count} at artifact.{what}, found by {by}, with the digest: take out what the"
                " release does not use."
            )
    modules = [] if kind is not Kind.AGENT or code.schemas else tool_modules(code)
    if modules:
        shown = plain(first_of(modules, _SHOWN))
        yield f"Tools are defined in {shown}: artifact.tools takes the files that the release uses."
    names = list(islice(undated(code), _SHOWN + 1))
    if names:
        more = " and others" if len(names) > _SHOWN else ""
        yield (
            f"Models whose names no date pins: {', '.join(map(str, names[:_SHOWN]))}{more}. Where the vendor"
            " moves such a name, artifact.models takes the snapshot that it stands for."
        )
