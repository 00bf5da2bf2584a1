"""The judge alone: one claim, a few records, an answer. Reads as the rules do; the forge's ways are in test_forgeries.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.convention.item import SignOff
from readiness_bot.convention.load import load_file
from readiness_bot.convention.people import same_person
from readiness_bot.convention.registry import items_at, sign_offs_at
from readiness_bot.evidence.answers import Refuted, Unknown, Verified
from readiness_bot.evidence.ask import Need
from readiness_bot.evidence.claims import Acceptance, AnyClaim, Approval, Cover, Linked
from readiness_bot.evidence.judge import judge, missing
from readiness_bot.evidence.past import Origin
from readiness_bot.evidence.records import Commit, Pull, Push, Records, Refusal, Review
from readiness_bot.vocabulary import Kind, Proof

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
SIGNED = b'go_live: {by: omar, date: 2026-11-18, version: "1.4.0"}\n'
OTHER = b'go_live: {by: omar, date: 2026-11-17, version: "1.4.0"}\n'
CONTRACT = b'evaluation: {version: "1.4.0"}\n'
GO_LIVE = SignOff("governance.go_live", "the go-live decision", covers=("contract.evaluation.version",), item="governance.go-live")
VALUE = load_file("governance.yaml", SIGNED).get("go_live")
CLAIM = Approval(
    "governance.go-live", "governance.yaml", "go_live.by", "omar", GO_LIVE, (), VALUE, Origin("merge"),
    (Cover("contract.evaluation.version", "1.4.0", "early"),), past=(None,),
)  # fmt: skip
APPROVED = Review("omar", "APPROVED", "head", NOON)
PULL = Pull(
    42, "ana", "main", NOON, "merge", NOON, "topic", "acme/churn",
    commits=(Commit("head", "ana", "ana"),), reviews=(APPROVED,),
)  # fmt: skip
PARENTS: Mapping[str, tuple[str, ...]] = {"head": ("before",), "before": ()}
NAMED = ("head", "first", "mine", "before", "main", "gone", "x")
PUSHES = (Push("ana", "0" * 40, "head", NOON),)


def records(
    pull: Pull = PULL,
    files: Mapping[str, bytes] | None = None,
    pushes: tuple[Push, ...] = PUSHES,
    parents: Mapping[str, tuple[str, ...]] = PARENTS,
) -> Records:
    """What GitHub would tell. `files`: governance.yaml by commit."""
    contents: dict[tuple[str, str], bytes | Refusal | None] = {("head", "contract.yaml"): CONTRACT}
    contents |= {(commit, "governance.yaml"): text for commit, text in ({"head": SIGNED, "before": b""} | dict(files or {})).items()}
    return Records(
        "acme/churn", "main", pulls=dict.fromkeys(("merge", *NAMED), (42,)), by_number={42: pull},
        parents={"merge": ("main",), **parents}, assignable={"omar": True}, pushes={"acme/churn:topic": pushes},
        pushes_by={"omar": tuple(p for p in pushes if same_person(p.login, "omar"))}, inside=dict.fromkeys(product(NAMED, NAMED), False),
        meets=dict.fromkeys(product(NAMED, ("main",)), "before"), contents=contents,
    )  # fmt: skip


def said(pull: Pull = PULL, **more: object) -> str:
    answer = judge(CLAIM, records(pull, **more), load_file)  # type: ignore[arg-type]
    return answer.how if isinstance(answer, Verified) else answer.found if isinstance(answer, Refuted) else f"? {answer.why}"


def reviewed(*states: str, by: str = "omar", commit: str = "head") -> Pull:
    """These reviews, one after the other."""
    return replace(PULL, reviews=tuple(Review(by, s, commit, NOON + timedelta(hours=n)) for n, s in enumerate(states)))


def test_approved() -> None:
    assert said() == "omar approved #42"


def test_capitals_do_not_matter() -> None:
    assert said(reviewed("APPROVED", by="Omar")) == "omar approved #42"


def test_the_latest_decisive_review_counts() -> None:
    assert said(reviewed("CHANGES_REQUESTED", "APPROVED", "COMMENTED")) == "omar approved #42"
    assert said(reviewed("APPROVED", "CHANGES_REQUESTED", "COMMENTED")) == "the last review of #42 by omar requests changes"
    assert said(reviewed("APPROVED", "DISMISSED")) == "the approval of #42 by omar was dismissed"
    assert said(reviewed("COMMENTED")) == "omar did not approve #42"


def test_the_review_of_another_is_not_theirs() -> None:
    assert said(reviewed("APPROVED", by="omar-h")) == "omar did not approve #42"
    assert said(reviewed("APPROVED", by="omar[bot]")) == "omar did not approve #42"


def test_an_account_that_is_gone_has_not_approved() -> None:
    assert said(replace(PULL, reviews=(replace(APPROVED, login=None),))) == "omar did not approve #42"


def test_what_was_reviewed_is_what_stands() -> None:
    assert said(files={"head": OTHER}) == "omar approved #42 at head, but the go-live decision changed after that"
    assert said(files={"head": b"# tidy\n" + SIGNED}) == "omar approved #42"


def test_a_commit_that_nobody_knows_any_more() -> None:
    assert said(reviewed("APPROVED", commit="")) == "? it is no longer known which commit of #42 omar approved"


def test_more_than_is_read_is_unknown() -> None:
    assert said(replace(PULL, whole=False)) == "? #42 has more commits than are read"
    assert said(replace(PULL, all_reviews=False, reviews=())) == "? #42 has more reviews than are read"


def test_a_hundred_commits_do_not_hide_that_nobody_approved() -> None:
    assert said(replace(PULL, whole=False, reviews=())) == "omar did not approve #42"


def test_their_own_commit() -> None:
    theirs = replace(PULL, commits=(Commit("head", "omar", "omar"),))
    assert said(theirs) == "omar wrote head in #42, which changes the go-live decision"
    assert said(theirs, files={"before": SIGNED}) == "omar approved #42"


def test_a_merge_of_main_changes_nothing_by_itself() -> None:
    update = Commit("head", "omar", "omar")
    pull = replace(PULL, commits=(Commit("mine", "ana", "ana"), update))
    pushes = (Push("omar", "mine", "head", NOON), Push("ana", "0" * 40, "mine", NOON))
    parents = {"head": ("mine", "main"), "mine": ("before",)}
    assert said(pull, files={"mine": SIGNED, "main": b""}, pushes=pushes, parents=parents) == "omar approved #42"


def test_who_pushed_must_be_known() -> None:
    assert said(pushes=()) == "? it is not known who pushed head to #42"
    assert said(pushes=(Push(None, "0" * 40, "head", NOON),)) == "? it is not known who pushed head to #42"


def test_a_forced_push_may_hold_all_that_lies_below() -> None:
    pull = replace(PULL, commits=(Commit("first", "ana", "ana"), Commit("head", "ana", "ana")))
    pushes = (Push("omar", "gone", "head", NOON), *PUSHES)
    parents = {"head": ("first",), "first": ("before",)}
    files = {"first": SIGNED, "gone": b""}
    assert said(pull, files=files, pushes=pushes, parents=parents) == "omar pushed head in #42, which changes the go-live decision"


@pytest.mark.parametrize("login", ["github-actions[bot]", "Omar[BOT]"])
def test_a_bot_answers_for_nothing(login: str) -> None:
    drill = SignOff("fallback.drill", "the fallback drill", covers=("fallback.monitors",), item="fallback.drill")
    claims: tuple[AnyClaim, ...] = (
        replace(CLAIM, login=login),
        Linked("fallback.drill", "fallback.yaml", "drill.evidence", login, drill, NOON.date(), "https://x/acme/churn/issues/1", Origin("merge")),
        Acceptance("ownership.acceptance", "ownership.yaml", "signs_off", login, Origin("merge")),
    )
    found = [judge(claim, records(), load_file) for claim in claims]
    assert [answer.found for answer in found if isinstance(answer, Refuted)] == [f"{login} is a bot, and only a person can answer for this"] * 3


def test_what_was_not_asked_is_unknown() -> None:
    empty = Records("acme/churn", "main")
    assert judge(CLAIM, empty, load_file) == Unknown("the forge was not asked")
    assert missing([CLAIM], empty, load_file) == {Need("origin", ("merge",))}


def test_a_refusal_is_unknown() -> None:
    refused = Records("acme/churn", "main", pulls={"merge": Refusal("this token may not look")})
    assert judge(CLAIM, refused, load_file) == Unknown("this token may not look")
    assert missing([CLAIM], refused, load_file) == frozenset()


def test_without_history_it_is_unknown() -> None:
    claim = replace(CLAIM, origin=Origin(None, "this clone is shallow"))
    assert judge(claim, records(), load_file) == Unknown("this clone is shallow")


NAMES = st.sampled_from(["omar", "ana", "omar[bot]", "OMAR", None])
REVIEWS = st.lists(
    st.builds(
        Review, NAMES, st.sampled_from(["APPROVED", "CHANGES_REQUESTED", "DISMISSED", "COMMENTED"]), st.sampled_from(["head", "old", ""]),
        st.integers(0, 5).map(lambda hours: NOON + timedelta(hours=hours)),
    ),
    max_size=5,
)  # fmt: skip
PUSHED = st.lists(st.builds(Push, NAMES, st.sampled_from(["0" * 40, "before"]), st.sampled_from(["head", "x"]), st.just(NOON)), max_size=3)


@given(REVIEWS, PUSHED, NAMES, NAMES, st.booleans())
def test_verified_needs_an_approval_by_somebody_who_did_not_write_it(
    reviews: list[Review], pushes: list[Push], author: str | None, wrote: str | None, whole: bool
) -> None:
    pull = replace(PULL, author=author, whole=whole, reviews=tuple(reviews), commits=(Commit("head", wrote, wrote),))
    answer = judge(CLAIM, records(pull, {"old": OTHER}, tuple(pushes)), load_file)
    if isinstance(answer, Verified):
        theirs = [r for r in reviews if (r.login or "").lower() == "omar"]
        assert any(r.state == "APPROVED" and r.commit == "head" for r in theirs)
        assert "omar" not in {str(name).lower() for name in (author, wrote, *(p.login for p in pushes if p.after == "head"))}


def test_what_a_forge_can_confirm_of_a_sign_off_says_what_is_signed() -> None:
    signed = {block.item for block in sign_offs_at(Kind.MODEL)}
    asked = {item.id for item in items_at(Kind.MODEL) if item.proof in (Proof.APPROVAL, Proof.RECEIVING_TEAM, Proof.LINKED_ISSUE)}
    assert asked <= signed
    assert signed - asked == {""}  # waivers
