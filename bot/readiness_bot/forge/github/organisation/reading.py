"""One repository, from what was listed of it to its models' snapshots. Pure: it says what it has to know,
and is told.

The result is that of `reading/revision.py`, but for the history (unknown here) and for `paths`, which holds
what was listed: the root, and the folders that the files lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from readiness_bot.convention.settings import Settings, parse_settings
from readiness_bot.forge.github.organisation.known import Known
from readiness_bot.forge.github.organisation.queries import Ask, Kind
from readiness_bot.forge.github.organisation.rows import Listed
from readiness_bot.forge.scan import Found, Properties
from readiness_bot.reading.candidates import candidates, places
from readiness_bot.reading.mentions import SETTINGS, mentioned_commits
from readiness_bot.reading.moved import CONTRACT, is_contract
from readiness_bot.reading.snapshot import History, Refusal, Snapshot
from readiness_bot.reading.tree import (
    ALWAYS,
    LINK,
    Entry,
    barred,
    is_blob,
    links_in,
    mentioned,
    refusal,
    taken,
)

WHY_NO_HISTORY = "the files were read by the API, which brings no history"
CONTAINERS = frozenset(
    {"apps", "libs", "ml", "model", "models", "packages", "pipelines", "projects", "services", "src"}
)
"""Folders of the root in whose folders a model is looked for. One directly in a folder of the root is found
whatever that is called."""
MOST_FOLDERS = 60
"""Of the root; where more are, the whole tree is listed instead."""
MOST_ASKS = 150
"""Paths that one model's files mention, and that are asked for one by one; else the whole tree is listed."""
MOST_MODELS = 100
"""As in a run of the bot (`runs/models.py`)."""
_WORKFLOWS = ".github/workflows"


