"""Commits as `Snapshot`s by GitHub's API, without a checkout: what a stranger's pull request holds is data
here, never code.

Two GraphQL queries at most for both sides of a pull request: the readiness files with the folders around
them, then what they mention. Where GraphQL is missing, REST's trees and blobs. The result is that of
`reading/revision.py`, but for the history (unknown here) and for `paths`, which holds what was listed: the
folders that the files lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.objects import Listing, NoGraphql, NoSuchThing, Objects, exact, listed
from readiness_bot.forge.github.queries import Ask, Kind
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.reading.candidates import candidates, places
from readiness_bot.reading.mentions import SETTINGS, mentioned_commits
from readiness_bot.reading.snapshot import History, Refusal, Snapshot
from readiness_bot.reading.tree import ALWAYS, Entry, Tree, barred, links_in, mentioned, refusal, taken

WHY_NO_HISTORY = "the files were read by the API, which brings no history"
MOST_ASKS = 150
"""Of one side in one query; files that mention more than that are read by REST, folder by folder."""

Contents = dict[str, bytes | Refusal]


@dataclass(frozen=True, slots=True)
class Side:
    """A commit, and the repository that surely has it: a fork's, where the base does not have it (yet)."""

    commit: str
    repository: str


def read_sides(client: Client, sides: Sequence[Side], prefix: str) -> list[Snapshot]:
    """Each side of a pull request; `prefix`: the model's folder, with a closing slash. Raises ForgeError."""
    here = Objects(client, client.settings.repository)
    try:
        found = _by_graphql(here, [side.commit for side in sides], prefix)
    except NoGraphql:
        found = [_by_rest(here, side.commit, prefix) for side in sides]
    return [snapshot or _elsewhere(client, side, prefix) for snapshot, side in zip(found, sides, strict=True)]


def _elsewhere(client: Client, side: Side, prefix: str) -> Snapshot:
    """The same from the fork, which must be public."""
    there = Objects(client, side.repository)
    try:
        [found] = _by_graphql(there, [side.commit], prefix)
    except NoGraphql:
        found = _by_rest(there, side.commit, prefix)
    if found is None:
        raise ForgeError(f"Commit {side.commit[:12]} is in no repository that can be read here.")
    return found


def _by_graphql(objects: Objects, commits: Sequence[str], prefix: str) -> list[Snapshot | None]:
    """None for a commit that this repository does not have. Raises NoGraphql."""
    readings = [_Reading(objects, commit, prefix) for commit in commits]
    for asks in (_Reading.first, _Reading.second):
        _round(objects, readings, asks)
    return [reading.snapshot() if reading.exists else None for reading in readings]


def _round(objects: Objects, readings: Sequence[_Reading], asks: Callable[[_Reading], list[Ask]]) -> None:
    wanted = [(reading, ask) for reading in readings for ask in asks(reading)]
    answers = objects.ask([ask for _, ask in wanted]) if wanted else []
    for (reading, ask), answer in zip(wanted, answers, strict=True):
        reading.absorb(ask, answer)


