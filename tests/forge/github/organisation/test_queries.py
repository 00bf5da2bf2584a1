"""What is asked by GraphQL, against the schema that GitHub publishes."""

from __future__ import annotations

import pytest
from graphql import parse, validate
from tests.github.organisation import schema

from readiness_bot.forge.github.organisation import queries
from readiness_bot.forge.github.organisation.queries import Ask, Kind, Query

pytestmark = pytest.mark.e2e

HOSTILE = 'HEAD:") { id } } mutation { x #'
KINDS = [kind for kind in Kind if not kind.by_rest]
QUERIES: dict[str, Query] = {
    "how many": queries.reach(HOSTILE),
    "rate": queries.rate(),
    "a page": queries.page(HOSTILE, 50, None),
    "a page, lightly": queries.page(HOSTILE, 1, HOSTILE, lightly=True),
    "by name": queries.named([f"{HOSTILE}/{HOSTILE}"] * 50),
    "by name, lightly": queries.named([f"{HOSTILE}/{HOSTILE}"], lightly=True),
    **{kind.name: queries.objects([("R_1", [Ask(kind, HOSTILE)])]) for kind in KINDS},
    "many": queries.objects([(f"R_{n}", [Ask(kind, HOSTILE) for kind in KINDS] * 4) for n in range(50)]),
}


@pytest.mark.parametrize("name", QUERIES)
def test_each_query_is_one_that_github_knows(name: str) -> None:
    text, variables = QUERIES[name]
    assert [error.message for error in validate(schema(), parse(text))] == []
    assert all(f"${variable}:" in text for variable in variables)


@pytest.mark.parametrize("name", QUERIES)
def test_nothing_is_written(name: str) -> None:
    assert QUERIES[name][0].startswith("query ")
    assert "mutation" not in QUERIES[name][0]


def test_a_canary_is_refused() -> None:
    text, _ = queries.objects([("R_1", [Ask(Kind.CONTENT, "HEAD:x")])])
    [error] = validate(schema(), parse(text.replace("isBinary", "binary")))
    assert error.message == "Cannot query field 'binary' on type 'Blob'. Did you mean 'isBinary'?"
