"""What the wrapper gives to git, and what it keeps from it."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from readiness_bot.reading.git import Git

SERVER = "https://git.acme.test"


def asked(folder: Path, server: str) -> str | None:
    return Git(folder).ask("config", "--get-urlmatch", "http.extraheader", server)


def test_in_a_workflow_git_may_fetch_what_the_checkout_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", SERVER)
    monkeypatch.setenv("GITHUB_TOKEN", "s3cret")
    told = base64.b64encode(b"x-access-token:s3cret").decode()
    assert asked(tmp_path, f"{SERVER}/acme/churn") == f"AUTHORIZATION: basic {told}"


@pytest.mark.parametrize("other", ["https://evil.test/acme/churn", "https://git.acme.test.evil/acme/churn", "http://git.acme.test/acme/churn"])
def test_no_other_server_gets_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", SERVER)
    monkeypatch.setenv("GITHUB_TOKEN", "s3cret")
    assert asked(tmp_path, other) is None


def test_a_person_at_a_terminal_keeps_his_own_credentials(tmp_path: Path) -> None:
    assert asked(tmp_path, f"{SERVER}/acme/churn") is None