class _Reading:
    """What is known of one commit so far."""

    def __init__(self, objects: Objects, commit: str, prefix: str) -> None:
        self.objects, self.commit, self.prefix = objects, commit, prefix
        self.files: dict[str, Entry] = {}
        self.folders: set[str] = set()
        self.blobs: dict[str, bytes] = {}
        self.commits: dict[str, bool] = {}
        self.exists = False

    def first(self) -> list[Ask]:
        names = [SETTINGS, *(self.prefix + name for name in ALWAYS if name != SETTINGS)]
        return [
            Ask(Kind.EXISTENCE, self.commit),
            *(self._listing(folder) for folder in _around(self.prefix)),
            *(self._content(name) for name in dict.fromkeys(names)),
        ]

    def second(self) -> list[Ask]:
        """What the readiness files mention, wherever it may stand.

        Raises NoGraphql where that is too much for one query.
        """
        if not self.exists:
            return []
        files = self._taken(ALWAYS)
        words = candidates(files)
        possible = places(words, self.prefix, self.folders)
        known = [start + word for word in words for start in (self.prefix, "") if start + word in self.files]
        asks = [
            *(self._listing(folder) for folder in _parents(possible, _around(self.prefix))),
            *(self._content(name) for name in dict.fromkeys((*known, *possible)) if self._unread(name)),
            *(Ask(Kind.EXISTENCE, f"{word}^{{commit}}") for word in mentioned_commits(files)),
        ]
        if len(asks) > MOST_ASKS:
            raise NoGraphql
        return asks

    def absorb(self, ask: Ask, answer: Mapping[str, Any] | None) -> None:
        if ask.kind is Kind.LISTING:
            folder = ask.expression.partition(":")[2]
            found = listed(answer, f"{folder}/" if folder else "")
            self.files |= found.files
            self.folders |= set(found.folders)
        elif ask.kind is Kind.CONTENT:
            content = exact(answer)
            if answer is not None and content is not None:
                self.blobs[answer["oid"]] = content
        elif ask.expression == self.commit:
            self.exists = answer is not None
        else:
            self.commits[ask.expression.partition("^")[0]] = answer is not None

    def snapshot(self) -> Snapshot:
        files = self._taken(ALWAYS)
        tree = self._tree()
        more = self._taken(mentioned(files, tree.paths))
        links = links_in(tree, files, self.objects.blob)
        return _snapshot(tree, files | more, self.commits, self.commit, links)

    def _taken(self, names: Iterable[str]) -> Contents:
        return _contents(self._tree().wanted(names), self.blobs, self.objects)

    def _tree(self) -> Tree:
        return Tree(self.files, self.prefix, self.folders)

    def _unread(self, name: str) -> bool:
        entry = self.files.get(name)
        return name not in self.folders and (
            entry is None or (entry.oid not in self.blobs and refusal(entry) is None)
        )

    def _listing(self, folder: str) -> Ask:
        return Ask(Kind.LISTING, f"{self.commit}:{folder.rstrip('/')}")

    def _content(self, name: str) -> Ask:
        return Ask(Kind.CONTENT, f"{self.commit}:{name}")


def _by_rest(objects: Objects, commit: str, prefix: str) -> Snapshot | None:
    try:
        whole = objects.all_files(commit)
    except NoSuchThing:
        return None
    parts = [whole] if whole else [objects.folder(commit, folder) for folder in _around(prefix)]
    files = _contents(_joined(parts, prefix).wanted(ALWAYS), {}, objects)
    if whole is None:
        folders = {name for part in parts for name in part.folders}
        possible = places(candidates(files), prefix, folders)
        parts += [objects.folder(commit, folder) for folder in _parents(possible, _around(prefix))]
    tree = _joined(parts, prefix)
    more = _contents(tree.wanted(mentioned(files, tree.paths)), {}, objects)
    told = {word: objects.has_commit(word) for word in mentioned_commits(files)}
    commits = {word: known for word, known in told.items() if known is not None}
    return _snapshot(tree, files | more, commits, commit, links_in(tree, files, objects.blob))


def _around(prefix: str) -> list[str]:
    """The folders whose content is always listed, with a closing slash; empty for the root."""
    return list(dict.fromkeys(("", prefix, f"{prefix}readiness/", ".github/", "docs/", f"{prefix}docs/")))


def _parents(paths: Iterable[str], but: Sequence[str]) -> list[str]:
    found = dict.fromkeys(path.rpartition("/")[0] + "/" for path in paths)
    return [folder for folder in found if folder not in but]


def _joined(parts: Sequence[Listing], prefix: str) -> Tree:
    files = {path: entry for part in parts for path, entry in part.files.items()}
    return Tree(files, prefix, [folder for part in parts for folder in part.folders])


def _contents(wanted: Mapping[str, Entry], blobs: Mapping[str, bytes], objects: Objects) -> Contents:
    """What GraphQL could not give exactly is read by REST.

    What is only mentioned, and could not be read, is left out.
    """
    known = dict(blobs)
    for entry in wanted.values():
        if refusal(entry) is None and entry.oid not in known:
            content = objects.blob(entry.oid)
            if content is not None:
                known[entry.oid] = content
    lost = [name for name, entry in wanted.items() if not (refusal(entry) or entry.oid in known)]
    if set(lost) & set(ALWAYS):  # it is there: to call it missing would be wrong
        raise ForgeError(f"GitHub lists {lost[0]}, but did not give its content.")
    return taken({name: e for name, e in wanted.items() if refusal(e) or e.oid in known}, known)


def _snapshot(
    tree: Tree, files: Contents, commits: Mapping[str, bool], commit: str, links: Mapping[str, str]
) -> Snapshot:
    return Snapshot(
        files=files | barred(tree.entries.get(f"{tree.prefix}readiness")),
        paths=tree.paths,
        history=History(why_unknown=WHY_NO_HISTORY),
        commits=commits,
        prefix=tree.prefix,
        revision=commit,
        links=links,
    )
