"""What is asked by GraphQL, against the schema that GitHub publishes."""

from __future__ import annotations

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate
from tests.github.node_tools import FOLDER, install

from readiness_bot.forge.github.queries import Ask, Kind, batch

pytestmark = pytest.mark.e2e

HOSTILE = 'HEAD:") { id } } mutation { x #'


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    install()
    published = FOLDER / "node_modules" / "@octokit" / "graphql-schema" / "schema.graphql"
    return build_schema(published.read_text(encoding="utf-8"), assume_valid=True)


def faults(schema: GraphQLSchema, text: str) -> list[str]:
    return [error.message for error in validate(schema, parse(text))]


@pytest.mark.parametrize("kinds", [[kind] for kind in Kind] + [list(Kind) * 50], ids=lambda kinds: f"{len(kinds)}")
def test_each_query_is_one_that_github_knows(schema: GraphQLSchema, kinds: list[Kind]) -> None:
    text, variables = batch("acme", "churn", [Ask(kind, f"HEAD:{n}") for n, kind in enumerate(kinds)])
    assert faults(schema, text) == []
    assert len(variables) == len(kinds) + 2


def test_a_canary_is_refused(schema: GraphQLSchema) -> None:
    text, _ = batch("acme", "churn", [Ask(Kind.CONTENT, "HEAD:x")])
    assert faults(schema, text.replace("byteSize", "bytes")) == ["Cannot query field 'bytes' on type 'Blob'. Did you mean 'byteSize'?"]


def test_nothing_that_people_wrote_is_in_the_text() -> None:
    text, variables = batch(HOSTILE, HOSTILE, [Ask(Kind.CONTENT, HOSTILE)])
    assert "mutation" not in text
    assert set(variables.values()) == {HOSTILE}
