"""From a snapshot's bytes to the six files that the checks read, with all that is wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

from readiness_bot.convention.fields import Schema, rules_at
from readiness_bot.convention.file import File, dotted
from readiness_bot.convention.fit import faults
from readiness_bot.convention.kinds import kind_in, kind_of
from readiness_bot.convention.placeholders import without_placeholders
from readiness_bot.convention.policy import PLAIN, Overlay
from readiness_bot.convention.registry import FILES, ids_at, item_named, schemas_at
from readiness_bot.convention.wrong import MOST_FINDINGS, Fault, placed
from readiness_bot.reading.document import Document, Finding, KeyPath, Unreadable, Value
from readiness_bot.reading.markdown import parse_runbook
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, POINTER, Refusal, Snapshot, is_pointer
from readiness_bot.reading.yaml import parse
from readiness_bot.text.nearest import nearest
from readiness_bot.vocabulary import Kind

_REFUSED = {
    Refusal.SYMLINK: ("this is a symbolic link, which is not followed", "put the file itself here"),
    Refusal.SUBMODULE: ("this is a submodule, which is not read", "put the file itself here"),
    Refusal.TOO_LARGE: (
        f"this file is larger than {MAX_FILE_BYTES // 1024} KiB",
        "move what does not belong here to another file",
    ),
    Refusal.NOT_A_FILE: ("this is not a file", "put a text file here"),
    Refusal.DENIED: ("this file cannot be read: permission denied", "give read permission"),
}


Load: TypeAlias = Callable[[str, bytes | Refusal | None, Kind, Overlay], File]


def load_file(
    name: str, content: bytes | Refusal | None, kind: Kind = Kind.MODEL, overlay: Overlay = PLAIN
) -> File:
    """One file, as it is now or as a commit held it. `kind`: what it is judged as; contract.yaml says it
    itself. `overlay`: what a policy adds."""
    path = f"readiness/{name}"
    if content is None:
        return File(name, schema=schemas_at(kind, overlay)[name], missing=True)
    if isinstance(content, Refusal):
        message, fix = _REFUSED[content]
        return _unreadable(name, Finding(path, 1, 1, "refused", message, fix), kind, overlay)
    read = _remembered if len(content) <= _SMALL else _parsed
    return read(name, content, kind, overlay)


def _parsed(name: str, content: bytes, kind: Kind, overlay: Overlay) -> File:
    path = f"readiness/{name}"
    if is_pointer(content):
        return _unreadable(
            name,
            Finding(path, 1, 1, "refused", POINTER, "commit the file itself, without Git LFS"),
            kind,
            overlay,
        )
    read = parse_runbook(path, content) if name.endswith(".md") else parse(path, content)
    if isinstance(read, Unreadable):
        return _unreadable(name, read.finding, kind, overlay)
    return _checked(name, read, kind, overlay)


_SMALL = 16 * 1024
"""Bytes. People write less; what is larger would fill the memory."""
_remembered = lru_cache(maxsize=128)(_parsed)
"""Head, base, their past and what the forge keeps of it are mostly the same few texts."""


def load_files(snapshot: Snapshot, load: Load = load_file, overlay: Overlay = PLAIN) -> dict[str, File]:
    """All six files by name; a missing one is empty and says so.

    `load`: one that remembers, for who looks at many states. `overlay`: what a policy adds.
    """
    contents = {name: snapshot.files.get(f"readiness/{name}") for name in FILES}
    contract = load(CONTRACT, contents[CONTRACT], Kind.MODEL, overlay)
    kind = kind_of(contract, contents[CONTRACT])
    return {
        name: contract if name == CONTRACT else load(name, content, kind, overlay)
        for name, content in contents.items()
    }


CONTRACT = "contract.yaml"


_SUFFIXES = (".yaml", ".yml", ".md", ".markdown", ".txt", ".json")
_SETTINGS_STEM = SETTINGS.rpartition(".")[0]


def misnamed(snapshot: Snapshot) -> Iterator[Finding]:
    """Files beside the six, and beside the settings, that nobody would read: `contract.yml`, `CONTRACT.YAML`,
    `govenance.yaml`."""
    for path in sorted(snapshot.paths):
        folder, _, name = path.rpartition("/")
        if folder == "readiness" and name not in FILES and snapshot.has_own(path):
            right = _right_name(name)
            if right:
                yield _misnamed(path, right, right)
        elif (
            folder.lower() == ".github"
            and path != SETTINGS
            and _stem(path) == _SETTINGS_STEM
            and _at_root(snapshot, path)
        ):
            yield _misnamed("../" * snapshot.prefix.count("/") + path, SETTINGS, SETTINGS)


def _at_root(snapshot: Snapshot, path: str) -> bool:
    return not snapshot.prefix or snapshot.prefix + path not in snapshot.paths


def _misnamed(path: str, meant: str, name: str) -> Finding:
    return Finding(
        path, 1, 1, "unknown-file", f"this file is not read; did you mean {meant}?", f"rename it to {name}"
    )


def _right_name(name: str) -> str | None:
    """The one of the six that a file's name is close to, whatever its capitals and suffixes:
    `contract.yaml.txt`."""
    stem = _stem(name)
    if stem == name.lower():
        return None
    close = nearest(stem, (known.rpartition(".")[0] for known in FILES), cutoff=0.75)
    return next((known for known in FILES if close and known.startswith(close + ".")), None)


def _stem(name: str) -> str:
    stem = name.lower()
    while suffix := next((known for known in _SUFFIXES if stem.endswith(known)), ""):
        stem = stem.removesuffix(suffix)
    return stem


def _unreadable(name: str, finding: Finding, kind: Kind, overlay: Overlay) -> File:
    return File(name, schema=schemas_at(kind, overlay)[name], wrong=(finding,), unreadable=True)


def _checked(name: str, document: Document, kind: Kind, overlay: Overlay) -> File:
    data, placeholders = without_placeholders(document)
    if name == CONTRACT:
        kind = kind_in(data)
    schema = schemas_at(kind, overlay)[name]
    found = every_fault(name, data, document, kind, overlay)
    findings = placed(f"readiness/{name}", document, found)
    wrong_paths = frozenset(path for fault in found if (path := spoilt(fault, document)))
    return File(name, document, data, placeholders, findings, wrong_paths, schema)


def every_fault(
    name: str, data: Mapping[str, Value], document: Document, kind: Kind, overlay: Overlay = PLAIN
) -> tuple[Fault, ...]:
    """All that is wrong in a file of a kind. `data`: without placeholders."""
    schema = schemas_at(kind, overlay)[name]
    found = faults(ours(name, data, schema), document, schema)
    others = (_of_others(name, fault, kind, overlay) for fault in found)
    return (*others, *_unknown_items(name, data, kind, overlay))


def _of_others(name: str, fault: Fault, kind: Kind, overlay: Overlay) -> Fault:
    """A key that another kind has is no typo: it stands in the wrong kind of file, or the kind is wrong."""
    if fault.rule != "unknown-key":
        return fault
    kinds = [
        each for each in Kind if each is not kind and rules_at(schemas_at(each, overlay)[name], fault.path)
    ]
    if not kinds:
        return fault
    message = f"{dotted(fault.path)[:80]} is a key of {_listed(kinds)}, but this is {_listed([kind])}"
    fix = f"remove it; or, if this is one, write   kind: {' or '.join(kinds)}   in readiness/contract.yaml"
    return replace(fault, message=message, fix=fix, meant=None)


def _listed(kinds: Sequence[Kind]) -> str:
    """`a model`, `an llm-app and an agent`."""
    return " and ".join(f"a {kind}" if kind is Kind.MODEL else f"an {kind}" for kind in kinds)


_AS_LONG = 3
_CLOSE = 0.8
"""`confirmaton` is meant to be `confirmation`; `information` is somebody else's key."""


