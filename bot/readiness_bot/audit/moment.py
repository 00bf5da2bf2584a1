"""The moment of the past that is judged: what a check may ask of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from readiness_bot.audit.blocks import Loader
from readiness_bot.audit.past import Newest, Past, PastFacts
from readiness_bot.audit.tree import Tree
from readiness_bot.audit.watch import Asked, Content, Seen, Today, WatchedFile, WatchedPaths
from readiness_bot.convention.file import File
from readiness_bot.convention.kinds import kind_of
from readiness_bot.convention.load import CONTRACT
from readiness_bot.convention.policy import Policy
from readiness_bot.convention.registry import FILES, schemas_at
from readiness_bot.judging.evaluate import stated, tier_of
from readiness_bot.reading.authors import login
from readiness_bot.reading.links import OUT, destination, leads
from readiness_bot.reading.log import NEVER, moment
from readiness_bot.reading.mentions import CARDS, can_be_mentioned
from readiness_bot.reading.snapshot import History, Refusal, Revision, Snapshot
from readiness_bot.reading.states import Commit
from readiness_bot.reading.tree import LINK
from readiness_bot.vocabulary import Kind, Stage

_REFUSED = {LINK: Refusal.SYMLINK, "160000": Refusal.SUBMODULE}


@dataclass(frozen=True, slots=True)
class Source:
    """A repository's past, as the edge reads it."""

    commits: Sequence[Commit]
    """Oldest first."""
    blob: Callable[[str], bytes | None]
    """An object's content; None where it is larger than a file may be."""
    is_commit: Callable[[str], bool]
    prefix: str = ""
    """The model's folder inside the repository, with a closing slash."""
    loader: Loader = field(default_factory=Loader)
    """May have read files of this past already."""
    ledger: str = ""
    """The text of the bot's record, where this clone has it."""
    branches: tuple[str, str] | None = None
    """The one that is read, and the remote's default one, where both are known."""
    merged: Callable[[], frozenset[str]] = frozenset
    """Every commit that the branch has, those that a merge brought too. It takes one more process."""


@dataclass(slots=True)
class Moment:
    """It moves on with `apply`; `facts` are the checks' view of it, and `seen` is what they asked for."""

    source: Source
    policy: Policy
    tree: Tree = field(default_factory=Tree)
    past: Past = field(default_factory=Past)
    seen: Seen = field(default_factory=Seen)
    files: dict[str, File] = field(
        default_factory=lambda: {
            name: File(name, schema=schema, missing=True) for name, schema in schemas_at(Kind.MODEL).items()
        }
    )
    kind: Kind = Kind.MODEL
    """What the contract says now; every file is judged by it."""
    names: dict[str, str] = field(init=False)
    """A readiness file's path in the repository → its name."""
    _watched: dict[str, File] = field(init=False)
    """The files as the checks see them."""
    _snapshot: Snapshot = field(init=False)
    _when: datetime = NEVER
    """Of the last commit that touched a readiness file."""

    def __post_init__(self) -> None:
        self._watched = {name: WatchedFile.of(file, self.seen) for name, file in self.files.items()}
        self.names = {self.folder + name: name for name in FILES}
        contents: Any = Asked(self._content)
        revisions: Any = Asked(self._revisions)
        commits: Any = Asked(self.source.is_commit)
        paths, history = WatchedPaths.of(self._has), History(True, revisions, "")
        self._snapshot = Snapshot(contents, paths, history, commits, prefix=self.source.prefix)

    @property
    def folder(self) -> str:
        return f"{self.source.prefix}readiness/"

    @property
    def there(self) -> bool:
        """Whether there is a readiness/ folder."""
        return self.folder.rstrip("/") in self.tree

    @property
    def contract(self) -> File:
        return self.files[CONTRACT]

    def facts(self, day: date) -> PastFacts:
        """The facts as of a day. What they lead to is looked up when it is asked for."""
        return PastFacts(
            self._snapshot,
            dict(self._watched),
            Today.of(day, self.seen),
            stated(self.contract, "stage", Stage, Stage.DESIGN),
            tier_of(self.files["governance.yaml"], self.policy),
            partial(self.source.loader.load, kind=self.kind, overlay=self.policy.overlay),
            self.policy,
            self.kind,
            past=self.past,
            seen=self.seen,
        )

    def turn(self, policy: Policy) -> None:
        """From now on, another policy is in force: what it adds may be written in the files already."""
        if policy.overlay != self.policy.overlay:
            self.policy = policy
            for name in self.files:
                self._put(name, self._load(name, self._bytes(name)))
        self.policy = policy

    def reread(self, name: str, commit: Commit) -> tuple[File, File]:
        """A readiness file that a commit touched: before and after."""
        content = self._bytes(name)
        before, after = self.files[name], self._load(name, content)
        self._put(name, after)
        if name == CONTRACT and (kind := kind_of(after, content)) is not self.kind:
            self.kind = kind
            for other in self.files:
                if other != CONTRACT:
                    self._put(other, self._load(other, self._bytes(other)))
        kept = content if content is None or isinstance(content, bytes) else b""  # as `read_history` has it
        self._when = moment(commit.committed, self._when)
        revision = Revision(commit.id, self._when, kept, login(commit.email))
        then = after if kept is content else self._load(name, kept)
        self.past.add(name, revision, then)
        return before, after

    def _load(self, name: str, content: Content) -> File:
        return self.source.loader.load(name, content, self.kind, self.policy.overlay)

    def _bytes(self, name: str) -> Content:
        entry = self.tree.entry(self.folder + name)
        return self._read(entry) if entry else None

    def _put(self, name: str, file: File) -> None:
        self.files[name], self._watched[name] = file, WatchedFile.of(file, self.seen)

    def _has(self, path: str) -> bool:
        own = self.source.prefix + path
        return leads(own, self._stands, self._link) or (own != path and leads(path, self._stands, self._link))

    def _stands(self, path: str) -> bool:
        self.seen.tokens.add(("?", path))
        return path in self.tree

    def _link(self, path: str) -> str | None:
        self.seen.tokens.add(("?", path))
        entry = self.tree.entry(path)
        if entry is None or entry[0] != LINK:
            return None
        self.seen.tokens.add(("=", path))
        content = self.source.blob(entry[1])
        return destination(path, content.decode("utf-8", "surrogateescape")) if content else OUT

    def _content(self, path: str) -> Content:
        """Cards, of the model's folder alone; and what readiness files can mention: there first, then in the
        root."""
        if path not in CARDS and not can_be_mentioned(path):
            return None
        places = (
            [self.source.prefix + path]
            if path.startswith("readiness/") or path in CARDS
            else [self.source.prefix + path, path]
        )
        for place in dict.fromkeys(places):
            self.seen.tokens.add(("=", place))
            entry = self.tree.entry(place)
            if entry:
                return self._read(entry)
        return None

    def _read(self, entry: tuple[str, str]) -> Content:
        mode, blob = entry
        if mode in _REFUSED:
            return _REFUSED[mode]
        content = self.source.blob(blob)
        return Refusal.TOO_LARGE if content is None else content

    def _revisions(self, path: str) -> Sequence[Revision] | None:
        name = path.removeprefix("readiness/")
        self.seen.tokens.add(("@", name))
        return Newest(self.past.revisions[name]) if name in self.past.revisions else None
