"""What is asked of GitHub's GraphQL, as text.

Everything that people wrote travels in variables, never in the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What we want to know of an object."""

    LISTING = "... on Tree { entries { name mode type oid size } }"
    CONTENT = "... on Blob { oid byteSize isBinary isTruncated text }"
    EXISTENCE = "... on Commit { oid }"


@dataclass(frozen=True, slots=True)
class Ask:
    """One object, by an expression of `git rev-parse` such as `SHA:readiness/contract.yaml`."""

    kind: Kind
    expression: str


def batch(owner: str, name: str, asks: Sequence[Ask]) -> tuple[str, Mapping[str, str]]:
    """One query for all of them, with its variables.

    The n-th answer is `repository.o<n>`, null where nothing is.
    """
    declared = "".join(f", $e{n}: String!" for n, _ in enumerate(asks))
    fields = "\n".join(
        f"    o{n}: object(expression: $e{n}) {{ {ask.kind.value} }}" for n, ask in enumerate(asks)
    )
    text = (
        f"query ($owner: String!, $name: String!{declared}) {{\n"
        f"  repository(owner: $owner, name: $name) {{\n{fields}\n  }}\n}}"
    )
    return text, {"owner": owner, "name": name} | {f"e{n}": ask.expression for n, ask in enumerate(asks)}
