"""Organisations' policies to judge by, as text."""

from __future__ import annotations

import textwrap

from readiness_bot.convention.organisation import Organisation, Out, Subject
from readiness_bot.convention.organisation_file import Read, read_organisation
from readiness_bot.convention.policy import Policy

ACME = "policy: acme\nversion: 3\n"
"""The first two lines of a policy."""


def organisation(text: str, **others: str) -> Organisation:
    """A policy that is right. `others`: files beside it, `base=…` for `base.yaml`."""
    found = read_organisation("p.yaml", textwrap.dedent(text).encode(), _beside(others))
    assert isinstance(found, Organisation), found
    return found


def wrong(text: str, **others: str) -> list[str]:
    """What is wrong in one: place and message of each thing."""
    found = read_organisation("p.yaml", textwrap.dedent(text).encode(), _beside(others))
    assert isinstance(found, list), found
    return [f"{each.where} {each.message}" for each in found]


def _beside(others: dict[str, str]) -> Read:
    files = {f"{name}.yaml": textwrap.dedent(text).encode() for name, text in others.items()}
    return lambda path: files.get(path, "No such file or directory")


def policy(text: str, name: str = "acme/churn") -> Policy:
    """What a policy `acme`, version 3, with these lines has in force at a repository."""
    found = organisation(ACME + textwrap.dedent(text)).at(Subject(name))
    assert not isinstance(found, Out), found
    return found
