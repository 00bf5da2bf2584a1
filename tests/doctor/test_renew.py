"""Which workflows an older `init` wrote, and what becomes of them."""

from __future__ import annotations

import re

import pytest
from tests.doctor.scene import COMMIT, FIRST, FOLLOW_UP, workflows

from readiness_bot.doctor.former import former
from readiness_bot.doctor.renew import Renewal, Target, renewals
from readiness_bot.doctor.shipped import Written
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.scaffold.action import Action, parse_action
from readiness_bot.scaffold.fill import fill
from readiness_bot.scaffold.templates import former as forms
from readiness_bot.scaffold.templates import parts, templates

GITHUB, GITLAB = "git@github.com:acme/churn.git", "git@gitlab.com:acme/churn.git"
NEW = Action("readiness-bot/readiness-bot", COMMIT, "v1.4.0")
OLD = "0" * 40
TAG = "   # zizmor: ignore[unpinned-uses] `readiness init --action …@COMMIT` pins it"
OPEN = {"branch": "trunk", "cron": "7 4 * * 1-5"}


def older(number: int, ref: str = f"v1{TAG}", repository: str = "readiness-bot/readiness-bot", directory: str | None = "models/a") -> str:
    """One of the older texts, as that `init` filled it in."""
    form = forms()[number]
    called = "follow-up.yml" if "schedule:" in form else "gate.yml"
    uses = f"{repository}/.github/workflows/{called}@{ref}"
    return fill(form, {**OPEN, "uses": uses, "directory": directory, "runs_on": None})


def renewed(files: dict[str, bytes | Refusal], action: Action = NEW, remote: str = GITHUB, named: bool = False) -> dict[str, Renewal]:
    found = renewals(files, Written(templates(), parts()), forms(), Target(action, named), remote)
    return {one.path: one for one in found}


def path_of(text: str) -> str:
    return FOLLOW_UP if "schedule:" in text else FIRST


@pytest.mark.parametrize("directory", ["models/a", None])
@pytest.mark.parametrize("ref", ["v1", f"v1{TAG}", OLD, f"{OLD} # v0.9.0"])
@pytest.mark.parametrize("number", range(len(forms())))
def test_what_an_older_version_wrote_becomes_what_this_one_writes(number: int, ref: str, directory: str | None) -> None:
    text = older(number, ref, directory=directory)
    [one] = renewed({path_of(text): text.encode()}).values()
    now = workflows(f"readiness-bot/readiness-bot@{COMMIT} # v1.4.0")[path_of(text)]
    assert isinstance(now, bytes)
    assert one.content
    expected = re.sub(r'cron: "[^"]*"', 'cron: "7 4 * * 1-5"', now.decode()).replace("branches: [main]", "branches: [trunk]")
    assert one.content.decode() == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("types: [submitted, edited, dismissed]", "types: [submitted]"),
        ("permissions: {}", "permissions: {}   # we looked at this"),
        ("jobs:\n", "jobs:\n  # ours\n"),
        ("      contents: read ", "      contents: write"),
        ("    with: {directory: models/a}", "    with: {directory: models/a}\n    secrets: inherit"),
        ("@v1", "@v1   # our own words"),
    ],
)
def test_what_somebody_changed_is_no_older_text(old: str, new: str) -> None:
    text = older(1)
    assert former(text, forms())
    assert text.count(old) >= 1
    assert former(text.replace(old, new, 1), forms()) is None


def test_a_changed_one_of_the_old_kind_stays_and_says_what_to_do() -> None:
    [one] = renewed({FIRST: older(1).replace("[submitted, edited, dismissed]", "[submitted]").encode()}).values()
    assert (one.content, one.superfluous) == (None, False)
    assert one.why == "it calls neither lines.yml nor the action; to have this version's, remove it and run `readiness init`"


