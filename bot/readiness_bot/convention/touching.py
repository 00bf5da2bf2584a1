"""Whether a change concerns readiness at all: what it touches of the model's files, and of what they point
at. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from readiness_bot.convention.load import load_files
from readiness_bot.convention.pointers import pointers
from readiness_bot.convention.policy import PLAIN, Overlay
from readiness_bot.reading.mentions import CARDS, READINESS, READMES, SETTINGS
from readiness_bot.reading.snapshot import Snapshot

_OWN_CARDS = frozenset(CARDS) - set(READMES)


def touches(changed: Collection[str], base: Snapshot, head: Snapshot, overlay: Overlay = PLAIN) -> bool:
    """`changed`: paths from the repository's root.

    True where one is in `readiness/`, the model card, the settings, or what either side's readiness files
    name: the file itself, or anything below a folder.
    """
    named = _points_at(base, overlay) | _points_at(head, overlay)
    return any(
        path == SETTINGS or not named.isdisjoint(_with_parents(seen))
        for path in changed
        for seen in _seen(path, head.prefix)
    )


def _points_at(snapshot: Snapshot, overlay: Overlay) -> frozenset[str]:
    contents = {
        name: content
        for name in READINESS
        if isinstance(content := snapshot.files.get(f"readiness/{name}"), bytes)
    }
    has_card = any(name in snapshot.files for name in _OWN_CARDS)
    own = {"readiness", *_OWN_CARDS} if has_card else {"readiness", *CARDS}
    return frozenset(own) | pointers(load_files(snapshot, overlay=overlay), contents)


def _seen(path: str, prefix: str) -> Iterator[str]:
    """A path as the readiness files may write it: from the root, and from the model's folder."""
    of_another_model = prefix and (path in CARDS or path.partition("/")[0] == "readiness")
    if not of_another_model:
        yield path
    if prefix and path.startswith(prefix):
        yield path.removeprefix(prefix)


def _with_parents(path: str) -> Iterator[str]:
    yield path
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def differing(base: Snapshot, head: Snapshot) -> frozenset[str]:
    """Paths from the repository's root that two snapshots show to differ: for sides that were read without a
    checkout.

    What lies below a folder that is pointed at, and was changed without coming or going, is not among them.
    """
    names = {name for name in (*base.files, *head.files) if base.files.get(name) != head.files.get(name)}
    names |= base.paths ^ head.paths
    return frozenset(path for name in names for path in (name, head.prefix + name))
