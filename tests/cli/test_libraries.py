"""What to type where the report's libraries are missing: right for each way of installing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from readiness_bot.cli.libraries import how_to_add


@pytest.mark.parametrize(
    ("mark", "pip", "command"),
    [
        ("pipx_metadata.json", True, "pipx inject readiness-bot Jinja2 vl-convert-python"),
        ("uv-receipt.toml", False, "uv pip install --python '/my tools/bin/python' Jinja2 vl-convert-python"),
        ("pyvenv.cfg", False, "uv pip install --python '/my tools/bin/python' Jinja2 vl-convert-python"),
        ("pyvenv.cfg", True, "'/my tools/bin/python' -m pip install Jinja2 vl-convert-python"),
    ],
)
def test_how_to_add(mark: str, pip: bool, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / mark).write_text("")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if pip else None)
    assert how_to_add("/my tools/bin/python", str(tmp_path)) == command
