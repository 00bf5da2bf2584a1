"""docs/quick-start.md, from its first command to its last."""

from __future__ import annotations

from pathlib import Path

from tests.pages import follow

PAGE = Path(__file__).parent.parent / "docs" / "quick-start.md"


def test_the_page_is_true(tmp_path: Path) -> None:
    follow(PAGE, folder=tmp_path, home=tmp_path)
