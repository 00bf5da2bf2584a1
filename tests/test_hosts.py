"""GitHub Enterprise: hosts come from GITHUB_* alone; and what the two workflows must agree on."""

from __future__ import annotations

import re
from pathlib import Path

from readiness_bot.forge.hosts import DEFAULT_API, DEFAULT_SERVER
from readiness_bot.scaffold.templates import template

SOURCE = Path(__file__).parent.parent / "bot" / "readiness_bot"
HOST = re.compile(r"https?://([a-z0-9][a-z0-9.-]+)", re.IGNORECASE)
DOCUMENTATION = ("git-scm.com", "cli.github.com")
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
    outside_an_action = (DEFAULT_API, DEFAULT_SERVER)
    assert found == {("forge/hosts.py", url.removeprefix("https://")) for url in outside_an_action}


def test_the_follow_up_listens_to_the_gate_by_its_name() -> None:
    [name] = re.findall(r"^name: (.*)$", template("workflows/readiness.yml"), re.MULTILINE)
    assert f"workflows: [{name}] " in template("workflows/readiness-follow-up.yml")


def test_the_job_for_forks_checks_nothing_out() -> None:
    text = (SOURCE.parent.parent / ".github" / "workflows" / "follow-up.yml").read_text(encoding="utf-8")
    job = text.partition("\n  comment:\n")[2]
    assert re.findall(r"uses: (\S+)", job) == ["readiness-bot/readiness-bot@v1"]
    assert re.findall(r"^      ([a-z-]+): (?:read|write) ", job, re.MULTILINE) == ["contents", "pull-requests"]


def test_two_models_of_one_repository_do_not_cancel_each_other() -> None:
    """GitHub keeps one run that waits in a group, and the gate's group ends the one before."""
    workflows = (SOURCE.parent.parent / ".github" / "workflows").glob("*.yml")
    text = "".join(path.read_text(encoding="utf-8") for path in workflows)
    groups = re.findall(r"^ +group: (readiness-.*)$", text, re.MULTILINE)
    assert len(groups) == 4
    assert [group for group in groups if "${{ inputs.directory }}" not in group] == []
