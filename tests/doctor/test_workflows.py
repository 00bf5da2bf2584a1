"""Whether both workflows are there, as `init` writes them, of this version, and pinned."""

from __future__ import annotations

import pytest
from tests.doctor.scene import ACTION, COMMIT, FIRST, FOLLOW_UP, checkout, edited, of, place, scene, server, told, workflows

from readiness_bot.doctor.point import State
from readiness_bot.forge.setup import ActionsPolicy, Branch
from readiness_bot.reading.snapshot import Refusal
from readiness_bot.scaffold.workflows import App

AS_WRITTEN = f"{FIRST} in-force: {FIRST} is as `init` writes it"
CALL = "readiness-bot/readiness-bot/"
USES = place(FIRST, CALL)
TAG = "readiness-bot/readiness-bot@v1"
STEP = b"""\
name: readiness
on: {pull_request: }
jobs:
  lines:
    runs-on: ubuntu-latest
    permissions: {contents: read}
    steps:
      - uses: readiness-bot/readiness-bot@v1
"""
PIN = "in both workflows, replace what follows `@` with the commit, which this prints:\ngh api repos/readiness-bot/readiness-bot/commits/v1 --jq .sha"


def anew(path: str = FIRST, init: str = f"readiness init --action readiness-bot/readiness-bot@{COMMIT}") -> str:
    return f'cd "$(git rev-parse --show-toplevel)" &&\n  git rm --quiet {path} &&\n  {init} &&\n  git add .github/workflows'


def changed(path: str, old: str, new: str) -> str:
    about = "workflow.first" if path == FIRST else "workflow.follow-up"
    return told(scene(checkout(workflows=edited(path, old, new))), about)


def test_as_written() -> None:
    assert told(scene(), "workflow.first") == AS_WRITTEN
    assert told(scene(), "workflow.follow-up") == f"{FOLLOW_UP} in-force: {FOLLOW_UP} is as `init` writes it"


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("runs_on", [(), ("gpu",), ("self-hosted", "linux")])
@pytest.mark.parametrize("action", [f"readiness-bot/readiness-bot@{COMMIT} # v1.2.3", "acme/readiness-bot@v1"])
def test_however_init_was_told_to_write_them(inline: bool, runs_on: tuple[str, ...], action: str) -> None:
    facts = scene(checkout(workflows=workflows(action, runs_on=runs_on, inline=inline)))
    about = ("workflow.first", "workflow.follow-up", "pinned", "rights.first", "rights.follow-up", "schedule", "push", "after-first")
    assert [point.id for id_ in about for point in of(facts, id_) if point.state is State.IN_FORCE] == list(about)


@pytest.mark.parametrize("app", [App(), App(deploys=True), App(teams=False), App(deploys=True, teams=False)])
@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("runs_on", [(), ("self-hosted", "linux")])
def test_with_an_app(app: App, inline: bool, runs_on: tuple[str, ...]) -> None:
    facts = scene(checkout(workflows=workflows(runs_on=runs_on, inline=inline, app=app)))
    about = ("workflow.first", "workflow.follow-up", "pinned", "rights.first", "rights.follow-up", "schedule", "push", "after-first")
    assert [point.id for id_ in about for point in of(facts, id_) if point.state is State.IN_FORCE] == list(about)


def test_with_an_app_it_is_written_anew_as_before() -> None:
    there = workflows(runs_on=("gpu",), app=App())
    facts = scene(checkout(workflows=edited(FOLLOW_UP, "permissions: {}\njobs:", "permissions: {}\nenv: {A: b}\njobs:", there)))
    assert told(facts, "workflow.follow-up").splitlines()[4] == f"  readiness init --action {ACTION} --app --runs-on gpu &&"


@pytest.mark.parametrize("old", ["          private-key: ${{ secrets.READINESS_APP_KEY }}\n", "        id: app\n", "    environment:\n"])
def test_an_app_s_step_that_is_changed_is_a_difference(old: str) -> None:
    there = workflows(app=App())[FOLLOW_UP]
    assert isinstance(there, bytes)
    assert there.count(old.encode()) == 3
    changed = there.replace(old.encode(), old.replace("app", "ours").replace("APP", "OTHER").replace("environment", "env").encode(), 1)
    assert " not-in-force: differs from " in told(scene(checkout(workflows={**workflows(), FOLLOW_UP: changed})), "workflow.follow-up")


def test_written_anew_they_are_as_before() -> None:
    there = workflows("acme/readiness-bot@v1", runs_on=("self-hosted", "linux"), inline=True)
    facts = scene(checkout(workflows=edited(FIRST, "permissions: {}\n", "permissions: {}\nenv: {A: b}\n", there)))
    assert told(facts, "workflow.first").splitlines()[4] == "  readiness init --action acme/readiness-bot@v1 --inline --runs-on self-hosted,linux &&"


