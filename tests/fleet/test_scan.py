"""`readiness fleet scan --folder` and `merge`: real clones, one row each."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.commandline import Readiness
from tests.models import EXAMPLE

from readiness_bot.fleet import scan as fleet_scan
from readiness_bot.fleet.clones import Clone
from readiness_bot.fleet.scan import Terms, scanned
from readiness_bot.portfolio.row import Row

DAY = "2026-11-26"


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as people have it: of several owners, with a monorepo, something empty, something broken."""
    folder = tmp_path_factory.mktemp("clones")
    for name in ("acme/fraud", "acme/pricing", "beta/shop/models/churn", "beta/shop/models/basket"):
        shutil.copytree(EXAMPLE / "readiness", folder / name / "readiness")
    for name in ("acme/fraud", "acme/pricing", "acme/empty", "acme/site", "beta/shop", "beta/train"):
        subprocess.run(["git", "init", "-q", folder / name], check=True)
    (folder / "acme/pricing/readiness/contract.yaml").write_text("model: [pricing\n", encoding="utf-8")
    (folder / "acme/site/index.html").write_text("<p>", encoding="utf-8")
    (folder / "beta/train/src").mkdir()
    (folder / "beta/train/src/train.py").write_text("", encoding="utf-8")
    (folder / "notes.txt").write_text("no repository", encoding="utf-8")
    return folder


Scan = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def scan(readiness: Readiness) -> Scan:
    """A folder's rows."""

    def rows(folder: Path, *more: str) -> list[dict[str, Any]]:
        result = readiness("fleet", "scan", "--folder", folder, "--today", DAY, *more)
        return list(json.loads(result.out)["repositories"])

    return rows


def test_each_model_is_a_row(clones: Path, scan: Scan) -> None:
    rows = scan(clones)
    assert [(row["name"], row["folder"], row["model"], row["absent"]) for row in rows] == [
        ("acme/empty", "", None, True),
        ("acme/fraud", "", "churn-propensity", False),
        ("acme/pricing", "", "this model", False),
        ("acme/site", "", None, True),
        ("beta/shop", "models/basket/", "churn-propensity", False),
        ("beta/shop", "models/churn/", "churn-propensity", False),
        ("beta/train", "", None, True),
    ]


def test_a_row_says_what_check_says(clones: Path, scan: Scan, readiness: Readiness) -> None:
    [row] = [row for row in scan(clones) if row["name"] == "acme/fraud"]
    checked = json.loads(readiness("check", clones / "acme/fraud", "--today", DAY, "--format", "json").out)
    same = ("model", "stage", "tier", "ready", "ready_for", "readiness", "unverified")
    assert {key: row[key] for key in same} == {key: checked[key] for key in same}
    assert row["gaps"] == [item["id"] for item in checked["items"] if item["status"] == "gap"]


def test_what_is_wrong_in_a_row(clones: Path, scan: Scan) -> None:
    [row] = [row for row in scan(clones) if row["name"] == "acme/pricing"]
    assert (row["ready"], row["wrong"], row["error"]) == (False, 1, None)


def test_a_model_that_is_not_set_up(clones: Path, scan: Scan) -> None:
    rows = {row["name"]: row["looks_like"] for row in scan(clones)}
    assert (rows["beta/train"], rows["acme/site"]) == ("training code (src/train.py)", "")


@pytest.mark.parametrize("of", [1, 2, 5])
def test_parts_put_together_are_one_scan(clones: Path, tmp_path: Path, of: int, readiness: Readiness) -> None:
    parts = [tmp_path / f"{number}.json" for number in range(1, of + 1)]
    for number, part in enumerate(parts, 1):
        readiness("fleet", "scan", "--folder", clones, "--today", DAY, "--shard", f"{number}/{of}", "--output", part)
    merged = readiness("fleet", "merge", *reversed(parts))
    assert merged.out == readiness("fleet", "scan", "--folder", clones, "--today", DAY).out


def test_more_processes_say_the_same(clones: Path, tmp_path: Path, readiness: Readiness) -> None:
    for number in range(40):
        (tmp_path / f"link{number}").symlink_to(clones / "acme/fraud/readiness")  # a link is no clone
        shutil.copytree(clones / "acme/fraud", tmp_path / f"m{number:02}")
    one, two = (readiness("fleet", "scan", "--folder", tmp_path, "--today", DAY, "--processes", count) for count in "12")
    assert (len(json.loads(one.out)["repositories"]), one.out == two.out) == (40, True)


