"""Makes real git repositories of the story: dated commits by different people, the same on every machine."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from readiness_bot.convention.release import digest
from readiness_bot.demo import churn_propensity
from readiness_bot.demo.story import Files, Step, Story, states

_QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
    "LC_ALL": "C",
}
"""A person's own git settings (signing, hooks, templates) must not change what is built; and a commit starts
no second git that looks whether there is something to clear up."""


_ARTIFACT_COMMIT = re.compile(r'commit: "[0-9a-f]{7}"')
_DIGEST_OF_FILES = re.compile(r'(files: \[([^]]+)\]\n +digest: )"sha256:[0-9a-f]{64}"')
"""Of the prompts and the tools of a release; a model's digest is not made of files that are there."""


class Repository:
    """A git repository that the demo writes to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(self, *arguments: str, who: str = "ana-ruiz", day: date = date(2026, 6, 15)) -> str:
        """Run git as a person on a day (at noon, UTC)."""
        person = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (
                ("NAME", who),
                ("EMAIL", f"{who}@users.noreply.github.com"),
                ("DATE", f"{day.isoformat()}T12:00:00+00:00"),
            )
        }
        inherited = {
            key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_"))
        }
        done = subprocess.run(
            ["git", "-C", str(self.path), *arguments],
            env=inherited | _QUIET | person,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    @classmethod
    def create(cls, path: Path) -> Repository:
        path.mkdir(parents=True, exist_ok=True)
        repository = cls(path)
        repository.git("init", "--quiet", "--initial-branch=main", "--template=")
        return repository

    def write(self, files: Files) -> None:
        for name, text in files.items():
            target = self.path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")

    def commit(self, files: Files, message: str, who: str, day: date) -> str:
        """Write files and commit them; the commit's full id."""
        self.write(files)
        self.git("add", "--all", "--force", "--", *files)
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message, who=who, day=day)
        return self.git("rev-parse", "HEAD")


def read_files(folder: Path) -> Files:
    """Every file of the finished example."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def build(path: Path, final: Files, story: Story = churn_propensity.STORY) -> Repository:
    """The story as a repository. The artifact names the commit that passed the evaluation, and its files."""
    repository = Repository.create(path)
    for _ in play_steps(repository, final, story):
        pass
    return repository


def play_steps(repository: Repository, final: Files, story: Story) -> Iterator[tuple[Step, str]]:
    """Commit one step after the other; each with its commit's full id, as soon as it is there."""
    evaluated, as_evaluated = "", Files()
    for step, files in states(final, story):
        filled = {name: _released(text, evaluated, as_evaluated or files) for name, text in files.items()}
        commit = repository.commit(filled, step.message, step.author, step.day)
        if step.evaluates:
            evaluated, as_evaluated = commit, filled
        yield step, commit


def _released(text: str, commit: str, files: Files) -> str:
    """A file with the commit that was evaluated, and the digests of the files as they were in it."""

    def of_files(match: re.Match[str]) -> str:
        named = [path.strip() for path in match[2].split(",")]
        return f'{match[1]}"{digest({path: files[path].encode() for path in named})}"'

    return _DIGEST_OF_FILES.sub(of_files, _ARTIFACT_COMMIT.sub(f'commit: "{commit[:7]}"', text))
