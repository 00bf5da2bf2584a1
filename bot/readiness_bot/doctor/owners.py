"""Whether CODEOWNERS guards readiness/ and .github/, and whether its owners' approval is required. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_bot.doctor.facts import Facts, Unseen
from readiness_bot.doctor.point import Point, Subject
from readiness_bot.reading.mentions import READINESS, SETTINGS
from readiness_bot.scaffold.codeowners import PLACES, Rule, rules
from readiness_bot.text.markup import code, md
from readiness_bot.text.words import and_more, first_of

OWNERS = Subject("code-owners", "CODEOWNERS")
_MOST_MATCHES, _MOST_LINES = 1_000_000, 20
REVIEW = Subject("code-owner-review", "code owners' review")


def points(facts: Facts, workflows: tuple[str, ...]) -> Iterator[Point]:
    """`workflows`: the paths of those that call us."""
    guarded = _owners(facts, workflows)
    yield guarded
    yield _review(facts)


def _owners(facts: Facts, workflows: tuple[str, ...]) -> Point:
    """Whoever may edit CODEOWNERS may take an owner away, so it has to guard itself.

    Source: https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/
    customizing-your-repository/about-code-owners
    """
    file = facts.checkout.codeowners
    folders = [f"/{prefix}readiness/" for prefix in facts.checkout.models or ("",)]
    if file is None:
        return OWNERS.wrong(
            f"there is none on {facts.checkout.revision}",
            f"Write {PLACES[0]} with these lines, and replace @OWNERS with a team or people:",
            _lines(["/.github/", *folders]),
            brief=md("No CODEOWNERS file guards {} and {}", code("readiness/"), code(".github/")),
        )
    paths = [f"{prefix}readiness/{name}" for prefix in facts.checkout.models or ("",) for name in READINESS]
    paths += [SETTINGS, *workflows, file.path]
    last_first = tuple(reversed(tuple(rules(file.content))))
    if len(last_first) * len(paths) > _MOST_MATCHES:
        told = f"{file.path} has {len(last_first):,} rules, too many to check for {len(paths):,} files"
        return OWNERS.open(Unseen(told))
    found = {path: _rule(last_first, path) for path in dict.fromkeys(paths)}
    unguarded = [path for path, rule in found.items() if rule is None or not rule.owners]
    if not unguarded:
        return OWNERS.fine(f"{file.path} gives {_who(found)} the files that count", at=(file.path, 0, 0))
    taking = next((rule for path in unguarded if (rule := found[path])), None)
    why = f"line {taking.line} removes their owners" if taking else "no rule matches"
    wanted = [folder for folder in folders if any(f"/{path}".startswith(folder) for path in unguarded)]
    if any(path.startswith(".github/") for path in unguarded):
        wanted.insert(0, "/.github/")
    own = f"/{file.path}"
    if file.path in unguarded and not any(own.startswith(each) for each in wanted):
        wanted.append(own)
    return OWNERS.wrong(
        f"{file.path} gives nobody {first_of(unguarded, 2)}: {why}",
        "Add these lines at its end (the last rule that matches wins), and replace @OWNERS with a team or"
        " people:",
        _lines(wanted),
        at=(file.path, taking.line if taking else 0, 1 if taking else 0),
        brief=md("{} gives nobody {}", code(file.path), code(unguarded[0])),
    )


def _rule(last_first: tuple[Rule, ...], path: str) -> Rule | None:
    """The last that matches decides."""
    return next((rule for rule in last_first if rule.matches(path)), None)


def _lines(patterns: list[str]) -> str:
    """Rules to paste; a page of them at most."""
    written = [f"{pattern.replace(' ', chr(92) + ' ')} @OWNERS" for pattern in patterns[:_MOST_LINES]]
    left = and_more(len(patterns) - _MOST_LINES)
    return "\n".join([*written, *([f"# {left}"] if left else [])])


def _who(found: dict[str, Rule | None]) -> str:
    return first_of(list(dict.fromkeys(owner for rule in found.values() if rule for owner in rule.owners)), 3)


def _review(facts: Facts) -> Point:
    """Without such a rule, CODEOWNERS only asks for reviews.

    Sources: https://docs.github.com/rest/repos/rules#get-rules-for-a-branch, `require_code_owner_review`;
    https://docs.github.com/rest/branches/branch-protection#get-branch-protection.
    """
    base, nobody = facts.checkout.branch, Unseen("it was not asked for")
    active = facts.server.rules.get(base, nobody)
    protection = facts.server.protection
    if not isinstance(active, Unseen) and any(rule.code_owners for rule in active):
        return REVIEW.fine(f"a ruleset of {base} requires it")
    if not isinstance(protection, Unseen) and protection is not None and protection.code_owners:
        return REVIEW.fine(f"the branch protection of {base} requires it")
    if isinstance(active, Unseen):
        return REVIEW.open(active)
    if isinstance(protection, Unseen):
        return REVIEW.open(protection)
    return REVIEW.wrong(
        f"nothing on {base} requires it, so CODEOWNERS requests reviews, but stops no merge",
        f"Settings → Rules → Rulesets → the ruleset of {base}: “Require a pull request before merging”, with"
        " “Require review from Code Owners”.",
        brief=md("No rule requires the review of code owners"),
    )
