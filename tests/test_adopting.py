"""docs/adopting.md, from its first command to its last, in a repository whose model has been live for a year."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from tests.pages import follow

from readiness_bot.commands.grammar import parse

PAGE = Path(__file__).parent.parent / "docs" / "adopting.md"
CARD = "# Churn\n\nRanks subscribers by churn risk for the retention team, who call the first hundred each week.\n"


def test_the_page_is_true(tmp_path: Path) -> None:
    repository = tmp_path / "churn"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(repository))
    git(repository, "remote", "add", "origin", "https://github.com/acme/churn.git")
    commit(repository, "src/train.py", "# trains\n", day="2025-02-03", by="ana-ruiz")
    commit(repository, "src/serve.py", "# serves\n", day="2025-06-16", by="raj-patel")
    commit(repository, ".github/CODEOWNERS", "* @mei-chen @tomas-k\n", day="2025-07-01", by="ana-ruiz")
    commit(repository, "MODEL_CARD.md", CARD, day="2025-09-01", by="ana-ruiz")
    git(repository, "config", "user.name", "mei-chen")
    git(repository, "config", "user.email", "mei@acme.example")
    follow(PAGE, folder=repository, home=tmp_path)


def test_its_comment_is_a_command() -> None:
    comments = re.findall(r"^ +(/readiness .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [type(parse(comment)).__name__ for comment in comments] == ["Waive"]


def commit(repository: Path, path: str, text: str, *, day: str, by: str) -> None:
    file = repository / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    git(repository, "add", path)
    git(repository, "commit", "--quiet", "-m", f"Add {path}", day=day, by=by)


def git(folder: Path, *words: str, day: str = "2025-01-01", by: str = "ana-ruiz") -> None:
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in (("NAME", by), ("EMAIL", f"{by}@users.noreply.github.com"))}
    when = {"GIT_AUTHOR_DATE": f"{day}T09:00:00Z", "GIT_COMMITTER_DATE": f"{day}T09:00:00Z"}
    subprocess.run(["git", *words], cwd=folder, env=os.environ | who | when, check=True)