@pytest.mark.parametrize("label", ["$x", "$ $x", "'[3, [a]]'", "'[['", "3", "[a, {b: c}]", "a/b", "''"])
def test_a_runner_that_init_does_not_take_is_a_difference(label: str) -> None:
    there = workflows(runs_on=("gpu",))
    facts = scene(checkout(workflows=edited(FIRST, "runs-on: gpu", f"runs-on: {label}", there)))
    assert " not-in-force: " in told(facts, "workflow.first")


def test_by_any_name() -> None:
    found = {".github/workflows/gate.yaml": workflows()[FIRST], ".github/workflows/z.yml": workflows()[FOLLOW_UP]}
    facts = scene(checkout(workflows=found))
    assert told(facts, "workflow.first").endswith("gate.yaml is as `init` writes it")
    assert told(facts, "workflow.follow-up").endswith("z.yml is as `init` writes it")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("permissions: {}\n", "permissions: {}   # ours\n"),
        ("permissions: {}\n", "\npermissions:   {}\n"),
        ("# Readiness, the lines", "# Our lines"),
        (f"readiness-bot/readiness-bot/.github/workflows/lines.yml@{COMMIT}", "acme/readiness-bot/.github/workflows/lines.yml@v1.2   # pinned by hand"),
    ],
)
def test_comments_blanks_and_what_is_left_open_are_no_difference(old: str, new: str) -> None:
    assert changed(FIRST, old, new) == AS_WRITTEN


def test_a_time_and_a_branch_of_ones_own_are_no_difference() -> None:
    there = workflows()[FOLLOW_UP]
    assert isinstance(there, bytes)
    own = there.replace(b"branches: [main]", b"branches: [trunk]").replace(b"* * 1-5", b"* * 1")
    assert told(scene(checkout(workflows={**workflows(), FOLLOW_UP: own})), "workflow.follow-up").endswith("is as `init` writes it")


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        (FIRST, "[submitted, edited, dismissed]", "[submitted]", "`types: [submitted]` instead of `types: [submitted, edited, dismissed]`"),
        (FIRST, "permissions: {}\n", "permissions: {}\nenv: {A: b}\n", "`env: {A: b}` is added"),
        (FOLLOW_UP, "  workflow_dispatch:\n", "", "`workflow_dispatch:` is missing"),
        (FOLLOW_UP, "    branches: [main]\n", "", "`branches: [$branch]` is missing"),
        (FIRST, "contents: read ", 'contents: " # "\n      #', '`contents: "` instead of `contents: read`'),
    ],
)
def test_a_line_that_differs(path: str, old: str, new: str, says: str) -> None:
    line = int(place(path, old.lstrip()).split(":")[1]) + old.startswith("permissions")
    assert changed(path, old, new) == (
        f"{path}:{line}:1 not-in-force: differs from what readiness 1.0.0 writes, first in line {line}: {says}\n"
        f"Undo that, or write the file again and commit it.\n{anew(path)}"
    )


def test_a_file_of_many_lines_is_not_compared_line_by_line() -> None:
    there = workflows()[FIRST]
    assert isinstance(there, bytes)
    long = there + b"  other: {runs-on: x, steps: []}\n" + b"# more\n" * 20_000
    assert ":2001:1 not-in-force: " in told(scene(checkout(workflows={**workflows(), FIRST: long})), "workflow.first")


def test_one_that_is_nowhere() -> None:
    facts = scene(checkout(workflows={}))
    assert told(facts, "workflow.first") == (
        f"{FIRST} not-in-force: {FIRST} is not on origin/main, and no other workflow there calls lines.yml\n"
        'Write it, then commit it and merge it into main.\ncd "$(git rev-parse --show-toplevel)" &&\n  readiness init\n'
        f"(`{FIRST}` is not on `origin/main`)"
    )
    assert [of(facts, id_) for id_ in ("pinned", "schedule", "push", "after-first", "rights.first")] == [[]] * 5


def test_a_model_in_a_folder_is_not_begun_a_second_time_at_the_root() -> None:
    assert "readiness init 'models/a b'\n" in told(scene(checkout(workflows={}, models=("models/a b/",))), "workflow.first")


def test_one_that_was_not_merged() -> None:
    assert told(scene(checkout(workflows={}, elsewhere=frozenset({FIRST}))), "workflow.first") == (
        f"{FIRST} not-in-force: {FIRST} is in this folder, but is not on origin/main\n"
        "Merge it into main: GitHub runs the follow-up only from the default branch.\n"
        f"cd \"$(git rev-parse --show-toplevel)\" &&\n  git add {FIRST} && git commit -m 'Add readiness' && git push\n"
        f"(`{FIRST}` is not on `origin/main`)"
    )


