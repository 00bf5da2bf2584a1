"""Whether a person accepted to be named: wrote or approved the pull request that did it, or said so in a
comment. Pure."""

from __future__ import annotations

from datetime import datetime

from readiness_bot.convention.file import Files, dotted, key_path
from readiness_bot.convention.outcome import peek
from readiness_bot.convention.people import same_person
from readiness_bot.evidence.answers import Answer, Refuted, Unknown, Verified, is_bot
from readiness_bot.evidence.approvals import latest
from readiness_bot.evidence.ask import Ask, Refused
from readiness_bot.evidence.authorship import text_of
from readiness_bot.evidence.claims import Acceptance
from readiness_bot.evidence.origin import Direct, brought_by, seen
from readiness_bot.evidence.pushes import log_of, writers
from readiness_bot.evidence.records import Comment, Pull, Push
from readiness_bot.evidence.values import value_at
from readiness_bot.text.marker import read_marker


def acceptance(claim: Acceptance, ask: Ask) -> Answer:
    """A name that somebody else wrote is no promise."""
    if is_bot(claim.login):
        return Refuted(f"{claim.login} is a bot, and only a person can answer for this", "name a person")
    if claim.origin.commit is None:
        return Unknown(claim.origin.why)
    brought = brought_by(claim.origin.commit, ask)
    doubt: Refused | None = None
    try:
        did = _did(claim, brought, ask) if isinstance(brought, Pull) else None
        if did:
            return did
    except Refused as told:
        doubt = told
    begins = brought.created if isinstance(brought, Pull) else claim.origin.when
    for comment in ask.accepted(begins):
        theirs = same_person(comment.login, claim.login) and not comment.edited
        if not theirs or _about_another(comment, ask):
            continue
        try:
            since = _named_at(claim, brought, comment, ask)
        except Refused as told:
            doubt = doubt or told
            continue
        if since is None or comment.at >= since:
            return Verified(
                f"{claim.login} accepted in a comment on #{comment.number}",
                (("issue", comment.number), ("at", comment.at.isoformat())),
            )
    return Unknown(str(doubt), gone=doubt.gone) if doubt else _nothing(claim, brought)


def _did(claim: Acceptance, pull: Pull, ask: Ask) -> Verified | None:
    """What they did in the pull request itself."""
    if _approved(claim, pull, ask):
        return Verified(f"{claim.login} approved #{pull.number}", (("pull", pull.number),))
    if _wrote(claim, pull, ask):
        return Verified(f"{claim.login} opened #{pull.number}", (("pull", pull.number),))
    return None


def _named_at(claim: Acceptance, brought: Pull | Direct, comment: Comment, ask: Ask) -> datetime | None:
    """When GitHub saw the name pushed; None: it was there when the default branch came.

    Whose commit says which day is nobody's word.
    """
    if isinstance(brought, Direct):
        return seen(claim.origin.commit or "", ask).at
    if brought.merged is not None and comment.at >= brought.merged:
        return brought.merged
    pushed = _writers(claim, brought, ask)
    if not pushed:
        raise Refused(f"it is not known when {claim.login} was named in #{brought.number}")
    return pushed[-1].at


def _writers(claim: Acceptance, pull: Pull, ask: Ask) -> list[Push]:
    if not pull.whole:
        raise Refused(f"#{pull.number} has more commits than are read", gone=False)
    text = text_of(
        claim.file,
        lambda files: _named(claim, files) or None,
        claim.past,
        claim.login,
        claim.origin.commit,
        ask,
    )
    return writers(text, log_of(pull, ask), ask)


def _wrote(claim: Acceptance, pull: Pull, ask: Ask) -> bool:
    """Opened the pull request, and nobody else pushed the name into it: whoever may push can push to
    everybody's branch."""
    if not same_person(pull.author, claim.login):
        return False
    pushed = _writers(claim, pull, ask)
    return bool(pushed) and all(same_person(push.login, claim.login) for push in pushed)


def _approved(claim: Acceptance, pull: Pull, ask: Ask) -> bool:
    review = latest(pull.reviews, claim.login)
    if review is None or review.state != "APPROVED" or not review.commit:
        return False
    [text] = ask.files([review.commit], [claim.file])
    return same_person(_named(claim, text), claim.login)


def _named(claim: Acceptance, files: Files) -> str:
    return str(peek(value_at, files, f"ownership.{claim.key}") or "")


def _about_another(comment: Comment, ask: Ask) -> bool:
    """In a repository of several models: whether it stands below the bot's issue of another one."""
    folder = ask.records.folder
    marker = read_marker(ask.about(comment.number)) if folder else None
    return marker is not None and marker.folder != folder


def _nothing(claim: Acceptance, brought: Pull | Direct) -> Answer:
    where = dotted(key_path(claim.key))
    approve = f"approve #{brought.number}, or " if isinstance(brought, Pull) else ""
    return Refuted(
        f"{claim.login} is named as {where}, but has not accepted",
        f"ask {claim.login} to {approve}comment   /readiness accept   on an issue or pull request",
        awaits=claim.login if isinstance(brought, Pull) and brought.merged is None else "",
    )
