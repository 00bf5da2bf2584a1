"""Which Action the workflows use: its repository, and the commit that pins it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

REPOSITORY = "readiness-bot/readiness-bot"
# `scripts/release` writes the next two lines. A commit cannot name itself, so a release's own tree has its
# tag alone; the commit after it, from which the release's wheel is built, has both.
RELEASE = ""
COMMIT = ""
MAJOR = "v1"
"""The tag that moves with each release."""

_REF = re.compile(r"([A-Za-z0-9][\w-]*/[\w.-]+)@([A-Za-z0-9][\w./-]*)(?: *# *(v[0-9][\w.-]*))?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}")
_NOT_PINNED = "   # zizmor: ignore[unpinned-uses] its commit's 40 digits would pin it"


@dataclass(frozen=True, slots=True)
class Action:
    """A repository at a reference. `version`: what people call that reference, where it is a commit."""

    repository: str
    ref: str
    version: str = ""

    @property
    def pinned(self) -> bool:
        """Whether nobody can move what this names."""
        return _COMMIT.fullmatch(self.ref) is not None

    def __str__(self) -> str:
        return f"{self.repository}@{self.ref}"

    def use(self, path: str = "") -> str:
        """What stands behind `uses:`, for the Action itself or a file of its repository.

        A comment tells the version, or why nothing is pinned.
        """
        named = f"{self.repository}{path}@{self.ref}"
        if not self.pinned:
            return f"{named}{_NOT_PINNED}"
        return f"{named} # {self.version}" if self.version else named


ACTION = Action(REPOSITORY, COMMIT or RELEASE or MAJOR, RELEASE)
"""What the workflows use unless `readiness init --action REF` names another."""


def own_action(direct_url: str | None, action: Action = ACTION) -> Action:
    """The same, pinned where the tree has only its tag: whoever installed that tag was told its commit.

    `direct_url`: the text of direct_url.json (PEP 610), None where the installer wrote none.
    """
    try:
        told = json.loads(direct_url or "{}")
    except ValueError:
        return action
    vcs = told.get("vcs_info") if isinstance(told, dict) else None
    if action.pinned or not isinstance(vcs, dict) or vcs.get("requested_revision") != action.version:
        return action
    commit = vcs.get("commit_id")
    return replace(action, ref=commit) if isinstance(commit, str) and _COMMIT.fullmatch(commit) else action


def parse_action(text: str) -> Action | None:
    """`acme/readiness-bot@v1`, or a commit with its version as workflows have it: `acme/rb@08c6… # v1.2.3`.

    The commit of this version's own release is known without.
    """
    match = _REF.fullmatch(text)
    if match is None:
        return None
    known = RELEASE if COMMIT and match[2] == COMMIT else ""
    return Action(match[1], match[2], match[3] or known)