def test_one_that_is_no_yaml() -> None:
    assert changed(FIRST, "permissions: {}\n", "permissions: {\n") == (
        f"{FIRST} not-in-force: {FIRST} cannot be read: a '{{' is not closed, or a comma is missing (line {int(place(FIRST, 'permissions').split(':')[1]) + 2})\n"
        f"GitHub cannot run it either. Write it again, and commit it.\n{anew(init='readiness init')}\n(`{FIRST}` cannot be read)"
    )


def test_one_that_is_a_link() -> None:
    facts = scene(checkout(workflows={**workflows(), FIRST: Refusal.SYMLINK}))
    assert f"{FIRST} cannot be read: it is a symbolic link\n" in told(facts, "workflow.first")


def test_one_that_does_not_call_us() -> None:
    facts = scene(checkout(workflows={**workflows(), FIRST: b"on: push\njobs: {}\n"}))
    assert told(facts, "workflow.first") == (
        f"{FIRST} not-in-force: {FIRST} calls neither lines.yml nor the action\n"
        f"Write it again, and commit it.\n{anew(init='readiness init')}\n(`{FIRST}` does not call `lines.yml`)"
    )


@pytest.mark.parametrize("content", [b"jobs: [a]\n", b"jobs: {a: b, c: {uses: 3, steps: x}, d: {steps: [x, {uses: [y]}]}}\n", b"\xff", b"a: &a [*a]\n", b""])
def test_other_workflows_of_any_shape_are_passed_over(content: bytes) -> None:
    assert of(scene(checkout(workflows={**workflows(), ".github/workflows/a.yml": content})), "workflow.first")[0].state is State.IN_FORCE


def pinned(action: str, **there: object) -> str:
    return told(scene(checkout(workflows=workflows(action)), server(**there)), "pinned")


def test_pinned_to_a_commit() -> None:
    assert told(scene(), "pinned") == f"{USES} in-force: to the commit 3f2c3f2c3f2c"


def test_pinned_to_a_tag() -> None:
    assert pinned(TAG) == f"{USES} in-force: to the tag v1. Whoever publishes the bot can move a tag\nTo pin it for good: {PIN}"


def test_a_called_workflow_may_have_a_tag_where_actions_must_be_pinned() -> None:
    assert pinned(TAG, actions=ActionsPolicy(enabled=True, pinned=True)) == (
        f"{USES} in-force: to the tag v1, which GitHub allows for a called workflow, although actions must be pinned here."
        f" Whoever publishes the bot can move a tag\nTo pin it for good: {PIN}"
    )


def test_and_the_action_may_not() -> None:
    facts = scene(checkout(workflows={FIRST: STEP}), server(actions=ActionsPolicy(enabled=True, pinned=True)))
    assert told(facts, "pinned") == (
        f"{FIRST}:8:15 not-in-force: to the tag v1, but this repository requires a full commit: GitHub refuses to run it\nI{PIN[1:]}"
    )


def test_the_tag_of_another_version() -> None:
    assert pinned("readiness-bot/readiness-bot@v2") == (
        f"{USES} not-in-force: to the tag v2, but this is readiness 1.0.0, whose tag is v1\n"
        f"Install the version that the workflows call, or write the workflows of this one.\n{anew(init='readiness init')}"
    )


def test_a_branch() -> None:
    assert pinned("acme/readiness-bot@main") == (
        f"{USES} not-in-force: `main` is neither a commit nor a version's tag, so the code can change without you\n"
        f"I{PIN[1:].replace('readiness-bot/readiness-bot/commits/v1', 'acme/readiness-bot/commits/main')}"
    )


def test_two_versions() -> None:
    mixed = {FIRST: workflows()[FIRST], FOLLOW_UP: workflows(TAG)[FOLLOW_UP]}
    assert told(scene(checkout(workflows=mixed)), "pinned") == (
        f"{place(FOLLOW_UP, CALL)} not-in-force: the workflows call different versions: readiness-bot/readiness-bot@{COMMIT}, {TAG}\n"
        f"Change {FOLLOW_UP}, line {place(FOLLOW_UP, CALL).split(':')[1]}, to the version in {FIRST}.\n(The two workflows call different versions of the bot)"
    )


def test_a_copy_in_the_repository() -> None:
    copy = STEP.replace(b"readiness-bot/readiness-bot@v1", b"./.github/readiness-bot")
    assert told(scene(checkout(workflows={FIRST: copy})), "pinned") == f"{FIRST}:8:15 in-force: the workflows call a copy in this repository"


def test_a_clone_that_is_not_the_newest() -> None:
    assert told(scene(there=server(head=Branch("b" * 40))), "clone") == (
        "unknown: origin/main is aaaaaaa here, and main is bbbbbbb on the server, so what is said here about files may be out of date\n"
        "Fetch it, then run this again:\ngit fetch origin +refs/heads/main:refs/remotes/origin/main"
    )
    assert of(scene(), "clone") == []
