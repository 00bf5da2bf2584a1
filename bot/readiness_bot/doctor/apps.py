"""Where a job of a workflow takes the token of an App of the team's own, and with which rights. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_bot.doctor.callers import Caller
from readiness_bot.doctor.calls import FOLLOW_UP
from readiness_bot.reading.document import Document, KeyPath, Value
from readiness_bot.scaffold.workflows import MAKES_TOKEN, PREFIX, App

_TEAMS = "members"


@dataclass(frozen=True, slots=True)
class Token:
    """The step that makes one."""

    at: KeyPath
    """Of its inputs."""
    rights: Mapping[str, str]
    """Right → level. None at all: whatever the App was installed with."""


def token_of(document: Document, job: str) -> Token | None:
    """The first of a job; None where it has the workflow's own alone."""
    jobs = document.data.get("jobs")
    there = jobs.get(job) if isinstance(jobs, Mapping) else None
    steps = there.get("steps") if isinstance(there, Mapping) else None
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        uses = step.get("uses") if isinstance(step, Mapping) else None
        if isinstance(uses, str) and uses.partition("@")[0] == MAKES_TOKEN:
            inputs = step.get("with") if isinstance(step, Mapping) else None
            return Token(("jobs", job, "steps", index, "with"), _rights(inputs))
    return None


def _rights(inputs: Value) -> dict[str, str]:
    return {
        str(name).removeprefix(PREFIX): str(level)
        for name, level in (inputs.items() if isinstance(inputs, Mapping) else ())
        if str(name).startswith(PREFIX)
    }


def app_of(document: Document, job: str) -> App | None:
    """How `init` was told to write it, by what stands there."""
    token = token_of(document, job)
    if token is None:
        return None
    jobs = document.data.get("jobs")
    there = jobs.get(job) if isinstance(jobs, Mapping) else None
    environment = there.get("environment") if isinstance(there, Mapping) else None
    return App(deploys=isinstance(environment, str), teams=_TEAMS in token.rights)


def acts_as_app(caller: Caller) -> bool:
    """Whether a follow-up writes as an App of the team's own."""
    document = caller.document
    if document is None or caller.role != FOLLOW_UP:
        return False
    return any(token_of(document, call.job) for call in caller.calls)
