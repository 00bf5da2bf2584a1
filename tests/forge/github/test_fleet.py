"""What is asked about many repositories at once, against the schema that GitHub publishes."""

from __future__ import annotations

import pytest
from graphql import parse, validate
from tests.github.organisation import schema

from readiness_bot.forge.github import fleet, heart

pytestmark = pytest.mark.e2e

HOSTILE = 'HEAD:") { id } } mutation { x #'
WANTS = fleet.Wants(["readiness/rollout", "readiness/upgrade"], ["a", "b", "c"], {"acme/churn": ["models/a/readiness/contract.yaml", "d"]})


@pytest.mark.parametrize("made", [fleet.query(["acme/churn", *["acme/site"] * 24], WANTS), heart.query(["acme/churn"] * 100)])
def test_each_query_is_one_that_github_knows(made: tuple[str, dict[str, str]]) -> None:
    assert [error.message for error in validate(schema(), parse(made[0]))] == []


def test_no_name_is_in_the_text() -> None:
    assert "mutation" not in fleet.query([HOSTILE], fleet.Wants([HOSTILE], [HOSTILE], {HOSTILE: [HOSTILE]}))[0] + heart.query([HOSTILE])[0]
