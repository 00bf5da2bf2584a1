"""Who writes a repository: logins in addresses, and who wrote a real share."""

from __future__ import annotations

import pytest

from readiness_bot.reading.authors import is_bot, login, main_authors


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("12345+mei-chen@users.noreply.github.com", "mei-chen"),
        ("mei-chen@users.noreply.github.com", "mei-chen"),
        ("123+octocat_acme@users.noreply.github.com", "octocat_acme"),
        ("123+alice@users.noreply.ghe.acme.com", "alice"),
        ("alice@users.noreply.ghe", "alice"),
        ("123+alice@users.noreply.acme.ghe.com", "alice"),
        ("123+A@Users.Noreply.GitHub.com", "A"),
        ("mei@acme.io", ""),
        ("noreply@github.com", ""),
        ("49699333+dependabot[bot]@users.noreply.github.com", ""),
        ("1234567-mei@users.noreply.gitlab.com", ""),
        ("1+a@users.noreply.github.com.", ""),
        ("1+-a@users.noreply.github.com", ""),
        ("1+a@b@users.noreply.github.com", ""),
        ("", ""),
        ("1+" + "a" * 5000 + "@users.noreply.github.com", ""),
    ],
)
def test_a_login_in_an_address(email: str, name: str) -> None:
    assert login(email) == name


@pytest.mark.parametrize("name", ["dependabot[bot]", "k8s-ci-robot", "facebook-github-bot", "pytorchmergebot", "Copilot", "web-flow", "acme_bot"])
def test_machines(name: str) -> None:
    assert is_bot(name)


@pytest.mark.parametrize("name", ["abbot", "talbot", "botond", "mei-chen"])
def test_people(name: str) -> None:
    assert not is_bot(name)


def of(**commits: int) -> list[str]:
    """`ana=3`: three commits with her noreply address; `private`: of somebody without one."""
    return [
        email
        for name, count in commits.items()
        for email in [f"{name}@acme.io" if name.startswith("private") else f"1+{name}@users.noreply.github.com"] * count
    ]


@pytest.mark.parametrize(
    ("emails", "authors"),
    [
        (of(ana=1), [("ana", 1)]),
        (of(ana=60, raj=40), [("ana", 60), ("raj", 40)]),
        (of(ana=700, raj=200, **{f"passer{n}": 2 for n in range(50)}), [("ana", 700), ("raj", 200)]),
        (of(private=887, **{f"passer{n}": 5 for n in range(20)}), []),
        (of(private=60, ana=40), []),
        (of(private=40, ana=60), [("ana", 60)]),
        ([*of(ana=40), *["1+dependabot[bot]@users.noreply.github.com"] * 900], [("ana", 40)]),
        (["1+Ana@users.noreply.github.com", "ana@users.noreply.github.com"], [("Ana", 2)]),
        ([], []),
    ],
)
def test_who_wrote_a_real_share(emails: list[str], authors: list[tuple[str, int]]) -> None:
    assert [(committer.login, committer.commits) for committer in main_authors(emails)] == authors
