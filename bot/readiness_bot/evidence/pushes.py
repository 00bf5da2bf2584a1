"""Which pushes wrote a text on a pull request's branch, as the forge saw them. Pure.

Push by push, the text before it and after it are compared as parsed values. Git's order of commits, their
authors and their dates say nothing: whoever makes a commit writes what they like there. The log is GitHub's
own (docs.github.com/rest/repos/repos#list-repository-activities): each move of a branch with its actor, the
commits before and after it, and its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from readiness_bot.convention.file import Files
from readiness_bot.evidence.ask import Ask, Refused
from readiness_bot.evidence.records import Pull, Push
from readiness_bot.reading.document import Value

MERGES = ("pr_merge", "merge_queue_merge")
"""Kinds of pushes that nobody wrote: somebody merged a pull request."""
GAP = "gap"
"""Of a push that the log lacks: what stands before and after it differs, and nobody is known to have made
it."""
_STEPS = 200
"""So many commits are looked at for the one that introduced a text."""


@dataclass(frozen=True, slots=True)
class Text:
    """Something that a file says."""

    file: str
    read: Callable[[Files], Value]
    past: tuple[Value, ...]
    """What the default branch said there before."""
    value: Value
    """What it says now."""
    state: str | None
    """The default branch as it was before the pull request came; None: there was nothing."""

    def at(self, commits: Iterable[str], ask: Ask) -> dict[str, Value]:
        """What it says at each of these commits."""
        names = list(dict.fromkeys(commits))
        found = zip(names, ask.files(names, [self.file]), strict=True)
        return {name: self.read(files) for name, files in found}


def is_nothing(commit: str) -> bool:
    """Zeros stand for a branch that is not there."""
    return not commit.strip("0")


def log_of(pull: Pull, ask: Ask) -> list[Push]:
    """What happened to its branch until it was merged, oldest first."""
    pushes = ask.pushes(pull.repository, pull.branch)
    return [push for push in reversed(pushes) if pull.merged is None or push.at <= pull.merged]


def writers(text: Text, log: Iterable[Push], ask: Ask) -> list[Push]:
    """The pushes that changed the text on the branch, since it last read as the default branch did; oldest
    first.

    A push that takes over what the default branch says there wrote nothing, and what was pushed before it is
    gone. Where the log has a gap in which the text changed, nobody is its writer.
    """
    log = list(log)
    says = text.at((c for push in log for c in (push.before, push.after) if not is_nothing(c)), ask)
    found: list[Push] = []
    tip = deleted = ""
    for push in log:
        if is_nothing(push.after):
            deleted = push.before
            continue
        if is_nothing(push.before):
            if push.after == deleted:  # restored as it was
                continue
            found = []
            if not (says[push.after] in text.past and _of_main(text, push, says[push.after], ask)):
                found.append(push)
        else:
            if tip and push.before != tip and says[push.before] != says[tip]:
                found.append(Push(None, tip, push.before, push.at, GAP, push.branch))
            if says[push.after] != says[push.before]:
                taken = says[push.after] in text.past and _of_main(text, push, says[push.after], ask)
                found = [] if taken else [*found, push]
        tip = push.after
    return found


def _of_main(text: Text, push: Push, says: Value, ask: Ask) -> bool:
    """Whether the default branch says so where the pushed commit meets it last, and that is no earlier state
    than before the push."""
    if text.state is None:
        return False
    met = ask.meets(push.after, text.state)
    if text.at([met], ask)[met] != says:
        return False
    return is_nothing(push.before) or ask.inside(ask.meets(push.before, text.state), met)


def introduced(text: Text, tip: str, ask: Ask) -> set[str]:
    """The commits below `tip` that wrote the text which it has: the last word, and the drafts that the
    default branch never had."""
    found, seen, todo = set[str](), set[str](), {tip}
    while todo:
        seen |= todo
        if len(seen) > _STEPS:
            raise Refused("it was pushed with more commits than are read", gone=False)
        parents = ask.parents(sorted(todo))
        values = text.at(sorted({*todo, *(p for some in parents.values() for p in some)}), ask)
        following = set[str]()
        for commit in todo:
            if all(values[p] != values[commit] for p in parents[commit]):
                found.add(commit)
            following |= {p for p in parents[commit] if not _of_before(text, values[p], p, ask)}
        todo = following - seen
    return found


def _of_before(text: Text, says: Value, commit: str, ask: Ask) -> bool:
    """What the default branch said once is not looked for in its history, nor in another's who began
    there."""
    if says not in text.past:
        return False
    if text.state is None:
        return text.value != says
    if ask.inside(commit, text.state):
        return True
    # A rebase merge leaves the drafts of a branch among the default branch's own states: what counts is what
    # that said where they began.
    met = ask.meets(commit, text.state)
    return text.at([met], ask)[met] == says
