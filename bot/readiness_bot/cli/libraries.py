"""How to add a report's libraries to the very environment that runs: pip, pipx and uv each have their own
way."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path

_NAMES = "Jinja2 vl-convert-python"
LIBRARIES = ("jinja2", "markupsafe", "vl_convert")
"""Of the HTML reports, as they are imported."""
PARQUET = "pyarrow"


def how_to_add(executable: str = "", prefix: str = "", names: str = _NAMES) -> str:
    """A command to paste, for this interpreter where no other is given.

    pipx leaves `pipx_metadata.json` in an environment that it made, uv leaves `uv-receipt.toml`, and makes it
    without pip.
    """
    executable, folder = executable or sys.executable, Path(prefix or sys.prefix)
    if (folder / "pipx_metadata.json").exists():
        return f"pipx inject readiness-bot {names}"
    if (folder / "uv-receipt.toml").exists() or importlib.util.find_spec("pip") is None:
        return f"uv pip install --python {shlex.quote(executable)} {names}"
    return f"{shlex.quote(executable)} -m pip install {names}"
