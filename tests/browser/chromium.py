"""A real browser: the machine's Chromium, driven by Playwright. No request leaves it, and each that a page tried is on record."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, Page, Route, sync_playwright
from tests.github import node_tools

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--force-color-profile=srgb")  # fmt: skip

Scheme = Literal["light", "dark"]


def executable() -> str:
    """The browser's program; `CHROMIUM` names another."""
    found = os.environ.get("CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium; scripts/browser installs one"
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, driven by the Node of our wheel: Playwright's own needs libatomic.so.1, which a bare Debian lacks."""
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node_tools.node())
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable(), headless=True, args=list(FLAGS))
        try:
            yield started
        finally:
            started.close()


@dataclass
class Tab:
    """A page, what it asked for (all of it refused), and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def tab(started: Browser, *, width: int = 1440, height: int = 900, scheme: Scheme = "light", scale: float = 1) -> Iterator[Tab]:
    context = started.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=scale)
    opened = Tab(context.new_page())

    def refuse(route: Route) -> None:
        opened.requests.append(route.request.url)
        route.abort()

    opened.page.route("**/*", refuse)
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on("console", lambda message: opened.errors.append(message.text) if message.type == "error" else None)
    try:
        yield opened
    finally:
        context.close()
