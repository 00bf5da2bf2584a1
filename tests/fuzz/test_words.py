"""Payloads of events, comments, markers and lines of the ledger, of any shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz.hostile import JSON, TEXTS
from tests.fuzz.test_files import JUDGED, fuzz

from readiness_bot.commands.grammar import parse
from readiness_bot.forge.events import PULL_REQUEST_EVENTS, RECONCILE_EVENTS, read_event
from readiness_bot.ledger.line import WrongLine, from_json
from readiness_bot.text.marker import owned, read_marker, wrap
from readiness_bot.text.markup import md

Tally = Callable[[str, int], None]

EVENTS = (*PULL_REQUEST_EVENTS, *RECONCILE_EVENTS, "push", "issues", "issue_comment", "workflow_run", "merge_group", "", "x")
KEYS = st.sampled_from(
    ("action", "pull_request", "number", "head", "base", "repo", "full_name", "sha", "ref", "user", "login", "issue", "comment", "body", "id",
     "sender", "type", "repository", "default_branch", "workflow_run", "merge_group", "head_ref", "state", "event", "head_sha", "deleted")
)  # fmt: skip
PAYLOADS = st.recursive(JSON, lambda inner: st.dictionaries(KEYS, inner, max_size=6), max_leaves=20)


def test_any_payload(tally: Tally) -> None:
    @fuzz(300)
    @given(st.sampled_from(EVENTS), PAYLOADS)
    def run(name: str, payload: object) -> None:
        event = read_event(name, payload)
        str(event).encode()
        tally(JUDGED, 1)

    run()


def test_any_comment(tally: Tally) -> None:
    words = st.sampled_from(("/readiness", " ", "\t", "waive", "accept", "explain", "until", "because", ", meanwhile", "9999-12-31", "governance.impact",
                             "\n", "\u2028", "\x00", "2026-13-01", "@a", "`"))  # fmt: skip

    @fuzz(300)
    @given(st.lists(st.one_of(words, TEXTS), max_size=12).map(" ".join))
    def run(text: str) -> None:
        parse("/readiness " + text)
        tally(JUDGED, 1)

    run()


def test_any_marker(tally: Tally) -> None:
    fields = st.sampled_from(("item=", "dir=", "since=", "told=", "at=", "reopened=", "=", "turns=", "%", "%ff", "%ud800", " ", "-->", "\n"))

    @fuzz(200)
    @given(st.lists(st.one_of(fields, TEXTS), max_size=10).map("".join))
    def run(text: str) -> None:
        body = f"<!-- readiness-bot:v1 item=a dir= {text} -->\n{text}"
        marker = read_marker(body)
        if marker is not None:
            marker.line().encode()
            assert owned(wrap(marker, md("ours"), body)) == "ours"
        tally(JUDGED, 1)

    run()


GOOD = {
    "schema": 1, "time": "2026-11-20T00:00:00Z", "day": "2026-11-20", "commit": "a" * 40, "tree": "b" * 40, "model": "m", "stage": "design",
    "tier": "low", "version": "1", "policy": {"require_verified": False, "waiver_days": 30}, "wrong": 0, "statuses": {"a.b": "gap"},
    "evidence": [{"item": "a", "claim": "c", "who": "w", "answer": "verified", "asked": "2026-11-20", "on": {"x": [1]}}],
}  # fmt: skip


def test_any_line_of_the_ledger(tally: Tally) -> None:
    @fuzz(300)
    @given(st.sampled_from(sorted(GOOD)), JSON)
    def run(key: str, value: object) -> None:
        with suppress(WrongLine):
            from_json(json.dumps(GOOD | {key: value}))
        tally(JUDGED, 1)

    run()
    assert from_json(json.dumps(GOOD)).model == "m"
