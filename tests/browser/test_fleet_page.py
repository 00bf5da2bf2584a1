"""The fleet's page in a real browser: ten thousand rows found, sorted and read by everybody, and nothing but its own scripts runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.chromium import Scheme, Tab, tab
from tests.browser.measure import scrolled
from tests.browser.test_audit_page import serious, unfold
from tests.fleets import earlier, hostile, many, small

from readiness_bot.fleet.pages import write_pages
from readiness_bot.portfolio.count import portfolio
from readiness_bot.portfolio.figures import Portfolio
from readiness_bot.portfolio.scan import Scan
from readiness_bot.portfolio.trends import Trail
from readiness_bot.render.portfolio import html

pytestmark = pytest.mark.e2e

ROWS = 10_000
SLOW = 5_000
"""Milliseconds, for a machine that does other things too; measured 0.5 s (docs/fleet.md)."""


@cache
def fleet() -> Scan:
    return many(ROWS)


@cache
def figures() -> Portfolio:
    return portfolio(fleet())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`small/index.html` with the page of its one audit, `big.html` of ten thousand rows, `hostile.html`."""
    made = tmp_path_factory.mktemp("pages")
    back = Trail(small())
    back.back(earlier())
    write_pages(portfolio(small(), back), small(), made / "small")
    for name, scan, found in (("big", fleet(), figures()), ("hostile", hostile(), portfolio(hostile()))):
        (made / f"{name}.html").write_text(html.render(found, scan), encoding="utf-8")
    return made


def opened(seen: Tab, file: Path) -> Page:
    """From a file, as a person opens it, once its table is there."""
    seen.page.unroute("**/*")
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("dialog", lambda dialog: seen.errors.append(dialog.message))
    seen.page.goto(file.as_uri())
    seen.page.wait_for_selector("html[data-ready]")
    return seen.page


@pytest.fixture(scope="module")
def big(browser: Browser, folder: Path) -> Iterator[Page]:
    with tab(browser) as seen:
        yield opened(seen, folder / "big.html")
        assert seen.requests == [(folder / "big.html").as_uri()]
        assert seen.errors == []


@pytest.fixture
def every(big: Page) -> Page:
    """The big page, with all its rows in sight again."""
    if big.locator("#clear").is_visible():
        big.locator("#clear").click()
    return big


def in_sight(link: Locator) -> Locator:
    """Scrolled to, and its row drawn anew, which the table does when it comes into sight: a click in between, which takes a person
    longer, would begin on one row and end on another."""
    link.scroll_into_view_if_needed()
    link.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return link


def names(page: Page) -> list[str]:
    """Of the rows that are drawn, from the first."""
    return page.locator(".tabulator-row .tabulator-cell:first-child").all_inner_texts()


def header(page: Page, name: str) -> Locator:
    return page.locator("#grid").get_by_role("columnheader", name=name)


def shown(page: Page) -> str:
    return page.locator("#shown").inner_text()


def test_ten_thousand_rows_open_at_once(every: Page) -> None:
    assert shown(every) == "10,000 rows"
    assert int(every.evaluate("document.documentElement.dataset.ready")) < SLOW
    assert every.locator(".tabulator-row").count() < 60


