"""The verdict on pull requests, posted as a status by the default branch's own code.

A pull request is judged as it is now: found by the forge's list, against its own base, with that base's
settings and the reviews that are there. Nothing that an event's payload says about it is believed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from readiness_bot.forge.events import Queued, WorkflowRun
from readiness_bot.forge.protocol import CommitStatus, ForgeError, Pull
from readiness_bot.plan.actions import Plan, together
from readiness_bot.plan.comment import comment_url, plan_comment
from readiness_bot.plan.status import overtaken, plan_status
from readiness_bot.reading.errors import CannotRead
from readiness_bot.render.comment import comment_body
from readiness_bot.render.status import context, not_judged, status_of, worst_of
from readiness_bot.runs.errors import CannotDo, told
from readiness_bot.runs.forge import make_links
from readiness_bot.runs.judge import judge
from readiness_bot.runs.publish import do, show, tell
from readiness_bot.runs.run import Run
from readiness_bot.runs.stand import Stand, fetched, queued
from readiness_bot.text.escape import command as command_line
from readiness_bot.text.links import Links
from readiness_bot.text.words import plural

MOST_AGAIN = 50
"""Open pull requests that a push to their base, or the schedule, has judged again in one run."""
MOST_REQUESTS = 300
"""After so many requests of a run no further one is begun: a workflow's token has 1,000 an hour for the whole
repository (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api)."""
_TURNS = 3
"""So often is a pull request judged again where another run posted a verdict in between."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A pull request, or a queue's candidate, that is to be judged."""

    number: int
    base: str
    commit: str
    stand: Stand | None
    """None: it could not be read, and `why` says why."""
    pull: Pull | None = None
    why: str = ""


def follow_workflow(run: Run, event: WorkflowRun) -> None:
    """The first workflow is done with a commit: judge whatever open pull request it belongs to."""
    with told(ForgeError):
        if event.queued:
            _queue(run, event.queued, event.commit)
        every = run.forge.open_pulls()
        pulls = [pull for pull in every if _is_meant(pull, event)]
        if not pulls and not event.queued:
            tell(run, f"No open pull request has the commit {event.commit[:12]}; nothing to do.")
        post_verdicts(run, pulls, every)


def _is_meant(pull: Pull, event: WorkflowRun) -> bool:
    """By the commit, or by the branch, which may have moved on: it is judged as it is now either way."""
    if pull.head == event.commit:
        return True
    return bool(pull.repository) and (pull.repository.lower(), pull.branch) == (
        event.repository.lower(),
        event.branch,
    )


def judge_again(run: Run, by_turns: bool) -> None:
    """Open pull requests whose verdict may have changed without an event of their own.

    `by_turns`: where there are more than one run judges, other ones each day; else the last updated.
    """
    with told(ForgeError):
        pulls = run.forge.open_pulls()
        chosen = _turn(pulls, run.day.toordinal()) if by_turns else pulls[:MOST_AGAIN]
        left = len(pulls) - post_verdicts(run, chosen, pulls, MOST_REQUESTS)
    if left:
        later = plural(left, "open pull request is", "open pull requests are")
        tell(run, f"{later} left to later runs, to stay within the token's rate limit.")


def _turn(pulls: Sequence[Pull], day: int) -> Sequence[Pull]:
    if len(pulls) <= MOST_AGAIN:
        return pulls
    ordered = sorted(pulls, key=lambda pull: pull.number)
    start = day * MOST_AGAIN % len(ordered)
    return [*ordered[start:], *ordered[:start]][:MOST_AGAIN]


def post_verdicts(run: Run, pulls: Sequence[Pull], every: Sequence[Pull], requests: int | None = None) -> int:
    """Judge each and post what is new; how many that were.

    `every`: all that are open, of which those that share a status with one of them are judged with it.
    `requests`: of a run that judges again: after so many no further one is begun, and what cannot be judged
    keeps the verdict that it has. Otherwise that gets the state `error`. The rest go on; raises ForgeError,
    and exits with 3, at the end, where one could not be judged.
    """
    failed, done, start = list[str](), 0, run.forge.spent()
    shared = {(pull.head, _key(pull.base)) for pull in pulls}
    chosen = [*pulls, *(p for p in every if (p.head, _key(p.base)) in shared and p not in pulls)]
    for group in _groups(_standing(run, chosen)):
        if requests is not None and run.forge.spent() - start >= requests:
            break
        failed += _post(run, group, again=requests is not None)
        done += len(group)
    if failed:
        raise CannotDo(" ".join(dict.fromkeys(failed)))
    return done


