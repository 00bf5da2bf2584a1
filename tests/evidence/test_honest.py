"""The honest path: a person approves in the normal review, and need do nothing else."""

from __future__ import annotations

import pytest
from tests.evidence.conftest import Verify
from tests.github.people import Shared

pytestmark = pytest.mark.e2e

GO_LIVE = ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-19")


@pytest.mark.parametrize("method", ["merge", "squash", "rebase"])
def test_an_approval_in_the_normal_review_is_verified(shared: Shared, verify: Verify, method: str) -> None:
    number = shared.change("ana-ruiz", "go-live", GO_LIVE)
    shared.review("omar-haddad", number)
    shared.merge("ana-ruiz", number, method)
    said = verify("governance.go-live")
    assert (said.evidence, said.status, said.told) == ("verified", "satisfied", "")