def test_they_scroll_to_the_last(every: Page) -> None:
    frames = scrolled(every, 40, jump=True)
    assert frames[len(frames) // 2] < 250
    assert every.locator(".tabulator-row").count() < 60
    assert every.evaluate("performance.memory.usedJSHeapSize") < 150_000_000
    every.evaluate("document.querySelector('.tabulator-tableholder').scrollTop = 0")


def test_a_search_finds_a_model_a_person_or_a_gap(every: Page) -> None:
    every.locator("#find").fill("churn-00120")
    expect(every.locator("#shown")).to_have_text("1 of 10,000 rows")
    assert names(every) == ["acme/churn-00120"]
    every.locator("#find").fill("no such model")
    expect(every.locator("#shown")).to_have_text("0 of 10,000 rows")
    assert every.locator(".tabulator-placeholder").inner_text() == "No model is like that."


def test_filters_add_up(every: Page) -> None:
    every.locator("#state").select_option("stalled")
    assert shown(every) == f"{figures().stalled.models:,} of 10,000 rows"
    every.locator("#role").select_option("compliance")
    waiting = sum(row.stalled and any(item.role == "compliance" for item in row.open) for row in fleet().rows)
    assert shown(every) == f"{waiting:,} of 10,000 rows"


def test_a_blocker_shows_its_models(every: Page) -> None:
    most = figures().blockers[0]
    every.get_by_role("button", name=most.title, exact=True).first.click()
    assert shown(every) == f"{most.models:,} of 10,000 rows"
    assert every.evaluate("document.activeElement.id") == "item"


def test_the_keyboard_sorts(every: Page) -> None:
    head = header(every, "Model")
    head.focus()
    every.keyboard.press("Enter")
    assert (head.get_attribute("aria-sort"), names(every)[0]) == ("ascending", "acme/churn-00000")
    every.keyboard.press("Enter")
    assert (head.get_attribute("aria-sort"), names(every)[0]) == ("descending", "acme/support-09999")


def test_amounts_of_two_currencies_are_not_compared(every: Page) -> None:
    head = header(every, "A week")
    head.focus()
    every.keyboard.press("Enter")
    amounts = every.locator(".tabulator-row .tabulator-cell:last-child").all_inner_texts()
    assert amounts[0] == "EUR 30,000"
    assert {amount[:3] for amount in amounts} == {"EUR"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, folder: Path, scheme: Scheme) -> None:
    for width in (360, 1440):
        with tab(browser, width=width, scheme=scheme) as seen:
            page = opened(seen, folder / "small" / "index.html")
            unfold(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert serious(page) == []


def test_on_a_telephone_a_row_is_a_card(browser: Browser, folder: Path) -> None:
    with tab(browser, width=360) as seen:
        page = opened(seen, folder / "big.html")
        card = page.locator(".card").first.inner_text().split("\n")
        assert len(card) > 4
        page.locator("#order").select_option(label="name")
        assert page.locator(".card a").first.inner_text() == "acme/churn-00000"
        page.set_viewport_size({"width": 1200, "height": 900})
        expect(header(page, "Days late")).to_be_visible()


def test_a_model_has_its_audit(browser: Browser, folder: Path) -> None:
    with tab(browser) as seen:
        page = opened(seen, folder / "small" / "index.html")
        in_sight(page.get_by_role("link", name="acme/churn")).click()
        expect(page).to_have_title("churn-propensity: readiness audit")
        assert page.get_by_role("link", name="acme/churn").get_attribute("href") == "https://github.com/acme/churn"
        page.get_by_role("link", name="Every model").click()
        expect(page).to_have_title("org acme: readiness of the fleet")
        assert seen.errors == []


def test_hostile_rows_are_text(browser: Browser, folder: Path) -> None:
    with tab(browser) as seen:
        page = opened(seen, folder / "hostile.html")
        assert any("<script>alert(1)</script>" in name for name in names(page))
        assert page.evaluate("Array.from(document.querySelectorAll('#grid a'), a => a.href)") == []
        assert page.locator("#grid img, #grid script").count() == 0
        assert (seen.requests, seen.errors) == ([(folder / "hostile.html").as_uri()], [])


def test_its_policy_refuses_what_an_attacker_would_add(browser: Browser, folder: Path) -> None:
    added = "<script>document.title = 'owned'</script><img src='https://evil.test/x.png' onerror=\"document.title = 'owned'\">"
    text = (folder / "small" / "index.html").read_text(encoding="utf-8")
    with tab(browser) as seen:
        seen.page.set_content(text.replace("</main>", f"{added}</main>"))
        assert (seen.page.title(), seen.requests) == ("org acme: readiness of the fleet", [])


def test_without_javascript_the_figures_are_there(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "small" / "index.html").as_uri())
    assert page.get_by_text("This table needs JavaScript.").is_visible()
    assert re.search(r"6 models in 10 repositories", page.locator("h1").inner_text())
    context.close()


def test_small_scans_have_small_tables(browser: Browser, folder: Path) -> None:
    with tab(browser) as seen:
        page = opened(seen, folder / "small" / "index.html")
        box = page.locator("#grid").bounding_box()
        assert box is not None
        assert box["height"] < 500
        assert len(names(page)) == len(small().rows) == 10
