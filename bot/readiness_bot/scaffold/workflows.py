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
from readiness_bot.scaffold.schemas import page_at

Parts = Mapping[str, str]
"""Name → text (`templates.parts`)."""

OWN = "$/action"
"""Our own Action at the commit of the workflow that runs, so that whoever pins the caller pins all of it.

https://docs.github.com/actions/writing-workflows/choosing-what-your-workflow-does/using-pre-written-building-blocks-in-your-workflow
"""
MAKES_TOKEN = "actions/create-github-app-token"  # noqa: S105 an action's name
PREFIX = "permission-"
"""How its inputs for rights begin (that action's README, "permission-<permission name>")."""
HOSTED = "ubuntu-latest"
SELF_HOSTED = "self-hosted"
"""The label of every runner of one's own
(https://docs.github.com/en/actions/how-tos/manage-runners/self-hosted-runners/use-in-a-workflow)."""
_INPUT = "${{ startsWith(inputs.runs-on, '[') && fromJSON(inputs.runs-on) || inputs.runs-on }}"
_VARIABLE = "vars.READINESS_POLICY"
"""An organisation's variable, or a repository's own of that name, which hides it. A called workflow sees its
caller's
(https://docs.github.com/actions/reference/workflows-and-actions/variables#configuration-variable-precedence)."""
_POLICY = f"${{{{ inputs.policy || {_VARIABLE} }}}}"
_BORROWED = " # zizmor: ignore[excessive-permissions] the caller names each permission"
_OWN_RUNNER = "   # zizmor: ignore[self-hosted-runner] no file of the repository is run here"
_LABEL = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)
_CALLS = {"readiness.yml": "lines", "readiness-follow-up.yml": "follow-up"}
"""A model's workflow → the reusable one that it calls."""


@dataclass(frozen=True, slots=True)
class App:
    """The follow-up has the token of an App of the team's own (docs/app.md)."""

    deploys: bool = False
    """Each of its jobs is a deployment to the environment that has the key: so on a server without
    `deployment: false`
    (https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/deploy-to-environment)."""
    teams: bool = True
    """It reads the teams of the organisation; where a person owns the repository there are none, and GitHub
    gives no token to whoever asks for that right."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a repository has its workflows.

    `runs_on`: the labels of the runner, none for the usual one. `inline`: with the steps themselves, in the
    place of a call. With an `app` the follow-up has them in any case: the one of ours that it would call
    knows no App.
    """

    action: Action = ACTION
    runs_on: tuple[str, ...] = ()
    inline: bool = False
    app: App | None = None

    def has_steps(self, workflow: str) -> bool:
        """Whether that file of the model's repository holds the steps themselves."""
        return self.inline or (self.app is not None and _CALLS[workflow] == "follow-up")


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
        app = choice.app and replace(choice.app, deploys=True)
        inline = replace(choice, inline=True, runs_on=choice.runs_on or (SELF_HOSTED,), app=app)
        return inline, () if choice.inline else (_steps_inside(host, inline),)
    return choice, ()


def _no_workflows(host: str) -> str:
    return (
        f"{host} does not run GitHub's workflows, so none were written. `readiness check --format junit"
        " --output readiness.xml` runs in any CI; its exit code 1 means not ready."
        + (f" A job for GitLab CI: {page_at('gitlab')}" if "gitlab" in host.split(".") else "")
    )


def _steps_inside(host: str, choice: Choice) -> str:
    runners = ", ".join(choice.runs_on)
    app = f"{MAKES_TOKEN}, " if choice.app else ""
    return (
        f"{host} is not github.com, whose reusable workflows cannot be called from there. So both workflows"
        f" hold the steps themselves, as with `--inline`, on {runners}; where your runners have another"
        f" label, write it at `runs-on:`. The server must have {app}{choice.action} and actions/checkout"
        f" ({page_at('ghes')})."
    )


def reusable(name: str, parts: Parts) -> str:
    """`lines` or `follow-up`, as it stands in our .github/workflows."""
    slots: Slots = {
        "action": OWN,
        "runs_on": _INPUT,
        "of": "",
        "borrowed": _BORROWED,
        "permissions": None,
        "verdict_permissions": _permissions(parts["rights-verdict"]),
        "policy": _POLICY,
        "audit_page": _block(parts["audit-page"], {"action": OWN, "policy": _POLICY}),
        **_NO_APP,
    }
    return fill(parts[f"reusable-{name}"], {"jobs": _block(parts[name], slots)})


def jobs(workflow: str, parts: Parts, choice: Choice) -> str:
    """What stands below `jobs:` in a model's `readiness.yml` or `readiness-follow-up.yml`."""
    name = _CALLS[workflow]
    rights = parts["rights"].rstrip("\n")
    if choice.has_steps(workflow):
        inside: Slots = {
            "action": choice.action.use(),
            "runs_on": _inside(choice.runs_on or (HOSTED,)),
            "of": "readiness / ",
            "borrowed": "",
            "permissions": _permissions(rights),
            "verdict_permissions": _permissions(parts["rights-verdict"]),
            "audit_page": None,
            "policy": f"${{{{ {_VARIABLE} }}}}",
            **(_with_app(choice.app, parts) if choice.app else _NO_APP),
        }
        return _block(parts[name], inside)
    call: Slots = {
        "lines": choice.action.use("/.github/workflows/lines.yml"),
        "follow_up": choice.action.use("/.github/workflows/follow-up.yml"),
        "rights": rights,
        "runs_on": _input(choice.runs_on) if choice.runs_on else None,
    }
    return _block(parts[f"call-{name}"], call)


def _permissions(rights: str) -> str:
    return "    permissions:\n" + rights.rstrip("\n")


_NO_APP: Slots = dict.fromkeys(("app", "verdict_app", "checkout_token", "login", "token"))


def _with_app(app: App, parts: Parts) -> Slots:
    """In the place of the workflow's own token, which gets no right."""
    environment = "    environment: readiness" if app.deploys else parts["environment"].rstrip("\n")
    nothing = f"{environment}\n    permissions: {{}}"
    token = "          token: ${{ steps.app.outputs.token }}"  # noqa: S105 a word of GitHub's, and no token
    return {
        "permissions": nothing,
        "verdict_permissions": nothing,
        "app": _token(app, parts, parts["rights"]),
        "verdict_app": _token(app, parts, parts["rights-verdict"]),
        "checkout_token": token,
        "login": parts["login"].rstrip("\n"),
        "token": token,
    }


def _token(app: App, parts: Parts, rights: str) -> str:
    """The step that makes the token, with the same rights as a workflow's own would have."""
    asked = rights + (parts["rights-team"] if app.teams else "")
    lines = [f"          {PREFIX}{line.strip()}" for line in asked.splitlines()]
    return _block(parts["app"], {"rights": "\n".join(lines)})


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
