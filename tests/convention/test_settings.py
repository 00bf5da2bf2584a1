"""`.github/readiness.yaml`: read, or every line that is wrong; and what it does to the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.models import TODAY, Edit, edited, example

from readiness_bot.convention.settings import LANGUAGES, SCHEMA, GateMode, IssueMode, ReminderMode, Settings, parse_settings
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.judging.gate import gate
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.reading.snapshot import Refusal, Snapshot

GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")
OVERDUE: Edit = ("governance", "expires: 2027-10-16", "expires: 2026-11-19")
A_PATH = "write its path from the repository's root: .github/workflows/integration.yml"
WRONG: Edit = ("governance", "compliance: {by", "complience: {by")


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("", Settings()),
        ("gate: off", Settings(gate=GateMode.OFF)),
        ("gate: regressions\nissues: overview", Settings(gate=GateMode.REGRESSIONS, issues=IssueMode.OVERVIEW)),
        ("overview: false", Settings(overview=False)),
        ("new_issues: 3", Settings(new_issues=3)),
        ("new_issues: 1e1", Settings(new_issues=10)),
        ("label: go-live", Settings(label="go-live")),
        ("reminders: digest", Settings(reminders=ReminderMode.DIGEST)),
        ("dates: de", Settings(dates="de")),
        ("verify: true", Settings(verify=True)),
        ("tests: {load: .github/workflows/k6.yml}", Settings(tests={"tests.load": ".github/workflows/k6.yml"})),
        ("tests: {load: , integration: .github/workflows/e2e.yaml}", Settings(tests={"tests.integration": ".github/workflows/e2e.yaml"})),
        ("tests:", Settings()),
        ("gate:", Settings()),
    ],
)
def test_settings(text: str, settings: Settings) -> None:
    assert parse_settings(text.encode()) == settings


def test_what_is_shown_first_is_the_default() -> None:
    shown = {key: rules["meta"]["example"] for key, rules in SCHEMA.items() if "schema" not in rules}
    assert parse_settings("".join(f"{key}: {word}\n" for key, word in shown.items()).encode()) == Settings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gates: off", "1:1 unknown key 'gates'; did you mean 'gate'? / write gate"),
        ("gate: of", "1:7 gate is 'of', which is not one of overdue, strict, regressions, off / write off"),
        ("new_issues: all", "1:13 new_issues is 'all', but must be a number / write a plain number, without a unit, currency or separators"),
        ("new_issues: 0", "1:13 new_issues is '0', which is not allowed (min: 1) / write a number from 1 to 100"),
        (
            "tests:\n  load: k6",
            f"2:9 tests.load is 'k6', but must be a workflow file / {A_PATH}",
        ),
        (
            "tests: {load: ./.github/workflows/../k6.yml}",
            f"1:15 tests.load is './.github/workflows/../k6.yml', but must be a workflow file / {A_PATH}",
        ),
        (
            "tests: {integratoin: .github/workflows/e2e.yml}",
            "1:9 unknown key 'integratoin' in tests; did you mean 'integration'? / write integration",
        ),
        (
            "tests: .github/workflows/e2e.yml",
            (
                "1:8 tests must be a block of keys, but is '.github/workflows/e2e.yml' / write   "
                "tests: {integration: .github/workflows/integration.yml, load: .github/workflows/load.yml}"
            ),
        ),
        ("overview: maybe", "1:11 overview is 'maybe', but must be true or false / write true or false"),
        ("dates: klingon", f"1:8 dates is 'klingon', which is not one of {', '.join(LANGUAGES)} / write one of {', '.join(LANGUAGES)}"),
    ],
)
def test_wrong_settings(text: str, told: str) -> None:
    found = parse_settings(text.encode())
    assert not isinstance(found, Settings)
    assert [f"{f.line}:{f.column} {f.message} / {f.fix}" for f in found] == [told]


def test_settings_behind_a_link_are_not_read() -> None:
    found = parse_settings(Refusal.SYMLINK)
    assert not isinstance(found, Settings)
    assert found[0].message == "these settings are not read (symlink)"


def with_settings(text: str, *edits: Edit, prefix: str = "") -> Snapshot:
    snapshot = edited(example(), *edits)
    return replace(snapshot, files={**snapshot.files, SETTINGS: text.encode()}, prefix=prefix)


def test_wrong_settings_are_wrong_like_any_file() -> None:
    [finding] = evaluate(with_settings("gates: off"), TODAY).findings
    assert finding.where == ".github/readiness.yaml:1:1"


def test_their_path_leads_out_of_a_models_own_folder() -> None:
    [finding] = evaluate(with_settings("gates: off", prefix="models/churn/"), TODAY).findings
    assert finding.where == "../../.github/readiness.yaml:1:1"


@pytest.mark.parametrize(
    ("base", "edits", "green"),
    [
        ("gate: overdue", (OVERDUE,), False),
        ("gate: overdue", (GAP,), False),
        ("gate: regressions", (GAP,), False),
        ("gate: regressions", (WRONG,), False),
        ("gate: off", (GAP, OVERDUE), True),
        ("gate: off", (WRONG,), True),
        ("gates: off", (GAP,), False),
    ],
)
def test_the_base_branch_says_what_blocks(base: str, edits: tuple[Edit, ...], green: bool) -> None:
    verdict = gate(evaluate(with_settings("gate: off", *edits), TODAY), evaluate(with_settings(base), TODAY))
    assert verdict.green is green


def test_with_regressions_alone_what_was_overdue_before_does_not_block() -> None:
    later = date(2027, 10, 20)
    verdict = gate(evaluate(with_settings(""), later), evaluate(with_settings("gate: regressions"), later))
    assert (verdict.passed, verdict.green) == (False, True)


def test_without_a_base_nothing_is_loosened() -> None:
    assert not gate(evaluate(with_settings("gate: off", OVERDUE), TODAY)).green