def test_a_history_that_is_read_too(tmp_path: Path, scan: Scan) -> None:
    shutil.copytree(EXAMPLE / "readiness", tmp_path / "m" / "readiness")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=tmp_path / "m", check=True)
    [row] = scan(tmp_path, "--audit")
    assert (row["audit"]["model"], row["error"]) == ("churn-propensity", None)


def test_a_history_that_cannot_be_read_leaves_the_verdict(clones: Path, tmp_path: Path, scan: Scan) -> None:
    shutil.copytree(clones / "acme/fraud/readiness", tmp_path / "m" / "readiness")
    [row] = scan(tmp_path, "--audit")
    assert (row["model"], row["ready"], row["audit"], row["error"]) == ("churn-propensity", False, None, None)
    assert row["history_error"] == f"{tmp_path}/m is not in a git repository, and the audit reads git's history."


WRONG = {
    "no repository": (("scan", "--folder", "{empty}"), "holds no repository: none of its folders, three levels down, has a .git or readiness/."),
    "no part": (("scan", "--folder", "{empty}", "--shard", "3/2"), "'3/2' is no part; write 2/8 for the second of eight (at most 1000)"),
    "no scan": (("merge", "{text}"), "is no scan: it is not JSON (line 1, column 1). `readiness fleet scan` writes one."),
    "another file": (("merge", "{other}"), "is no scan: it has no 'schema'. `readiness fleet scan` writes one."),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_words(case: str, tmp_path: Path, readiness: Readiness) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    (tmp_path / "other").write_text("{}", encoding="utf-8")
    words, told = WRONG[case]
    result = readiness("fleet", *(word.format(**{name: tmp_path / name for name in ("empty", "text", "other")}) for word in words))
    assert (result.code, told in result.err) == (2, True)


def test_a_hostile_clone_is_a_row(tmp_path: Path, scan: Scan) -> None:
    """What cannot be read spoils nothing."""
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare")], check=True)
    (tmp_path / "loop/readiness").mkdir(parents=True)
    (tmp_path / "loop/readiness/contract.yaml").symlink_to("contract.yaml")
    rows = {row["name"]: row for row in scan(tmp_path)}
    assert rows["bare"]["error"] == "this is a bare repository, which has no files; clone it with a working tree."
    assert (rows["loop"]["error"], rows["loop"]["wrong"]) == (None, 1)


POLICY = """\
policy: acme
version: 3
items:
  contract.outcome: {off: "measured by finance"}
repositories:
  out: {"acme/pricing": retired in May}
sections:
  - for: {name: "beta/*"}
    tier: high
"""


def test_a_policy_is_in_force(clones: Path, scan: Scan, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    rows = {row["name"] + row["folder"]: row for row in scan(clones, "--policy", tmp_path / "policy.yaml")}
    [without] = [row for row in scan(clones) if row["name"] == "acme/fraud"]
    assert set(without["gaps"]) - set(rows["acme/fraud"]["gaps"]) == {"contract.outcome"}
    assert (without["policy"], rows["acme/fraud"]["policy"]) == ("", "acme policy v3")
    assert (rows["acme/pricing"]["left_out"], rows["acme/pricing"]["ready"]) == (f"retired in May ({tmp_path}/policy.yaml:6:9)", None)
    assert (rows["acme/fraud"]["tier"], rows["beta/shopmodels/churn/"]["tier"]) == ("medium", "high")


def test_a_process_that_is_killed_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system does where memory runs out: the clone that costs a process is a row, and the others are judged."""
    clones = [Clone(f"m{number:02}", tmp_path / f"m{number:02}") for number in range(80)]
    for clone in clones:
        (clone.path / "readiness").mkdir(parents=True)

    def judged(clone: Clone, *_: object) -> list[Row]:
        if clone.name == "m37":
            os.kill(os.getpid(), signal.SIGKILL)
        return [Row(clone.name)]

    monkeypatch.setattr(fleet_scan, "rows_of_clone", judged)
    lines = [json.loads(line) for some in scanned(clones, Terms(date(2026, 11, 26), date(2026, 11, 26), None), 2) for line in some]
    assert [row["name"] for row in lines] == [clone.name for clone in clones]
    assert {row["name"]: row["error"] for row in lines if row["error"]} == {
        "m37": "the process that judged it was ended from outside, most likely for want of memory."
    }
