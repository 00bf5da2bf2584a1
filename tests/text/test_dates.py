"""Days in the language that `.github/readiness.yaml` asks for."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from tests.models import Edit, comment_of, report

from readiness_bot.convention.settings import LANGUAGES
from readiness_bot.judging.gate import gate
from readiness_bot.judging.report import Report
from readiness_bot.render import render
from readiness_bot.render.issue import issue_body
from readiness_bot.text import words

DAY = date(2026, 10, 9)
GAP: Edit = ("fallback", "minutes: 18", "minutes: 45")


@pytest.mark.parametrize(
    ("language", "short", "full"),
    [
        ("en", "9 Oct", "9 Oct 2026"),
        ("cs", "9. 10.", "9. 10. 2026"),
        ("da", "9. okt.", "9. okt. 2026"),
        ("de", "9. Okt.", "9. Okt. 2026"),
        ("es", "9 oct", "9 oct 2026"),
        ("fi", "9.10.", "9.10.2026"),
        ("fr", "9 oct.", "9 oct. 2026"),
        ("it", "9 ott", "9 ott 2026"),
        ("ja", "10月9日", "2026年10月9日"),
        ("ko", "10월 9일", "2026년 10월 9일"),
        ("nl", "9 okt", "9 okt 2026"),
        ("pl", "9 paź", "9 paź 2026"),
        ("pt", "9 de out.", "9 de out. de 2026"),
        ("sv", "9 okt.", "9 okt. 2026"),
        ("uk", "9 жовт.", "9 жовт. 2026\u202fр."),
        ("zh", "10月9日", "2026年10月9日"),
    ],
)
def test_a_day(language: str, short: str, full: str) -> None:
    assert (words.day(DAY, date(2026, 1, 1), language), words.day(DAY, date(2027, 1, 1), language)) == (short, full)
    assert words.full_day(DAY, language) == full
    assert language in LANGUAGES


def in_german(found: Report) -> Report:
    return replace(found, settings=replace(found.settings, dates="de"))


def test_a_terminal_has_the_day_in_german() -> None:
    found = in_german(report(GAP))
    assert "DUE before production (30. Nov., in 10 days): 8 of 9 done" in render("text", found, gate(found))


def test_an_issue_has_it_too() -> None:
    found = in_german(report(GAP))
    assert "Due before production (30. Nov. 2026)." in issue_body(found.by_id["fallback.drill"], found, None)


def test_a_comment_follows_the_base_branch() -> None:
    """What the pull request itself writes into the settings counts once it is merged."""
    assert "30. Nov." in comment_of(report(GAP), in_german(report(GAP)), None)
    assert "30. Nov." not in comment_of(in_german(report(GAP)), report(GAP), None)


def test_english_needs_no_library() -> None:
    program = (
        "import sys; from datetime import date; from readiness_bot.text.words import full_day; full_day(date(2026, 10, 9)); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
