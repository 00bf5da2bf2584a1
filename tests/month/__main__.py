"""Write docs/a-month.md."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.github.server import GithubServer
from tests.month.page import page
from tests.month.script import live
from tests.month.world import GithubWorld

with tempfile.TemporaryDirectory() as name, GithubServer() as server:
    text = page(live(GithubWorld(server), Path(name)))
(Path(__file__).parent.parent.parent / "docs" / "a-month.md").write_text(text, encoding="utf-8")
