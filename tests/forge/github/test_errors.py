"""What a server says went wrong, before it reaches people, issues and the ledger."""

from __future__ import annotations

import pytest

from readiness_bot.forge.github.errors import said
from readiness_bot.forge.github.evidence.graph import _parts
from readiness_bot.forge.protocol import ForgeError

TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"message": "Bad credentials"}, "Bad credentials"),
        ({"message": "on two\n  lines"}, "on two lines"),
        ({"message": f"no such header: token {TOKEN}"}, "no such header: token ***"),
        ({"message": f"{'x' * 190} {TOKEN}"}, f"{'x' * 190} ***"),
        ({"message": "see https://me:hunter2@proxy.acme.io/"}, "see https://***@proxy.acme.io/"),
        ({"message": "x" * 300}, "x" * 200),
        ({"message": None}, ""),
        ({"message": ["a", "list"]}, "['a', 'list']"),
        ({}, ""),
        (None, ""),
        ("<html>", ""),
        ([{"message": "in a list"}], ""),
    ],
)
def test_the_servers_words(answer: object, told: str) -> None:
    assert said(answer) == told


def test_what_graphql_refuses_in_part() -> None:
    answer = {"data": {"repository": {"p0": None}}, "errors": [{"path": ["repository", "p0"], "type": "FORBIDDEN", "message": f"no: {TOKEN}"}]}
    assert _parts(answer) == ({"p0": None}, {"p0": ("FORBIDDEN", "no: ***")})


def test_what_graphql_refuses_as_a_whole() -> None:
    with pytest.raises(ForgeError, match=r"^GitHub did not read the record of sign-offs: no: \*\*\*\.$"):
        _parts({"data": None, "errors": [{"message": f"no: {TOKEN}."}]})
