"""The one GraphQL query that reads records, put together from the parts that are needed.

Values travel as variables, never as text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

COMMITS = 100
REVIEWS = 100
LINKED = 5
"""Of a commit; one, but for what was merged more than once."""

_WHO = "fragment who on Actor { __typename login }"
_PULL = f"""fragment pull on PullRequest {{
  number createdAt mergedAt baseRefName headRefName
  author {{ ...who }} mergeCommit {{ oid }} headRepository {{ nameWithOwner }}
  commits(first: {COMMITS}) {{ totalCount nodes {{ commit {{
    oid author {{ user {{ login }} }} committer {{ user {{ login }} }}
  }} }} }}
  turned: timelineItems(
    last: 1, itemTypes: [BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT]
  ) {{
    nodes {{
      ... on BaseRefChangedEvent {{ createdAt }}
      ... on AutomaticBaseChangeSucceededEvent {{ createdAt }}
    }}
  }}
  reviews(last: {REVIEWS}, states: [APPROVED, CHANGES_REQUESTED, DISMISSED]) {{
    totalCount nodes {{ state submittedAt author {{ ...who }} commit {{ oid }} }}
  }}
}}"""

_PARTS = {
    "origin": (
        "GitObjectID!",
        (
            f"object(oid: {{0}}) {{{{ ... on Commit {{{{ associatedPullRequests(first: {LINKED}) {{{{ "
            "totalCount nodes {{ ...pull }} }} }} }}"
        ),
    ),
    "pull": ("Int!", "pullRequest(number: {0}) {{ ...pull }}"),
    "issue": (
        "Int!",
        (
            "issue(number: {0}) {{ number createdAt author {{ ...who }} comments(first: 100) {{ "
            "nodes {{ author {{ ...who }} }} pageInfo {{ hasNextPage }} }} }}"
        ),
    ),
    "parents": (
        "GitObjectID!",
        "object(oid: {0}) {{ ... on Commit {{ parents(first: 10) {{ nodes {{ oid }} }} }} }}",
    ),
    "about": ("Int!", "issue(number: {0}) {{ body author {{ ...who }} }}"),
    "commit": ("String!", "object(expression: {0}) {{ ... on Commit {{ oid }} }}"),
    "content": ("String!", "object(expression: {0}) {{ ... on Blob {{ text isTruncated }} }}"),
    "blob": ("String!", "object(expression: {0}) {{ ... on Blob {{ oid }} }}"),
    "assignable": ("Int!", "assignableUsers(first: {0}) {{ nodes {{ login }} pageInfo {{ hasNextPage }} }}"),
}


@dataclass(slots=True)
class Query:
    """Collects parts; each is answered under the alias that `add` returns."""

    kinds: set[str] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    variables: dict[str, object] = field(default_factory=dict)

    def add(self, kind: str, value: object) -> str:
        alias = f"{kind}{len(self.parts)}"
        type_, part = _PARTS[kind]
        self.kinds.add(kind)
        self.types.append(f"${alias}: {type_}")
        self.parts.append(f"{alias}: " + part.format(f"${alias}"))
        self.variables[alias] = value
        return alias

    def text(self) -> str:
        """The document. A fragment that nobody uses would be an error."""
        head = ", ".join(["$owner: String!", "$name: String!", *self.types])
        body = "\n  ".join(["defaultBranchRef { name }", *self.parts])
        fragments = [_PULL] if self.kinds & {"origin", "pull"} else []
        fragments += [_WHO] if self.kinds & {"origin", "pull", "issue", "about"} else []
        return "\n".join(
            [f"query({head}) {{ repository(owner: $owner, name: $name) {{\n  {body}\n}} }}", *fragments]
        )
