"""What is read of a repository's code, and what never is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from readiness_bot.demo.repository import Repository
from readiness_bot.reading.snapshot import MAX_FILE_BYTES
from readiness_bot.scaffold.read import read_sources
from readiness_bot.scaffold.sources import Code

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = Repository.create(tmp_path / "app").path
    (made / "prompts").mkdir()
    return made


def code(folder: Path) -> Code:
    return read_sources(folder).code


def test_what_git_ignores_is_not_read(folder: Path) -> None:
    (folder / "prompts" / "a.md").write_text("Be kind.\n")
    (folder / "prompts" / "b.md").write_text("Be short.\n")
    (folder / ".gitignore").write_text("b.md\n")
    assert code(folder).prompts == {"prompts/a.md": b"Be kind.\n"}


def test_no_link_is_followed_and_no_pipe_waited_for(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (folder / "prompts" / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "away").symlink_to(tmp_path)
    os.mkfifo(folder / "requirements.txt")
    assert code(folder) == Code()


def test_what_is_too_large_or_kept_elsewhere_is_left_out(folder: Path) -> None:
    (folder / "prompts" / "large.md").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    (folder / "prompts" / "pointer.md").write_bytes(POINTER)
    (folder / "app.py").write_bytes(b"import openai\n" + b"#" * MAX_FILE_BYTES)
    assert code(folder) == Code()


def test_no_more_than_eight_megabytes_are_read(folder: Path) -> None:
    for n in range(40):
        (folder / f"m{n}.py").write_bytes(b"#" * MAX_FILE_BYTES)
    assert sum(len(text.content) for text in code(folder).sources) <= 8 * 1024 * 1024


def test_bytes_that_are_no_text_harm_nothing(folder: Path) -> None:
    (folder / "app.py").write_bytes(b"\xff\xfe\x00import openai\n")
    (folder / "prompts" / "a.md").write_bytes(b"\xff\xfe")
    assert code(folder).prompts == {"prompts/a.md": b"\xff\xfe"}


def test_a_folder_without_git_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("openai\n")
    assert [text.path for text in code(tmp_path).manifests] == ["requirements.txt"]


def test_a_system_prompt_within_a_configuration(folder: Path) -> None:
    (folder / "agent.yaml").write_text("system_template: |\n  Be kind.\n")
    assert list(code(folder).prompts) == ["agent.yaml"]


def test_the_schema_of_a_tool_by_what_stands_in_it(folder: Path) -> None:
    (folder / "tools").mkdir()
    (folder / "tools" / "refund.json").write_text('{"name": "refund", "input_schema": {}}')
    (folder / "tools" / "settings.json").write_text('{"name": "x"}')
    assert list(code(folder).schemas) == ["tools/refund.json"]
