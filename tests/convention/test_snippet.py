"""What to paste holds what is known."""

from __future__ import annotations

import pytest
from tests.models import Edit, report

from readiness_bot.convention.registry import ITEMS_BY_ID, items_at
from readiness_bot.convention.snippet import snippet
from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind


def filled(item: str, *edits: Edit) -> list[str]:
    found = report(*edits)
    assert found.facts is not None
    return snippet(ITEMS_BY_ID[item], found.facts, found.by_id[item].findings).splitlines()


def test_the_one_who_signs_and_the_version() -> None:
    gone: Edit = ("governance", 'compliance: {by: priya-nair, date: 2026-10-16, version: "1.4.0", expires: 2027-10-16}\n', "")
    assert filled("governance.compliance", gone) == [
        "compliance:",
        "  by: priya-nair       # the compliance reviewer",
        "  date: YYYY-MM-DD",
        '  version: "1.4.0"     # the evaluated version, in quotes',
        "  expires: YYYY-MM-DD  # at most 12 months later",
    ]


def test_what_is_there_stays_and_what_is_wrong_is_to_be_filled_in() -> None:
    assert filled("governance.compliance", ("governance", "expires: 2027-10-16", "expires: 2026-11-19"))[2:] == [
        "  date: 2026-10-16",
        '  version: "1.4.0"     # the evaluated version, in quotes',
        "  expires: YYYY-MM-DD  # at most 12 months later",
    ]


@pytest.mark.parametrize("item", [item for item in items_at(Kind.MODEL) if not item.file.endswith(".md")], ids=lambda item: item.id)
def test_every_filled_snippet_is_yaml(item: object) -> None:
    found = report()
    assert found.facts is not None
    text = snippet(item, found.facts)  # type: ignore[arg-type]
    assert not isinstance(parse("s", text.encode()), Unreadable), text
