"""Where editors find the schemas of what `readiness init` writes."""

from __future__ import annotations

from readiness_bot.forge.hosts import RAW
from readiness_bot.scaffold.action import ACTION

SCHEMAS = f"{RAW}/{ACTION.repository}/{ACTION.version or ACTION.ref}/docs/schema"
"""The folder of this version's release, whatever server the model's repository is on.

A tag for people to read, and for `readiness upgrade` to replace: what an editor accepts is then what this
version's `check` accepts. No path within the repository, since a copy of the schemas in each of three hundred
repositories would age there; who has no way to this address is told in docs/editors.md.
"""
