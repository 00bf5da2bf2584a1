"""Whether a rule of each base requires the status, from the App that posts it. Pure.

Rules: https://docs.github.com/rest/repos/rules#get-rules-for-a-branch (active ones, the organisation's too);
classic protection: https://docs.github.com/rest/branches/branches#get-a-branch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from readiness_bot.doctor import gh
from readiness_bot.doctor.facts import Facts, Seen, Unseen
from readiness_bot.doctor.point import Point, Subject
from readiness_bot.forge.hosts import DEFAULT_SERVER
from readiness_bot.forge.setup import RequiredCheck, Rule
from readiness_bot.render.status import context
from readiness_bot.text.markup import code, md

MOST_BASES = 10
"""Base branches that are looked at."""
ACTIONS = "github-actions"
"""The App of the token that every workflow has."""
ACTIONS_ID = 15368
"""Its id on github.com; another server has another one, and says it:
https://docs.github.com/rest/apps/apps#get-an-app."""
_JOBS = "readiness / "
"""How GitHub begins the names of our jobs' checks (caller's job / called job): none is the verdict."""
_PROOF = {
    "readiness / check": "nobody posts it any more, so it blocks every pull request",
    "readiness / lines": "it is green whatever is missing, so it proves nothing",
}
BASES = Subject("ruleset", "bases of open pull requests")


def points(facts: Facts) -> Iterator[Point]:
    """One for each base that was looked at, then whether there are more."""
    bases = facts.server.bases
    listed = (facts.checkout.branch,) if isinstance(bases, Unseen) else bases
    for base in listed[:MOST_BASES]:
        yield _base(facts, base)
    asked = facts.server.rules.get(facts.checkout.branch)
    if isinstance(bases, Unseen) and not isinstance(asked, Unseen | None):
        yield BASES.open(bases)
    elif len(listed) > MOST_BASES:
        told = f"open pull requests target more than {MOST_BASES} branches; the others were not looked at"
        yield BASES.open(Unseen(told, "Settings → Rules → Rulesets lists them all."))


def _base(facts: Facts, base: str) -> Point:
    about = Subject("ruleset", f"ruleset of {base}")
    nobody = Unseen("it was not asked for")
    rules, branch = facts.server.rules.get(base, nobody), facts.server.branches.get(base, nobody)
    if isinstance(rules, Unseen):
        return about.open(rules)
    required = [(check, rule) for rule in rules for check in rule.checks]
    classic = () if isinstance(branch, Unseen) or branch is None else branch.checks
    every = [*required, *((check, None) for check in classic)]
    stale = [(check, rule) for check, rule in every if check.context.lower().startswith(_JOBS)]
    if stale:
        return _stale(facts, about, base, *stale[0])
    ours = [(check, rule) for check, rule in every if check.context.lower() == context(base).lower()]
    if not ours:
        if isinstance(branch, Unseen):  # classic protection may require it
            return about.open(branch)
        return about.wrong(
            f"nothing requires the status `{context(base)}`, so a red one stops no merge",
            "Send this, or make the same ruleset by hand (docs/settings.md, “Without a ruleset nothing"
            " blocks”):"
            if _is_usual(facts)
            else f"{sent(facts)} (docs/app.md):",
            ruleset_command(facts, base),
            brief=md("No rule requires the status {}", code(context(base))),
        )
    return _source(facts, about, base, ours)


def _source(facts: Facts, about: Subject, base: str, ours: list[tuple[RequiredCheck, Rule | None]]) -> Point:
    expected = app_id(facts)
    pinned = [(check, rule) for check, rule in ours if check.app is not None]
    if not pinned:
        check, rule = ours[0]
        return about.wrong(
            f"`{check.context}` is accepted from any source: anyone who may set a status can turn it green",
            *_choose(facts, base, check, rule),
            brief=md("The status {} is accepted from any source", code(check.context)),
        )
    if isinstance(expected, Unseen):
        foreign = next(((check, rule) for check, rule in pinned if _is_actions(facts, check)), None)
        if not facts.server.writer and foreign:
            return _other(facts, about, base, *foreign)
        return about.open(
            Unseen(
                f"`{context(base)}` is required from the App {pinned[0][0].app}; it is not known whether that"
                f" App posts it: {expected.why}",
                expected.do,
                expected.run,
            )
        )
    other = next(((check, rule) for check, rule in pinned if check.app != expected), None)
    if other:
        return _other(facts, about, base, *other)
    return about.fine(f"requires `{context(base)}` from {_name(facts)} ({expected})")


def _other(facts: Facts, about: Subject, base: str, check: RequiredCheck, rule: Rule | None) -> Point:
    """The App that it is required from is not the one that posts it."""
    expected, name = app_id(facts), _name(facts)
    posts = f"{name} posts it" if isinstance(expected, Unseen) else f"{name}, which posts it, is {expected}"
    return about.wrong(
        f"`{check.context}` is required from the App {check.app}, but {posts}: no pull request can pass",
        *_choose(facts, base, check, rule),
        brief=md("The status {} is required from an App that does not post it", code(check.context)),
    )


