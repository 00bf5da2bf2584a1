"""What a locale or PYTHONIOENCODING says changes no verdict and ends no run; and no secret gets past the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.leaks import forms
from tests.models import EXAMPLE

from readiness_bot.demo.repository import build, read_files

ENVIRONMENTS = {
    "another locale than UTF-8": {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
    "the locale C": {"LC_ALL": "C"},
    "an output in ASCII": {"PYTHONIOENCODING": "ascii"},
    "an output in Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "an output in Latin-1, and it fails on others": {"PYTHONIOENCODING": "latin-1:strict", "LC_ALL": "POSIX", "PYTHONUTF8": "0"},
}
NAME, FILE, TOKEN = "Kündigungs-Prognose-模型", "docs/Übersicht-図.md", "ghs_16C7e42F292c6912E7710c838347Ae178B4a"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In a folder, and with a file, whose names are no ASCII."""
    folder = tmp_path_factory.mktemp("encoding") / "Größe-模型"
    files = read_files(EXAMPLE)
    contract = files["readiness/contract.yaml"].replace("docs/value-case.md", FILE).replace("nora-lee", NAME)
    build(folder, {**files, "readiness/contract.yaml": contract, FILE: "# What a week is worth\n"})
    return folder


def run(model: Path, *arguments: str, **environment: str) -> tuple[int, bytes, bytes]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    words = [sys.executable, "-m", "readiness_bot", *arguments, "--today", "2026-11-20", str(model)]
    done = subprocess.run(words, env=kept | environment, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def decoded(content: bytes, environment: dict[str, str]) -> str:
    return content.decode("latin-1" if environment.get("PYTHONIOENCODING", "").startswith("latin") else "utf-8")


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_verdict_is_the_same(name: str, model: Path) -> None:
    code, out, err = run(model, "check", "--format", "json", **ENVIRONMENTS[name])
    assert (code, err) == (1, b"")
    found = json.loads(decoded(out, ENVIRONMENTS[name]))
    assert [finding["message"] for finding in found["findings"]] == [f"agreed_by is '{NAME}', but must be a login"]
    assert found == json.loads(run(model, "check", "--format", "json", LC_ALL="C.UTF-8")[1])  # what the files name is found, or not, as there


@pytest.mark.parametrize("format_", ["text", "github", "junit"])
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_format_is_printed(name: str, format_: str, model: Path) -> None:
    code, out, err = run(model, "check", "--format", format_, **ENVIRONMENTS[name])
    text = decoded(out, ENVIRONMENTS[name])
    assert (code, err) == (1, b"")
    assert NAME[:3] in text
    if format_ == "junit" and "latin" not in str(ENVIRONMENTS[name]):
        ElementTree.fromstring(out)  # noqa: S314 - our own


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_file_is_always_utf8(name: str, model: Path, tmp_path: Path) -> None:
    code, out, err = run(model, "check", "--format", "markdown", "--output", str(tmp_path / "é.md"), **ENVIRONMENTS[name])
    assert (code, out, err) == (1, b"", b"")
    assert NAME in (tmp_path / "é.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_secret_is_printed(name: str, tmp_path: Path) -> None:
    _, out, err = run(tmp_path / TOKEN, "check", GITHUB_TOKEN=TOKEN, **ENVIRONMENTS[name])
    assert b"***" in out + err
    assert [form for form in forms(TOKEN) if form.encode() in out + err] == []
