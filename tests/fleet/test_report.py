"""`readiness fleet report`: scans on disk, and what is said of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.fleets import earlier, small
from tests.rows import DAY

from readiness_bot.fleet.earlier import Kept, thinned, trail
from readiness_bot.fleet.pages import named
from readiness_bot.portfolio.row import Row
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
        "Fleet (org acme) · scanned 26 Nov 2026 · policy acme v3",
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
    (tmp_path / "kept/cut.json").write_text('{"schema":1,"scanned":"2026-11-01","source":"org', encoding="utf-8")
    told = json.loads(readiness("fleet", "report", now, "--earlier", tmp_path / "kept", "--format", "json").out)
    assert [point["date"] for point in told["trends"]] == ["2026-11-12", "2026-11-26"]
    assert told["notes"] == [
        "1 scan of a later day left out.",
        "1 earlier scan of another source, or a part of one, left out.",
        "1 earlier scan left out that can't be read.",
    ]


def test_years_of_daily_scans_are_thinned() -> None:
    daily = [Kept(DAY - timedelta(days=ago), Path(str(ago))) for ago in range(800, 0, -1)]
    kept = [(DAY - each.day).days for each in thinned(daily)]
    assert kept[:14] == list(range(1, 15))
    assert (len(kept), kept == sorted(kept), {(DAY - timedelta(days=ago)).weekday() for ago in kept[15:]}) == (60, True, {0})


def test_the_newest_of_a_day_counts_once(tmp_path: Path) -> None:
    files = [saved(tmp_path / f"kept/{name}.json", earlier()) for name in "ab"]
    assert len(trail(small(), files).points) == 1


def test_a_folder_with_a_page_for_each_audit(tmp_path: Path, readiness: Readiness) -> None:
    """An audit that cannot be told from the file is named, and the model is in the table all the same."""
    churn, *others = small().rows
    odd = replace(others[1], audit={"model": "fraud"})
    file = saved(tmp_path / "scan.json", replace(small(), rows=(churn, others[0], odd, *others[2:])))
    ran = readiness("fleet", "report", file, "--pages", tmp_path / "site")
    assert ran.out == f"{tmp_path}/site/index.html, and 1 page of models with an audit.\n"
    assert ran.err == "The audit of acme/fraud could not be shown; scan again with --audit.\n"
    assert sorted(str(path.relative_to(tmp_path / "site")) for path in (tmp_path / "site").rglob("*.*")) == ["index.html", "models/acme-churn.html"]
    audit = (tmp_path / "site/models/acme-churn.html").read_text(encoding="utf-8")
    assert '<a href="../index.html">Every model</a> · <a href="https://github.com/acme/churn">acme/churn</a>' in audit


def test_no_two_models_share_a_page() -> None:
    rows = [Row("acme/x", "a b/"), Row("acme/x", "a-b/"), Row("Acme/X", "a-b/"), Row("../..")]
    assert list(named(rows).values()) == ["models/acme-x-a-b.html", "models/acme-x-a-b-2.html", "models/Acme-X-a-b-3.html", "models/model.html"]


@pytest.mark.parametrize(("format_", "missing", "add"), [("parquet", "pyarrow", "pyarrow"), ("html", "jinja2", "Jinja2 vl-convert-python")])
def test_a_library_that_is_missing(now: Path, tmp_path: Path, format_: str, missing: str, add: str) -> None:
    """In a process of its own, which finds no such library."""
    code = f"import sys; sys.modules[{missing!r}] = None; from readiness_bot.cli import main; main()"
    words = ["fleet", "report", str(now), "--format", format_, "--output", str(tmp_path / "out")]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, (tmp_path / "out").exists()) == (3, False)
    assert f"needs {missing}, which is not installed here. Add it:  " in done.stderr
    assert done.stderr.splitlines()[0].endswith(f" {add}")
    assert done.stderr.splitlines()[1] == "Text, Markdown, JSON and CSV need nothing more."


def test_parquet_goes_to_a_file(now: Path, tmp_path: Path, readiness: Readiness) -> None:
    assert readiness("fleet", "report", now, "--format", "parquet", "--output", tmp_path / "fleet.parquet").code == 0
    assert (tmp_path / "fleet.parquet").read_bytes()[:4] == b"PAR1"


WRONG = {
    "Parquet on a screen": (("{scan}", "--format", "parquet"), "Parquet is no text for a screen; name a file with --output."),
    "pages in a file": (("{scan}", "--pages", "{text}x", "--output", "{text}y"), "--pages writes HTML files of its own; leave --output and --format out."),
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
