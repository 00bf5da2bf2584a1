"""How an organisation goes about its fleet, as its policy says: whom a roll-out takes first, and how the
digest reaches people. It decides no judgement. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from readiness_bot.convention.fields import Schema, block, open_block, rows, value
from readiness_bot.convention.policy import Source
from readiness_bot.late import re
from readiness_bot.reading.document import Document, Finding

ADDRESS_IN = "READINESS_WEBHOOK"
"""The environment variable with a webhook's address where nothing names another one."""
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Service(StrEnum):
    """Whose webhook it is."""

    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class DigestWay:
    """How the digest reaches people: an issue each in a repository, or a message each to a webhook."""

    repository: str = ""
    """`acme/readiness`; empty: by a webhook."""
    webhook: Service | None = None
    address_in: str = ADDRESS_IN
    """The environment variable that holds the webhook's address, which is a secret."""
    at: Source | None = field(default=None, compare=False)

    @property
    def told(self) -> str:
        """For a person who asks what the policy says."""
        if self.webhook is None:
            return f"an issue in {self.repository}"
        return f"a message to {self.webhook}, whose address {self.address_in} holds"


@dataclass(slots=True)
class FleetWays:
    """What the files of a chain say, from the ground up: of two that say it, the one on top counts."""

    contact: str = ""
    """Who answers a team's questions about a roll-out."""
    waves: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Name → patterns: who comes before whom in a roll-out."""
    digest: DigestWay | None = None
    """None: the command's options say it."""

    def add(self, path: str, document: Document) -> Iterator[Finding]:
        """Lay a file on top; what is wrong in it."""
        rollout, digest = _block(document, "rollout"), _block(document, "digest")
        self.contact = str(rollout.get("contact") or self.contact)
        for name, patterns in (rollout.get("waves") or {}).items():
            self.waves[str(name)] = tuple(str(each) for each in patterns or ())
        said = {key: str(word) for key, word in digest.items() if word is not None}
        if not said:
            return
        wrong = _wrong(said)
        at = document.keys[("digest",)]
        if wrong:
            key, told, fix = wrong
            at = document.keys.get(("digest", key), at)
            yield Finding(path, at.line, at.column, "value", told, fix)
            return
        self.digest = DigestWay(
            said.get("repository", ""),
            Service(said["webhook"]) if "webhook" in said else None,
            said.get("address_in", ADDRESS_IN),
            Source(path, at.line, at.column),
        )


def _wrong(said: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Which key, what is wrong with it, and what to do.

    No value is repeated: somebody may have pasted the address, and the log of a public repository would show
    it.
    """
    if ("repository" in said) == ("webhook" in said):
        told = "the digest goes by issues or by a webhook, and this says " + (
            "both" if "webhook" in said else "neither"
        )
        return "webhook", told, "write repository: OWNER/NAME, or webhook: slack or teams"
    if "repository" in said and not REPOSITORY.fullmatch(said["repository"]):
        return "repository", "this is no repository's name", "write OWNER/NAME, such as acme/readiness"
    if "webhook" in said and said["webhook"] not in list(Service):
        return "webhook", "this is no service that the digest knows", f"write {' or '.join(Service)}"
    if "address_in" in said and "webhook" not in said:
        return "address_in", "issues have no webhook's address", "remove it"
    if not _VARIABLE.fullmatch(said.get("address_in", ADDRESS_IN)):
        told = "this is not the name of an environment variable, and the address itself is a secret"
        fix = (
            f"write a name such as {ADDRESS_IN}, and set that variable from a secret. If this is the address,"
            " make a new one: whoever can read this file could write there"
        )
        return "address_in", told, fix
    return None


def _block(document: Document, key: str) -> Mapping[str, Any]:
    found = document.data.get(key)
    return found if isinstance(found, Mapping) else {}


SCHEMA: Schema = {
    "rollout": block(
        "how the roll-out goes about (docs/fleet-rollout.md); it decides no judgement",
        contact=value("text", "who answers a team's questions", "#ml-platform", minlength=1),
        waves=open_block(
            "a wave's name → the repositories in it",
            rows("names and patterns", value("text", "a pattern", "acme/fraud-*", minlength=1)),
        ),
    ),
    "digest": block(
        "how `fleet digest` reaches people (docs/fleet.md); it decides no judgement",
        repository=value(
            "text", "the repository with an issue for each person", "acme/readiness", minlength=1
        ),
        webhook=value(
            "text",
            f"whose webhook gets a message for each person: {' or '.join(Service)}",
            Service.SLACK,
            minlength=1,
        ),
        address_in=value(
            "text",
            "the environment variable that holds the webhook's address, never the address itself",
            ADDRESS_IN,
            minlength=1,
        ),
    ),
}
"""The keys of a policy's file that say it."""
