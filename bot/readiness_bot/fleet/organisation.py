"""`fleet scan --org`: the repositories of an organisation as a forge gives them, each as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from readiness_bot.convention.organisation import Organisation, Out, Subject
from readiness_bot.convention.policy import Policy
from readiness_bot.fleet.judge import failed, left_out, plugged, policy_at, rows_of, unforeseen
from readiness_bot.forge.scan import Found, Scan
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Shard, order
from readiness_bot.reading.errors import CannotRead
from readiness_bot.text.escape import plain


def rows_found(
    scan: Scan,
    day: date,
    organisation: Organisation | None,
    shard: Shard | None = None,
    policies: dict[str, Policy] | None = None,
    *,
    resume: bool = False,
) -> Iterator[list[Row]]:
    """Each repository's rows, as they come. Raises ForgeError.

    `policies`: is filled with what is in force at each.
    """
    for found in scan.found(resume=resume):
        if shard is None or shard.holds(found.name):
            policy = policy_at(organisation, subject_of(found))
            if policies is not None and isinstance(policy, Policy):
                policies[found.name] = plugged(policy)
            yield sorted(rows_of_found(found, day, organisation), key=order)


def out_of(found: Found, organisation: Organisation | None, shard: Shard | None) -> str:
    """Why a repository need not be read: it belongs to another part, or the policy leaves it out."""
    if shard is not None and not shard.holds(found.name):
        return "it belongs to another part"
    policy = policy_at(organisation, subject_of(found))
    return policy.reason if isinstance(policy, Out) else ""


def subject_of(found: Found) -> Subject:
    """As a policy sees it."""
    return Subject(found.name, frozenset(found.topics), found.properties, found.archived, found.fork)


def rows_of_found(found: Found, day: date, organisation: Organisation | None) -> list[Row]:
    """At least one."""
    like = Row(
        plain(found.name),
        url=plain(found.url),
        commit=found.commit,
        topics=found.topics,
        pushed=found.pushed.date() if found.pushed else None,
    )
    if found.error:
        return [failed(like, found.error)]
    policy = policy_at(organisation, subject_of(found))
    why = found.left_out or (policy.reason if isinstance(policy, Out) else "")
    if isinstance(policy, Out) or why:
        return [left_out(like, why)]
    try:
        return rows_of(like, found.snapshots, found.paths, day, plugged(policy))
    except CannotRead as error:
        return [failed(like, str(error))]
    except Exception as error:  # one repository, whatever it is, spoils no scan of ten thousand
        return [failed(like, unforeseen(error))]
