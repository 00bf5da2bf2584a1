"""GitHub Enterprise: hosts come from GITHUB_* alone; and what the two workflows must agree on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readiness_bot.forge.hosts import DEFAULT_API, DEFAULT_SERVER, RAW
from readiness_bot.scaffold.templates import parts, template, templates

SOURCE = Path(__file__).parent.parent / "bot" / "readiness_bot"
HOST = re.compile(r"https?://(?!github\.com/(?:orgs/community|[\w.-]+/[\w.-]+)/(?:discussions|issues|pull)/\d)([a-z0-9][a-z0-9.-]+)", re.IGNORECASE)
"""Answers to people's questions are documentation, on a host that could be asked for something else."""
DOCUMENTATION = (
    *("git-scm.com", "cli.github.com", "packaging.python.org", "peps.python.org", "no-color.org", "mlflow.org", "huggingface.co", "yamllint.readthedocs.io"),
    *("prettier.io", "setuptools.pypa.io", "cran.r-project.org", "learn.microsoft.com", "dev.azure.com", "dvc.org"),
    *("requests.readthedocs.io", "specifications.freedesktop.org", "backstage.io"),
)
"""Where a docstring says what we rely on."""
TEXTS = ("convention/", "render/", "text/")
"""Examples and links for people to read; nothing there asks a server."""


def test_no_other_host_is_named() -> None:
    found = {
        (name, host)
        for path in SOURCE.rglob("*.py")
        if not (name := str(path.relative_to(SOURCE))).startswith(TEXTS)
        for host in HOST.findall(path.read_text(encoding="utf-8"))
        if not host.startswith("docs.") and host not in DOCUMENTATION
    }
    outside_an_action = (DEFAULT_API, DEFAULT_SERVER, RAW)
    assert found == {("forge/hosts.py", url.removeprefix("https://")) for url in outside_an_action}


def test_the_follow_up_listens_to_the_gate_by_its_name() -> None:
    [name] = re.findall(r"^name: (.*)$", template("workflows/readiness.yml"), re.MULTILINE)
    assert f"workflows: [{name}] " in template("workflows/readiness-follow-up.yml")


@pytest.mark.parametrize("job", ["command", "sync", "verdict"])
def test_what_may_write_checks_out_the_default_branch_alone(job: str) -> None:
    """`github.ref` is that branch on every event of the follow-up but one that a person starts by hand, on a branch of their choice."""
    text = template("workflows/parts/follow-up.yml").partition(f"\n  {job}:")[2].partition("\n\n")[0]
    assert re.findall(r"^ +ref: (.*?)(?: #.*)?$", text, re.MULTILINE) == ["${{ github.ref }}"]
    assert re.findall(r"^ +persist-credentials: (.*)$", text, re.MULTILINE) == ["false"]
    assert "repository:" not in text


def test_nothing_that_is_under_way_is_cancelled() -> None:
    """A run that GitHub cancels is drawn red where it stands."""
    text = "".join(parts().values()) + "".join(templates().values())
    groups = re.findall(r"^ +group: (readiness-.*)\n +cancel-in-progress: (.*)$", text, re.MULTILINE)
    assert [when for _, when in groups] == ["false"] * 3
    assert text.count("concurrency:") == 3