def test_a_copy_for_another_folder_is_taken_away() -> None:
    first, copy = older(1), older(1, directory="models/b").replace("name: readiness", "name: readiness b")
    found = renewed({FIRST: first.encode(), ".github/workflows/readiness-b.yml": copy.encode()})
    assert (found[FIRST].superfluous, found[".github/workflows/readiness-b.yml"].superfluous) == (False, True)


def test_a_lone_one_under_another_name_is_rewritten_where_it_is() -> None:
    path = ".github/workflows/gate.yml"
    assert renewed({path: older(1).encode()})[path].content


def test_a_copy_of_the_bot_stays_that_copy() -> None:
    [one] = renewed({FIRST: older(1, repository="acme/readiness-bot").encode()}).values()
    assert one.content
    assert f"uses: acme/readiness-bot/.github/workflows/lines.yml@{COMMIT} # v1.4.0\n" in one.content.decode()


def test_on_a_server_without_such_workflows_it_is_only_told() -> None:
    [one] = renewed({FIRST: older(1).encode()}, remote=GITLAB).values()
    assert (one.content, one.why) == (None, "an older version wrote it, and this server cannot run workflows from github.com")


def test_as_this_version_writes_them_there_is_nothing_to_do() -> None:
    assert renewed(workflows(str(NEW))) == {}


@pytest.mark.parametrize("inline", [False, True])
def test_an_older_release_is_named_anew_and_nothing_else_changes(inline: bool) -> None:
    old = workflows(f"readiness-bot/readiness-bot@{OLD} # v1.3.0", inline=inline, runs_on=("gpu",))
    new = workflows(f"readiness-bot/readiness-bot@{COMMIT} # v1.4.0", inline=inline, runs_on=("gpu",))
    assert {path: one.content for path, one in renewed(old).items()} == new


def test_a_comment_of_somebodys_own_stays() -> None:
    old = workflows(f"readiness-bot/readiness-bot@{OLD} # v1.3.0")[FIRST]
    assert isinstance(old, bytes)
    [one] = renewed({FIRST: b"# ours\n" + old.replace(b"# v1.3.0", b"# v1.3.0   # looked at by kim")}).values()
    assert one.content
    assert one.content.startswith(b"# ours\n")
    assert f"@{COMMIT} # v1.4.0   # looked at by kim\n".encode() in one.content


@pytest.mark.parametrize(
    ("stands", "own"),
    [
        (f"readiness-bot/readiness-bot@{OLD} # v1.5.0", NEW),  # newer than this one
        (f"readiness-bot/readiness-bot@{OLD} # v1.3.0", Action("readiness-bot/readiness-bot", "v1")),  # a tag is a step back
    ],
)
def test_no_step_back(stands: str, own: Action) -> None:
    assert renewed(workflows(stands), own) == {}


def test_the_action_that_somebody_asks_for_is_named() -> None:
    asked = parse_action(f"acme/rb@{OLD}")
    assert asked
    found = renewed(workflows(str(NEW)), asked, named=True)
    assert {one.why for one in found.values()} == {f"names acme/rb@{OLD}"}


def test_a_changed_one_stays_and_the_difference_is_shown() -> None:
    old = workflows(str(NEW))[FIRST]
    assert isinstance(old, bytes)
    [one] = renewed({FIRST: old.replace(b"[opened, ", b"[") + b"# ours\n"}).values()
    assert (one.content, one.shown) == (
        None,
        (
            "   pull_request:",
            "-    types: [synchronize, reopened, ready_for_review, edited]",
            "+    types: [opened, synchronize, reopened, ready_for_review, edited]",
            "   pull_request_review:",
        ),
    )


@pytest.mark.parametrize("content", [b"\xff", b"a: [", Refusal.SYMLINK, b"", b"- x", b"name: " + b"x" * 100_000])
def test_whatever_stands_there(content: bytes | Refusal) -> None:
    assert [one for one in renewed({FIRST: content, ".github/workflows/x.yml": content}).values() if one.content] == []
