"""docs/app.md: what its steps send is what GitHub documents, and fits the workflow that `init --app` writes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.github.node_tools import FOLDER, install
from tests.github.prism import Prism
from tests.github.server import Request
from tests.workflows import jobs, written

from readiness_bot.scaffold.workflows import PREFIX, App, Choice

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "app.md").read_text(encoding="utf-8")
SENT = re.findall(r"gh api --method (PUT|POST) (\S+) --input - <<'END'\n(.*?)\n +END", PAGE, re.DOTALL)
JOBS = jobs(written(Choice(app=App()))["readiness-follow-up.yml"])


def asked() -> dict[str, str]:
    """Right → the highest level that a job asks for."""
    steps = [job["steps"][0]["with"] for job in JOBS.values()]
    pairs = sorted((key.removeprefix(PREFIX), value) for given in steps for key, value in given.items() if key.startswith(PREFIX))
    return dict(pairs)  # `write` comes after `read`


def registered() -> dict[str, str]:
    """The address's parameters: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-using-url-parameters."""
    [address] = re.findall(r"https://github.com/organizations/ORG/settings/apps/new\?\S+", PAGE)
    return {name: value for name, [value] in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def test_the_address_asks_for_what_the_workflow_asks_for() -> None:
    form = {"name": "ORG-readiness", "url": "https://github.com/ORG", "public": "false", "webhook_active": "false"}
    assert registered() == form | {name.replace("-", "_"): level for name, level in asked().items()}


def test_by_names_that_github_has() -> None:
    install()
    told = json.loads((FOLDER / "node_modules/@octokit/openapi/generated/api.github.com.json").read_text(encoding="utf-8"))
    known: dict[str, Any] = told["components"]["schemas"]["app-permissions"]["properties"]
    assert {name: level for name, level in asked().items() if level not in known[name.replace("-", "_")]["enum"]} == {}


def test_the_environment_holds_what_the_workflow_asks_it_for() -> None:
    said = set(re.findall(r"gh (variable|secret) set (\w+) --env (\w+) ", PAGE))
    for job in JOBS.values():
        given = job["steps"][0]["with"]
        named = re.findall(r"\$\{\{ (var|secret)s\.(\w+) \}\}", given["client-id"] + given["private-key"])
        assert {(kind.replace("var", "variable"), name, job["environment"]["name"]) for kind, name in named} == said
    assert {path.rpartition("/environments/")[2].partition("/")[0] for _, path, _ in SENT if "/environments/" in path} == {"readiness"}


@pytest.mark.e2e
@pytest.mark.parametrize(("method", "path", "body"), SENT, ids=[path.partition("NAME/")[2] for _, path, _ in SENT])
def test_what_is_sent_is_what_github_documents(prism: Prism, method: str, path: str, body: str) -> None:
    assert prism.refusal(Request(method, f"/{path.replace('OWNER/NAME', 'acme/churn')}", None, json.loads(body))) == ""


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("number", "old", "new"), [(0, '_policies": true', '_policies": "yes"'), (1, '"main"', "7"), (2, '"enforcement": "active"', '"enforcement": "on"')]
)
def test_what_is_not_would_be_refused(prism: Prism, number: int, old: str, new: str) -> None:
    method, path, body = SENT[number]
    assert body.count(old) == 1
    wrong = json.loads(body.replace(old, new))
    assert prism.refusal(Request(method, f"/{path.replace('OWNER/NAME', 'acme/churn')}", None, wrong)) != ""


@pytest.mark.e2e
def test_the_ledger_s_ruleset_too(prism: Prism) -> None:
    [ruleset] = re.findall(r'^(\{"name": "readiness ledger".*?)^```', (DOCS / "evidence.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert prism.refusal(Request("POST", "/repos/acme/churn/rulesets", None, json.loads(ruleset))) == ""
