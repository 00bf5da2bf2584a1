"""The workflow that docs/fleet.md gives a platform lead, run by act: four parts, put together, kept and published."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests.e2e.machine import Machine
from tests.github.act import ACTION, Run, run_workflow
from tests.github.fleet import CODE, example, model
from tests.github.organisation import Hosted, Organisation, World
from tests.github.server import GithubServer
from tests.models import EXAMPLE

from readiness_bot.demo.repository import Repository, read_files

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent.parent / "github"
SHA = "0" * 40


EARLIER = '{"schema": 1, "scanned": "2026-01-05", "source": "org acme", "audited": true, "repositories": [{"name": "acme/churn"}]}'


def pasted() -> str:
    """As the page has it, with a commit where it says to write one."""
    text = (ROOT / "docs" / "fleet.md").read_text(encoding="utf-8")
    found = re.search(r"^```yaml\n(name: fleet\n.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found
    ours = found[1].replace("readiness-bot/readiness-bot@COMMIT", ACTION)
    return ours.replace("@COMMIT", f"@{SHA}")


@dataclass(frozen=True, slots=True)
class Done:
    """What the run left behind."""

    run: Run
    site: Path


@pytest.fixture(scope="module")
def done(github_server: GithubServer, machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("fleet")
    origin = folder / "server" / "acme" / "fleet"
    central = Repository.create(origin)
    central.commit({".github/workflows/fleet.yml": pasted()}, "The workflow", "ana-ruiz", date(2026, 6, 15))
    central.git("checkout", "--quiet", "--orphan", "gh-pages")
    central.git("rm", "-rfq", ".")
    central.commit({"scans/2026-01-05.json": EARLIER}, "An earlier scan", "ana-ruiz", date(2026, 6, 15))
    central.git("checkout", "--quiet", "main")
    checkout = folder / "checkout"
    subprocess.run(["git", "clone", "--quiet", str(origin), str(checkout)], check=True)
    churn = Repository.create(folder / "server" / "acme" / "churn")
    churn.commit(read_files(EXAMPLE), "The model", "ana-ruiz", date(2026, 6, 15))
    for setting in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        churn.git("config", setting, "true")
    github_server.reset()
    github_server.state(git={"acme/churn": str(churn.path)})
    home = machine.runner / "home"
    home.mkdir(exist_ok=True)  # git itself comes to our folder, which takes a push
    published = github_server.environment()["GITHUB_SERVER_URL"] + "/acme/fleet"
    (home / ".gitconfig").write_text(f'[url "{origin.as_uri()}"]\n\tinsteadOf = {published}\n[safe]\n\tdirectory = *\n')
    organisation = Organisation()
    organisation.world = World([Hosted("churn", example()), Hosted("price", model(1)), Hosted("code", CODE)])
    env = {
        "GITHUB_API_URL": organisation.url,
        "GITHUB_GRAPHQL_URL": f"{organisation.url}/graphql",
        "GITHUB_REPOSITORY": "acme/fleet",
    }
    local = {f"actions/{name}@{SHA}": HERE / name.replace("-", "_") for name in ("download-artifact",)}
    payload = {"repository": {"owner": {"login": "acme"}}}
    run = run_workflow(
        checkout, "fleet.yml", "workflow_dispatch", payload, github_server, machine.action, machine.runner,
        local=local, env=env, secrets={"FLEET_TOKEN": github_server.environment()["GITHUB_TOKEN"]},
    )  # fmt: skip
    site = folder / "site"
    subprocess.run(["git", "clone", "--quiet", "--branch", "gh-pages", str(origin), str(site)], check=False)
    yield Done(run, site)
    organisation.close()
    (home / ".gitconfig").unlink()
    github_server.reset()


def test_it_ends_well(done: Done) -> None:
    assert done.run.exit_code == 0, done.run.log[-3000:]


def test_the_scan_is_kept_beside_the_earlier_one(done: Done) -> None:
    before, kept = sorted((done.site / "scans").iterdir())
    rows = json.loads(kept.read_text())["repositories"]
    assert before.name == "2026-01-05.json"
    assert [(row["name"], bool(row["audit"])) for row in rows] == [("acme/churn", True), ("acme/code", False), ("acme/price", False)]


def test_the_page_is_published(done: Done) -> None:
    assert "acme/churn" in (done.site / "index.html").read_text(encoding="utf-8")
