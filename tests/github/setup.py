"""How a repository on the tests' GitHub is set up: the rows of `GithubServer.state(rules=…, workflows=…, workflowRuns=…)`."""

from __future__ import annotations

from typing import Any

from tests.github.server import REPOSITORY

ACTIONS_APP = 15368
"""GitHub Actions' own id on github.com (`GET /apps/github-actions`)."""


def status_rule(*contexts: str, app: int | None = ACTIONS_APP, strict: bool = False, source: str = REPOSITORY, ruleset: int = 42) -> dict[str, Any]:
    """A branch's rule that these statuses be there. `app=None`: whoever sets them."""
    checks: list[dict[str, Any]] = [{"context": context} | ({} if app is None else {"integration_id": app}) for context in contexts]
    return _rule("required_status_checks", source, ruleset, required_status_checks=checks, strict_required_status_checks_policy=strict)


def review_rule(approvals: int = 1, *, code_owners: bool = True, source: str = REPOSITORY, ruleset: int = 42) -> dict[str, Any]:
    """A branch's rule that changes come by pull requests that people approved."""
    told = {"required_approving_review_count": approvals, "require_code_owner_review": code_owners, "dismiss_stale_reviews_on_push": False}
    return _rule("pull_request", source, ruleset, **told, require_last_push_approval=False, required_review_thread_resolution=False)


def plain_rule(kind: str, *, source: str = REPOSITORY, ruleset: int = 42) -> dict[str, Any]:
    """`deletion`, `non_fast_forward`, `creation`, …: a rule without parameters."""
    return _rule(kind, source, ruleset)


def workflow_rule(path: str, repository_id: int = 7, *, ref: str = "refs/heads/main", source: str = "acme", ruleset: int = 43) -> dict[str, Any]:
    """An organisation's rule that a workflow of its own pass."""
    return _rule("workflows", source, ruleset, workflows=[{"path": path, "repository_id": repository_id, "ref": ref}], do_not_enforce_on_create=False)


def _rule(kind: str, source: str, ruleset: int, **parameters: Any) -> dict[str, Any]:
    of = {"ruleset_source_type": "Repository" if "/" in source else "Organization", "ruleset_source": source, "ruleset_id": ruleset}
    return {"type": kind, **of} | ({"parameters": parameters} if parameters else {})


def ruleset(name: str, *, id_: int = 42, enforcement: str = "active", target: str = "branch", source: str = REPOSITORY, **more: Any) -> dict[str, Any]:
    """A row of `GET /rulesets`; `enforcement`: `active`, `evaluate` or `disabled`."""
    kind = "Repository" if "/" in source else "Organization"
    return {"id": id_, "name": name, "target": target, "source_type": kind, "source": source, "enforcement": enforcement, **more}


def workflow_run(event: str, created_at: str, *, conclusion: str = "success", branch: str = "main") -> dict[str, Any]:
    """A row of a workflow's runs."""
    return {"event": event, "created_at": created_at, "conclusion": conclusion, "head_branch": branch}
