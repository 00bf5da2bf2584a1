"""The workflows of a repository as this version's `init` writes them: which to rewrite, and which to leave,
since somebody changed them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff

from readiness_bot.doctor.callers import Caller, callers
from readiness_bot.doctor.calls import CALLED
from readiness_bot.doctor.former import Former, former
from readiness_bot.doctor.shipped import Written, bare, difference
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.scaffold.action import Action
from readiness_bot.scaffold.answers import Refused
from readiness_bot.scaffold.fill import fill
from readiness_bot.scaffold.neighbours import UNLINTED
from readiness_bot.scaffold.plan import WORKFLOWS
from readiness_bot.scaffold.workflows import Choice, fitting, jobs, labels

MOST_SHOWN = 60
"""Lines of a difference."""
_ANEW = "to have this version's, remove it and run `readiness init`"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_VERSION = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?", re.ASCII)
_OUR_COMMENT = r"(?P<comment>[ \t]+#[ \t]*(?:v[0-9][\w.-]*|zizmor: ignore\[unpinned-uses\][^\n]*))?"


@dataclass(frozen=True, slots=True)
class Target:
    """The action that workflows are to name."""

    action: Action
    named: bool = False
    """Somebody asked for this one; else it is this version's own, and a copy elsewhere stays a copy."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What becomes of one workflow."""

    path: str
    why: str
    """A phrase: what changes, or why it stays."""
    before: bytes = b""
    content: bytes | None = None
    """What is written; None: it is left, or taken away."""
    superfluous: bool = False
    """Taken away: another file does its work now."""
    one_model: bool = False
    """It was of the time when a pair of workflows looked at one folder, and the verdict was a check."""
    shown: tuple[str, ...] = ()
    """Of one that is left: what changes from it to what `init` writes, as a diff has it."""


def renewals(
    workflows: Mapping[str, bytes | Refusal],
    written: Written,
    forms: Sequence[str],
    target: Target,
    remote: str,
) -> tuple[Renewal, ...]:
    """One for each workflow of ours that is not as this version writes it, by path.

    `remote`: the clone's address.
    """
    old = {path: one for path, content in workflows.items() if (one := _former(content, forms))}
    standing = {path for path in workflows if path.removeprefix(f"{WORKFLOWS}/") in CALLED}
    of_now = {caller.path: caller for caller in callers(workflows) if caller.path not in old}
    found = [
        _rewritten(path, _bytes(workflows[path]), one, standing, written, target, remote)
        for path, one in old.items()
    ]
    found += [
        left
        for caller in of_now.values()
        if (left := _of_now(caller, workflows[caller.path], written, target))
    ]
    return tuple(sorted(found, key=lambda one: one.path))


def _former(content: bytes | Refusal, forms: Sequence[str]) -> Former | None:
    return former(content.decode("utf-8-sig", "replace"), forms) if isinstance(content, bytes) else None


def _bytes(content: bytes | Refusal) -> bytes:
    return content if isinstance(content, bytes) else b""


def _rewritten(
    path: str, before: bytes, old: Former, standing: set[str], written: Written, target: Target, remote: str
) -> Renewal:
    usual = f"{WORKFLOWS}/{old.role}"
    if path != usual and usual in standing:
        return Renewal(
            path, f"{old.role} finds every model now", before, superfluous=True, one_model=old.one_model
        )
    kept = _labels(old.values.get("runs_on", ""))
    newer = _newer(old.action, target, must=old.one_model)
    choice, _ = fitting(Choice(newer or old.action, kept), remote)
    if choice is None:
        return Renewal(
            path, "an older version wrote it, and this server cannot run workflows from github.com", before
        )
    slots = {"branch": old.values.get("branch", ""), "cron": old.values.get("cron", "")}
    text = _text(old.role, written, choice, slots)
    text = UNLINTED + text if before.startswith(UNLINTED.encode()) else text
    why = "was for one model; finds every one now" if old.one_model else "an older version wrote it"
    return Renewal(path, why, before, text.encode(), one_model=old.one_model)


def _text(role: str, written: Written, choice: Choice, slots: Mapping[str, str]) -> str:
    inside = {"jobs": jobs(role, written.parts, choice)}
    return fill(written.templates[f"workflows/{role}"], {**slots, **inside})


def _labels(text: str) -> tuple[str, ...]:
    try:
        return labels(text.strip("'[]").replace('"', "")) if text else ()
    except Refused:
        return ()


def _of_now(caller: Caller, content: bytes | Refusal, written: Written, target: Target) -> Renewal | None:
    """A file of the present kind: as written it names the newer action, changed it stays."""
    if caller.document is None or isinstance(content, Refusal):
        return Renewal(caller.path, f"it cannot be read: {caller.wrong}")
    if not caller.calls:
        if f"{WORKFLOWS}/{caller.role}" != caller.path:
            return None
        return Renewal(caller.path, f"it calls neither {CALLED[caller.role]} nor the action; {_ANEW}")
    expected = written.expected(caller.role, caller.text, caller.document, caller.calls)
    if difference(expected, caller.path, caller.text) is not None:
        return Renewal(caller.path, f"somebody changed it; {_ANEW}", shown=tuple(_diff(caller, expected)))
    named, text = _with_action(caller, target)
    return Renewal(caller.path, f"names {named}", content, text.encode()) if text != caller.text else None


def _with_action(caller: Caller, target: Target) -> tuple[Action, str]:
    """The same text with the newer action wherever it is named, and with the comment that goes with it."""
    text, named = caller.text, target.action
    for call in caller.calls:
        repository, _, ref = call.action.partition("@")
        newer = _newer(Action(repository, ref, _version(caller.text, call.uses)), target, must=False)
        if not repository or newer is None:
            continue
        use = newer.use(call.uses.partition("@")[0].removeprefix(repository))
        pattern = rf"(?<=[\s:]){re.escape(call.uses)}{_OUR_COMMENT}(?=[ \t]|\r?$)"
        text = re.sub(pattern, use.replace("\\", r"\\"), text, flags=re.MULTILINE)
        named = newer
    return named, text


def _version(text: str, uses: str) -> str:
    """What a comment behind a commit calls it."""
    match = re.search(rf"{re.escape(uses)}[ \t]+#[ \t]*(v[0-9][\w.-]*)", text)
    return match[1] if match else ""


def _newer(old: Action, target: Target, must: bool) -> Action | None:
    """This version of whichever copy a file names; None where that is no step forward.

    `must`: the old one has no such workflows.
    """
    action = target.action
    if target.named:
        return None if str(action) == str(old) else action
    new = replace(action, repository=old.repository)
    if must:
        return new
    if new.ref == old.ref or (_COMMIT.fullmatch(old.ref) and not action.pinned):
        return None
    return None if _numbers(old.version or old.ref) > _numbers(action.version or action.ref) else new


def _numbers(version: str) -> tuple[int, ...]:
    match = _VERSION.match(version)
    return tuple(int(part or 0) for part in match.groups()) if match else (0, 0, 0)


def _diff(caller: Caller, expected: str) -> Iterator[str]:
    """From the file to what `init` writes in its place; lines that differ in a comment alone do not count."""
    theirs = [line for line in caller.text.splitlines() if bare(line)]
    same = {bare(line): line for line in theirs}
    ours = [same.get(bare(line), line) for line in expected.splitlines() if bare(line)]
    lines = list(unified_diff(theirs, ours, lineterm="", n=1))[3:]
    for number, line in enumerate("…" if line.startswith("@@") else line for line in lines):
        if number == MOST_SHOWN:
            yield "…"
            return
        yield line
