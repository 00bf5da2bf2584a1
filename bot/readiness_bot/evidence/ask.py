"""How the judge asks for records: what was not looked up yet becomes a `Need`, which the edge answers in
batches. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from readiness_bot.convention.file import File, Files
from readiness_bot.evidence.records import Comment, Issue, Pull, Push, Records, Refusal, Run

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """Something to look up: `origin` COMMIT, `content` COMMIT FILE, `pushes` OWNER/NAME BRANCH, `issue`
    NUMBER, …"""

    kind: str
    key: tuple[str, ...] = ()


class NotAsked(Exception):
    """The judge needs more than was read."""

    def __init__(self, needs: frozenset[Need]) -> None:
        super().__init__(needs)
        self.needs = needs


class Refused(Exception):
    """The forge would not tell; the answer is unknown, with its reason. `gone`: it may have told once."""

    def __init__(self, why: str, gone: bool = True) -> None:
        super().__init__(why)
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Ask:
    """The records, asked for one thing at a time. Raises NotAsked, Refused."""

    records: Records
    parse: Callable[[str, bytes], File]

    def pulls(self, commit: str) -> list[Pull]:
        """The pull requests that the forge links with a commit of the default branch."""
        numbers = _told(_asked(self.records.pulls, commit, Need("origin", (commit,))))
        return [self.pull(number) for number in numbers]

    def pulls_of(self, commits: Iterable[str]) -> list[list[Pull]]:
        """The same for many commits, asked for together."""
        wanted = list(commits)
        missing = frozenset(Need("origin", (c,)) for c in wanted if c not in self.records.pulls)
        if missing:
            raise NotAsked(missing)
        return [self.pulls(commit) for commit in wanted]

    def pull(self, number: int) -> Pull:
        return _told(_asked(self.records.by_number, number, Need("pull", (str(number),))))

    def parents(self, commits: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """What each of these commits of a pull request was made from."""
        wanted, known = list(commits), self.records.parents
        missing = frozenset(Need("parents", (commit,)) for commit in wanted if commit not in known)
        if missing:
            raise NotAsked(missing)
        return {commit: _told(known[commit]) for commit in wanted}

    def pushes(self, repository: str, branch: str) -> tuple[Push, ...]:
        key = f"{repository}:{branch}"
        return _told(_asked(self.records.pushes, key, Need("pushes", (repository, branch))))

    def pushes_by(self, login: str) -> tuple[Push, ...]:
        """What somebody pushed to this repository, to whichever branch."""
        return _told(_asked(self.records.pushes_by, login.lower(), Need("pushes_by", (login.lower(),))))

    def inside(self, commit: str, later: str) -> bool:
        """Whether a commit stands in the history of another."""
        return commit == later or _told(
            _asked(self.records.inside, (commit, later), Need("inside", (commit, later)))
        )

    def meets(self, commit: str, state: str) -> str:
        """The newest state of the default branch, up to this one, that a commit was made from or has
        merged."""
        return _told(_asked(self.records.meets, (commit, state), Need("meets", (commit, state))))

    def blob(self, where: str, path: str) -> str | None:
        """Git's name for the file at a path of the repository, or None where there is none."""
        return _told(_asked(self.records.blobs, (where, path), Need("blob", (where, path))))

    def landed(self, commit: str) -> bool:
        """Whether the default branch has a commit."""
        return _told(_asked(self.records.landed, commit, Need("landed", (commit,))))

    def files(self, commits: Iterable[str], names: Iterable[str]) -> list[Files]:
        """These readiness files at each of these commits."""
        wanted, names = list(commits), list(names)
        pairs = [(commit, name) for commit in wanted for name in names]
        missing = [pair for pair in pairs if pair not in self.records.contents]
        if missing:
            raise NotAsked(frozenset(Need("content", pair) for pair in missing))
        return [{name: self._file(commit, name) for name in names} for commit in wanted]

    def _file(self, commit: str, name: str) -> File:
        content = _told(self.records.contents[commit, name])
        return File(name, missing=True) if content is None else self.parse(name, content)

    def command(self, number: int) -> Comment:
        return _told(_asked(self.records.commands, number, Need("command", (str(number),))))

    def accepted(self, after: datetime) -> tuple[Comment, ...]:
        if self.records.accepted_since is None or self.records.accepted_since > after:
            raise NotAsked(frozenset({Need("accepted", (after.isoformat(),))}))
        return _told(self.records.accepted)

    def about(self, number: int) -> str:
        """The text of the bot's own issue; empty: it is somebody else's, or a pull request."""
        return _told(_asked(self.records.abouts, number, Need("about", (str(number),))))

    def member(self, team: str, login: str) -> bool:
        return _told(_asked(self.records.teams, (team, login.lower()), Need("team", (team, login.lower()))))

    def assignable(self, login: str) -> bool:
        return _told(_asked(self.records.assignable, login.lower(), Need("assignable", (login.lower(),))))

    def issue(self, number: int) -> Issue | None:
        return _told(_asked(self.records.issues, number, Need("issue", (str(number),))))

    def run(self, number: int) -> Run | None:
        return _told(_asked(self.records.runs, number, Need("run", (str(number),))))

    def commit(self, name: str) -> str | None:
        """The full name of a commit, or None where there is none."""
        return _told(_asked(self.records.commits, name, Need("commit", (name,))))


def _asked(found: Mapping[K, V], key: K, need: Need) -> V:
    if key not in found:
        raise NotAsked(frozenset({need}))
    return found[key]


def _told(answer: V | Refusal) -> V:
    if isinstance(answer, Refusal):
        raise Refused(answer.why, answer.gone)
    return answer
