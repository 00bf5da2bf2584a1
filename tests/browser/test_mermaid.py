"""The diagrams as GitHub shows them: the real Mermaid in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Error
from tests.audits import SHAPES
from tests.browser.chromium import Scheme, tab
from tests.browser.diagrams import draw

from readiness_bot.audit.figures import Period, Point
from readiness_bot.render.mermaid import burndown, timeline
from readiness_bot.vocabulary import Stage

pytestmark = pytest.mark.e2e

TOLD = ("late_governance", "on_time", "never_live", "hostile")


Draw = Callable[..., tuple[str, int]]


@pytest.fixture(scope="module")
def shown(browser: Browser) -> Iterator[Draw]:
    """Draws a text: the picture's words, and how many marks it has. One page a scheme, since Mermaid takes a second to start."""
    with tab(browser, width=900) as light, tab(browser, width=900, scheme="dark") as dark:

        def one(text: str, scheme: Scheme = "light") -> tuple[str, int]:
            opened = dark if scheme == "dark" else light
            draw(opened.page, text, scheme)
            words = opened.page.evaluate("Array.from(document.querySelectorAll('svg text'), t => t.textContent.trim()).join(' | ')")
            marks = opened.page.evaluate("document.querySelectorAll('svg rect.task, svg .plot rect, svg .plot path').length")
            assert (opened.requests, opened.errors) == ([], [])
            assert "Syntax error" not in words
            return words, marks

        yield one


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", TOLD)
def test_burndown(shown: Draw, shape: str, scheme: Scheme) -> None:
    audit = SHAPES[shape]()
    words, marks = shown(burndown(audit.burndown), scheme)
    assert "Upper line: due. Lower line: satisfied. Bars: open and blocking." in words
    assert "Weeks since 4 May 2026" in words
    assert marks > 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", [*TOLD, "late_adoption"])
def test_timeline(shown: Draw, shape: str, scheme: Scheme) -> None:
    audit = SHAPES[shape]()
    for text in (timeline(audit.stages), timeline(audit.stages, audit.today)):
        words, marks = shown(text, scheme)
        assert [period.stage for period in audit.stages if period.stage not in words] == []
        assert marks >= len(audit.stages)


def test_years(shown: Draw) -> None:
    start = date(1999, 1, 1)
    periods = [Period(Stage.DESIGN, start, None, start, date(9999, 12, 31))]
    shown(timeline(periods, date(2026, 1, 1)))
    shown(burndown([Point(start + timedelta(days=n), n, 0, 0) for n in range(0, 9000, 7)]))


def test_a_broken_diagram_would_be_noticed(shown: Draw) -> None:
    with pytest.raises(Error, match=r"Parse error|Lexical error"):
        shown("```mermaid\nxychart-beta\n  line [1, two\n```")
