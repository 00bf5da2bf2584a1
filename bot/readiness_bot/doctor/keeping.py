"""Where the bot keeps what it says: the ledger's branch, the issues, and the settings that say so. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from readiness_bot.convention.settings import IssueMode, Settings, parse_settings
from readiness_bot.doctor import gh
from readiness_bot.doctor.calls import FOLLOW_UP
from readiness_bot.doctor.facts import Facts, Unseen
from readiness_bot.doctor.point import Point, Subject
from readiness_bot.doctor.required import ACTIONS, PLACEHOLDER, app_id, sent
from readiness_bot.ledger.line import BRANCH
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.text.markup import code, md
from readiness_bot.text.words import plural

LEDGER = Subject("ledger", "ledger's branch")
ISSUES = Subject("issues", "issues")
FILE = Subject("settings", "settings")


def settings_of(facts: Facts) -> Settings:
    """Those of the default branch; the defaults where they are wrong."""
    read = parse_settings(facts.checkout.settings)
    return read if isinstance(read, Settings) else Settings()


def points(facts: Facts) -> Iterator[Point]:
    """The ledger, the issues, the settings."""
    settings = settings_of(facts)
    yield _ledger(facts, settings)
    yield _issues(facts, settings)
    yield _settings(facts)


def _ledger(facts: Facts, settings: Settings) -> Point:
    """docs/evidence.md, "The ruleset that protects it", says what each kind of token can be kept from."""
    if not settings.ledger:
        return LEDGER.fine("none is kept: `ledger: false`", at=(SETTINGS, 0, 0))
    branch = facts.server.branches.get(BRANCH, Unseen("it was not asked for"))
    rules = facts.server.rules.get(BRANCH, Unseen("it was not asked for"))
    if isinstance(branch, Unseen):
        return LEDGER.open(branch)
    if branch is None:
        return LEDGER.wrong(
            f"there is no branch {BRANCH} yet; the follow-up's first run on {facts.checkout.branch} creates"
            " it",
            "Start it by hand, and read its log where that changes nothing:",
            f"gh workflow run {FOLLOW_UP} --repo {gh.repository(facts)}",
            brief=md("There is no branch {}", code(BRANCH)),
        )
    if isinstance(rules, Unseen):
        return LEDGER.open(rules)
    needed = ["deletion", "non_fast_forward"]
    if facts.server.writer != f"{ACTIONS}[bot]":
        needed.insert(0, "update")
    missing = [kind for kind in needed if kind not in {rule.kind for rule in rules}]
    if missing:
        return LEDGER.wrong(
            f"no ruleset of {BRANCH} {_listed(missing, 'or')}, so lines can disappear unnoticed",
            f"{sent(facts) if 'update' in needed else 'Send this'}, or make the same ruleset by hand"
            " (docs/evidence.md, “The ruleset that protects it”):",
            _command(facts, needed),
            brief=md("No ruleset protects the branch {}", code(BRANCH)),
        )
    return LEDGER.fine(f"{BRANCH} is there, and a ruleset {_listed(needed, 'and')}")


def _listed(kinds: list[str], last: str) -> str:
    said = [_SAID[kind] for kind in kinds]
    return f"{', '.join(said[:-1])} {last} {said[-1]}" if said[1:] else said[0]


_SAID = {
    "update": "keeps others from writing",
    "deletion": "forbids deleting it",
    "non_fast_forward": "forbids force pushes",
}


def _command(facts: Facts, kinds: list[str]) -> str:
    """As `required.ruleset_command`. The bot's App may bypass the rules, or it could not write either."""
    app = app_id(facts)
    bypass = []
    if "update" in kinds:
        id_ = PLACEHOLDER if isinstance(app, Unseen) else app
        bypass = [{"actor_id": id_, "actor_type": "Integration", "bypass_mode": "always"}]
    rules = json.dumps([{"type": kind} for kind in kinds])
    lines = (
        '{"name": "readiness ledger", "target": "branch", "enforcement": "active",',
        f' "conditions": {{"ref_name": {{"include": ["refs/heads/{BRANCH}"], "exclude": []}}}},',
        *([f' "bypass_actors": {json.dumps(bypass)},'] if bypass else []),
        f' "rules": {rules}}}',
    )
    body = "\n".join(lines)
    return f"printf %s '{body}' |\n  {gh.api(facts)} --method POST repos/{facts.name}/rulesets --input -"


def _issues(facts: Facts, settings: Settings) -> Point:
    if settings.issues is IssueMode.OFF:
        return ISSUES.fine("none are kept: `issues: off`", at=(SETTINGS, 0, 0))
    repository = facts.server.repository
    if isinstance(repository, Unseen):
        return ISSUES.open(repository)
    if repository.archived:
        return ISSUES.wrong(
            "the repository is archived: nothing can be written", "Settings → Unarchive this repository."
        )
    if not repository.issues:
        return ISSUES.wrong(
            "they are switched off, so nobody hears about a gap",
            f"Settings → General → Features: Issues; or `issues: off` in {SETTINGS}.",
            f"gh repo edit {gh.repository(facts)} --enable-issues",
        )
    return ISSUES.fine("on")


def _settings(facts: Facts) -> Point:
    read = parse_settings(facts.checkout.settings)
    if isinstance(read, Settings):
        there = facts.checkout.settings is not None
        return FILE.fine(
            f"{SETTINGS} is right" if there else f"no {SETTINGS}: the defaults hold",
            at=(SETTINGS if there else "", 0, 0),
        )
    first = read[0]
    more = f"; {plural(len(read) - 1, 'more thing is', 'more things are')} wrong" if len(read) > 1 else ""
    return FILE.wrong(
        f"{first.where}: {first.message}{more}",
        f"Fix: {first.fix}" if first.fix else "",
        at=(first.path, first.line, first.column),
        brief=md("{} is wrong, so the defaults hold", code(SETTINGS)),
    )