class Reading:
    """What is known of one repository so far."""

    def __init__(self, listed: Listed, *, properties: Properties | None = None, deep: bool = False) -> None:
        """`deep`: models are looked for in every folder, which takes a request for each repository."""
        self.listed, self.properties, self.deep = listed, properties, deep
        self.known = Known(listed.tree)
        self.blobs: dict[str, bytes | None] = {}
        """None: it cannot be had, or not exactly."""
        self.commits: dict[str, bool] = {}
        self.by_rest = False
        """GraphQL does not deliver it: the whole tree is listed by REST, and each file read."""
        self.error = ""
        self._probes: dict[str, bool] = {}
        self._words: dict[str, list[str]] = {}
        self._answered: set[Ask] = set()
        self._about: dict[Ask, set[str]] = {}

    def needs(self) -> list[Ask]:
        """What has to be known next; nothing where all is."""
        if self.error:
            return []
        found = list(dict.fromkeys(self._wanted()))
        return [ask for ask in found if ask not in self._answered]

    def _wanted(self) -> Iterator[Ask]:
        if self.by_rest or self.deep or len(self.known.names("")) > MOST_FOLDERS:
            yield self._whole()
            if self._is_coming():
                return
        yield from self._listings(("", "readiness", ".github", _WORKFLOWS))
        yield from self._contents((SETTINGS,))
        if not self.known.whole:
            yield from self._search()
        models = self.models()
        if any(models) or (not models and self._signs_of_one() and not self._left()):
            yield self._whole()  # where one model has a folder of its own, there may be others
            if self._is_coming():
                return
        for prefix in models[: MOST_MODELS + 1]:
            yield from self._model(prefix)

    def _search(self) -> Iterator[Ask]:
        """Where models may stand besides the root."""
        folders = [folder for folder in self.known.names("") if not folder.startswith(".")]
        if self.by_rest:  # the whole tree was too much for one answer
            below = [child for one in folders if one in CONTAINERS for child in self.known.names(one)]
            looked = [*folders, *below]  # a request each, so `rest.py` ends what has too many
            found = [f"{one}/readiness" for one in looked if f"{one}/readiness" in self.known.folders]
            yield from self._listings([*looked, *found])
            return
        for folder in folders:
            if folder in CONTAINERS:
                yield self._ask(Kind.FOLDERS, folder, self.known.folders[folder])
                inner = [f"{child}/readiness" for child in self.known.names(folder)]
                yield from self._listings(path for path in inner if path in self.known.folders)
            if folder != "readiness":
                yield self._ask(Kind.EXISTS, folder, f"{self.known.folders[folder]}:{CONTRACT}")
                if self._probes.get(folder):
                    yield from self._listings((folder, f"{folder}/readiness"))

    def _left(self) -> bool:
        """Whether something that was asked for is still to come."""
        return any(ask not in self._answered for ask in self._about)

    def _signs_of_one(self) -> bool:
        """Whether the repository follows the convention somewhere."""
        start = f"{_WORKFLOWS}/readiness"
        return SETTINGS in self.known.entries or any(path.startswith(start) for path in self.known.entries)

    def models(self) -> list[str]:
        """The models' folders, with a closing slash; empty for the root."""
        left_out = tuple(f"{one.strip('/')}/" for one in self._settings().ignore)
        found = {path.removesuffix(CONTRACT) for path in self.known.entries if is_contract(path)}
        return sorted(one for one in found if not one.startswith(left_out))

    def _settings(self) -> Settings:
        """Those of the root; the defaults where there are none, or none that are right."""
        content = self._taken((SETTINGS,), "").get(SETTINGS)
        read = parse_settings(content) if isinstance(content, bytes) else Settings()
        return read if isinstance(read, Settings) else Settings()

    def _model(self, prefix: str) -> Iterator[Ask]:
        folder = prefix.rstrip("/")
        yield from self._listings((folder, f"{prefix}readiness", "docs", f"{prefix}docs"))
        yield from self._contents(
            path for name in ALWAYS for path in self.known.tree(prefix).candidates(name)
        )
        tree = self.known.tree(prefix)
        if any(entry.oid not in self.blobs for entry in self._readable(tree.wanted(ALWAYS))):
            return
        yield from self._mentions(prefix, self._taken(ALWAYS, prefix))

    def _mentions(self, prefix: str, files: Mapping[str, bytes | Refusal]) -> Iterator[Ask]:
        """What the readiness files mention, wherever it may stand."""
        if prefix not in self._words:
            self._words[prefix] = candidates(files)
        words = self._words[prefix]
        possible = places(words, prefix, self.known.folders)
        folders = list(dict.fromkeys(path.rpartition("/")[0] for path in possible))
        unknown = [path for path in folders if path not in self.known.listed and self.known.expression(path)]
        if len(unknown) > MOST_ASKS:
            yield self._whole()
            return
        if self._is_coming():
            return
        yield from self._listings(unknown)
        if unknown and len(possible) <= MOST_ASKS:  # at once, which saves a round
            yield from self._contents(possible)
        for word in mentioned_commits(files):
            yield self._ask(Kind.COMMIT, word, f"{word}^{{commit}}")
        tree = self.known.tree(prefix)
        yield from self._contents_of(self._readable(tree.wanted(mentioned(files, tree.paths))))
        yield from self._links(prefix, files)

    def _is_coming(self) -> bool:
        """Whether the whole tree was asked for, and has not come."""
        whole = Ask(Kind.WHOLE, self.listed.tree)
        return whole in self._about and whole not in self._answered

    def _links(self, prefix: str, files: Mapping[str, bytes | Refusal]) -> Iterator[Ask]:
        missing: list[Entry] = []

        def read(oid: str) -> bytes | None:
            if oid not in self.blobs:
                missing.append(Entry(LINK, oid))
            return self.blobs.get(oid)

        links_in(self.known.tree(prefix), files, read)
        yield from self._contents_of(missing)

    def _readable(self, entries: Mapping[str, Entry]) -> list[Entry]:
        return [entry for entry in entries.values() if refusal(entry) is None]

    def _listings(self, folders: Iterable[str]) -> Iterator[Ask]:
        for path in folders:
            expression = self.known.expression(path) if path not in self.known.listed else None
            if expression is None or path in self.known.entries:
                continue
            if self.by_rest and ":" in expression:  # REST takes an object's name alone: one level at a time
                path = self.known.nearest(path)
                expression = self.known.folders[path]
            yield self._ask(Kind.LISTING, path, expression)

    def _contents(self, paths: Iterable[str]) -> Iterator[Ask]:
        for path in paths:
            entry = self.known.entries.get(path)
            if entry is not None:
                yield from self._contents_of([entry] if refusal(entry) is None else [])
            elif not self.by_rest and path not in self.known.folders:
                expression = self.known.expression(path)
                yield from [self._ask(Kind.CONTENT, path, expression)] if expression else []

    def _contents_of(self, entries: Iterable[Entry]) -> Iterator[Ask]:
        for entry in entries:
            if entry.oid in self.blobs and self.blobs[entry.oid] is not None:
                continue
            kind = Kind.BYTES if self.by_rest or entry.oid in self.blobs else Kind.CONTENT
            yield self._ask(kind, "", entry.oid)

    def _whole(self) -> Ask:
        return self._ask(Kind.WHOLE, "", self.listed.tree)

    def _ask(self, kind: Kind, about: str, expression: str) -> Ask:
        """`about`: the path, or the word."""
        ask = Ask(kind, expression)
        self._about.setdefault(ask, set()).add(about)
        return ask

    def told(self, ask: Ask, answer: Mapping[str, Any] | None) -> None:
        """What GitHub says: as its shape in `rows.py`, or null where there is no such object."""
        self._answered.add(ask)
        abouts = sorted(self._about.get(ask, ()))
        if ask.kind in (Kind.LISTING, Kind.FOLDERS):
            for path in abouts if answer is not None else ():
                self._folder(path, answer or {})
        elif ask.kind is Kind.WHOLE:
            answer = answer or {}
            self.known.learn_whole(answer["entries"], complete=bool(answer["complete"]))
        elif ask.kind is Kind.EXISTS:
            self._probes |= dict.fromkeys(abouts, answer is not None)
        elif ask.kind is Kind.COMMIT:
            oid = str((answer or {}).get("oid"))  # a branch may bear a name that looks like a commit's
            self.commits |= {word: oid.startswith(word) for word in abouts}
        elif answer is not None:
            self.content(str(answer["oid"]), answer.get("text"))

    def _folder(self, path: str, answer: Mapping[str, Any]) -> None:
        rows = answer.get("entries")
        if rows is None:  # a folder whose entries GitHub did not give
            self.by_rest = True
            return
        self.known.learn(path, str(answer["oid"]), rows)
        for row in rows:
            inner = row.get("object") or {}
            if inner.get("entries") is not None:
                below = f"{path}/{row['name']}" if path else str(row["name"])
                self.known.learn(below, str(row["oid"]), inner["entries"])

    def content(self, oid: str, text: object) -> None:
        """A file's text, which counts only if it is exactly that file's."""
        content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else None
        self.blobs[oid] = content if content is not None and is_blob(content, oid) else None

    def had(self, ask: Ask, content: bytes | None) -> None:
        """A file's very bytes; None where they cannot be had."""
        self._answered.add(ask)
        self.blobs[ask.expression] = content

    def found(self) -> Found:
        """Everything that was asked for has come."""
        row = self.listed.found(self.properties, error=self.error)
        if row.error:
            return row
        models = self.models()
        if len(models) > MOST_MODELS:
            why = (
                f"More than {MOST_MODELS} models are here (each readiness/contract.yaml is one); leave"
                f" folders out that hold none: `ignore:` in {SETTINGS}."
            )
            return replace(row, error=why)
        paths = self.known.tree("").paths
        lost = [name for prefix in models for name in self._lost(prefix)]
        if lost:  # it is there: to call it missing would be wrong
            return replace(row, error=f"GitHub lists {lost[0]}, but did not give its content.")
        return replace(row, paths=paths, snapshots=tuple(self._snapshot(prefix) for prefix in models))

    def _lost(self, prefix: str) -> list[str]:
        wanted = self.known.tree(prefix).wanted(ALWAYS)
        return [name for name, e in wanted.items() if refusal(e) is None and self.blobs.get(e.oid) is None]

    def _taken(self, names: Iterable[str], prefix: str) -> dict[str, bytes | Refusal]:
        """What is only mentioned, and could not be read, is left out."""
        wanted = self.known.tree(prefix).wanted(names)
        blobs = {oid: content for oid, content in self.blobs.items() if content is not None}
        return taken({name: e for name, e in wanted.items() if refusal(e) or e.oid in blobs}, blobs)

    def _snapshot(self, prefix: str) -> Snapshot:
        tree = self.known.tree(prefix)
        files = self._taken(ALWAYS, prefix)
        words = mentioned_commits(files)
        return Snapshot(
            files=files
            | self._taken(mentioned(files, tree.paths), prefix)
            | barred(tree.entries.get(f"{prefix}readiness")),
            paths=tree.paths,
            history=History(why_unknown=WHY_NO_HISTORY),
            commits={word: self.commits[word] for word in words if word in self.commits},
            prefix=prefix,
            revision=self.listed.commit,
            links=links_in(tree, files, self.blobs.get),
        )
