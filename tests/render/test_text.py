"""The page of `readiness check`: each line of it, as wide as the terminal, and nothing that can be folded on a busy day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.models import TODAY, Edit, edited, example, report, without

from readiness_bot.evidence.answers import Answer, Evidence, Judged, Refuted
from readiness_bot.evidence.claims import claims
from readiness_bot.judging.evaluate import evaluate, facts_of
from readiness_bot.judging.gate import gate
from readiness_bot.judging.report import Report
from readiness_bot.reading.snapshot import Committer
from readiness_bot.render.text import page, render
from readiness_bot.render.view import View
from readiness_bot.vocabulary import Severity, Stage, Status, Timing

PAGES = Path(__file__).parent / "pages"
SECOND = View(60, folder="models/churn/", command="readiness check models/churn", answer="readiness answer models/churn")
WRONG: Sequence[Edit] = (
    ("governance", "expires: 2027-10-16", "expires: 2026-11-19"),
    ("contract", "retire_when", "retire_wen"),
    ("contract", "per_week: 18000", "per_week: much"),
)
EMPTY: Sequence[Edit] = tuple((stem, "", f"# {stem}\n") for stem in ("ownership", "governance", "infrastructure", "fallback"))
"""Files in which nothing is written yet."""


def shown(found: Report, view: View | None = None) -> str:
    return render(found, gate(found), None, view)


def refuted(**answers: Answer) -> Report:
    """The example, and what GitHub says otherwise: `governance_compliance=Refuted(…)`."""
    facts = facts_of(example(), TODAY)
    by_item = {name.replace("_", ".", 1): answer for name, answer in answers.items()}
    evidence: Evidence = {c.item: (Judged(c, by_item[c.item]),) for c in claims(facts) if c.item in by_item}
    return evaluate(example(), TODAY, evidence=evidence)


def signed_by_themselves() -> Report:
    return refuted(
        governance_compliance=Refuted(
            "priya-nair opened #57, and nobody can approve their own change", "ask somebody else to write it in a pull request that priya-nair approves"
        ),
        governance_validation=Refuted("jonas-weber did not approve #52", "ask jonas-weber to approve a pull request that brings it"),
    )


@pytest.mark.parametrize(
    ("name", "found", "view"),
    [
        ("refuted-sign-offs-100", signed_by_themselves(), View(100)),
        ("wrong-in-a-second-model-60", report(*WRONG), SECOND),
        ("nothing-written-80", report(*EMPTY), View(80)),
    ],
)
def test_the_whole_page(name: str, found: Report, view: View) -> None:
    assert shown(found, view) + "\n" == (PAGES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("edits", [(), WRONG, EMPTY], ids=["complete", "wrong", "empty"])
@pytest.mark.parametrize("entering", [None, *Stage])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(entering: Stage | None, edits: Sequence[Edit], width: int) -> None:
    found = report(*edits, entering=entering)
    narrow, wide = (shown(found, View(columns, every=True)) for columns in (width, 1000))
    assert [line for line in narrow.splitlines() if len(line) > width and len(line.split()) > 1] == []
    assert re.findall(r"\S+", narrow) == re.findall(r"\S+", wide)


def test_a_path_that_is_wider_than_the_terminal_stands_alone_and_whole() -> None:
    lines = shown(report(*WRONG), View(60, folder="models/a-model-with-quite-a-long-name-of-its-own/")).splitlines()
    assert "    models/a-model-with-quite-a-long-name-of-its-own/readiness/contract.yaml:24:1" in lines


@pytest.mark.parametrize("entering", Stage)
def test_every_gap_that_is_due_has_each_of_its_places(entering: Stage) -> None:
    found = report(*EMPTY, entering=entering)
    told = shown(found, View(every=True)).splitlines()
    due = [r for r in found.items if r.status is Status.GAP and r.timing is not Timing.UPCOMING]
    wanted = {finding.where for result in due for finding in result.findings}
    assert {line.split()[0] for line in told if re.match(r" +\S+:\d+:\d+(  |$)", line)} == wanted
    assert [result.id for result in due if not any(line.startswith(f"  {result.id}  ") for line in told)] == []


def test_a_long_list_is_folded_by_file_and_says_how_much_there_is() -> None:
    found = report(*EMPTY, entering=Stage.PRODUCTION)
    short, whole = shown(found), shown(found, View(every=True))
    assert len(short.splitlines()) < len(whole.splitlines())
    assert "\n  readiness/infrastructure.yaml   9 items\n" in short
    assert short.endswith(" · readiness check --for production --all")
    assert " more:" not in whole
    assert all(result.id in short for result in found.blocking)


LOW: Edit = ("governance", "level: medium", "level: low")
NO_VALUE: Edit = ("contract", "value: {per_week: 18000, currency: EUR, basis: docs/value-case.md}\n", "")


def test_advice_is_silent_until_it_is_asked_for() -> None:
    found = report(NO_VALUE, ("contract", "stage: staging ", "stage: design "))
    assert found.by_id["contract.value"].severity is Severity.ADVISORY
    silent = shown(found)
    assert ("contract.value" in silent, silent.splitlines()[-1]) == (False, "1 piece of advice, which blocks nothing: readiness check --all")
    asked = shown(found, View(every=True))
    assert "\nDUE before development (6 Jul, 137 days late): 9 of 10 done\n  contract.value  Value per week · nora-lee (business owner) (advice)" in asked


def test_a_stage_is_complete_whatever_is_advised() -> None:
    found = report(NO_VALUE, ("contract", "stage: staging ", "stage: design "))
    assert (
        "\nNEXT: development, planned for 6 Jul (137 days late). To ask for it, open a pull request that sets\n  readiness/contract.yaml:5:8  stage: development\n"
        in shown(found)
    )


@pytest.mark.parametrize(
    ("edits", "entering", "next_"),
    [
        ((), None, "production"),
        ((), Stage.PRODUCTION, "production"),
        ((), Stage.EVALUATION, None),
        ((("contract", "stage: staging ", "stage: production "),), None, None),
        ((("contract", "stage: staging ", "stage: evaluation "),), None, "staging"),
        ((("fallback", "minutes: 18", "minutes: 45"),), None, None),
        (WRONG, None, None),
    ],
)
def test_what_comes_next_is_one_step_that_may_be_asked_for(edits: Sequence[Edit], entering: Stage | None, next_: str | None) -> None:
    found = re.search(r"NEXT: (\w+)", shown(report(*edits, entering=entering)))
    assert (found and found[1]) == next_


def team(people: Sequence[str], *edits: Edit) -> Report:
    """A model of which nothing but the tier and ownership.yaml is said, in whose history these people committed."""
    snapshot = edited(example(), *edits)
    return evaluate(replace(snapshot, committers=tuple(Committer(login, 9) for login in people)), TODAY)


NOBODY: Edit = ("ownership", "", "developers: []\n")
HIGH: Edit = ("governance", "level: medium", "level: high")
PAIR: Edit = ("ownership", "", "developers: [ana-ruiz]\nproduction_owner: {person: ana-ruiz, backup: jo-marsh}\n")


@pytest.mark.parametrize(
    ("people", "edits", "told"),
    [
        (
            ["ana-ruiz"],
            [NOBODY],
            "Known here so far: ana-ruiz. A team of one needs a colleague from outside as backup, second on call, and approver and reviewer (who did not build the model). One person can be all of these; at low tier there is least to sign.",  # noqa: E501
        ),
        (
            ["ana-ruiz", "raj-patel"],
            [NOBODY, LOW],
            "Known here so far: ana-ruiz, raj-patel. A team of two needs a colleague from outside as approver and reviewer (who did not build the model). One person can be both.",  # noqa: E501
        ),
        (
            ["ana-ruiz", "raj-patel"],
            [NOBODY, HIGH],
            "Known here so far: ana-ruiz, raj-patel. A team of two needs two colleagues from outside as approver and reviewer (who did not build the model), and validator (not the compliance reviewer). At medium tier it takes fewer people.",  # noqa: E501
        ),
        (
            ["Ana-Ruiz"],
            [PAIR, HIGH],
            "Known here so far: ana-ruiz, jo-marsh. A team of two needs a colleague from outside as validator (not the compliance reviewer). At medium tier it takes fewer people.",  # noqa: E501
        ),
        (["ana-ruiz"], [PAIR], ""),
        (["ana-ruiz", "raj-patel", "mei-chen"], [NOBODY], ""),
        ([], [NOBODY], ""),
        (["ana-ruiz"], [], ""),
    ],
)
def test_a_small_team_hears_once_what_it_cannot_be(people: Sequence[str], edits: Sequence[Edit], told: str) -> None:
    text = " ".join(shown(team(people, *edits)).split())
    assert text.count("Known here so far") == bool(told)
    assert told in text


def test_settings_stand_above_a_model() -> None:
    assert View(folder="models/churn/").place("../../.github/readiness.yaml", 1, 2) == ".github/readiness.yaml:1:2"


def test_a_missing_file_says_who_writes_it() -> None:
    found = evaluate(without(example(), "readiness/fallback.yaml"), TODAY)
    assert "    readiness/fallback.yaml:1:1  readiness/fallback.yaml is missing\n                                 `readiness init` writes it\n" in shown(found)


def test_a_tone_only_repeats_what_the_words_say() -> None:
    found = report(*WRONG)
    rows = page(found, gate(found), None, View())
    assert "\n".join("".join(piece.text for piece in row).rstrip() for row in rows) == shown(found)