def _choose(facts: Facts, base: str, check: RequiredCheck, rule: Rule | None) -> tuple[str, str]:
    """What to do so that the status is taken from the App that posts it, and the command, if there is one.

    The page offers an App only where it has submitted a check run of late, which ours never does; the API
    takes its number: https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/
    managing-rulesets/available-rules-for-rulesets#require-status-checks-to-pass-before-merging
    """
    where = _where(facts, base, rule)
    if _is_usual(facts):
        return f"{where}: at `{check.context}`, choose GitHub Actions as its source.", ""
    expected = app_id(facts)
    id_ = PLACEHOLDER if isinstance(expected, Unseen) else str(expected)
    if rule is None or rule.ruleset is None or rule.inherited:
        return (
            f"{where}: at `{check.context}`, give it the `integration_id` {id_}, by the API (docs/app.md).",
            "",
        )
    change = (
        '{rules: [.rules[] | if .type == "required_status_checks" then'
        " .parameters.required_status_checks[] |="
        f" (if .context == {_json(check.context)} then .integration_id = {id_} else . end) else . end]}}"
    )
    address = f"{gh.api(facts)} repos/{facts.name}/rulesets/{rule.ruleset}"
    command = f"{address} --jq '{change}' |\n  {address} --method PUT --input -"
    return f"{sent(facts)}; its page, {where}, does not offer the App:", command


PLACEHOLDER = "APP_ID"
"""What people put the App's number in the place of, where nobody told it."""


def sent(facts: Facts) -> str:
    if not isinstance(app_id(facts), Unseen):
        return "Send this"
    return f"Send this with the App ID from the App's own page in place of {PLACEHOLDER}"


def _is_usual(facts: Facts) -> bool:
    """GitHub Actions post it."""
    return _slug(facts) == ACTIONS


def _name(facts: Facts) -> str:
    """What a ruleset's page calls the App that posts."""
    if not facts.server.writer:
        return "the App of your own"
    return "GitHub Actions" if _is_usual(facts) else _slug(facts)


def _is_actions(facts: Facts, check: RequiredCheck) -> bool:
    return facts.server.url == DEFAULT_SERVER and check.app == ACTIONS_ID


def _stale(facts: Facts, about: Subject, base: str, check: RequiredCheck, rule: Rule | None) -> Point:
    why = _PROOF.get(check.context, "it is a job's check, not the verdict")
    return about.wrong(
        f"requires `{check.context}`: {why}",
        f"{_where(facts, base, rule)}: remove `{check.context}`, and require `{context(base)}` instead.",
        brief=md("A rule requires {}, which is not the verdict", code(check.context)),
    )


def app_id(facts: Facts) -> Seen[int]:
    """The id of the App that posts the status."""
    told, slug = facts.server.app, _slug(facts)
    if isinstance(told, int):
        return told
    if slug == ACTIONS and facts.server.url == DEFAULT_SERVER:
        return ACTIONS_ID
    if isinstance(told, Unseen):
        return told
    return Unseen(
        f"{facts.server.url} shows no App called {slug}",
        "Its settings page has its App ID; the ruleset must name the same.",
    )


def _slug(facts: Facts) -> str:
    return facts.server.writer.removesuffix("[bot]")


def _where(facts: Facts, base: str, rule: Rule | None) -> str:
    """The page on which it can be changed."""
    if rule is None:
        return f"Settings → Branches → the protection rule of {base}"
    if rule.ruleset is None:
        return "Settings → Rules → Rulesets"
    if rule.inherited:
        return f"{rule.owner}'s own settings → Repository → Rulesets (id {rule.ruleset})"
    return f"{facts.server.url}/{facts.name}/settings/rules/{rule.ruleset}"


def ruleset_command(facts: Facts, base: str) -> str:
    """Makes the ruleset. Blanks in it do no harm, so it can be copied from an indented page.

    Source: https://docs.github.com/rest/repos/rules#create-a-repository-ruleset
    """
    expected = app_id(facts)
    check: dict[str, object] = {"context": context(base)}
    if not isinstance(expected, Unseen):
        check["integration_id"] = expected
    elif not _is_usual(facts):
        check["integration_id"] = PLACEHOLDER
    lines = (
        f'{{"name": {_json(context(base))}, "target": "branch", "enforcement": "active",',
        f' "conditions": {{"ref_name": {{"include": [{_json(f"refs/heads/{base}")}], "exclude": []}}}},',
        ' "rules": [{"type": "required_status_checks", "parameters": {',
        '   "strict_required_status_checks_policy": false,',
        f'   "required_status_checks": [{_json(check)}]}}}}]}}',
    )
    body = "\n".join(lines)
    return f"printf %s '{body}' |\n  {gh.api(facts)} --method POST repos/{facts.name}/rulesets --input -"


def _json(value: object) -> str:
    """Between single quotes of a shell, and ASCII alone."""
    return json.dumps(value).replace("'", "\\u0027")
