"""The audit judges each day by the policy that was in force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.convention.test_custom import REGION
from tests.policies import ACME
from tests.policies import policy as acme
from tests.runs.test_policy import record

from readiness_bot.audit.in_force import InForce, by_ledger, told
from readiness_bot.convention.policy import Policy
from readiness_bot.demo.repository import Repository
from readiness_bot.portfolio.audits import rebuilt
from readiness_bot.render.audit import html
from readiness_bot.render.audit.json import as_data

V4 = ACME.replace("version: 3", "version: 4")


def opened(readiness: Readiness, model: Path, *words: object) -> tuple[list[str], list[str]]:
    """Since when the policy's own item is open, and what the audit notes of policies."""
    found = json.loads(readiness("audit", model, "--format", "json", "--today", "2026-11-30", *words).out)
    own = [item["opened"] for item in found["items"] if item["id"] == "acme.data-residency"]
    return own, [note for note in found["notes"] if "policy" in note]


def commit(folder: Path, text: str, day: date) -> None:
    (folder / "readiness-policy.yaml").write_text(text)
    Repository(folder).git("add", ".")
    Repository(folder).git("commit", "--quiet", "-m", "m", day=day)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Two versions: the second adds an item on 1 November."""
    folder = tmp_path / "policies"
    folder.mkdir()
    Repository(folder).git("init", "--quiet")
    commit(folder, ACME, date(2026, 9, 1))
    commit(folder, V4 + REGION, date(2026, 11, 1))
    return folder / "readiness-policy.yaml"


def test_each_version_that_git_has_counts_from_its_day_on(readiness: Readiness, model: Path, policies: Path) -> None:
    own, [note] = opened(readiness, model, "--policy", policies)
    assert own == ["2026-11-01"]
    assert note.endswith("the convention alone, then acme policy v3 from 2026-09-01 on, acme policy v4 from 2026-11-01 on.")


def test_a_file_without_a_past_counts_for_every_day(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(ACME + REGION)
    [[since], notes] = opened(readiness, model, "--policy", tmp_path / "p.yaml")
    assert (since < "2026-10", notes) == (True, [])


def test_an_item_of_the_policys_own_is_told_like_any_other(readiness: Readiness, model: Path, tmp_path: Path) -> None:
    """It belongs to the file that answers it, whatever its id begins with. JSON says of it what no convention does, so a page can be made of that."""
    (tmp_path / "p.yaml").write_text(ACME + REGION)
    words = ("audit", model, "--policy", tmp_path / "p.yaml", "--today", "2026-11-30")
    told = readiness(*words).out.replace("\n", " ")
    assert "infrastructure was what was missing; data residency is still open." in told
    data = json.loads(readiness(*words, "--format", "json").out)
    [own] = [item for item in data["items"] if "title" in item]
    assert {key: own[key] for key in ("id", "role", "title", "file", "due")} == {
        "id": "acme.data-residency", "role": "platform", "title": "Data residency", "file": "infrastructure.yaml", "due": "evaluation",
    }  # fmt: skip
    again = rebuilt(data)
    assert again is not None
    assert as_data(again)["items"] == data["items"]
    assert "Data residency" in html.render(again, [])
    for broken in ({**own, "title": ""}, {**own, "file": "../x"}, {**own, "due": None}):
        partly = rebuilt({**data, "items": [broken, *data["items"][:3]]})
        assert partly is None or len(partly.items) == 3


def test_without_it_the_ledger_tells(readiness: Readiness, model: Path) -> None:
    head = Repository(model).git("rev-parse", "HEAD").strip()
    tree = Repository(model).git("rev-parse", "HEAD:readiness").strip()
    said = {"policy": "acme", "version": 3}
    digest = acme("").overlay.digest
    line = {
        "schema": 1, "time": "2026-10-01T06:00:00Z", "day": "2026-10-01", "commit": head, "tree": tree, "model": "churn-propensity", "stage": "staging",
        "tier": "medium", "version": "1", "policy": {"require_verified": False, "waiver_days": 30}, "wrong": 0, "statuses": {}, "evidence": None,
    }  # fmt: skip
    named = line | {"time": "2026-10-20T06:00:00Z", "day": "2026-10-20"}
    named["policy"] = {"require_verified": False, "waiver_days": 30, "name": "acme", "version": 3, "digest": digest, "said": said}
    record(model, "".join(f"{json.dumps(each)}\n" for each in (line, named)), "churn-propensity at 1234567: 0 gaps, by acme policy v3")
    assert opened(readiness, model) == (
        [],
        ["Each day was judged by the policy that was in force: the convention alone, then acme policy v3 from 2026-10-20 on."],
    )


def test_a_policy_that_ends_leaves_what_it_asked_in_the_past(readiness: Readiness, model: Path, policies: Path) -> None:
    commit(policies.parent, ACME.replace("version: 3", "version: 5"), date(2026, 11, 20))
    own, [note] = opened(readiness, model, "--policy", policies)
    assert (own, note.endswith("acme policy v5 from 2026-11-20 on.")) == ([], True)
    for format_ in ("text", "markdown"):
        assert readiness("audit", model, "--policy", policies, "--today", "2026-11-30", "--format", format_).code == 0


def test_the_days_between() -> None:
    three, four = acme("tier: medium"), acme("tier: high")
    in_force = InForce(((date(2026, 9, 1), three), (date(2026, 10, 1), three), (date(2026, 11, 1), four)))
    assert [in_force.at(date(2026, month, 15)).tier for month in (8, 9, 10, 11)] == [None, "medium", "medium", "high"]
    assert [day for day, _ in in_force.turns(date(2026, 10, 30))] == [date(2026, 9, 1)]
    assert list(told(InForce.always(three), date(2026, 11, 1))) == []
    assert by_ledger((), three, date(2026, 11, 1)).at(date.min) == three
    assert by_ledger((), None, date(2026, 11, 1)).at(date.max) == Policy()
