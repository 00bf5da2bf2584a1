"""The HTML report in a real browser: it shows its figures, asks for nothing, and serves everybody on any screen and on paper."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.audits import SHAPES, late_governance
from tests.browser.chromium import Scheme, Tab, tab
from tests.github.node_tools import install

from readiness_bot.render.audit import html as audit_html

pytestmark = pytest.mark.e2e

WIDTHS = (360, 768, 1440)


@cache
def html(shape: str) -> str:
    return audit_html.render(SHAPES[shape]())


def opened(page: Page, shape: str, folder: Path) -> None:
    """From a file, as a person opens it."""
    path = folder / f"{shape}.html"
    path.write_text(html(shape), encoding="utf-8")
    page.unroute("**/*")
    page.goto(path.as_uri())


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def serious(page: Page) -> list[str]:
    """Axe's findings that keep somebody out. It is put in past the page's own policy, which allows no script; what else it has to tell (of each
    rule every element, with a selector) stays there, and would take a third of the time."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((install() / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(
        """axe.run(document, {resultTypes: ['violations'], selectors: false})
              .then(({violations}) => violations.map(({id, impact, nodes}) => ({id, impact, html: nodes[0].html})))"""
    )
    return [f"{violation['id']}: {violation['html'][:120]}" for violation in found if violation["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", SHAPES)
def test_everybody_can_read_it(browser: Browser, shape: str, scheme: Scheme) -> None:
    with tab(browser, width=360, scheme=scheme) as seen:
        seen.page.set_content(html(shape))
        unfold(seen.page)
        assert serious(seen.page) == []
        seen.page.set_viewport_size({"width": 1440, "height": 900})
        assert serious(seen.page) == []


def test_axe_would_find_something(browser: Browser) -> None:
    with tab(browser) as seen:
        seen.page.set_content("<p style='color: #ccc; background: #fff'>pale</p><img src='data:,'>")
        assert {found.partition(":")[0] for found in serious(seen.page)} >= {"color-contrast", "image-alt"}


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_wider_than_the_screen(browser: Browser, shape: str) -> None:
    for width in WIDTHS:
        with tab(browser, width=width) as seen:
            seen.page.set_content(html(shape))
            for _ in range(2):
                assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
                unfold(seen.page)


@pytest.mark.parametrize("shape", SHAPES)
def test_it_asks_for_nothing(browser: Browser, shape: str, tmp_path: Path) -> None:
    context = browser.new_context()
    seen = Tab(context.new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.errors.append(message.text))
    seen.page.on("dialog", lambda dialog: seen.errors.append(dialog.message))
    opened(seen.page, shape, tmp_path)
    unfold(seen.page)
    seen.page.wait_for_timeout(200)
    context.close()
    assert seen.requests == [(tmp_path / f"{shape}.html").as_uri()]
    assert seen.errors == []


def test_its_policy_refuses_what_an_attacker_would_add(browser: Browser) -> None:
    added = "<script>document.title = 'owned'</script><img src='https://evil.test/x.png'><p style='position: fixed'>x</p>"
    with tab(browser) as seen:
        seen.page.set_content(html("late_governance").replace("</main>", f"{added}</main>"))
        assert seen.page.title() == "churn-propensity: readiness audit"
        assert seen.requests == []
        assert seen.page.evaluate("getComputedStyle(document.querySelector('main > p:last-child')).position") == "static"


@pytest.mark.parametrize(("width", "shown"), [(1440, "wide"), (360, "narrow")])
def test_its_figures_are_drawn(browser: Browser, width: int, shown: str) -> None:
    with tab(browser, width=width) as seen:
        seen.page.set_content(html("late_governance"))
        figures = seen.page.locator(f"figure .{shown}")
        assert figures.count() == 3
        for number in range(3):
            box = figures.nth(number).bounding_box()
            assert box is not None
            assert box["width"] > 280
            assert box["height"] > 120
            assert figures.nth(number).get_attribute("role") == "img"
        words = seen.page.evaluate(f"Array.from(document.querySelectorAll('figure .{shown} svg text'), t => t.textContent)")
        assert {"Compliance approval", "evaluation passed 3 Aug", "planned live 31 Aug", "live 26 Oct", "192, 22 alone"} <= set(words)


def test_late_days_have_a_shape_and_a_colour_of_their_own(browser: Browser) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        with tab(browser, scheme="dark" if scheme == "dark" else "light") as seen:
            seen.page.set_content(html("late_governance"))
            colours[scheme] = seen.page.evaluate(
                "Array.from(document.querySelectorAll('.wide path[fill=\"var(--late)\"]'), p => [getComputedStyle(p).fill, p.getBBox().height])"
            )
    assert len(colours["light"]) == 10
    assert {fill for fill, _ in colours["light"]} == {"rgb(180, 67, 28)"}
    assert {fill for fill, _ in colours["dark"]} == {"rgb(240, 136, 90)"}


def test_a_definition_is_one_click_or_key_away(browser: Browser) -> None:
    with tab(browser) as seen:
        seen.page.set_content(html("late_governance"))
        term = seen.page.locator(".figures details").first
        meaning = term.locator("p")
        assert not meaning.is_visible()
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        assert meaning.is_visible()
        assert meaning.inner_text().startswith("From the day on which the evaluation")
        term.locator("summary").click()
        assert not meaning.is_visible()


def test_its_first_screen_says_what_happened_and_what_to_do_first(browser: Browser) -> None:
    with tab(browser, width=1200, height=760) as seen:
        seen.page.set_content(html("late_governance"))
        for text in ("Evaluated on 3 Aug", "Ask compliance for its list at design.", "That alone would have saved about 3 weeks", "EUR 144,000", "58%"):
            box = seen.page.get_by_text(text).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < 760


def test_it_prints_with_its_tables_open(browser: Browser, tmp_path: Path) -> None:
    with tab(browser, scheme="dark") as seen:
        seen.page.set_content(html("late_governance"))
        pdf = seen.page.pdf(format="A4", prefer_css_page_size=True)
        seen.page.emulate_media(media="print")
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert seen.page.locator(".wide").first.is_visible()
        assert seen.page.get_by_text("governance.validation", exact=True).last.bounding_box() is not None
    assert pdf.startswith(b"%PDF")
    assert 3 <= pdf.count(b"/Type /Page\n") <= 9


def test_the_numbers_are_there_for_who_does_not_see_the_figures(browser: Browser) -> None:
    audit = late_governance()
    with tab(browser) as seen:
        seen.page.set_content(html("late_governance"))
        tree = json.dumps(seen.page.locator("body").aria_snapshot())
        unfold(seen.page)
        rows = seen.page.locator("section:has(h2:text('Every item')) tbody tr").count()
    assert "Timeline of 5 stages and of the items that were open" in tree
    assert "On 22 days everything waited for compliance alone." in tree
    assert rows == sum(item.severity is not None for item in audit.items)
