"""Where editors find the schemas of what `readiness init` writes, and people the pages about it."""

from __future__ import annotations

from readiness_bot.forge.hosts import DEFAULT_SERVER, RAW
from readiness_bot.scaffold.action import MAJOR, RELEASE, REPOSITORY


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
