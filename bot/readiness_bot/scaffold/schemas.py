"""Where editors find the schemas of what `readiness init` writes, and people the pages about it."""

from __future__ import annotations

import re

from readiness_bot.convention.schema import schema_file
from readiness_bot.forge.hosts import DEFAULT_SERVER, RAW
from readiness_bot.scaffold.action import MAJOR, RELEASE, REPOSITORY
from readiness_bot.vocabulary import Kind

_NAMED = re.compile(
    rb"\A((?:\xef\xbb\xbf)?# yaml-language-server: \$schema=\S{1,300}/docs/schema/)([\w./-]{1,80})"
)
"""The first line of a file that `init` wrote."""


def page_at(name: str) -> str:
    """The address of a page of our documentation: in a model's repository its path leads nowhere."""
    return f"{DEFAULT_SERVER}/{REPOSITORY}/blob/{RELEASE or MAJOR}/docs/{name}.md"


def schemas_at(ref: str) -> str:
    """The folder of our schemas as a tag, a branch or a commit has it."""
    return f"{RAW}/{REPOSITORY}/{ref}/docs/schema"


SCHEMAS = schemas_at(RELEASE or MAJOR)
"""Those of this version, whatever server the model's repository is on.

A release's tag, so that an editor accepts what that version's `check` accepts. No path within the repository:
a copy of the schemas in each of three hundred repositories would age there. What to do without access to
GitHub is in docs/editors.md.
"""


def at_kind(content: bytes, file: str, kind: Kind) -> bytes:
    """A readiness file whose first line leads to the schema of its kind, where it leads to ours at another.

    With that of a model, an editor would underline all that only an agent has.
    """
    found = _NAMED.match(content)
    ours = {schema_file(file, each).encode() for each in Kind}
    if not found or found[2] not in ours:
        return content
    return found[1] + schema_file(file, kind).encode() + content[found.end() :]
