"""Who a role is, from the files: the person an open item waits for."""

from __future__ import annotations

from readiness_bot.convention.facts import Facts, quiet_text
from readiness_bot.vocabulary import Role

_WHERE: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.DEVELOPER: (("ownership.yaml", "layers.ml"), ("ownership.yaml", "developers.0")),
    Role.PLATFORM: (("ownership.yaml", "layers.platform"),),
    Role.DATA: (("ownership.yaml", "layers.data"),),
    Role.OPERATIONS: (("fallback.yaml", "owner"), ("ownership.yaml", "layers.operations")),
    Role.BUSINESS_OWNER: (("ownership.yaml", "business_owner"),),
    Role.RECEIVING_LEAD: (("ownership.yaml", "receiving_team.lead"),),
    Role.APPROVER: (("ownership.yaml", "signs_off"),),
    Role.PRODUCTION_OWNER: (("ownership.yaml", "production_owner.person"),),
    Role.COMPLIANCE: (("ownership.yaml", "reviewers.compliance"),),
    Role.VALIDATION: (("ownership.yaml", "reviewers.validation"),),
}


def named(role: Role, facts: Facts) -> str | None:
    """The login that the files give to a role."""
    logins = (quiet_text(facts.files[name], where) for name, where in _WHERE[role])
    return next(filter(None, logins), None)


def person(role: Role, facts: Facts) -> str | None:
    """The login behind a role; before that is filled, the production owner, then whoever created contract.yaml."""
    login = named(role, facts) or named(Role.PRODUCTION_OWNER, facts)
    if login:
        return login
    revisions = facts.snapshot.history.revisions.get("readiness/contract.yaml", ())
    return (revisions[-1].author or None) if revisions else None
