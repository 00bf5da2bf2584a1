"""Forty repositories on the tests' GitHub, as a roll-out meets them: models, libraries, old and odd ones."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.github.server import APP, GithubServer

from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import Head, Scan, row_text, written
from readiness_bot.portfolio.signs import looks_like_model
from readiness_bot.scaffold.action import Action
from readiness_bot.scaffold.plan import plan_scaffold
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.templates import parts, templates
from readiness_bot.scaffold.workflows import Choice

OWNERSHIP = "readiness/ownership.yaml"
OLD, NEW = "acme/readiness-bot@v1", "acme/readiness-bot@v2"
CARD = "# Model card\n\n## Intended use\n\nRanks subscribers by the risk that they leave in the next month, for the retention team.\n"
MODEL = {
    "src/train.py": "import sklearn\n", "requirements.txt": "scikit-learn==1.5\n", "MODEL_CARD.md": CARD,
    "CODEOWNERS": "* @mei-chen\n/readiness/ @acme/retention-ops\n",
}  # fmt: skip
AGENT = {
    "requirements.txt": "openai-agents\n",
    "src/tools.py": "from agents import function_tool\n\n@function_tool\ndef refund(): ...\n",
    "prompts/a.md": "You\n",
}
LIBRARY = {"setup.py": "", "README.md": "# A library\n"}


def scaffolded(name: str, action: str) -> dict[str, str]:
    """A repository that has readiness/ and both workflows, of that action."""
    repository, _, ref = action.partition("@")
    sources = Sources(folder=name, remote=f"http://127.0.0.1:1/acme/{name}", in_git=True, branch="main")
    made = plan_scaffold({"tier": "low"}, sources, templates(), parts(), Choice(Action(repository, ref)))
    files = {file.path: file.content for file in made.files}
    return {**files, "train.py": ""}


def outdated() -> dict[str, str]:
    """Of an older version: a block was not asked for then, and somebody wrote between the lines."""
    files = scaffolded("old", OLD)
    ownership, _, _ = files[OWNERSHIP].partition("# due: development · operations")
    return {**files, OWNERSHIP: ownership.replace("  person:", "  person: mei-chen   # ask her first")}


def past(folder: str = "") -> dict[str, str]:
    """Workflows of now, and files of a time when less was asked for; in a folder of its own, or at the root."""
    files = scaffolded("past", NEW)
    own = {path: files.pop(path) for path in list(files) if path.startswith("readiness/")}
    own[OWNERSHIP] = outdated()[OWNERSHIP]
    return {**files, **{folder + path: text for path, text in own.items()}}


@dataclass(frozen=True, slots=True)
class Kind:
    """Repositories that are alike."""

    count: int
    files: Mapping[str, str] | None
    """None: the repository is empty."""
    told: Mapping[str, Any]
    """What GitHub says of them besides."""


def kinds() -> dict[str, Kind]:
    off = {**MODEL, ".github/readiness.yaml": "rollout: off\n"}
    return {
        "model": Kind(6, MODEL, {}),
        "agent": Kind(1, AGENT, {}),
        "old": Kind(2, outdated(), {}),
        "new": Kind(3, scaffolded("new", NEW), {}),
        "past": Kind(1, past(), {}),
        "past-below": Kind(1, past("models/churn/"), {}),
        "library": Kind(13, LIBRARY, {}),
        "archived": Kind(3, MODEL, {"archived": True}),
        "fork": Kind(3, MODEL, {"fork": True}),
        "off": Kind(2, off, {}),
        "odd": Kind(1, {**MODEL, ".github/readiness.yaml": "rollout: [\n"}, {}),
        "empty": Kind(1, None, {}),
        "gone": Kind(1, MODEL, {}),
        "moved": Kind(1, MODEL, {"renamed": "acme/elsewhere"}),
        "taken": Kind(1, {**MODEL, ".github/workflows/readiness.yml": "on: push\n"}, {}),
    }


def names() -> list[str]:
    return [f"{kind}-{number:02}" for kind, some in kinds().items() for number in range(1, some.count + 1)]


class Organisation:
    """What stands on disk for each of them, and what the server is told."""

    def __init__(self, folder: Path, scan: Path, only: Collection[str] = ()) -> None:
        """`only`: of these kinds alone, where a test needs no more."""
        self.folder, self.scan = folder, scan
        self.fleet: dict[str, dict[str, Any]] = {}
        self.git: dict[str, str] = {}
        rows: list[Row] = []
        for kind, some in kinds().items():
            for number in range(1, some.count + 1) if not only or kind in only else ():
                name = f"{kind}-{number:02}"
                self.git[f"acme/{name}"] = str(_repository(folder / f"{name}.git", some.files))
                if kind != "gone":
                    self.fleet[f"acme/{name}"] = dict(some.told)
                rows.append(_row(f"acme/{name}", some.files or MODEL))
        scan.write_text("".join(written(Head(_DAY, "org acme"), map(row_text, Scan(Head(_DAY, ""), tuple(rows)).rows))), encoding="utf-8")

    def tell(self, server: GithubServer) -> None:
        server.state(fleet=self.fleet, git=self.git)

    def run(self, name: str, *words: str, **environment: str) -> str:
        """Git, in one of them."""
        command = ["git", "-C", f"{self.folder}/{name}.git", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment}).stdout

    def push(self, name: str, path: str) -> None:
        """Somebody adds a file to the default branch."""
        text = f"commit refs/heads/main\ncommitter Ana <a@b> 1789000600 +0000\ndata 4\nMore\nfrom refs/heads/main^0\nM 100644 inline {path}\ndata 1\nx\n"
        subprocess.run(["git", "-C", f"{self.folder}/{name}.git", "fast-import", "--quiet"], input=text, check=True, text=True)

    def file(self, name: str, branch: str, path: str) -> str:
        return self.run(name, "show", f"{branch}:{path}")

    def changes(self, name: str, branch: str) -> list[str]:
        """What a branch changes, as git's letters and paths."""
        return self.run(name, "diff", "--name-status", "main", branch).replace("\t", " ").splitlines()


