"""Pages that are followed from their first command to their last: each block is run as it stands, and prints what stands below it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def follow(page: Path, folder: Path, home: Path) -> None:
    """Run the page's commands, beginning in `folder`, and expect each line of its output in what they print.

    A block that ends with an exit code of 1 says so in a comment: `# exits with 1`.
    """
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "READINESS_"))}
    shown = ""
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "text":
            assert [line for line in text.splitlines() if line not in shown] == [], shown
            continue
        given = environment | {"PATH": programs, "HOME": str(home)}
        done = subprocess.run(["sh", "-e", "-c", f"trap pwd EXIT\n{text}"], cwd=folder, env=given, capture_output=True, text=True, check=False)
        assert done.returncode == int("# exits with 1" in text), (text, done.stdout, done.stderr)
        *lines, where = done.stdout.splitlines()
        folder, shown = Path(where), "\n".join(lines)
