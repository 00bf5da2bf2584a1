"""The records that GraphQL has, many at once.

What one part of a query is refused leaves the others as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, TypeAlias

from github import GithubException
from readiness_bot.evidence.ask import Need
from readiness_bot.evidence.records import Pull, Refusal
from readiness_bot.forge.github.client import Client, once
from readiness_bot.forge.github.errors import said, told
from readiness_bot.forge.github.evidence import rows
from readiness_bot.forge.github.evidence.query import LINKED, Query
from readiness_bot.forge.github.evidence.rest import assignable
from readiness_bot.forge.github.shapes import GRAPH, Maybe, check
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.reading.contents import CONTRACT_FILE, stood_in

KINDS = {
    "origin": "pulls",
    "pull": "by_number",
    "parents": "parents",
    "issue": "issues",
    "about": "abouts",
    "commit": "commits",
    "content": "contents",
    "blob": "blobs",
    "assignable": "assignable",
}
"""A need's kind → the field of `Records` that it fills."""

_PULLS, _PARTS = 20, 60
"""So many in one query: GitHub gives it ten seconds. Its 500,000 nodes would be enough for 400."""

_WITH_PULLS = ("origin", "pull")

Wanted: TypeAlias = tuple[Need, tuple[str, ...]]
"""Something to look up; for a file's content with the folders of its model: where it stands, and where it
stood before it moved. Empty for what is the same for every model of a repository."""

Answers = list[tuple[Wanted, Any]]


