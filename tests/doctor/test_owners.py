"""Whether CODEOWNERS guards readiness/ and .github/, and whether its owners' approval is required."""

from __future__ import annotations

from typing import Any

from tests.doctor.scene import GATE, OFFLINE, REFUSED, REVIEWS, checkout, scene, server, told

from readiness_bot.forge.setup import Protection, Rule
from readiness_bot.scaffold.sources import Text

PATH = ".github/CODEOWNERS"
ADD = "Add these lines at its end (the last rule that matches wins), and replace @OWNERS with a team or people:\n"


def owners(text: str, path: str = PATH, **here: Any) -> str:
    return told(scene(checkout(codeowners=Text(path, text), **here)), "code-owners")


def test_one_rule_for_all() -> None:
    assert owners("* @acme/models\n") == f"{PATH} in-force: {PATH} gives @acme/models the files that count"


def test_a_rule_for_each() -> None:
    assert owners("/.github/ @acme/platform\nreadiness/ @ana-ruiz @acme/models\n").endswith(
        "gives @ana-ruiz, @acme/models, @acme/platform the files that count"
    )


def test_none_at_all() -> None:
    facts = scene(checkout(codeowners=None, models=("models/a b/", "models/b/")))
    assert told(facts, "code-owners") == (
        "not-in-force: there is none on origin/main\n"
        f"Write {PATH} with these lines, and replace @OWNERS with a team or people:\n"
        "/.github/ @OWNERS\n/models/a\\ b/readiness/ @OWNERS\n/models/b/readiness/ @OWNERS\n"
        "(No CODEOWNERS file guards `readiness/` and `.github/`)"
    )


def test_what_it_says_to_write_is_enough() -> None:
    lines = told(scene(checkout(codeowners=None, models=("models/a b/",))), "code-owners").splitlines()[2:4]
    assert " in-force: " in owners("\n".join(lines).replace("@OWNERS", "@acme/models"), models=("models/a b/",))


def test_the_workflows_are_not_guarded() -> None:
    assert owners("/readiness/ @ana-ruiz\n") == (
        f"{PATH} not-in-force: {PATH} gives nobody .github/readiness.yaml, .github/workflows/readiness.yml and 2 more: no rule matches\n"
        f"{ADD}/.github/ @OWNERS\n({PATH!r} gives nobody `.github/readiness.yaml`)".replace("'", "`")
    )


def test_one_of_two_models_is_not_guarded() -> None:
    told_ = owners("/.github/ @ana-ruiz\n/a/ @ana-ruiz\n", models=("a/", "b/"))
    assert told_.splitlines()[1:-1] == [ADD.rstrip("\n"), "/b/readiness/ @OWNERS"]


def test_a_later_line_takes_owners_away() -> None:
    assert owners("* @ana-ruiz\n\n*.yaml\n") == (
        f"{PATH}:3:1 not-in-force: {PATH} gives nobody readiness/contract.yaml, readiness/ownership.yaml and 4 more: line 3 removes their owners\n"
        f"{ADD}/.github/ @OWNERS\n/readiness/ @OWNERS\n(`{PATH}` gives nobody `readiness/contract.yaml`)"
    )


def test_it_has_to_guard_itself() -> None:
    assert owners("/readiness/ @ana-ruiz\n/.github/ @ana-ruiz\n", "CODEOWNERS") == (
        f"CODEOWNERS not-in-force: CODEOWNERS gives nobody CODEOWNERS: no rule matches\n{ADD}/CODEOWNERS @OWNERS\n(`CODEOWNERS` gives nobody `CODEOWNERS`)"
    )


def review(*rules: Rule, **there: Any) -> str:
    return told(scene(there=server(rules={"main": rules}, **there)), "code-owner-review")


def test_a_ruleset_requires_their_review() -> None:
    assert review(GATE, REVIEWS) == "in-force: a ruleset of main requires it"


def test_classic_protection_requires_it() -> None:
    assert review(GATE, protection=Protection(code_owners=True)) == "in-force: the branch protection of main requires it"


def test_nothing_requires_it() -> None:
    nothing = (
        "not-in-force: nothing on main requires it, so CODEOWNERS requests reviews, but stops no merge\n"
        "Settings → Rules → Rulesets → the ruleset of main: “Require a pull request before merging”, with “Require review from Code Owners”.\n"
        "(No rule requires the review of code owners)"
    )
    assert review(GATE, Rule("pull_request")) == nothing
    assert review(GATE, protection=None) == nothing


def test_the_rules_or_the_protection_are_not_known() -> None:
    assert review(protection=REFUSED).startswith("unknown: this token may not administer the repository (403)\n")
    unseen = server(rules={"main": OFFLINE}, protection=REFUSED)
    assert told(scene(there=unseen), "code-owner-review") == "unknown: this was run with --offline\nRun it without."
