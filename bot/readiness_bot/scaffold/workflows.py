"""The reusable workflows that we ship, and those of a model's repository.

These call ours, or hold the same steps. Pure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from readiness_bot.convention.scalar import scalar
from readiness_bot.scaffold.action import ACTION, Action
from readiness_bot.scaffold.answers import Refused
from readiness_bot.scaffold.fill import Slots, fill
from readiness_bot.scaffold.remote import Server, host_of, server_of

Parts = Mapping[str, str]
"""Name → text (`templates.parts`)."""

OWN = "$/action"
"""Our own Action at the commit of the workflow that runs, so that whoever pins the caller pins all of it.

https://docs.github.com/actions/writing-workflows/choosing-what-your-workflow-does/using-pre-written-building-blocks-in-your-workflow
"""
HOSTED = "ubuntu-latest"
SELF_HOSTED = "self-hosted"
"""The label of every runner of one's own
(https://docs.github.com/en/actions/how-tos/manage-runners/self-hosted-runners/use-in-a-workflow)."""
_INPUT = "${{ startsWith(inputs.runs-on, '[') && fromJSON(inputs.runs-on) || inputs.runs-on }}"
_BORROWED = " # zizmor: ignore[excessive-permissions] the caller names each permission"
_OWN_RUNNER = "   # zizmor: ignore[self-hosted-runner] no file of the repository is run here"
_LABEL = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)
_CALLS = {"readiness.yml": "lines", "readiness-follow-up.yml": "follow-up"}
"""A model's workflow → the reusable one that it calls."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a repository has its workflows.

    `runs_on`: the labels of the runner, none for the usual one. `inline`: with the steps themselves, in the
    place of a call.
    """

    action: Action = ACTION
    runs_on: tuple[str, ...] = ()
    inline: bool = False


def labels(text: str) -> tuple[str, ...]:
    """`gpu` or `self-hosted,linux` as labels. Raises Refused."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if not all(_LABEL.fullmatch(label) for label in found):
        raise Refused(
            f"--runs-on is {text[:60]!r}; write a runner's label, or several with commas: self-hosted,linux"
        )
    return found


def fitting(choice: Choice, remote: str) -> tuple[Choice | None, tuple[str, ...]]:
    """What a server can run, and what to say about it; None where it runs no such workflow.

    Whoever asks for `inline` is taken at their word.
    """
    server, host = server_of(remote), host_of(remote)
    if server is Server.NO_GITHUB and not choice.inline:
        return None, (_no_workflows(host),)
    if server is Server.OTHER_GITHUB:
        # No such server has hosted runners (https://docs.github.com/en/enterprise-server/admin/github-actions).
        inline = replace(choice, inline=True, runs_on=choice.runs_on or (SELF_HOSTED,))
        return inline, () if choice.inline else (_steps_inside(host, inline),)
    return choice, ()


def _no_workflows(host: str) -> str:
    return (
        f"{host} does not run GitHub's workflows, so none were written. `readiness check --format junit"
        " --output readiness.xml` runs in any CI; its exit code 1 means not ready."
    )


def _steps_inside(host: str, choice: Choice) -> str:
    runners = ", ".join(choice.runs_on)
    return (
        f"{host} is not github.com, whose reusable workflows cannot be called from there. So both workflows"
        f" hold the steps themselves, as with `--inline`, on {runners}; where your runners have another"
        f" label, write it at `runs-on:`. The server must have {choice.action} and actions/checkout"
        " (docs/ghes.md)."
    )


def reusable(name: str, parts: Parts) -> str:
    """`lines` or `follow-up`, as it stands in our .github/workflows."""
    slots: Slots = {
        "action": OWN,
        "runs_on": _INPUT,
        "of": "",
        "borrowed": _BORROWED,
        "permissions": None,
        "audit_page": _block(parts["audit-page"], {"action": OWN}),
    }
    return fill(parts[f"reusable-{name}"], {"jobs": _block(parts[name], slots)})


def jobs(workflow: str, parts: Parts, choice: Choice) -> str:
    """What stands below `jobs:` in a model's `readiness.yml` or `readiness-follow-up.yml`."""
    name = _CALLS[workflow]
    rights = parts["rights"].rstrip("\n")
    if choice.inline:
        inside: Slots = {
            "action": choice.action.use(),
            "runs_on": _inside(choice.runs_on or (HOSTED,)),
            "of": "readiness / ",
            "borrowed": "",
            "permissions": f"    permissions:\n{rights}",
            "audit_page": None,
        }
        return _block(parts[name], inside)
    call: Slots = {
        "lines": choice.action.use("/.github/workflows/lines.yml"),
        "follow_up": choice.action.use("/.github/workflows/follow-up.yml"),
        "rights": rights,
        "runs_on": _input(choice.runs_on) if choice.runs_on else None,
    }
    return _block(parts[f"call-{name}"], call)


def _input(runs_on: tuple[str, ...]) -> str:
    """One label, or several as one text: a reusable workflow takes no list.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_callinputsinput_idtype
    """
    return scalar(runs_on[0]) if len(runs_on) == 1 else f"'{json.dumps(runs_on)}'"


def _inside(runs_on: tuple[str, ...]) -> str:
    written = [scalar(label) for label in runs_on]
    text = written[0] if len(written) == 1 else f"[{', '.join(written)}]"
    return text + (_OWN_RUNNER if SELF_HOSTED in runs_on else "")


def _block(text: str, slots: Slots) -> str:
    return fill(text, slots).rstrip("\n")
