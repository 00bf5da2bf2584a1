"""A commit's files as git lists them, and which of them a snapshot takes.

Pure: git or a forge brings the contents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from readiness_bot.reading.candidates import words
from readiness_bot.reading.links import links_met
from readiness_bot.reading.mentions import CARDS, READINESS, SETTINGS, mentioned_paths, with_folders
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Refusal

ALWAYS = (*(f"readiness/{name}" for name in READINESS), *CARDS, SETTINGS)
"""What every snapshot reads. More is read only where these mention it."""
LINK = "120000"
"""Git's mode of a symbolic link."""
_REFUSED_MODES = {LINK: Refusal.SYMLINK, "160000": Refusal.SUBMODULE}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree."""

    mode: str
    """Six octal digits, as git writes them."""
    oid: str
    size: int | None = None
    """In bytes, where the listing says it."""


class Tree:
    """A commit's files.

    Paths are those of the root, and those below the model's folder without its prefix.
    """

    def __init__(self, entries: Mapping[str, Entry], prefix: str, folders: Iterable[str] = ()) -> None:
        """`folders`: what else is known to be there, by name alone."""
        self.entries, self.prefix = entries, prefix
        known = {*entries, *folders}
        below = (path.removeprefix(prefix) for path in known if path.startswith(prefix)) if prefix else ()
        self.paths = with_folders(known.union(below))

    @property
    def is_barred(self) -> bool:
        """Whether `readiness` may be something else than a folder: no file is known below it."""
        own = f"{self.prefix}readiness"
        return own in self.paths and not any(path.startswith(f"{own}/") for path in self.paths)

    @property
    def has_links(self) -> bool:
        return any(entry.mode == LINK for entry in self.entries.values())

    def wanted(self, names: Iterable[str]) -> dict[str, Entry]:
        """Those of the names that are there."""
        return {name: entry for name in names if (entry := self._entry(name))}

    def _entry(self, name: str) -> Entry | None:
        return next((self.entries[path] for path in self.candidates(name) if path in self.entries), None)

    def candidates(self, name: str) -> tuple[str, ...]:
        """Where it may stand.

        Settings stand at the root; all else is looked for in the model's folder first. A card at the root is
        another model's.
        """
        if name == SETTINGS:
            return (name,)
        own = self.prefix + name
        return (own,) if name in CARDS or name.startswith("readiness/") else (own, name)


def refusal(entry: Entry) -> Refusal | None:
    """Why its content is not even asked for."""
    if entry.mode in _REFUSED_MODES:
        return _REFUSED_MODES[entry.mode]
    return Refusal.TOO_LARGE if entry.size is not None and entry.size > MAX_FILE_BYTES else None


def barred(entry: Entry | None) -> dict[str, bytes | Refusal]:
    """What stands in the place of the readiness files where `readiness` itself is a link, a submodule or a
    file (`entry`)."""
    if entry is None:
        return {}
    why = _REFUSED_MODES.get(entry.mode, Refusal.NOT_A_FILE)
    return {f"readiness/{name}": why for name in READINESS}


def taken(wanted: Mapping[str, Entry], blobs: Mapping[str, bytes]) -> dict[str, bytes | Refusal]:
    """Each name's content.

    `blobs`: object name → content, where it is not larger than a readiness file may be.
    """
    found: dict[str, bytes | Refusal] = {}
    for name, entry in wanted.items():
        refused = refusal(entry)
        found[name] = refused if refused is not None else blobs.get(entry.oid, Refusal.TOO_LARGE)
    return found


def links_in(
    tree: Tree, files: Mapping[str, bytes | Refusal], read: Callable[[str], bytes | None]
) -> dict[str, str]:
    """The links on the way to what the readiness files name.

    `read`: an object's content; None where it is not told.
    """

    def target(path: str) -> str | None:
        entry = tree.entries.get(path)
        content = read(entry.oid) if entry is not None and entry.mode == LINK else None
        return None if content is None else content.decode("utf-8", "surrogateescape")

    return links_met(words(files), tree.prefix, target) if tree.has_links else {}


def mentioned(files: Mapping[str, bytes | Refusal], paths: frozenset[str]) -> list[str]:
    """What the readiness files mention of these paths."""
    return mentioned_paths(readiness(files), paths)


def readiness(files: Mapping[str, bytes | Refusal]) -> list[bytes]:
    """The readiness files' contents, where they were taken."""
    return [c for name, c in files.items() if name.startswith("readiness/") and isinstance(c, bytes)]


def is_blob(content: bytes, oid: str) -> bool:
    """Whether these are an object's very bytes: its name is their hash."""
    import hashlib

    kind = hashlib.sha256 if len(oid) == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content).hexdigest() == oid