def ours(name: str, data: Mapping[str, Value], schema: Schema) -> Mapping[str, Value]:
    """What the schema judges.

    Hugo, Docusaurus and TechDocs keep keys of their own in a runbook's front matter: they are passed over,
    and a misspelt one of ours is not.
    """
    if name != "runbook.md":
        return data
    return {key: value for key, value in data.items() if key in schema or _meant_as_ours(key, schema)}


def _meant_as_ours(key: str, schema: Schema) -> bool:
    """Keys of quite another length are not compared: there may be thousands."""
    word = key[:60].lower().rstrip(":")
    if word.startswith("confirm"):
        return True
    near = [known for known in schema if abs(len(known) - len(word)) <= _AS_LONG]
    return bool(near) and bool(nearest(word, near, cutoff=_CLOSE))


def spoilt(fault: Fault, document: Document) -> KeyPath | None:
    """What must not be read as missing: a wrong value, and the key that a misspelt one was meant to be."""
    if not fault.at_key:
        return fault.path
    return fault.meant if fault.meant and fault.meant not in document.keys else None


def _unknown_items(name: str, data: Mapping[str, Value], kind: Kind, overlay: Overlay) -> Iterator[Fault]:
    """A waiver for an item that does not exist would be believed to hold."""
    known = ids_at(kind, overlay)
    waivers = data.get("waivers") if name == "governance.yaml" else None
    for index, waiver in enumerate(waivers if isinstance(waivers, list) else []):
        wanted = waiver.get("item") if isinstance(waiver, dict) else None
        other = item_named(wanted, overlay) if isinstance(wanted, str) and wanted not in known else None
        if other is not None:
            told = f"{wanted} is asked of {_listed(other.kinds)}, but this is {_listed([kind])}"
            yield Fault(("waivers", index, "item"), "unknown-item", told, "remove this waiver")
        elif isinstance(wanted, str) and wanted not in known:
            close = nearest(wanted, known) if index < MOST_FINDINGS else ""
            hint = f"; did you mean '{close}'?" if close else ""
            fix = f"write {close}" if close else "`readiness explain` lists the items"
            yield Fault(
                ("waivers", index, "item"), "unknown-item", f"there is no item '{wanted[:60]}'{hint}", fix
            )
