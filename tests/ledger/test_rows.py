"""A claim's hash: the same for the same claim however it is written, another for any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.convention.registry import sign_offs_at
from readiness_bot.evidence.answers import Judged, Refuted, Unknown, Verified
from readiness_bot.evidence.claims import Approval, Cover, Person
from readiness_bot.evidence.past import Origin
from readiness_bot.ledger.again import Again
from readiness_bot.ledger.rows import answers_of, hash_of, rows_of
from readiness_bot.vocabulary import Kind

DAY = date(2026, 11, 20)
[GO_LIVE] = [block for block in sign_offs_at(Kind.MODEL) if block.item == "governance.go-live"]
CLAIM = Approval(
    "governance.go-live", "governance.yaml", "go_live.by", "omar-haddad", GO_LIVE, (), {"by": "omar-haddad", "date": DAY},
    Origin("a" * 40), (Cover("contract.evaluation.version", "1.4.0", "b" * 40),),
)  # fmt: skip


def test_the_order_of_keys_is_nothing() -> None:
    assert hash_of(replace(CLAIM, value={"date": DAY, "by": "omar-haddad"})) == hash_of(CLAIM)


def test_nor_is_gits_date() -> None:
    assert hash_of(replace(CLAIM, origin=Origin("a" * 40, when=datetime(2020, 1, 1, tzinfo=UTC)))) == hash_of(CLAIM)


@pytest.mark.parametrize(
    "other",
    [
        replace(CLAIM, login="mei-chen"),
        replace(CLAIM, value={"by": "omar-haddad", "date": date(2026, 11, 21)}),
        replace(CLAIM, value={"by": "omar-haddad", "date": "2026-11-20"}),
        replace(CLAIM, origin=Origin("c" * 40)),
        replace(CLAIM, covers=(Cover("contract.evaluation.version", "1.5.0", "b" * 40),)),
        replace(CLAIM, covers=()),
        replace(CLAIM, key="compliance.by"),
        Person("governance.go-live", "governance.yaml", "go_live.by", "omar-haddad"),
    ],
)
def test_anything_else_is_another_claim(other: Approval | Person) -> None:
    assert hash_of(other) != hash_of(CLAIM)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=20,
)


@given(st.dictionaries(st.text() | st.integers(), VALUES))
def test_whatever_the_values_are(value: dict[str | int, object]) -> None:
    turned = dict(reversed(value.items()))
    assert hash_of(replace(CLAIM, value=turned)) == hash_of(replace(CLAIM, value=value))


def test_values_that_are_easily_taken_for_each_other() -> None:
    values: tuple[object, ...] = (None, "None", "", [], {}, [[]], [{}], {"a": []}, {"a": {}}, ["a", []], True, 1, "1", 1.0, [["a", "b"]], {"a": "b"})
    assert len({hash_of(replace(CLAIM, value=value)) for value in values}) == len(values)


@pytest.mark.parametrize("answer", [Verified("omar-haddad approved #42"), Refuted("no", "approve it"), Unknown("no right")])
def test_an_answer_comes_back_as_it_was(answer: Verified | Refuted | Unknown) -> None:
    rows = rows_of({"governance.go-live": (Judged(CLAIM, answer),)}, None, DAY, Again.OLD)
    assert answers_of(rows) == {hash_of(CLAIM): answer}