def _standing(run: Run, pulls: Sequence[Pull]) -> Iterator[_Standing]:
    """All are fetched at once; where that fails, each by itself, so that one spoils nothing."""
    if not pulls:
        return
    try:
        found = fetched(run, pulls)
    except CannotRead as error:
        if len(pulls) > 1:
            for pull in pulls:
                yield from _standing(run, [pull])
            return
        found, why = {}, str(error)
    else:
        why = "GitHub has no commits of it; push again."
    for pull in pulls:
        if pull.number in found:
            now, stand = found[pull.number]
            yield _Standing(now.number, now.base, now.head, stand, now)
        else:
            yield _Standing(pull.number, pull.base, pull.head, None, pull, why)


def _groups(standing: Iterable[_Standing]) -> list[list[_Standing]]:
    """Pull requests with one head and one base share a status."""
    found: dict[tuple[str, str], list[_Standing]] = {}
    for one in standing:
        found.setdefault((one.commit, _key(one.base)), []).append(one)
    return list(found.values())


def _key(base: str) -> str:
    """GitHub takes `readiness: main` and `readiness: MAIN` for one name, whatever branches there are
    (https://docs.github.com/rest/commits/statuses)."""
    return context(base).lower()


def _queue(run: Run, queue: Queued, commit: str) -> None:
    """A candidate of the merge queue: the status goes on its own commit."""
    with told(CannotRead):
        stand = queued(run, queue.branch, commit, queue.base, queue.parent)
    if stand is None:
        tell(run, f"{queue.branch} is no longer at {commit[:12]}; nothing to do.")
        return
    failed = _post(run, [_Standing(queue.number, queue.base, commit, stand)])
    if failed:
        raise CannotDo(failed[0])


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is to be said of one."""

    status: CommitStatus
    comment: Plan = field(default_factory=Plan)
    why: str = ""
    """Why there is no verdict."""


def _post(run: Run, group: Sequence[_Standing], *, again: bool = False) -> list[str]:
    """Why something could not be judged. The forge is asked for its statuses first: what another run posts
    from then on is seen, and judged again."""
    commit, name = group[0].commit, context(group[0].base)
    judged = list[_Judged]()
    for _ in range(_TURNS):
        before = run.forge.statuses(commit, name)
        judged = [_judged(run, one) for one in group]
        if again and any(one.why for one in judged):
            break
        worst = replace(worst_of([one.status for one in judged]), context=name)
        status, comments = plan_status(commit, worst, before), together(*(one.comment for one in judged))
        show(run, together(status, comments))
        do(run, status)
        _comment(run, comments)
        if run.plan_only or not status.actions or not overtaken(before, run.forge.statuses(commit, name)):
            break
    return [one.why for one in judged if one.why]


def _judged(run: Run, one: _Standing) -> _Judged:
    if one.stand is None:
        return _failed(one, one.why)
    try:
        models = judge(run, one.stand, one.number)
    except (CannotRead, CannotDo) as error:
        return _failed(one, str(error))
    status = status_of(one.base, models)
    if one.pull is None:
        return _Judged(replace(status, url=_this_run()))
    present = run.forge.own_comments(one.number)
    text = comment_body(models, _links(one.pull), one.pull.author, one.stand.note)
    plan = plan_comment(one.number, text, present, wanted=any(sides.concerned for sides in models))
    return _Judged(replace(status, url=comment_url(present) or _this_run()), plan)


def _failed(one: _Standing, why: str) -> _Judged:
    return _Judged(replace(not_judged(one.base, why), url=_this_run()), why=why)


def _links(pull: Pull) -> Callable[[str], Links | None]:
    """To the branch that it comes from; where the fork is gone, to the base branch."""
    environment = dict(os.environ)
    branch = pull.base
    if pull.repository:
        environment["GITHUB_REPOSITORY"], branch = pull.repository, pull.branch
    return lambda prefix: make_links(prefix, branch, environment)


def _comment(run: Run, plan: Plan) -> None:
    """A comment that could not be written is a warning: the status, which is there by now, is what counts."""
    try:
        do(run, plan)
    except ForgeError as error:
        tell(run, command_line("warning", f"A comment could not be written. {error}", title="Readiness"))


def _this_run() -> str:
    """Where the log is; empty outside a workflow."""
    server, repository, number = (
        os.environ.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    )
    return f"{server.rstrip('/')}/{repository}/actions/runs/{number}" if number.isdigit() else ""
