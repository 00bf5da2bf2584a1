"""Whether somebody wrote what they are said to approve: opened the pull request, pushed the block, or told a
bot to. Pure.

Who *pushed* is what the forge saw. A commit's author is whatever somebody told git: it can only count against
a person. Its committer says nothing: "Update branch" by rebase makes whoever clicks it the committer of
everybody's commits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from readiness_bot.convention.file import Files
from readiness_bot.convention.outcome import peek
from readiness_bot.convention.people import same_person
from readiness_bot.convention.waivers import SIGNED as WAIVER
from readiness_bot.evidence.answers import Answer, Refuted, Unknown, is_bot, short
from readiness_bot.evidence.ask import Ask, Need, NotAsked, Refused
from readiness_bot.evidence.claims import Approval
from readiness_bot.evidence.pushes import GAP, MERGES, Text, introduced, is_nothing, log_of, writers
from readiness_bot.evidence.records import Comment, Pull, Push
from readiness_bot.evidence.values import signed
from readiness_bot.reading.document import Value

ELSEWHERE = timedelta(days=90)
"""So long before is looked at what a person pushed to other branches than the pull request's."""
_MOST = 300
"""Pushes of one person in that time."""
_DEPTH = 5
"""Pull requests that were merged into each other's branches."""


def own_pull(claim: Approval, pull: Pull) -> Answer | None:
    if same_person(pull.author, claim.login):
        return Refuted(
            f"{claim.login} opened #{pull.number}, and nobody can approve their own change", _other(claim)
        )
    if claim.requested_by and same_person(claim.requested_by, claim.login):
        return Refuted(f"{claim.login} asked for it", _other(claim))
    return None


def _other(claim: Approval) -> str:
    return f"ask somebody else to write it in a pull request that {claim.login} approves"


def own_command(claim: Approval, pull: Pull, ask: Ask) -> Answer | None:
    """A bot writes what somebody tells it to; then that person is its author."""
    if not is_bot(pull.author):
        return None
    if pull.author not in ask.records.bots:
        return Unknown(f"it is not known who asked {pull.author} for #{pull.number}")
    command = ask.command(pull.number)
    if command.login is None or command.edited:
        gone = "was edited" if command.edited else "is from an account that is gone"
        return Unknown(f"it is not known who asked the bot for #{pull.number}: that comment {gone}")
    if same_person(command.login, claim.login):
        return Refuted(
            f"{claim.login} gave the command from which the bot opened #{pull.number}", _other(claim)
        )
    if not _asked_for(claim, command, pull):
        return Unknown(f"the comment that #{pull.number} names did not ask for {claim.block.called}")
    return None


def _asked_for(claim: Approval, command: Comment, pull: Pull) -> bool:
    """The branch names the comment, and anybody who may push can name a branch."""
    if claim.block.where != WAIVER.where or command.at > pull.created:
        return False
    item, requested_by, _, expires = claim.row
    return (item, expires) == command.waives and same_person(str(requested_by), command.login)


def text_of(
    file: str,
    read: Callable[[Files], Value],
    past: tuple[Value, ...],
    value: Value,
    commit: str | None,
    ask: Ask,
) -> Text:
    """`commit`: the one that brought it to the default branch; None: the pull request that is being judged
    brings it."""
    if commit is None or commit in ask.records.unmerged:
        return Text(file, read, past, value, ask.records.base or None)
    parents = ask.parents([commit])[commit]
    return Text(file, read, past, value, parents[0] if parents else None)


def own_text(claim: Approval, pull: Pull, ask: Ask) -> Answer | None:
    """What the named person, or a bot for nobody knows whom, pushed of it, in this pull request or in those
    merged into its branch."""
    if not pull.whole:
        return Unknown(f"#{pull.number} has more commits than are read", gone=False)
    commit = None if claim.number else claim.origin.commit
    text = text_of(
        claim.block.file,
        lambda files: peek(signed, files, claim.block, claim.row),
        claim.past,
        claim.value,
        commit,
        ask,
    )
    return _wrote(claim, pull, text, ask) or _pushed(claim, pull, text, ask, (pull.number,))


def _wrote(claim: Approval, pull: Pull, text: Text, ask: Ask) -> Answer | None:
    theirs = [commit.id for commit in pull.commits if same_person(commit.author, claim.login)]
    changing = touching(text.read, text.file, theirs, ask)
    for commit in theirs:
        if commit in changing:
            return Refuted(
                f"{claim.login} wrote {short(commit)} in #{pull.number}, which changes {claim.block.called}",
                _other(claim),
            )
    return None


def _pushed(claim: Approval, pull: Pull, text: Text, ask: Ask, seen: tuple[int, ...]) -> Answer | None:
    log = log_of(pull, ask)
    wrote = [push for push in writers(text, log, ask) if not _landed_before(push, text, claim, ask)]
    if not wrote:
        tip = pull.commits[-1].id if pull.commits else ""
        return Unknown(f"it is not known who pushed {short(tip)} to #{pull.number}")
    pushed = [push for push in wrote if push.kind not in MERGES]
    for push in pushed:
        if same_person(push.login, claim.login):
            return _theirs(claim, pull, push.after)
    for push in pushed:
        if push.login is None:
            return Unknown(f"it is not known who pushed {short(push.after)} to #{pull.number}")
        if is_bot(push.login) and not (push is log[0] and {push.login, pull.author} <= set(ask.records.bots)):
            told = (
                f"{push.login} pushed {short(push.after)} in #{pull.number}, which changes"
                f" {claim.block.called}"
            )
            return Unknown(f"{told}; it is not known who asked for that")
    for push in wrote:
        merge = push.kind in MERGES
        against = (
            _stacked(claim, pull, push, text, ask, seen) if merge else _carried(claim, pull, push, text, ask)
        )
        if against:
            return against
    return None


