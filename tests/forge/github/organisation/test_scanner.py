"""A scan of 300 repositories, some of them odd, on a GitHub that validates each query, counts, and fails."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from tests.forge.github.organisation.conftest import NOW, Scan
from tests.github import fleet, server
from tests.github.organisation import Organisation
from tests.github.prism import Prism

from readiness_bot.forge.scan import Found
from readiness_bot.judging.evaluate import evaluate

pytestmark = pytest.mark.e2e

Run = Callable[..., Scan]


def said(row: Found) -> str:
    models = [snapshot.prefix for snapshot in row.snapshots]
    return row.error or row.left_out or (" ".join(prefix or "." for prefix in models) or "no model")


def test_an_organisation_of_300_comes_out_complete_and_a_second_scan_only_lists_it(organisation: Organisation, scan: Run) -> None:
    organisation.world = fleet.world()
    first = scan(properties=True)
    shown = {name.partition("/")[2]: said(row) for name, row in first.rows.items()}
    assert len(shown) == 300
    assert {name: why for name, why in shown.items() if not name.startswith("r")} == {
        "churn": ".",
        "odd": ".",
        "hostile": ".",
        "heavy": ".",
        "half-heavy": ".",
        "cut": ".",
        "large": "models/churn/ models/fraud/ packages/price/ ranking/",
        "many-folders": "d7/deep/er/",
        "no-model": "no model",
        "linked": "no model",
        "branchless": "GitHub refused it: Resource not accessible by integration.",
        "disabled": "GitHub has disabled it",
        "(not shown, 131)": "GitHub refused it: Resource not accessible by personal access token.",
        "(not shown, 174)": "The organisation's single sign-on keeps this token out; authorise the token for it"
        " (https://docs.github.com/authentication/authenticating-with-single-sign-on).",
    }
    assert Counter(why for name, why in shown.items() if name.startswith("r")) == {
        ".": 120,
        "no model": 120,
        "it is a fork": 15,
        "it is archived": 11,
        "it is empty": 10,
        "models/churn/ models/fraud/ packages/price/ ranking/ teams/risk/scores/default/": 10,
    }
    churn = first.rows["acme/churn"]
    assert (churn.topics, churn.properties, churn.visibility) == (("ml", "credit"), {"domain": "finance", "teams": ["a", "b"]}, "private")
    assert {"README.md", "docs", "src", "readiness/contract.yaml"} <= churn.paths

    # 6 pages and the number of repositories; four pages again without roots; the rest reads, and looks for those that are too heavy.
    assert (first.queries, first.requests) == (42, 40)
    second = scan(properties=True)
    assert second.rows == first.rows
    # Only the list and the properties: one page of four is asked for twice, since what is too heavy stays so.
    assert (second.queries, second.requests) == (10, 3)
    odd = [row for name, row in first.rows.items() if not name.startswith("acme/r")]
    assert len([evaluate(snapshot, NOW.date()) for row in odd for snapshot in row.snapshots]) == 11


def test_every_request_by_rest_is_one_that_github_documents(organisation: Organisation, scan: Run, prism: Prism) -> None:
    organisation.world = fleet.world()
    organisation.world.repositories = [one for one in organisation.world.repositories if one.name in ("odd", "large", "heavy")]
    scan(properties=True)
    asked = [server.Request(one.method, one.path, None, None) for one in organisation.world.log if one.path != "/graphql"]
    assert {re.sub(r"[0-9a-f]{7,40}", "…", one.path.partition("?")[0]) for one in asked} == {
        "/orgs/acme/properties/values",
        "/repos/acme/heavy/git/blobs/…",
        "/repos/acme/heavy/git/trees/…",
        "/repos/acme/large/git/blobs/…",
        "/repos/acme/large/git/trees/…",
        "/repos/acme/odd/git/blobs/…",
    }
    assert [(one, why) for one in asked if (why := prism.refusal(one))] == []
