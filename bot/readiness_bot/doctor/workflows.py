"""Whether both workflows are there, as `init` writes them, of this version, and pinned. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from shlex import quote

from readiness_bot.doctor import gh
from readiness_bot.doctor.callers import Caller
from readiness_bot.doctor.calls import CALLED, FIRST, Call
from readiness_bot.doctor.facts import Facts, Unseen
from readiness_bot.doctor.point import Point, Subject
from readiness_bot.doctor.shipped import Written, choice_of, difference
from readiness_bot.scaffold.action import ACTION
from readiness_bot.scaffold.plan import WORKFLOWS
from readiness_bot.text.escape import cut
from readiness_bot.text.markup import code, md
from readiness_bot.text.words import first_of

_SHOWN = 80
"""Characters of a line that differs."""
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_TAG = re.compile(r"v?(\d{1,9})(?:\.\d{1,9}){0,3}")

CLONE = Subject("clone", "this clone")
PINNED = Subject("pinned", "pinned")


def subject(role: str) -> Subject:
    """The point that says whether one of the two files is in order."""
    first = role == FIRST
    return Subject(
        f"workflow.{'first' if first else 'follow-up'}", f"{'first' if first else 'follow-up'} workflow"
    )


def points(facts: Facts, callers: tuple[Caller, ...]) -> Iterator[Point]:
    """One for each file, then how they are pinned."""
    yield from _clone(facts)
    for role in CALLED:
        yield from _files(facts, role, [caller for caller in callers if caller.role == role])
    calls = [(caller, call) for caller in callers for call in caller.calls]
    if calls:
        yield _pinned(facts, calls)


def _clone(facts: Facts) -> Iterator[Point]:
    """Only where it is not the newest: everything below was read from it."""
    head, here = facts.server.head, facts.checkout
    if isinstance(head, Unseen) or head is None or head.commit == here.commit:
        return
    told = (
        f"{here.revision} is {here.commit[:7]} here, and {here.branch} is {head.commit[:7]} on the server, so"
        " what is said here about files may be out of date"
    )
    source = f"+refs/heads/{here.branch}:refs/remotes/origin/{here.branch}"
    yield CLONE.open(Unseen(told, "Fetch it, then run this again:", f"git fetch origin {quote(source)}"))


def _files(facts: Facts, role: str, found: list[Caller]) -> Iterator[Point]:
    if not found:
        yield _missing(facts, role)
    for caller in found:
        yield _unmodified(facts, caller)


def _missing(facts: Facts, role: str) -> Point:
    path, here = f"{WORKFLOWS}/{role}", facts.checkout
    on = f"is not on {here.revision}"
    if path in here.elsewhere:
        return subject(role).wrong(
            f"{path} is in this folder, but {on}",
            f"Merge it into {here.branch}: GitHub runs the follow-up only from the default branch.",
            f"{_ROOT}\n  git add {path} && git commit -m 'Add readiness' && git push",
            at=(path, 0, 0),
            brief=md("{} is not on {}", code(path), code(here.revision)),
        )
    return subject(role).wrong(
        f"{path} {on}, and no other workflow there calls {CALLED[role]}",
        f"Write it, then commit it and merge it into {here.branch}.",
        f"{_ROOT}\n  readiness init{_model(facts)}",
        at=(path, 0, 0),
        brief=md("{} is not on {}", code(path), code(here.revision)),
    )


def _unmodified(facts: Facts, caller: Caller) -> Point:
    about = subject(caller.role)
    if caller.document is None:
        return about.wrong(
            f"{caller.path} cannot be read: {caller.wrong}",
            "GitHub cannot run it either. Write it again, and commit it.",
            _anew(facts, caller),
            at=(caller.path, 0, 0),
            brief=md("{} cannot be read", code(caller.path)),
        )
    if not caller.calls:
        return about.wrong(
            f"{caller.path} calls neither {CALLED[caller.role]} nor the action",
            "Write it again, and commit it.",
            _anew(facts, caller),
            at=(caller.path, 0, 0),
            brief=md("{} does not call {}", code(caller.path), code(CALLED[caller.role])),
        )
    written = Written(facts.templates, facts.parts)
    expected = written.expected(caller.role, caller.text, caller.document, caller.calls)
    differs = difference(expected, caller.path, caller.text)
    if differs is None:
        return about.fine(f"{caller.path} is as `init` writes it", at=(caller.path, 0, 0))
    return about.wrong(
        f"differs from what readiness {facts.version} writes, first in line {differs.line}: "
        + _both(differs.stands, differs.expected),
        "Undo that, or write the file again and commit it.",
        _anew(facts, caller),
        at=(caller.path, differs.line, 1),
    )


def _both(stands: str, expected: str) -> str:
    stands, expected = cut(stands, _SHOWN), cut(expected, _SHOWN)
    if not stands:
        return f"`{expected}` is missing" if expected else "the two read differently"
    return f"`{stands}` instead of `{expected}`" if expected else f"`{stands}` is added"


def _anew(facts: Facts, caller: Caller, *, of_this_version: bool = False) -> str:
    """`init` overwrites nothing, so the old file goes first; git has it."""
    options = _options(caller, of_this_version) if caller.document else ""
    init = f"readiness init{options}{_model(facts)}"
    return f"{_ROOT}\n  git rm --quiet {quote(caller.path)} &&\n  {init} &&\n  git add {WORKFLOWS}"


_ROOT = 'cd "$(git rev-parse --show-toplevel)" &&'


def _options(caller: Caller, of_this_version: bool) -> str:
    """With which `init` writes the file as this repository has it."""
    if caller.document is None or not caller.calls:
        return ""
    choice = choice_of(caller.document, caller.calls)
    action = next((call.action for call in caller.calls if call.action), "")
    named = action and action != str(ACTION) and not of_this_version
    return "".join(
        (
            f" --action {quote(action)}" if named else "",
            " --inline" if choice.inline else "",
            " --app" if choice.app else "",
            f" --runs-on {quote(','.join(choice.runs_on))}" if choice.runs_on else "",
        )
    )


def _model(facts: Facts) -> str:
    """One that is there already: in another folder `init` would begin another one."""
    model = next(iter(facts.checkout.models), "").rstrip("/")
    return f" {quote(model)}" if model else ""


def _pinned(facts: Facts, calls: list[tuple[Caller, Call]]) -> Point:
    caller, call = calls[0]
    at = (caller.path, call.position.line, call.position.column)
    actions = list(dict.fromkeys(call.action for _, call in calls))
    if len(actions) > 1:
        other, differs = next(pair for pair in calls if pair[1].action != call.action)
        return PINNED.wrong(
            f"the workflows call different versions: {first_of([each or './' for each in actions], 4)}",
            f"Change {other.path}, line {differs.position.line}, to the version in {caller.path}.",
            at=(other.path, differs.position.line, differs.position.column),
            brief=md("The two workflows call different versions of the bot"),
        )
    if not call.action:
        return PINNED.fine("the workflows call a copy in this repository", at=at)
    if _COMMIT.fullmatch(call.ref):
        return PINNED.fine(f"to the commit {call.ref[:12]}", at=at)
    tag, major = _TAG.fullmatch(call.ref), facts.version.partition(".")[0]
    pin = _pin(facts, call)
    if not tag:
        return PINNED.wrong(
            f"`{call.ref}` is neither a commit nor a version's tag, so the code can change without you",
            "In both workflows, replace what follows `@` with the commit, which this prints:",
            pin,
            at=at,
        )
    if tag[1] != major:
        return PINNED.wrong(
            f"to the tag {call.ref}, but this is readiness {facts.version}, whose tag is v{major}",
            "Install the version that the workflows call, or write the workflows of this one.",
            _anew(facts, caller, of_this_version=True),
            at=at,
        )
    return _by_tag(facts, calls, pin)


def _by_tag(facts: Facts, calls: list[tuple[Caller, Call]], pin: str) -> Point:
    """A tag of ours. Where actions must be pinned, GitHub refuses an action's tag; "reusable workflows can
    still be referenced by tag".

    Source: https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/
    enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
    """
    policy = facts.server.actions
    required = not isinstance(policy, Unseen) and policy.pinned is True
    steps = [(caller, call) for caller, call in calls if not call.called]
    caller, call = (steps or calls)[0]
    at = (caller.path, call.position.line, call.position.column)
    do = "In both workflows, replace what follows `@` with the commit, which this prints:"
    if required and steps:
        return PINNED.wrong(
            f"to the tag {call.ref}, but this repository requires a full commit: GitHub refuses to run it",
            do,
            pin,
            at=at,
        )
    allowed = ", which GitHub allows for a called workflow, although actions must be pinned here"
    told = allowed if required else ""
    return PINNED.fine(
        f"to the tag {call.ref}{told}. Whoever publishes the bot can move a tag",
        f"To pin it for good: {do[0].lower()}{do[1:]}",
        pin,
        at=at,
    )


def _pin(facts: Facts, call: Call) -> str:
    """https://docs.github.com/rest/commits/commits#get-a-commit takes a tag, too; an annotated one is its
    commit."""
    repository, _, ref = call.action.partition("@")
    return f"{gh.api(facts)} {quote(f'repos/{repository}/commits/{ref}')} --jq .sha"
