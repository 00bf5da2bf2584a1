"""`readiness fleet waiting`: from clones to what one person must do."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.models import EXAMPLE
from tests.rows import COMMIT, DAY, item, row, scan_file

FRAUD = f"https://github.com/acme/fraud/blob/{COMMIT}/readiness/governance.yaml#L17"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    rows = (row("acme/churn", item("priya-nair", 38), value=18000), row("acme/fraud", item("priya-nair", 3), value=13000))
    return scan_file(tmp_path / "scan.json", *rows, row("acme/slow", item("@acme/risk")), row("acme/gone", error="GitHub refused."), row("acme/fine"))


def test_one_person(scan: Path, readiness: Readiness) -> None:
    assert readiness("fleet", "waiting", scan, "--for", "@Priya-Nair").out == (
        "priya-nair: 2 things in 2 models wait for you; they cost about EUR 31,000 a week\n\n"
        "  churn   Compliance approval   38 days late   EUR 18,000 a week\n"
        "    compliance is missing: add compliance: {by: LOGIN} (the compliance approval)\n"
        f"    {FRAUD.replace('fraud', 'churn')}\n"
        "  fraud   Compliance approval   3 days late    EUR 13,000 a week\n"
        "    compliance is missing: add compliance: {by: LOGIN} (the compliance approval)\n"
        f"    {FRAUD}\n\n"
        "1 repository could not be read in this scan; what waits there is not known\n"
    )


def test_a_team(scan: Path, readiness: Readiness) -> None:
    first, _, thing, *_ = readiness("fleet", "waiting", scan, "--for", "acme/risk").out.splitlines()
    assert (first, thing) == ("@acme/risk: 1 thing in 1 model waits for you", "  slow   Compliance approval   due before staging")


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("mei-chen", "Nothing waits for mei-chen in 4 models. Enjoy your day!"),
        ("prija-nair", "Nothing waits for prija-nair in this scan. Did you mean priya-nair?"),
    ],
)
def test_nothing_waits(scan: Path, readiness: Readiness, login: str, said: str) -> None:
    assert readiness("fleet", "waiting", scan, "--for", login).out.splitlines()[0] == said


def test_everybody(tmp_path: Path, readiness: Readiness) -> None:
    scan = scan_file(tmp_path / "s.json", *(row(f"a/{n}", item("kim", n)) for n in range(1, 6)), row("a/x", item("")))
    said = readiness("fleet", "waiting", scan, "--all").out
    assert "  … and 2 more (--for kim shows them)\n\nNobody is named, and nobody stands in: 1 thing in 1 model waits for somebody to be named\n" in said


def test_as_markdown_it_calls_nobody(scan: Path, readiness: Readiness) -> None:
    said = readiness("fleet", "waiting", scan, "--for", "priya-nair", "--format", "markdown").out
    assert said.startswith("### `priya-nair`\n\n2 things in 2 models wait for you; they cost about EUR 31,000 a week.\n\n- **churn** · [Compliance approval](")
    assert (
        f"- **fraud** · [Compliance approval]({FRAUD}) · **3 days late** · EUR 13,000 a week\n  compliance is missing: add `compliance: {{by: LOGIN}}`" in said
    )


def test_as_json(scan: Path, readiness: Readiness) -> None:
    said = json.loads(readiness("fleet", "waiting", scan, "--for", "priya-nair", "--format", "json").out)
    [person] = said["people"]
    assert (said["scanned"], said["unread"], person["cost_per_week"]) == ("2026-11-26", 1, [{"amount": 31000, "currency": "EUR"}])
    assert [(wait["repository"], wait["days_late"], wait["url"] == FRAUD) for wait in person["waiting"]] == [("acme/churn", 38, False), ("acme/fraud", 3, True)]


def test_of_two_scans_the_newer_counts(tmp_path: Path, scan: Path, readiness: Readiness) -> None:
    later = scan_file(tmp_path / "later.json", row("acme/churn"), row("beta/new", item("priya-nair")), day=DAY + timedelta(7))
    said = json.loads(readiness("fleet", "waiting", later, scan, "--for", "priya-nair", "--format", "json").out)
    assert [wait["repository"] for wait in said["people"][0]["waiting"]] == ["acme/fraud", "beta/new"]


@pytest.mark.parametrize("words", [[], ["--for", "x", "--all"], ["--for", "@"]])
def test_wrong_words(scan: Path, readiness: Readiness, words: list[str]) -> None:
    assert readiness("fleet", "waiting", scan, *words).code == 2


def test_a_part_alone_does_not_say_that_nothing_waits(tmp_path: Path, readiness: Readiness) -> None:
    part, clones = tmp_path / "part.json", tmp_path / "clones"
    shutil.copytree(EXAMPLE / "readiness", clones / "m" / "readiness")
    readiness("fleet", "scan", "--folder", clones, "--today", "2026-11-26", "--shard", "1/2", "--output", part)
    told = readiness("fleet", "waiting", part, "--for", "kim")
    assert (told.code, "part 2 of 2 is missing" in told.err) == (2, True)


def test_from_clones(tmp_path: Path, readiness: Readiness) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "clones" / "acme" / "churn")
    file = tmp_path / "clones/acme/churn/readiness/governance.yaml"
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith("compliance:")))
    readiness("fleet", "scan", "--folder", tmp_path / "clones", "--today", "2026-11-26", "--output", tmp_path / "s.json")
    lines = readiness("fleet", "waiting", tmp_path / "s.json", "--for", "priya-nair").out.splitlines()
    assert lines[2] == "  churn-propensity   Compliance approval   38 days late   EUR 18,000 a week"
    assert lines[-1] == "    acme/churn/readiness/governance.yaml:20"
