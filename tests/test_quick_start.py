"""docs/quick-start.md, from its first command to its last: each block is run as it stands, and prints what stands below it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "quick-start.md"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_is_true(tmp_path: Path) -> None:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "READINESS_"))}
    folder, shown = tmp_path, ""
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "text":
            assert [line for line in text.splitlines() if line not in shown] == [], shown
            continue
        given = environment | {"PATH": programs, "HOME": str(tmp_path)}
        done = subprocess.run(["sh", "-e", "-c", f"{text}\npwd"], cwd=folder, env=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (text, done.stdout, done.stderr)
        *lines, where = done.stdout.splitlines()
        folder, shown = Path(where), "\n".join(lines)
