"""Secrets and credentials taken out of a text, in every spelling in which they may stand there."""

from __future__ import annotations

import base64

import pytest

from readiness_bot.text.redact import without, without_credentials

TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"token {TOKEN}", "token ***"),
        (f"https://x-access-token:{TOKEN}@ghe.acme.io/a/b", "https://x-access-token:***@ghe.acme.io/a/b"),
        ("nothing of the kind", "nothing of the kind"),
        (TOKEN[:-1], TOKEN[:-1]),
        ("", ""),
    ],
)
def test_a_token(text: str, told: str) -> None:
    assert without(text, [TOKEN]) == told


@pytest.mark.parametrize("before", ["", "x", "me", "x-access-token:", "somebody:"])
@pytest.mark.parametrize("after", ["", "\n", ":", ":x-oauth-basic"])
def test_a_token_in_base64(before: str, after: str) -> None:
    """Wherever it begins among its neighbours, nothing is left from which more than its edges can be read."""
    told = without(base64.b64encode(f"{before}{TOKEN}{after}".encode()).decode(), [TOKEN])
    assert "***" in told
    left = b"".join(base64.b64decode(part[: len(part) // 4 * 4]) for part in told.split("***"))
    assert TOKEN[2:-2].encode() not in left
    assert len(told) < len(before + after) * 2 + 10


@pytest.mark.parametrize("secret", ["", "x", "1234567", "  \n"])
def test_what_is_too_short_to_be_a_token_is_left(secret: str) -> None:
    assert without("12345678 x", [secret]) == "12345678 x"


def test_a_token_with_signs_is_found_in_an_address_too() -> None:
    assert without("/?token=a%2Fb%2Bc%3Dd%40e", ["a/b+c=d@e"]) == "/?token=***"


def test_a_token_with_a_line_feed_is_found_without_it() -> None:
    assert without(f"header 'token {TOKEN}\\n'", [f"{TOKEN}\n"]) == "header 'token ***\\n'"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("unable to access 'https://me:pw@ghe.acme.io/a/b/'", "unable to access 'https://***@ghe.acme.io/a/b/'"),
        ("could not read Password for 'https://ghp_1234@ghe.acme.io'", "could not read Password for 'https://***@ghe.acme.io'"),
        ("Failed to parse: http://me:p@ss@proxy:80", "Failed to parse: http://***@proxy:80"),
        ("ssh://git@ghe.acme.io/a/b", "ssh://***@ghe.acme.io/a/b"),
        ("https://ghe.acme.io/a/b@v1", "https://ghe.acme.io/a/b@v1"),
        ("https://ghe.acme.io/?to=me@acme.io", "https://ghe.acme.io/?to=me@acme.io"),
        ("git@ghe.acme.io:a/b", "git@ghe.acme.io:a/b"),
    ],
)
def test_credentials_of_an_address(text: str, told: str) -> None:
    assert without_credentials(text) == told
