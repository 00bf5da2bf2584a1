"""Another repository on disk: its small files as they are, who wrote it, and nothing of it that acts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.clone import MOST_FILE, clone
from readiness_bot.scaffold.read import read_sources


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """What people have, and what an attacker would."""
    path = tmp_path / "origin"
    path.mkdir()
    files = {
        "src/train.py": b"import x\r\n", "big.bin": b"0" * (MOST_FILE + 1), ".gitattributes": b"* text=auto eol=crlf filter=evil\n*.md filter=lfs\n",
        "CODEOWNERS": b"* @mei-chen\n", "\u6a21\u578b/a b.md": b"x\n",
    }  # fmt: skip
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    (path / "link").symlink_to("/etc/passwd")
    git(path, "init", "--quiet", "--initial-branch=trunk")
    git(path, "config", "uploadpack.allowFilter", "true")
    for number in range(3):
        git(path, "-c", "core.autocrlf=false", "add", "--all", "--renormalize" if number else "--force")
        git(path, "commit", "--quiet", "--allow-empty", "-m", f"{number}")
    git(path, "tag", "v1.2.0")
    return path


def git(path: Path, *words: str) -> str:
    who = {"GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "1+ana-ruiz@users.noreply.github.com", "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "a@b"}
    alone = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", "-C", str(path), *words], env=alone | who, check=True, capture_output=True, text=True).stdout.strip()


def cloned(origin: Path, tmp_path: Path, branch: str = "trunk", history: bool = True) -> tuple[str, Path]:
    folder = tmp_path / "clone"
    folder.mkdir()
    return clone(f"file://{origin}", branch, folder, {}, history), folder


def test_the_small_files_byte_for_byte(origin: Path, tmp_path: Path) -> None:
    commit, folder = cloned(origin, tmp_path)
    assert commit == git(origin, "rev-parse", "HEAD")
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir() and ".git" not in path.parts}
    assert found == {".gitattributes", "CODEOWNERS", "src/train.py", "\u6a21\u578b/a b.md"}
    stored = subprocess.run(["git", "-C", str(origin), "show", "HEAD:src/train.py"], check=True, capture_output=True).stdout
    assert (folder / "src/train.py").read_bytes() == stored


def test_what_init_infers_from_it(origin: Path, tmp_path: Path) -> None:
    _, folder = cloned(origin, tmp_path)
    sources = read_sources(folder)
    assert [each.login for each in sources.committers] == ["ana-ruiz"]
    assert (sources.commits, sources.release, sources.branch, sources.remote, sources.notes) == (3, "v1.2.0", "trunk", f"file://{origin}", ())


def test_without_history_nobody_built_it(origin: Path, tmp_path: Path) -> None:
    _, folder = cloned(origin, tmp_path, history=False)
    assert read_sources(folder).committers == ()


def test_no_hook_no_template_and_no_filter_of_anybodys(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    settings = f'[init]\n\ttemplateDir = {hooks.parent}\n[core]\n\thooksPath = {hooks}\n[filter "evil"]\n\tsmudge = touch {ran}\n\tclean = touch {ran}\n'
    (home / ".gitconfig").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    _, folder = cloned(origin, tmp_path)
    assert not ran.exists()
    assert not (folder / ".git" / "hooks").exists()


@pytest.mark.parametrize(
    ("branch", "told"), [("none", "git could not fetch file://"), ("--upload-pack=touch", "is not a branch name"), ("a..b", "is not a branch")]
)
def test_what_cannot_be_cloned_is_a_sentence(origin: Path, tmp_path: Path, branch: str, told: str) -> None:
    with pytest.raises(CannotRead, match=told):
        cloned(origin, tmp_path, branch)
