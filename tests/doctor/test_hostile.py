"""Whatever stands in a repository's files, there is a page, in time."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.doctor.scene import FIRST, FOLLOW_UP, checkout, scene, told, workflows

from readiness_bot.doctor import page
from readiness_bot.doctor.examine import examine, notice
from readiness_bot.scaffold.sources import Text
from readiness_bot.scaffold.workflows import App

WORDS = st.sampled_from(
    [
        "on:",
        "jobs:",
        "  readiness:",
        "    uses: readiness-bot/readiness-bot/.github/workflows/lines.yml@v1",
        "- x",
        "[",
        "{}",
        "$branch",
        "&a",
        "*a",
        "\t",
        "é",
        "\x00",
    ]
)


@given(st.randoms(use_true_random=False), st.lists(WORDS, max_size=4), st.booleans(), st.sampled_from([None, App()]))
def test_a_workflow_in_pieces(chance: random.Random, words: list[str], inline: bool, app: App | None) -> None:
    files = dict(workflows(inline=inline, app=app))
    for path in (FIRST, FOLLOW_UP):
        content = files[path]
        assert isinstance(content, bytes)
        lines = content.decode().splitlines()
        for word in words:
            lines[chance.randrange(len(lines))] = " " * chance.randrange(6) + word
        del lines[chance.randrange(len(lines)) : chance.randrange(len(lines)) + 1]
        files[path] = "\n".join(lines).encode()
    points = examine(scene(checkout(workflows=files)))
    assert page.text("acme/churn", points)
    assert page.json(points)
    assert "\n" not in notice(points)


@given(st.text(max_size=60))
def test_a_default_branch_of_any_name(name: str) -> None:
    points = examine(scene(checkout(branch=name, revision=name)))
    assert page.text(name, points)
    assert "\n" not in notice(points)


@pytest.mark.parametrize(
    "content",
    [b"readiness-bot: [" + b"[" * 100_000, b"a: readiness-bot\n" * 15_000, b"jobs: {" + b"a: readiness-bot, " * 10_000 + b"}"],
    ids=["deep", "long", "wide"],
)
def test_many_large_workflows(content: bytes) -> None:
    files = {f".github/workflows/{number}.yml": content for number in range(200)}
    assert told(scene(checkout(workflows={**files, **workflows()})), "pinned").endswith("to the commit 3f2c3f2c3f2c")


def test_code_owners_without_end() -> None:
    facts = scene(checkout(codeowners=Text("CODEOWNERS", "/a @ana-ruiz\n" * 100_000), models=tuple(f"{number}/" for number in range(1_000))))
    assert told(facts, "code-owners") == "unknown: CODEOWNERS has 100,000 rules, too many to check for 6,004 files"


def test_many_models_without_owners() -> None:
    shown = told(scene(checkout(codeowners=None, models=tuple(f"{number}/" for number in range(1_000)))), "code-owners")
    assert len(shown.splitlines()) == 24
    assert shown.splitlines()[-2] == "# … and 981 more"