def _theirs(claim: Approval, pull: Pull, commit: str) -> Refuted:
    return Refuted(
        f"{claim.login} pushed {short(commit)} in #{pull.number}, which changes {claim.block.called}",
        _other(claim),
    )


def _landed_before(push: Push, text: Text, claim: Approval, ask: Ask) -> bool:
    """On a branch that is used again, what an earlier pull request brought is not this one's.

    Looked at where it would speak against it.
    """
    matters = push.login is None or is_bot(push.login) or same_person(push.login, claim.login)
    return matters and push.kind != GAP and text.state is not None and ask.inside(push.after, text.state)


def _stacked(
    claim: Approval, pull: Pull, push: Push, text: Text, ask: Ask, seen: tuple[int, ...]
) -> Answer | None:
    """Somebody merged a pull request into this one's branch: its words are its author's, whoever merged
    it."""
    found = [one for one in ask.pulls(push.after) if one.number not in seen and one.merged]
    found = [one for one in found if one.merge_commit == push.after or one.base == pull.branch]
    if not found or len(seen) > _DEPTH:
        return Unknown(
            f"it is not known which pull request brought {short(push.after)} into {pull.branch}", gone=False
        )
    for one in found:
        against = _opened(claim, pull, one) or _wrote(claim, one, text, ask)
        if not one.whole:
            against = against or Unknown(f"#{one.number} has more commits than are read", gone=False)
        if is_bot(one.author):
            against = against or Unknown(f"it is not known who asked {one.author} for #{one.number}")
        against = against or _pushed(claim, one, text, ask, (*seen, one.number))
        if against:
            return against
    return None


def _opened(claim: Approval, pull: Pull, other: Pull) -> Answer | None:
    if not same_person(other.author, claim.login):
        return None
    return Refuted(
        f"{claim.login} opened #{other.number}, which brought {claim.block.called} into #{pull.number}",
        _other(claim),
    )


def _carried(claim: Approval, pull: Pull, push: Push, text: Text, ask: Ask) -> Answer | None:
    """A colleague pushed it: made of commits that the person had pushed before, to whichever branch, or had
    opened a pull request for?"""
    commits = sorted(introduced(text, push.after, ask))
    for commit, others in zip(commits, ask.pulls_of(commits), strict=True):
        for other in others:
            before = other.merged and (pull.merged is None or other.merged <= pull.merged)
            # What was pushed to a fork is not among their pushes here; that they had offered it before is
            # seen all the same.
            offered = not same_person(other.repository, ask.records.repository) and other.created <= push.at
            counts = (before or offered) and other.number != pull.number
            against = _opened(claim, pull, other) if counts else None
            if against:
                return against
        earlier = [p for p in ask.pushes_by(claim.login) if _may_hold(p, push, pull)]
        if len(earlier) > _MOST:
            raise Refused(f"{claim.login} made more earlier pushes than are read", gone=False)
        if any(_answers(_brings(commit, p, ask) for p in earlier)):
            return _theirs(claim, pull, commit)
    return None


def _may_hold(earlier: Push, push: Push, pull: Pull) -> bool:
    if earlier.kind in MERGES or is_nothing(earlier.after) or earlier.at > push.at:
        return False
    if (earlier.before, earlier.after) == (push.before, push.after) and same_person(
        earlier.login, push.login
    ):
        return False
    return earlier.branch == pull.branch or push.at - earlier.at <= ELSEWHERE


def _brings(commit: str, push: Push, ask: Ask) -> Callable[[], bool]:
    return lambda: (
        ask.inside(commit, push.after) and (is_nothing(push.before) or not ask.inside(commit, push.before))
    )


def _answers(questions: Iterable[Callable[[], bool]]) -> list[bool]:
    """All of them, so that what they need is asked for together."""
    found = list[bool]()
    needs = set[Need]()
    for question in questions:
        try:
            found.append(question())
        except NotAsked as told:
            needs |= told.needs
    if needs:
        raise NotAsked(frozenset(needs))
    return found


def pushers(pull: Pull, ask: Ask) -> Sequence[str]:
    """Who pushed to its branch until it was merged."""
    return sorted({push.login for push in log_of(pull, ask) if push.login and push.kind not in MERGES})


def touching(read: Callable[[Files], Value], file: str, commits: Iterable[str], ask: Ask) -> set[str]:
    """Those in which a text reads otherwise than in every parent: a merge that took it over from main changes
    nothing."""
    wanted = list(dict.fromkeys(commits))
    parents = ask.parents(wanted)
    names = list(dict.fromkeys(name for commit in wanted for name in (commit, *parents[commit])))
    found = zip(names, ask.files(names, [file]), strict=True)
    says = {name: read(files) for name, files in found}
    return {commit for commit in wanted if all(says[parent] != says[commit] for parent in parents[commit])}
