"""Mermaid itself, in a browser: what GitHub does with a fenced block."""

from __future__ import annotations

import re

from playwright.sync_api import Page
from tests.browser.chromium import Scheme
from tests.github.node_tools import install

GROUND = {"light": "#ffffff", "dark": "#0d1117"}
_DRAW = """async ([text, theme]) => {
  mermaid.initialize({startOnLoad: false, securityLevel: 'strict', theme});
  const {svg} = await mermaid.render('diagram', text);
  document.body.innerHTML = svg;
}"""


def draw(page: Page, fenced: str, scheme: Scheme) -> None:
    """Show the diagram; what Mermaid refuses is an error here."""
    found = re.fullmatch(r"```mermaid\n(.*)\n```", fenced, flags=re.DOTALL)
    assert found, fenced
    if not page.evaluate("'mermaid' in window"):  # 3 MB of script, once a page
        page.set_content("<body></body>")
        page.add_script_tag(path=install() / "node_modules" / "mermaid" / "dist" / "mermaid.min.js")
    page.evaluate("style => document.body.setAttribute('style', style)", f"margin: 16px; background: {GROUND[scheme]}")
    page.evaluate(_DRAW, [found[1], "dark" if scheme == "dark" else "default"])
