from __future__ import annotations

import pytest

from readiness_bot.scaffold.remote import Server, host_of, server_of


@pytest.mark.parametrize(
    ("remote", "host", "server"),
    [
        ("https://github.com/acme/churn.git", "github.com", Server.GITHUB),
        ("https://user:secret@GitHub.com/acme/churn", "github.com", Server.GITHUB),
        ("git@github.com:acme/churn.git", "github.com", Server.GITHUB),
        ("ssh://git@ssh.github.com:443/acme/churn.git", "ssh.github.com", Server.GITHUB),
        ("git@ghes.acme.example:acme/churn.git", "ghes.acme.example", Server.OTHER_GITHUB),
        ("https://ghes/acme/churn", "ghes", Server.OTHER_GITHUB),
        ("ssh://git@ghes.acme.example:2222/acme/churn", "ghes.acme.example", Server.OTHER_GITHUB),
        ("https://github.com.evil.example/acme/churn", "github.com.evil.example", Server.OTHER_GITHUB),
        ("git@gitlab.com:acme/churn.git", "gitlab.com", Server.NO_GITHUB),
        ("https://gitlab.acme.example/acme/churn.git", "gitlab.acme.example", Server.NO_GITHUB),
        ("https://mei@bitbucket.org/acme/churn.git", "bitbucket.org", Server.NO_GITHUB),
        ("https://huggingface.co/acme/churn", "huggingface.co", Server.NO_GITHUB),
        ("git@hf.co:acme/churn", "hf.co", Server.NO_GITHUB),
        ("git@ssh.dev.azure.com:v3/acme/ml/churn", "ssh.dev.azure.com", Server.NO_GITHUB),
        ("ssh://git-codecommit.eu-west-1.amazonaws.com/v1/repos/churn", "git-codecommit.eu-west-1.amazonaws.com", Server.NO_GITHUB),
        ("https://huggingface.company.example/acme/churn", "huggingface.company.example", Server.OTHER_GITHUB),
        ("git@github-work:acme/churn.git", "github-work", Server.UNKNOWN),
        ("/srv/git/churn.git", "", Server.UNKNOWN),
        ("../churn:2", "", Server.UNKNOWN),
        ("file:///srv/git/churn.git", "", Server.UNKNOWN),
        ("https://", "", Server.UNKNOWN),
        ("https://a\x1bb/c", "", Server.UNKNOWN),
        ("https://[::1]/acme/churn", "", Server.UNKNOWN),
        ("", "", Server.UNKNOWN),
    ],
)
def test_which_server_a_clone_comes_from(remote: str, host: str, server: Server) -> None:
    assert (host_of(remote), server_of(remote)) == (host, server)
