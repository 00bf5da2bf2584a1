"""The repositories under attack, and every command that reads one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from click.testing import CliRunner
from tests.github.payloads import comment, pull_request, push
from tests.hostile.gallery import Site
from tests.models import EXAMPLE

from readiness_bot.cli import group
from readiness_bot.demo.repository import Repository, read_files

NAME = "models/churn"
Form = Literal["root", "sub-folder", "bare folder"]
FORMS: tuple[Form, ...] = ("root", "sub-folder", "bare folder")
"""Whose settings are hostile: those of the repository, with the model at its root or below; or those of a model's folder that looks like a
repository to git."""
TOKEN = "s3cret-of-the-gallery"


@dataclass(frozen=True, slots=True)
class Originals:
    """Full, and without the contents of the past. By whether the model is at the root."""

    full: dict[bool, Path]
    partial: dict[bool, Path]
    missing: str
    """An object that the partial ones lack."""
    commits: list[str]
    """Oldest first, of the one whose model is at the root."""


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    base = tmp_path_factory.mktemp("originals")
    full, partial = dict[bool, Path](), dict[bool, Path]()
    for at_root in (True, False):
        below = "" if at_root else f"{NAME}/"
        source = Repository.create(base / "acme" / f"full-{at_root}".lower())
        files = {f"{below}{name}": text for name, text in read_files(EXAMPLE).items()} | {"readiness.txt": "one\n"}
        governance = f"{below}readiness/governance.yaml"
        source.commit(files | {governance: files[governance].replace("400", "300")}, "one", "ana-ruiz", date(2026, 6, 1))
        source.commit(files, "two", "ana-ruiz", date(2026, 6, 2))
        source.git("gc", "--quiet")
        source.git("config", "uploadpack.allowFilter", "true")
        full[at_root], partial[at_root] = source.path, base / f"partial-{at_root}"
        source.git("clone", "--quiet", "--filter=blob:none", f"file://{source.path}", str(partial[at_root]))
        for path in (source.path, partial[at_root]):
            (path / ".git" / "config").write_text("[core]\nrepositoryformatversion = 0\nbare = false\n[uploadpack]\nallowFilter = true\n")
            shutil.rmtree(path / ".git" / "hooks", ignore_errors=True)
    source = Repository(full[True])
    return Originals(full, partial, source.git("rev-parse", "HEAD~1:readiness/governance.yaml"), source.git("rev-list", "--reverse", "HEAD").split())


@dataclass(frozen=True, slots=True)
class Attacked:
    """A repository to attack: where git's files stand that are hostile, and the model's folder."""

    site: Site
    hostile: str
    """Where the exhibits' `.git/` is, from the site's folder."""
    model: Path
    kept: Path
    """Where the commands write to, other than into the repository."""


def attacked(originals: Originals, around: Path, form: Form, *, missing: bool) -> Attacked:
    at_root = form == "root"
    source = (originals.partial if missing else originals.full)[at_root]
    repository = around / "repository"
    if form == "bare folder":
        shutil.copytree(originals.full[False], repository)
        folder = repository / NAME
        for name in ("HEAD", "objects", "refs", "packed-refs", "info"):
            there = source / ".git" / name
            if there.is_dir():
                shutil.copytree(there, folder / name)
            elif there.exists():
                shutil.copy(there, folder / name)
        (folder / "config").write_text("[core]\nrepositoryformatversion = 1\nbare = false\nworktree = .\n")
        return Attacked(Site(folder, around), "", folder, around)
    shutil.copytree(source, repository)
    return Attacked(Site(repository, around), ".git/", repository if at_root else repository / NAME, around)


class _Proxy(BaseHTTPRequestHandler):
    """Whoever speaks to it is noted, and asked for a password."""

    def do_GET(self) -> None:
        self.server.asked.append(str(self.headers.get("Authorization")))  # type: ignore[attr-defined]
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="x"')
        self.end_headers()

    do_CONNECT = do_POST = do_GET  # noqa: N815 as http.server calls them

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 as the base class has it
        """Quiet."""


class Listener:
    """A server that a hostile setting names as a proxy."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("localhost", 0), _Proxy)
        self.asked: list[str] = []
        self._server.asked = self.asked  # type: ignore[attr-defined]
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def events(originals: Originals, folder: Path) -> dict[str, Path]:
    """What a workflow is started by, as files."""
    first, second = originals.commits
    found = {
        "pull_request": pull_request(5, first, second), "push": push(first, second), "schedule": {}, "workflow_dispatch": {},
        "merge_group": {"merge_group": {"base_sha": first, "head_sha": second}}, "pull_request_review": pull_request(5, first, second),
        "issue_comment": comment(1, 7, "/readiness explain fallback.drill", "ana-ruiz"),
    }  # fmt: skip
    for name, payload in found.items():
        (folder / f"{name}.json").write_text(json.dumps(payload))
    return {name: folder / f"{name}.json" for name in found}


Ran = tuple[str, int, str]


def every_command(place: Attacked, originals: Originals, environment: dict[str, str]) -> list[Ran]:
    """Each command of the product that reads a repository, with a token in the environment: what it was, its exit code, its output."""
    forge = ("--forge", f"folder:{place.kept / 'forge'}")
    commands: list[tuple[str, ...]] = [
        ("check", "MODEL"), ("check", "MODEL", "--against", "HEAD~1", "--format", "json"), ("check", "MODEL", "--format", "github"),
        ("audit", "MODEL", "--format", "json"), ("audit", "MODEL"), ("sync", "MODEL", "--plan", *forge),
        ("comment", "MODEL", "--pr", "5", "--against", "HEAD~1", "--plan", *forge), ("ledger", "show", "MODEL"), ("ledger", "verify", "MODEL"),
        *(("run", "MODEL", "--offline", *forge, f"EVENT={name}") for name in events(originals, place.kept)),
        ("sync", "MODEL", *forge), ("comment", "MODEL", "--pr", "5", *forge), ("init", "MODEL"),
    ]  # fmt: skip
    return [one(command, place, environment) for command in commands]


def one(command: tuple[str, ...], place: Attacked, environment: dict[str, str]) -> Ran:
    words = [word.replace("MODEL", str(place.model)) for word in command if not word.startswith("EVENT=")]
    if words[0] in ("check", "sync", "comment", "run", "audit"):
        words += ["--today", "2026-11-20"]
    given = {"GITHUB_TOKEN": TOKEN, "GITHUB_REPOSITORY": "acme/churn"} | environment
    for word in command:
        if word.startswith("EVENT="):
            name = word.removeprefix("EVENT=")
            given |= {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(place.kept / f"{name}.json"), "GITHUB_REF_NAME": "main"}
    done = CliRunner(env=given).invoke(group, words, catch_exceptions=False, prog_name="readiness")
    return " ".join(command).replace(str(place.kept), ""), done.exit_code, done.output.replace(str(place.kept), "")


def plain_git(folder: Path, *arguments: str) -> None:
    """Plain git, to prepare what is not the matter."""
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=os.environ | quiet, capture_output=True)
