"""`readiness fleet report`: scans on disk, and what is said of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.fleets import DAY, earlier, small

from readiness_bot.fleet.earlier import Kept, thinned, trail
from readiness_bot.portfolio.scan import Scan, Shard, row_text, written


def saved(path: Path, scan: Scan) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(written(scan.head, map(row_text, scan.rows))), encoding="utf-8")
    return path


@pytest.fixture
def now(tmp_path: Path) -> Path:
    return saved(tmp_path / "scan.json", small())


def test_the_first_lines_are_the_answer(now: Path, readiness: Readiness) -> None:
    ran = readiness("fleet", "report", now)
    assert ran.code == 0
    assert ran.out.splitlines()[:5] == [
        "Fleet (org acme) · scanned 26 Nov 2026",
        "",
        "6 models in 10 repositories: 2 ready (33%), 4 stalled.",
        "",
        "EUR 31,000 and USD 9,000 a week wait in 4 stalled models; 1 of them names no value.",
    ]


def test_parts_are_put_together(tmp_path: Path, readiness: Readiness) -> None:
    whole, files = small(), []
    for number in (1, 2):
        shard = Shard(number, 2)
        rows = tuple(row for row in whole.rows if shard.holds(row.name))
        files.append(saved(tmp_path / f"{number}.json", Scan(replace(whole.head, shard=shard), rows)))
    assert readiness("fleet", "report", *files).out == readiness("fleet", "report", saved(tmp_path / "all.json", whole)).out


def test_earlier_scans_are_a_trend(now: Path, tmp_path: Path, readiness: Readiness) -> None:
    """A folder of them may hold this scan too, a later one, a part, another source's and anything else."""
    saved(tmp_path / "kept/a.json", earlier())
    saved(tmp_path / "kept/b.json", small())
    saved(tmp_path / "kept/c.json", replace(small(), head=replace(small().head, scanned=DAY + timedelta(days=1))))
    saved(tmp_path / "kept/d.json", replace(earlier(), head=replace(earlier().head, scanned=DAY - timedelta(days=2), source="folder")))
    (tmp_path / "kept/notes.json").write_text("[]", encoding="utf-8")
    told = json.loads(readiness("fleet", "report", now, "--earlier", tmp_path / "kept", "--format", "json").out)
    assert [point["date"] for point in told["trends"]] == ["2026-11-12", "2026-11-26"]
    assert told["notes"] == ["1 scan of a later day left out.", "1 earlier scan of another source, or a part of one, left out."]


def test_years_of_daily_scans_are_thinned() -> None:
    daily = [Kept(DAY - timedelta(days=ago), Path(str(ago))) for ago in range(800, 0, -1)]
    kept = [(DAY - each.day).days for each in thinned(daily)]
    assert kept[:14] == list(range(1, 15))
    assert (len(kept), kept == sorted(kept), {(DAY - timedelta(days=ago)).weekday() for ago in kept[15:]}) == (60, True, {0})


def test_the_newest_of_a_day_counts_once(tmp_path: Path) -> None:
    files = [saved(tmp_path / f"kept/{name}.json", earlier()) for name in "ab"]
    assert len(trail(small(), files).points) == 1


WRONG = {
    "no scan": (("{text}",), "text is no scan: it is not JSON (line 1, column 1). `readiness fleet scan` writes one."),
    "no earlier scan": (("{scan}", "--earlier", "{text}"), "text is no scan: it does not say when. `readiness fleet scan` writes one."),
    "two whole scans": (("{scan}", "{scan}"), "These files cannot be reported on together: one of them is a whole scan already; give the parts alone."),
    "a day before it": (("{scan}", "--today", "2026-11-25"), "--today 2026-11-25 is before the day of the scan (2026-11-26)."),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_words(case: str, now: Path, tmp_path: Path, readiness: Readiness) -> None:
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    words, told = WRONG[case]
    ran = readiness("fleet", "report", *(word.format(scan=now, text=tmp_path / "text") for word in words))
    assert (ran.code, told in ran.err) == (2, True), ran.err
