"""The one wrapper for the git program. It only reads, and starts nothing that a repository names.

`place.py` finds a repository, and lets git itself say whether it may be read. From then on every process
works in a git directory of our own (`clean.py`), where the repository's settings do not exist; `process.py`
bounds what a process may take, `objects.py` asks for sizes before contents, `fetch.py` is the one way to
another machine. What git is relied on for, with where it says so:

- an explicit `--git-dir` is not searched for, and its owner is not judged (git-config, `safe.directory`);
- `safe.bareRepository=explicit`: a folder that looks like a repository is none (git-config);
- `protocol.allow`, `GIT_ALLOW_PROTOCOL`: no transport, not even to the same machine (git-config, git);
- `GIT_NO_REPLACE_OBJECTS`, `GIT_OPTIONAL_LOCKS`, `GIT_ATTR_NOSYSTEM`, `GIT_CONFIG_GLOBAL`,
  `GIT_CONFIG_NOSYSTEM` (git).
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast

from readiness_bot.late import re
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.clean import CleanDirectory, Facts
from readiness_bot.reading.git.objects import Objects, is_name
from readiness_bot.reading.git.persons import configured
from readiness_bot.reading.git.process import MOST_BYTES, Process
from readiness_bot.reading.git.stream import SECONDS as STREAM_SECONDS
from readiness_bot.reading.git.stream import Stream
from readiness_bot.stopping import held

__all__ = ["Git", "Objects", "Stream"]

_MOST_LISTED = 128 * 1024 * 1024
_TRACKING = r"^(branch\..*\.(remote|merge)|remote\..*\.fetch)$"
"""What `@{upstream}` means. The keys are names, and are harmless."""
_REFERENCE = re.compile(r"refs/[^\s\\:?\[~^*\x00-\x20\x7f]+\*?")
"""git-check-ref-format, as far as a name could be taken for something else."""
_HEX = re.compile(r"[0-9a-fA-F]{4,64}")
_UNBORN = "does not have any commits yet"


class Git:
    """Git in one repository."""

    def __init__(self, root: Path, facts: Facts) -> None:
        """`root`: the work tree. Raises CannotRead."""
        self.root, self._facts = root, facts
        self._head: str | None = None
        self.source = ""
        """The address that a clone of ours was made from; empty: the workflow's own repository."""
        self._shared, self._asked = False, cast("Objects | None", None)
        with held():
            self.clean = CleanDirectory(facts)
            weakref.finalize(self, self.clean.remove)
        self._ahead = dict[tuple[str, ...], Process]()
        weakref.finalize(self, _close, self._ahead)

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Git's output. Raises CannotRead with git's own first line."""
        code, output, said = self._call(arguments, stdin)
        if code != 0:
            raise CannotRead(f"git {arguments[0]} failed in {self.root}: {said}")
        return output

    def ask(self, *arguments: str) -> str | None:
        """Git's output as a line of text, or None where git says no."""
        code, output, _ = self._call(arguments, b"")
        return output.decode("utf-8", "surrogateescape").removesuffix("\n") if code == 0 else None

    def lists(self, *arguments: str) -> Iterable[bytes]:
        """Git's output in pieces, which nobody holds together.

        Raises CannotRead with git's own first line.
        """
        process = self._ahead.pop(arguments, None) or self._start(*arguments)
        try:
            process.again()
            yield from process.chunks(_MOST_LISTED)
            if process.wait() != 0:
                raise CannotRead(f"git {arguments[0]} failed in {self.root}: {process.said()}")
        finally:
            process.close()

    def ahead(self, *arguments: str) -> None:
        """Start what `lists` will be asked for in the same words, while something else is done here."""
        if arguments not in self._ahead:
            self._ahead[arguments] = self._start(*arguments)

    @contextmanager
    def one_reader(self) -> Iterator[None]:
        """Ask one process all that is asked of objects meanwhile: each takes milliseconds to start."""
        if self._shared:
            yield
            return
        self._shared = True
        try:
            yield
        finally:
            self._shared, opened, self._asked = False, self._asked, None
            if opened:
                opened.close()

    @property
    def _reader(self) -> Objects:
        self._asked = self._asked or self.objects(0)
        return self._asked

    def commit_of(self, revision: str) -> str | None:
        """The commit that a person names; None where there is no such one."""
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        given = configured(self._settings(_TRACKING)) if "@{" in revision else {}
        code, output, _ = self._call(words, b"", given)
        return output.decode().strip().split("\n")[-1] if code == 0 else None

    def head(self) -> str | None:
        """The commit that was checked out when this was first asked; None where there are no commits yet.

        Raises CannotRead where it cannot be told.
        """
        self._head = self._head or self.ask("rev-parse", "--verify", "--quiet", "HEAD")
        if self._head is not None:
            return self._head
        code, _, said = self._call(("log", "--max-count=1", "--format=%H"), b"")
        if code == 0 or _UNBORN in said:
            return None
        raise CannotRead(f"git log failed in {self.root}: {said}")

    def blobs(self, names: Iterable[str], limit: int) -> dict[str, bytes]:
        """Object name → content; those larger than `limit` bytes are left out.

        Raises CannotRead where one is missing.
        """
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        with self.one_reader():
            found = self._reader.many(wanted, limit)
        for name in wanted:
            if name not in found:
                raise self.missing(name)
        return {name: content for name, content in found.items() if content is not None}

    def missing(self, name: str) -> CannotRead:
        """What to say of an object that should be here."""
        return CannotRead(
            f"git has no object {name[:12]} in {self.root}, which the history names; `git fsck` says more."
        )

    def are_commits(self, names: Iterable[str]) -> dict[str, bool]:
        """Hex word → whether it names a commit, by one process. What is no hex word names none."""
        every = list(dict.fromkeys(names))
        wanted = [name for name in every if _HEX.fullmatch(name)]
        if not wanted:
            return dict.fromkeys(every, False)
        with self.one_reader():
            found = self._reader.commits(f"{name}^{{commit}}" for name in wanted)
        return {name: f"{name}^{{commit}}" in found for name in every}

    def first_parent(self, commit: str) -> str | None:
        """None of the first commit, and where a shallow clone ends."""
        with self.one_reader():
            return self._reader.commits([f"{commit}^1"]).get(f"{commit}^1")

    def names_of(self, names: Iterable[str]) -> list[str | None]:
        """`COMMIT:PATH` → the object's name, or None where nothing stands there; in the same order."""
        wanted = list(names)
        plain = [name for name in wanted if "\n" not in name]
        found: dict[str, str | None] = {}
        if plain:
            asked = "\n".join([*plain, ""]).encode("utf-8", "surrogateescape")
            lines = self.run("cat-file", "--batch-check=%(objectname)", stdin=asked).split(b"\n")
            told = (line.decode("utf-8", "replace") for line in lines[:-1])
            found = {name: line for name, line in zip(plain, told, strict=True) if is_name(line)}
        for name in dict.fromkeys(wanted):
            if name not in found and (
                "\n" in name or self.partial
            ):  # git calls what a partial clone left out missing too
                found[name] = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return [found.get(name) for name in wanted]

    def stream(self, *arguments: str) -> Stream:
        """Git's output while it is still being written."""
        return Stream(
            self._start(*arguments, seconds=STREAM_SECONDS), f"git {arguments[0]} failed in {self.root}"
        )

    def objects(self, limit: int, total: float | None = None) -> Objects:
        """Contents one after the other, by processes that stay open; larger ones count as too large."""
        return Objects(self._start, self._fetch, limit, total)

    def references(self, names: Sequence[str]) -> dict[str, str]:
        """What these references of the server's (`GITHUB_SERVER_URL`) point at now, whose objects are here
        then.

        `refs/heads/main` must be there; of `refs/pull/7/*` what is there is told. Raises CannotRead.
        """
        from readiness_bot.reading.git.fetch import fetch_references

        for name in names:
            if not _REFERENCE.fullmatch(name) or ".." in name:
                raise CannotRead(f"{name[:80]!r} is not a branch name that git accepts.")
        known = self.head() or ""
        urls = self._remotes().values()
        return fetch_references(self.clean, list(dict.fromkeys(names)), urls, known, self.partial)

    def remote(self, name: str = "") -> str:
        """A remote's address as the repository has it: `name`, else `origin`, else the only one.

        Empty where there is none.
        """
        urls = self._remotes()
        one = name or ("origin" if "origin" in urls or len(urls) != 1 else next(iter(urls)))
        return urls.get(one, "")

    @property
    def partial(self) -> bool:
        """Whether this clone left objects out."""
        packs = self.clean.shared / "objects" / "pack"
        return packs.is_dir() and any(path.suffix == ".promisor" for path in packs.iterdir())

    def _remotes(self) -> dict[str, str]:
        urls = self._settings(r"^remote\..*\.url$")
        return {key.removeprefix("remote.").removesuffix(".url"): url for key, url in urls}

    @property
    def settings_file(self) -> Path:
        """This repository's own settings."""
        return self._facts.shared / "config"

    def settings_in(self, file: Path, keys: str) -> dict[str, str]:
        """The settings of a file whose names match; of several with one name, the last.

        Read as a file of settings, and never as this repository's: `--file` obeys none of them.
        """
        return dict(self._listed(file, keys))

    def _settings(self, keys: str) -> list[tuple[str, str]]:
        return self._listed(self.settings_file, keys)

    def _listed(self, file: Path, keys: str) -> list[tuple[str, str]]:
        found = self.ask("config", "--null", "--no-includes", "--file", str(file), "--get-regexp", keys)
        pairs = (entry.partition("\n") for entry in (found or "").split("\0") if entry)
        return [(key, value) for key, _, value in pairs]

    def _fetch(self, names: Sequence[str]) -> bool:
        if not self.partial:
            return False
        from readiness_bot.reading.git.fetch import fetch

        fetch(self.clean, names, self._remotes().values(), self.source)
        return True

    def _call(
        self, arguments: Sequence[str], stdin: bytes, given: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, str]:
        process = self._start(*arguments, stdin=stdin, given=given)
        try:
            output = b"".join(process.chunks(MOST_BYTES))
            return process.wait(), output, process.said()
        finally:
            process.close()

    @property
    def _start(self) -> Callable[..., Process]:
        """Bound to no `self`: what is open must not keep the folder alive that goes with this object."""
        return partial(_start, self.clean, self.root)


def _close(started: dict[tuple[str, ...], Process]) -> None:
    for process in started.values():
        process.close()


def _start(
    clean: CleanDirectory,
    root: Path,
    *arguments: str,
    stdin: bytes | None = b"",
    seconds: float | None = None,
    given: Mapping[str, str] | None = None,
) -> Process:
    return Process(
        [f"--git-dir={clean.own}", f"--work-tree={root}", *arguments],
        clean.environment | dict(given or {}),
        root,
        name=f"git {arguments[0]}",
        stdin=stdin,
        seconds=seconds,
    )
