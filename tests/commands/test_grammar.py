"""The commands of a comment: one line of text, one of what it says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_bot.commands.grammar import FORMS, MAX_TEXT, Accept, Command, Explain, Mistake, Recheck, Waive, parse
from readiness_bot.convention.registry import ITEMS_BY_ID
from readiness_bot.text.escape import plain

DAY = date(2026, 12, 1)
W = "/readiness waive fallback.drill until 2026-12-01 because "


@pytest.mark.parametrize(
    ("body", "command"),
    [
        ("/readiness accept", Accept()),
        ("/readiness recheck", Recheck()),
        ("/readiness explain fallback.drill", Explain("fallback.drill")),
        ("/readiness explain unknown-key", Explain("unknown-key")),
        (f"{W}the team is new", Waive("fallback.drill", DAY, "the team is new", "")),
        (f"{W}the team is new, meanwhile mei-chen watches daily", Waive("fallback.drill", DAY, "the team is new", "mei-chen watches daily")),
        (f"{W}a, b; c, meanwhile d, meanwhile e", Waive("fallback.drill", DAY, "a, b; c", "d, meanwhile e")),
        (f"{W}of the meanwhile", Waive("fallback.drill", DAY, "of the meanwhile", "")),
        (f'{W}x: "y" # z', Waive("fallback.drill", DAY, 'x: "y" # z', "")),
        (f"{W}\u202eab\u200bc\x1b[2J", Waive("fallback.drill", DAY, "abc[2J", "")),
        ("  /READINESS  Waive Fallback.Drill\tUntil 2026-12-01 Because x,Meanwhile y  ", Waive("fallback.drill", DAY, "x", "y")),
        ("/readiness accept\r\nThank you!", Accept()),
        ("/readiness accept\n/readiness recheck", Accept()),
    ],
)
def test_command(body: str, command: Command) -> None:
    assert parse(body) == command


@pytest.mark.parametrize(
    "body",
    ["", " ", "Please /readiness accept", "> /readiness accept", "```\n/readiness accept\n```", "    /readiness accept", "\t/readiness accept",
     "\n/readiness accept", "Hello\n/readiness accept", "/readinessaccept", "/readiness-bot accept", "readiness accept", "`/readiness accept`",
     "- /readiness accept", "<!-- x -->/readiness accept", "\u200b/readiness accept", "/ readiness accept",
     "/readineſs accept", "/readıness accept", "/READİNESS accept"],
)  # fmt: skip
def test_no_command(body: str) -> None:
    assert parse(body) is None


ALL = " · ".join(FORMS.values())


@pytest.mark.parametrize(
    ("body", "column", "message", "form"),
    [
        ("/readiness", 11, "nothing follows '/readiness'", ALL),
        ("/readiness weive fallback.drill", 12, "there is no command 'weive'; did you mean 'waive'?", ALL),
        ("/readiness 💥", 12, "there is no command '💥'", ALL),
        (f"{W.replace('because', 'becauſe')}x", 49, "'because' and the reason are missing", FORMS["waive"]),
        ("/readiness accept please", 19, "nothing may follow 'accept' on this line; write more below it", FORMS["accept"]),
        ("/readiness recheck now", 20, "nothing may follow 'recheck' on this line; write more below it", FORMS["recheck"]),
        ("/readiness explain", 19, "the item is missing", FORMS["explain"]),
        ("/readiness explain fallback.dril", 20, "there is no item 'fallback.dril'; did you mean 'fallback.drill'?", FORMS["explain"]),
        ("/readiness explain fallback.drill twice", 35, "nothing may follow the item on this line; write more below it", FORMS["explain"]),
        ("/readiness waive", 17, "the item is missing", FORMS["waive"]),
        ("/readiness waive drill until 2026-12-01 because x", 18, "there is no item 'drill'; did you mean 'fallback.drill'?", FORMS["waive"]),
        ("/readiness waive zzz until 2026-12-01 because x", 18, "there is no item 'zzz'", FORMS["waive"]),
        ("/readiness waive unknown-key until 2026-12-01 because x", 18, "there is no item 'unknown-key'", FORMS["waive"]),
        ("/readiness waive fallback.drill", 32, "'until' and the last day are missing", FORMS["waive"]),
        ("/readiness waive fallback.drill because x", 32, "'until' and the last day are missing", FORMS["waive"]),
        ("/readiness waive fallback.drill until", 38, "the last day is missing", FORMS["waive"]),
        (
            "/readiness waive fallback.drill until 1.12.2026 because x",
            39,
            "'1.12.2026' is not a date; write it as YYYY-MM-DD, such as 2026-12-31",
            FORMS["waive"],
        ),
        (
            "/readiness waive fallback.drill until 20261201 because x",
            39,
            "'20261201' is not a date; write it as YYYY-MM-DD, such as 2026-12-31",
            FORMS["waive"],
        ),
        ("/readiness waive fallback.drill until 2026-02-30 because x", 39, "'2026-02-30' is not a day in the calendar", FORMS["waive"]),
        ("/readiness waive fallback.drill until 2026-12-01", 49, "'because' and the reason are missing", FORMS["waive"]),
        ("/readiness waive fallback.drill until 2026-12-01 as x", 49, "'because' and the reason are missing", FORMS["waive"]),
        (W, 57, "the reason is missing after 'because'", FORMS["waive"]),
        (f"{W}TBD", 57, "the reason is 'TBD', which is only a placeholder", FORMS["waive"]),
        (f"{W}{'no ' * 101}", 57, "the reason has 302 characters; 300 are the most, so put the rest below the command", FORMS["waive"]),
        (f"{W}x, meanwhile", 70, "what is done meanwhile is missing after 'meanwhile'", FORMS["waive"]),
    ],
)
def test_mistake(body: str, column: int, message: str, form: str) -> None:
    assert parse(body) == Mistake(column, message, form)


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    parse(text)
    parse(f"/readiness {text}")


@given(st.text(min_size=1, max_size=60), st.sampled_from(sorted(ITEMS_BY_ID)))
def test_what_is_kept_is_one_plain_line(text: str, item: str) -> None:
    found = parse(f"/readiness waive {item} until 2026-12-01 because {text}")
    if isinstance(found, Waive):
        assert found.item == item
        for kept in (found.reason, found.controls):
            assert kept == plain(kept).strip()
            assert "\n" not in kept
            assert len(kept) <= MAX_TEXT
