"""CONTRIBUTING's walks: each diff applies to this tree, touches the files that it names, and what it adds works."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WALK = re.compile(r"^## (A new [a-z ]+)\n(.*?)^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WALKS = {title: (text, diff) for title, text, diff in WALK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))}
IGNORED = shutil.ignore_patterns(".git", ".venv", ".cache", "node_modules", "__pycache__", ".*_cache", ".hypothesis")


def test_there_are_six() -> None:
    assert sorted(WALKS) == ["A new event", "A new figure", "A new forge", "A new format", "A new item", "A new kind of evidence"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product and its tests, to be walked in."""
    folder = tmp_path_factory.mktemp("walk")
    for name in ("bot", "templates", "examples", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=IGNORED)
    for name in ("pyproject.toml", "CONTRIBUTING.md", "README.md"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.mark.parametrize("title", WALKS)
def test_it_is_walked(checkout: Path, title: str) -> None:
    text, diff = WALKS[title]
    touched = re.findall(r"^diff --git a/(\S+) b/\S+$", diff, re.MULTILINE)
    assert [name for name in touched if not name.startswith("tests/") and f"`{name}`" not in text] == []
    git = ["git", "apply", "--unidiff-zero" if "@@" not in diff else "--whitespace=nowarn"]
    subprocess.run([*git, "-"], cwd=checkout, input=diff, text=True, check=True)
    try:
        tests = [name for name in touched if name.startswith("tests/") and "/test_" in name]
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not e2e", *tests]
        done = subprocess.run(words, cwd=checkout, env={"PYTHONPATH": "bot", "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    finally:
        subprocess.run([*git, "--reverse", "-"], cwd=checkout, input=diff, text=True, check=True)
