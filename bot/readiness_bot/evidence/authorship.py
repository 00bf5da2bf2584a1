"""Whether somebody wrote what they are said to approve: opened the pull request, pushed the block into it, or told a bot to. Pure.

Who *pushed* is what the forge saw. A commit's author is whatever somebody told git: it can only count against a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from readiness_bot.evidence.answers import Answer, Refuted, Unknown, is_bot, same, short
from readiness_bot.evidence.ask import Ask
from readiness_bot.evidence.claims import Approval
from readiness_bot.evidence.records import Comment, Commit, Pull, Push
from readiness_bot.evidence.values import Files, quiet
from readiness_bot.reading.document import Value

WAIVERS = "governance.waivers"


def own_pull(claim: Approval, pull: Pull) -> Answer | None:
    if same(pull.author, claim.login):
        return Refuted(
            f"{claim.login} opened #{pull.number}, and nobody approves their own words", _other(claim)
        )
    if claim.requested_by and same(claim.requested_by, claim.login):
        return Refuted(f"{claim.login} asked for it", _other(claim))
    return None


def _other(claim: Approval) -> str:
    return f"let somebody else write it in a pull request, and {claim.login} approve that"


def own_command(claim: Approval, pull: Pull, ask: Ask) -> Answer | None:
    """A bot writes what somebody tells it to; then that person is its author."""
    if not is_bot(pull.author):
        return None
    if pull.author not in ask.records.bots:
        return Unknown(f"who asked {pull.author} for #{pull.number} cannot be told")
    command = ask.command(pull.number)
    if command.login is None or command.edited:
        gone = "was edited" if command.edited else "is of an account that is gone"
        return Unknown(f"who asked the bot for #{pull.number} cannot be told: that comment {gone}")
    if same(command.login, claim.login):
        return Refuted(
            f"{claim.login} gave the command from which the bot opened #{pull.number}", _other(claim)
        )
    if not _asked_for(claim, command, pull):
        return Unknown(f"the comment that #{pull.number} names did not ask for {claim.block.called}")
    return None


def _asked_for(claim: Approval, command: Comment, pull: Pull) -> bool:
    """The branch names the comment, and anybody who may push can name a branch."""
    if claim.block.where != WAIVERS or command.at > pull.created:
        return False
    item, requested_by, _, expires = claim.row
    return (item, expires) == command.waives and same(str(requested_by), command.login)


def own_commits(claim: Approval, pull: Pull, ask: Ask) -> Answer | None:
    """Commits that the named person, or a bot for nobody knows whom, brought, and that change the block."""
    if not pull.whole:
        return Unknown(f"#{pull.number} has more commits than are read")
    pushers = pushers_of(pull, ask)
    for commit, by in zip(pull.commits, pushers, strict=True):
        if None in by or not by:
            return Unknown(f"who pushed {short(commit.id)} to #{pull.number} cannot be told")
    theirs, bots = _theirs(claim, pull, pushers), _by_bots(pull, pushers, ask)
    changing = touching(
        lambda files: quiet(files, claim.block, claim.row), claim.block.file, [*theirs, *bots], ask
    )
    for commit_id, did in theirs.items():
        if commit_id in changing:
            return Refuted(
                f"{claim.login} {did} {short(commit_id)} in #{pull.number}, which changes {claim.block.called}",
                _other(claim),
            )
    for commit_id, bot in bots.items():
        if commit_id in changing:
            told = f"{bot} pushed {short(commit_id)} in #{pull.number}, which changes {claim.block.called}"
            return Unknown(f"{told}; who asked for that cannot be told")
    return None


def _theirs(claim: Approval, pull: Pull, pushers: Sequence[set[str | None]]) -> dict[str, str]:
    """Commit → what the person did with it."""
    return {
        commit.id: "wrote" if same(commit.author, claim.login) else "pushed"
        for commit, by in zip(pull.commits, pushers, strict=True)
        if any(same(name, claim.login) for name in (commit.author, commit.committer, *by))
    }


def _by_bots(pull: Pull, pushers: Sequence[set[str | None]], ask: Ask) -> dict[str, str]:
    """Commit → the bot that pushed it. Ours makes one commit at a command; any workflow could push another in its name."""
    ours = ask.records.bots if pull.author in ask.records.bots else ()
    return {
        commit.id: name
        for index, (commit, by) in enumerate(zip(pull.commits, pushers, strict=True))
        for name in by
        if name and is_bot(name) and not (index == 0 and name in ours)
    }


def pushers_of(pull: Pull, ask: Ask) -> list[set[str | None]]:
    """Of each commit, who may have pushed it."""
    pushes = ask.pushes(pull.repository, pull.branch)
    return [who_pushed(index, pull.commits, pushes) for index, _ in enumerate(pull.commits)]


def who_pushed(index: int, commits: Sequence[Commit], pushes: Iterable[Push]) -> set[str | None]:
    """Everybody who may have pushed this commit: with a forced push or a new branch, all that lies below it. Empty: not known."""
    place = {commit.id: number for number, commit in enumerate(commits)}
    found: set[str | None] = set()
    for push in pushes:
        after = place.get(push.after)
        before = place.get(push.before, -1)
        if after is not None and before < index <= after:
            found.add(push.login)
    return found


def touching(read: Callable[[Files], Value], file: str, commits: Iterable[str], ask: Ask) -> set[str]:
    """Those in which a text reads otherwise than in every parent: a merge that took it over from main changes nothing."""
    wanted = list(dict.fromkeys(commits))
    parents = ask.parents(wanted)
    names = list(dict.fromkeys(name for commit in wanted for name in (commit, *parents[commit])))
    found = zip(names, ask.files(names, [file]), strict=True)
    says = {name: read(files) for name, files in found}
    return {commit for commit in wanted if all(says[parent] != says[commit] for parent in parents[commit])}
