"""What a scan asks of GitHub's GraphQL, as text.

Everything that people wrote travels in variables, never in the text.
https://docs.github.com/graphql/reference
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

TOPICS = 20
"""More a repository cannot have: https://docs.github.com/rest/repos/repos#replace-all-repository-topics."""

Query: TypeAlias = tuple[str, Mapping[str, object]]
"""A text and its variables."""

_RATE = "rateLimit { limit cost remaining resetAt }"
_ENTRIES = "oid entries { name mode type oid size }"
_LISTING = f"fragment listing on Tree {{ {_ENTRIES} }}"
_PLAIN = f"""id nameWithOwner url isArchived isFork isEmpty isDisabled isLocked visibility pushedAt
  repositoryTopics(first: {TOPICS}) {{ nodes {{ topic {{ name }} }} }}"""
_LISTED = f"""fragment listed on Repository {{
  {_PLAIN}
  defaultBranchRef {{ name target {{ oid ... on Commit {{ tree {{ ...listing }} }} }} }}
  readiness: object(expression: "HEAD:readiness") {{ ...listing }}
}}
{_LISTING}"""
_LISTED_LIGHTLY = f"""fragment listed on Repository {{
  {_PLAIN}
  defaultBranchRef {{ name target {{ oid ... on Commit {{ tree {{ oid }} }} }} }}
}}"""
"""Without any folder's files: what can be told of a repository whose root is too much for one query."""


class Kind(Enum):
    """What we want to know of an object."""

    LISTING = "... on Tree { ...listing }"
    """The entries of a folder."""
    FOLDERS = "... on Tree { oid entries { name mode type oid size object { ... on Tree { ...listing } } } }"
    """The same, with the entries of each folder in it."""
    CONTENT = "... on Blob { oid isBinary isTruncated text }"
    """A file's text, as far as it is one."""
    EXISTS = "oid"
    """Whether there is anything."""
    COMMIT = "... on Commit { oid }"
    WHOLE = "REST: git/trees"
    """Every file of a commit, in one answer; GraphQL has no such query."""
    BYTES = "REST: git/blobs"
    """A file that is no text, or whose text GraphQL changed or cut."""

    @property
    def by_rest(self) -> bool:
        return self in (Kind.WHOLE, Kind.BYTES)


@dataclass(frozen=True, slots=True)
class Ask:
    """One object, by an expression of `git rev-parse` that always means the same: an object's name, or a
    tree's with a path in it (`TREE:docs/x/y.txt`). Only a commit's name is looked up as it stands."""

    kind: Kind
    expression: str


def reach(owner: str) -> Query:
    """How many repositories there are, and what is left of the token's hour."""
    text = (
        f"query ($owner: String!) {{ {_RATE}\n"
        "  repositoryOwner(login: $owner) { repositories(first: 1, ownerAffiliations: [OWNER]) {"
        " totalCount } } }"
    )
    return text, {"owner": owner}


def rate() -> Query:
    return f"query {{ {_RATE} }}", {}


def page(owner: str, first: int, after: str | None, *, lightly: bool = False) -> Query:
    """An owner's repositories, the oldest first: what is created meanwhile comes at the end."""
    text = (
        "query ($owner: String!, $first: Int!, $after: String) {\n"
        f"  {_RATE}\n"
        "  repositoryOwner(login: $owner) {\n"
        "    repositories(first: $first, after: $after, ownerAffiliations: [OWNER],"
        " orderBy: {field: CREATED_AT, direction: ASC}) {\n"
        "      totalCount pageInfo { hasNextPage endCursor } nodes { ...listed }\n"
        "    }\n  }\n}\n"
    )
    return text + _fragment(lightly), {"owner": owner, "first": first, "after": after}


def named(names: Sequence[str], *, lightly: bool = False) -> Query:
    """Repositories by their names (`owner/name`); the n-th is `r<n>`. GitHub follows renames."""
    declared = ", ".join(f"$o{n}: String!, $n{n}: String!" for n, _ in enumerate(names))
    fields = "\n".join(
        f"  r{n}: repository(owner: $o{n}, name: $n{n}) {{ ...listed }}" for n, _ in enumerate(names)
    )
    variables: dict[str, object] = {}
    for n, name in enumerate(names):
        variables[f"o{n}"], _, variables[f"n{n}"] = name.partition("/")
    return f"query ({declared}) {{\n  {_RATE}\n{fields}\n}}\n{_fragment(lightly)}", variables


def objects(asked: Sequence[tuple[str, Sequence[Ask]]]) -> Query:
    """Objects of several repositories, each by its id; the n-th repository is `r<n>`, its m-th object
    `a<m>`."""
    declared, fields, variables = list[str](), list[str](), dict[str, object]()
    for n, (node, asks) in enumerate(asked):
        declared.append(f"$r{n}: ID!")
        variables[f"r{n}"] = node
        inner = list[str]()
        for m, ask in enumerate(asks):
            declared.append(f"$r{n}a{m}: String!")
            variables[f"r{n}a{m}"] = ask.expression
            inner.append(f"    a{m}: object(expression: $r{n}a{m}) {{ {ask.kind.value} }}")
        fields.append(f"  r{n}: node(id: $r{n}) {{ ... on Repository {{ id\n" + "\n".join(inner) + "\n  } }")
    kinds = {ask.kind for _, asks in asked for ask in asks}
    more = f"\n{_LISTING}" if kinds & {Kind.LISTING, Kind.FOLDERS} else ""
    return f"query ({', '.join(declared)}) {{\n  {_RATE}\n" + "\n".join(fields) + "\n}" + more, variables


def _fragment(lightly: bool) -> str:
    return _LISTED_LIGHTLY if lightly else _LISTED