def batches(needs: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """What goes into one query each."""
    batch: list[Wanted] = []
    for need in needs:
        pulls = sum(n.kind in _WITH_PULLS for n, _ in batch)
        if len(batch) >= _PARTS or (need[0].kind in _WITH_PULLS and pulls >= _PULLS):
            yield batch
            batch = []
        batch.append(need)
    if batch:
        yield batch


def ask(client: Client, needs: Sequence[Wanted]) -> tuple[str, Answers]:
    """The default branch's name, and an answer for each need; with a commit come its pull requests.

    Raises ForgeError.
    """
    query, aliases, people = Query(), dict[Wanted, str](), ""
    moved, there = _Moved(), dict[str, str]()
    for wanted in needs:
        need, folders = wanted
        if need.kind != "assignable":
            aliases[wanted] = query.add(need.kind, _value(need, folders[0] if folders else ""))
            if need.kind == "content":
                moved.add(query, wanted, aliases[wanted])
                there[need.key[0]] = there.get(need.key[0]) or query.add("commit", need.key[0])
        elif not people:
            people = query.add("assignable", 100)
    owner, _, name = client.settings.repository.partition("/")
    with told("read the record of sign-offs"):
        try:
            answer = once(
                lambda: client.graphql(query.text(), {**query.variables, "owner": owner, "name": name}),
                lambda: None,
            )
            kinds = {alias: need.kind for (need, _), alias in aliases.items()}
            _check(answer, {**kinds, **dict.fromkeys(moved.aliases(), "content"), people: "assignable"})
        except GithubException as error:
            if error.status not in (403, 404):
                raise
            refusal = Refusal("GitHub's GraphQL API is not available, or refuses this token")
            return "", [(need, refusal) for need in needs]
    repository, errors = _parts(answer)
    branch = str((repository.get("defaultBranchRef") or {}).get("name") or "main")
    answers: Answers = []
    read = partial(_part, client, repository, errors)
    for wanted, alias in aliases.items():
        need, found = wanted[0], moved.read(wanted, alias, read)
        if found is None and need.kind == "content" and not repository.get(there[need.key[0]]):
            found = Refusal(f"GitHub no longer has commit {need.key[0][:7]}")
        answers += _linked(need, found) if need.kind == "origin" else [(wanted, found)]
    if people:
        asked = [need for need, _ in needs if need.kind == "assignable"]
        answers += _people(client, asked, repository.get(people), errors.get(people))
    return branch, answers


@dataclass(frozen=True, slots=True)
class _Moved:
    """The contents of a model that stood in several folders: each is asked for in each of them."""

    _files: dict[Wanted, list[str]] = field(default_factory=dict)
    _contracts: dict[Wanted, list[str]] = field(default_factory=dict)

    def add(self, query: Query, wanted: Wanted, alias: str) -> None:
        need, folders = wanted
        if len(folders) == 1:
            return
        self._files[wanted] = [alias, *(query.add("content", _value(need, one)) for one in folders[1:])]
        contract = (_contract(need), folders)
        if contract not in self._contracts:
            values = [_value(contract[0], one) for one in folders]
            self._contracts[contract] = [query.add("content", value) for value in values]

    def aliases(self) -> Iterator[str]:
        return chain.from_iterable((*self._files.values(), *self._contracts.values()))

    def read(self, wanted: Wanted, alias: str, read: Callable[[Need, str], Any]) -> Any:
        """What stands in the folder in which the model stood at that commit; `read`: one part of the
        answer."""
        need, folders = wanted
        if wanted not in self._files:
            return read(need, alias)
        contract = _contract(need)
        texts = [read(contract, one) for one in self._contracts[contract, folders]]
        for text in texts:
            if isinstance(text, Refusal):
                return text
        place = stood_in(folders, texts)
        if place is None:
            why = f"it is not known which folder the model was in at {need.key[0][:7]}"
            return Refusal(why, gone=False)
        return read(need, self._files[wanted][folders.index(place)])


def _contract(need: Need) -> Need:
    return Need("content", (need.key[0], CONTRACT_FILE))


def _check(answer: Any, kinds: Mapping[str, str]) -> None:
    """`kinds`: part of the query → what it asks about.

    Raises Unreadable where an answer has another shape than GitHub's schema says.
    """
    check(GRAPH["answer"], answer)
    found = (answer.get("data") or {}).get("repository") or {}
    for alias, kind in kinds.items():
        check(Maybe(GRAPH[kind]), found.get(alias), alias)


def _linked(need: Need, found: Sequence[Pull] | Refusal) -> Answers:
    """A commit's pull requests by their numbers."""
    if isinstance(found, Refusal):
        return [((need, ()), found)]
    return [
        ((need, ()), tuple(pull.number for pull in found)),
        *(((Need("pull", (str(pull.number),)), ()), pull) for pull in found),
    ]


def _value(need: Need, prefix: str) -> object:
    if need.kind in ("pull", "issue", "about"):
        return int(need.key[0])
    if need.kind == "blob":
        return f"{need.key[0]}:{need.key[1]}"
    return f"{need.key[0]}:{prefix}readiness/{need.key[1]}" if need.kind == "content" else need.key[0]


def _parts(answer: Any) -> tuple[Mapping[str, Any], dict[str, tuple[str, str]]]:
    """The repository's parts, and alias → (type, message) of what was refused."""
    errors = answer.get("errors") or []
    repository = (answer.get("data") or {}).get("repository")
    if repository is None:
        why = (said(errors[0]) if errors else "") or "it gave no reason"
        raise ForgeError(f"GitHub did not read the record of sign-offs: {why.rstrip('.')}.")
    found = {}
    for error in errors:
        path = error.get("path") or []
        if len(path) > 1:
            found[str(path[1])] = (str(error.get("type", "")), said(error))
    return repository, found


def _part(
    client: Client,
    repository: Mapping[str, Any],
    errors: Mapping[str, tuple[str, str]],
    need: Need,
    alias: str,
) -> Any:
    return _one(client, need, repository.get(alias), errors.get(alias))


def _one(client: Client, need: Need, row: Any, error: tuple[str, str] | None) -> Any:
    if error is not None and error[0] != "NOT_FOUND":
        return Refusal(f"GitHub refused it ({error[1]}){_RIGHTS.get(need.kind, '')}")
    if row is None:
        return _NONE[need.kind](need)
    return _READ[need.kind](need, row, client.settings.bots)


def _origin(need: Need, row: Any, bots: Sequence[str]) -> tuple[Pull, ...] | Refusal:
    linked = row.get("associatedPullRequests") or {}
    if linked.get("totalCount", 0) > LINKED:
        why = f"GitHub links more than {LINKED} pull requests with {need.key[0][:7]}"
        return Refusal(why, gone=False)
    return tuple(rows.pull(node) for node in linked.get("nodes") or () if node)


def _parents(need: Need, row: Any, bots: Sequence[str]) -> tuple[str, ...]:
    return tuple(node["oid"] for node in (row.get("parents") or {}).get("nodes") or ())


def _commit(need: Need, row: Any, bots: Sequence[str]) -> str | None:
    """A branch may bear a name that looks like a commit's."""
    found = str(row.get("oid", ""))
    return found if found.startswith(need.key[0]) else None


def _about(need: Need, row: Any, bots: Sequence[str]) -> str:
    return str(row["body"]) if rows.who(row["author"]) in bots else ""


def _content(need: Need, row: Any, bots: Sequence[str]) -> bytes | Refusal:
    if row.get("text") is None or row.get("isTruncated"):
        return Refusal(f"readiness/{need.key[1]} at {need.key[0][:7]} is not text, or too large")
    return str(row["text"]).encode()


_READ: Mapping[str, Callable[[Need, Any, Sequence[str]], Any]] = {
    "origin": _origin,
    "pull": lambda need, row, bots: rows.pull(row),
    "parents": _parents,
    "issue": lambda need, row, bots: rows.issue(row),
    "about": _about,
    "commit": _commit,
    "content": _content,
    "blob": lambda need, row, bots: str(row.get("oid") or "") or None,
}
"""What a part of the answer says; `bots`: our own logins."""

_RIGHTS = {
    "issue": "; the workflow needs `issues: read`",
    "about": "; the workflow needs `issues: read`",
    "pull": "; the workflow needs `pull-requests: read`",
    "origin": "; the workflow needs `pull-requests: read`",
}

_NONE: Mapping[str, Callable[[Need], Any]] = {
    "origin": lambda need: Refusal(f"GitHub has no commit {need.key[0][:7]} yet"),
    "pull": lambda need: Refusal(f"#{need.key[0]} is gone"),
    "parents": lambda need: Refusal(f"GitHub no longer has commit {need.key[0][:7]}"),
    "issue": lambda need: None,
    "about": lambda need: "",
    "commit": lambda need: None,
    "content": lambda need: None,
    "blob": lambda need: None,
}
"""What it means that nothing is there."""


def _people(client: Client, needs: Sequence[Need], row: Any, error: tuple[str, str] | None) -> Answers:
    if error is not None or row is None:
        refusal = Refusal(f"GitHub refused the list of people ({error[1] if error else 'no reason'})")
        return [((need, ()), refusal) for need in needs]
    names = {str(node["login"]).lower() for node in row["nodes"] or ()}
    more = bool(row["pageInfo"]["hasNextPage"])
    known = [Need("assignable", (name,)) for name in sorted(names)]
    asked = [(need, need.key[0] in names or (more and assignable(client, need.key[0]))) for need in needs]
    return [((need, ()), told_) for need, told_ in (*((need, True) for need in known), *asked)]