def pulls(server: GithubServer) -> dict[str, list[Any]]:
    """Every pull request that anybody opened in the organisation, by repository."""
    opened = {each["path"].split("/")[3] for each in server.call("GET", "/__applied") if each["method"] == "POST" and each["path"].endswith("/pulls")}
    found = {name: server.call("GET", f"/repos/acme/{name}/pulls?state=all") for name in sorted(opened)}
    return {name: sorted(rows, key=lambda row: int(row["number"])) for name, rows in found.items() if rows}


def environment(server: GithubServer) -> dict[str, str]:
    """The token is an App's of the organisation."""
    return {**server.environment(APP), "GITHUB_REPOSITORY": "", "READINESS_BOT_LOGIN": APP}


def _row(name: str, files: Mapping[str, str]) -> Row:
    for path in files:
        if path.endswith("readiness/contract.yaml"):
            return Row(name, path.removesuffix("readiness/contract.yaml"), model="churn", ready=False)
    return Row(name, absent=True, ready=False, looks_like=looks_like_model(files))


_DAY = date(2026, 11, 26)


def _repository(path: Path, files: Mapping[str, str] | None) -> Path:
    """A bare one with one commit, by one process."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(path)], check=True)
    if files is not None:
        lines = ["commit refs/heads/main", "author Ana <1+ana-ruiz@users.noreply.github.com> 1789000000 +0000"]
        lines += ["committer Ana <1+ana-ruiz@users.noreply.github.com> 1789000000 +0000", "data 5", "Begin"]
        for name, text in files.items():
            lines += [f"M 100644 inline {name}", f"data {len(text.encode())}", text]
        subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input="\n".join(lines) + "\n", check=True, text=True)
    return path
