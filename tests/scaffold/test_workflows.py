"""The workflows that ship and those that `init` writes: what they run, with which rights, and how each `uses:` is pinned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.workflows import CALLS, GHES, GITHUB, ROOT, jobs, ours, read, written

from readiness_bot.scaffold.action import ACTION, RELEASE, Action
from readiness_bot.scaffold.answers import Refused
from readiness_bot.scaffold.plan import cron
from readiness_bot.scaffold.workflows import App, Choice, fitting, labels

COMMIT = "08c6903cd8c0fde910a37f88322edcfb5dd907a8"
PINNED, TAGGED = Action("acme/rb", COMMIT, "v1.2.3"), Action("acme/rb", "v1")
GITLAB = "https://gitlab.com/acme/churn.git"

# How each `uses:` is pinned.

COMMITTED = re.compile(r"[\w.-]+/[\w./-]+@(?:[0-9a-f]{40} # v\d[\w.-]*|COMMIT # VERSION)")
"""A commit, with the version that it is; on a page, these two words for people to write."""
OWN = re.compile(r"(?:\./|\$/)[\w./-]+")
"""A file of the same commit."""
CALLER = re.compile(rf"{ACTION.repository}/\.github/workflows/(?:lines|follow-up)\.yml@(?:[0-9a-f]{{40}} # v\S+|v[\d.]+(?:   # zizmor: .*)?)")
"""A model's workflow names ours: by the release's commit, or by a tag where that is not known."""


def uses(text: str) -> Iterator[str]:
    return (line.strip() for line in re.findall(r"^[ -]*uses: (.*)$", text, re.MULTILINE))


def pinned(text: str) -> bool:
    return any(form.fullmatch(text) for form in (COMMITTED, OWN, CALLER))


def shipped() -> Iterator[tuple[str, str]]:
    yield from ((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    yield from ((name, (ROOT / name).read_text(encoding="utf-8")) for name in ("action.yml", "action/action.yml"))
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        blocks = re.findall(r"^ *```ya?ml\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        yield from ((f"{page.relative_to(ROOT)}, block {number}", block) for number, block in enumerate(blocks, 1))
    yield from ((f"init: {name}", text) for name, text in written(Choice()).items())
    inline = Choice(PINNED, ("self-hosted",), inline=True)
    yield from ((f"init --inline: {name}", text) for name, text in written(inline, GHES).items())
    yield from ((f"init --app: {name}", text) for name, text in written(Choice(PINNED, app=App())).items())


SHIPPED = dict(shipped())


@pytest.mark.parametrize("where", SHIPPED)
def test_whatever_ships_names_only_what_nobody_can_move(where: str) -> None:
    assert [line for line in uses(SHIPPED[where]) if not pinned(line)] == []


def test_and_it_was_looked_for_everywhere() -> None:
    with_one = {where.partition(",")[0] for where, text in SHIPPED.items() if [*uses(text)]}
    assert {".github/workflows/lines.yml", ".github/workflows/follow-up.yml", "README.md", "init: readiness.yml", "init --inline: readiness.yml"} <= with_one


@pytest.mark.parametrize(
    "line",
    [
        "actions/checkout@v5", "actions/checkout@v5.1.0 # v5.1.0", f"actions/checkout@{COMMIT}", f"actions/checkout@{COMMIT[:-1]} # v5.1.0",
        "docker://alpine:3", f"{ACTION.repository}@v1", f"{ACTION.repository}/.github/workflows/lines.yml@main", "$/", "./", "acme/rb@v1 # v1",
    ],
)  # fmt: skip
def test_what_the_test_refuses(line: str) -> None:
    assert not pinned(line)


def test_an_action_has_one_commit_wherever_it_is_named() -> None:
    """And one version: what a person compares with its releases."""
    named = {line for text in SHIPPED.values() for line in uses(text) if re.fullmatch(r"actions/.*", line)}
    assert len({line.partition("@")[0] for line in named}) == len(named) > 1


def test_our_own_action_is_that_of_the_running_commit() -> None:
    """So that whoever pins the caller pins all that runs."""
    for name, count in (("lines.yml", 1), ("follow-up.yml", 4)):
        assert [line for line in uses(ours(name)) if not line.startswith("actions/")] == ["$/action"] * count


def test_the_action_in_its_folder_is_the_one_at_the_root() -> None:
    root, folder = (ROOT / "action.yml").read_text(), (ROOT / "action" / "action.yml").read_text()
    assert folder.partition("\n")[2].replace("$READINESS_ACTION/../", "$READINESS_ACTION/") == root
    assert 'bash "$READINESS_ACTION/../scripts/run-action"' in folder


# What a model's repository gets.


@pytest.mark.parametrize("name", CALLS)
def test_a_call_of_the_pinned_release(name: str) -> None:
    text = written(Choice(PINNED))[name]
    assert [*uses(text)] == [f"acme/rb/.github/workflows/{CALLS[name]}@{COMMIT} # v1.2.3"]
    assert "zizmor: ignore[unpinned-uses]" not in text


@pytest.mark.parametrize("name", CALLS)
def test_without_a_release_a_tag_and_how_to_pin_it(name: str) -> None:
    if RELEASE:
        pytest.skip("this version is released")
    [line] = uses(written(Choice())[name])
    assert line.endswith(f"/{CALLS[name]}@v1   # zizmor: ignore[unpinned-uses] its commit's 40 digits would pin it")


def test_the_check_is_called_readiness_lines() -> None:
    """The caller's job, then the called one (docs/bot.md)."""
    assert [*jobs(written(Choice())["readiness.yml"])] == ["readiness"]
    assert jobs(ours("lines.yml"))["lines"]["name"] == "lines"
    assert jobs(written(Choice(inline=True))["readiness.yml"])["lines"]["name"] == "readiness / lines"


@pytest.mark.parametrize("name", CALLS)
def test_the_inline_workflows_hold_the_same_steps(name: str) -> None:
    """But for the names, the runner, our Action's own name, the policy as an input, and the pages that take artifacts."""
    inline, called = jobs(written(Choice(PINNED, ("gpu",), inline=True))[name]), jobs(ours(CALLS[name]).replace("inputs.policy || ", ""))
    assert [*inline] == [*called]
    for job, theirs in inline.items():
        own = called[job]
        steps = [step for step in own["steps"] if "readiness-audit" not in step["with"].values()] if job == "sync" else own["steps"]
        assert (theirs["name"], theirs["runs-on"]) == (f"readiness / {own['name']}", "gpu")
        assert [step | {"uses": step["uses"].replace(f"acme/rb@{COMMIT}", "$/action")} for step in theirs["steps"]] == steps
        left = {"name", "runs-on", "steps", "permissions"}
        assert {key: value for key, value in theirs.items() if key not in left} == {key: value for key, value in own.items() if key not in left}


@pytest.mark.parametrize("name", CALLS)
def test_with_the_same_rights(name: str) -> None:
    [call] = jobs(written(Choice())[name]).values()
    inline, called = jobs(written(Choice(inline=True))[name]), jobs(ours(CALLS[name]))
    assert [job["permissions"] for job in inline.values()] == [job.get("permissions", call["permissions"]) for job in called.values()]


@pytest.mark.parametrize("name", CALLS)
def test_and_the_same_events(name: str) -> None:
    call, inline = (written(Choice(inline=way))[name].partition("\njobs:\n")[0] for way in (False, True))
    assert call == inline


def test_nothing_inline_is_beyond_an_enterprise_server() -> None:
    """No call of github.com's workflows, no artifacts of version 4 and later, no `$/` (docs/ghes.md)."""
    text = "".join(written(Choice(PINNED, inline=True), GHES).values())
    assert re.findall(r"upload-artifact|workflow_call|\$/|/\.github/workflows/|job\.workflow_", text) == []


# With an App of the team's own (docs/app.md).

TOKEN = "${{ steps.app.outputs.token }}"
OWN_APP, FOLLOW_UP = Choice(PINNED, app=App()), "readiness-follow-up.yml"


@pytest.mark.parametrize("choice", [OWN_APP, Choice(PINNED, ("gpu",), inline=True, app=App())])
def test_the_first_workflow_needs_no_app(choice: Choice) -> None:
    assert written(choice)["readiness.yml"] == written(replace(choice, app=None))["readiness.yml"]


@pytest.mark.parametrize(("remote", "inline"), [(GITHUB, Choice(PINNED, inline=True)), (GHES, Choice(PINNED))])
def test_the_follow_up_has_the_inline_steps_and_the_app_s_token(remote: str, inline: Choice) -> None:
    """Nothing else differs: each step that took the workflow's own token is told the App's, and who that makes the bot."""
    app, without = (jobs(written(choice, remote)[FOLLOW_UP]) for choice in (replace(inline, app=App()), inline))
    assert [*app] == [*without] == ["command", "sync", "verdict"]
    for name, job in app.items():
        make, checkout, bot = job["steps"]
        assert make["uses"].startswith("actions/create-github-app-token@")
        assert (checkout["with"].pop("token"), bot["with"].pop("token")) == (TOKEN, TOKEN)
        assert bot.pop("env") == {"READINESS_BOT_LOGIN": "${{ steps.app.outputs.app-slug }}[bot],github-actions[bot]"}
        without[name]["steps"][1].setdefault("with", {})
        changed = ("steps", "permissions", "environment")
        assert [checkout, bot] == without[name]["steps"]
        assert {key: value for key, value in job.items() if key not in changed} == {key: value for key, value in without[name].items() if key not in changed}


def test_the_app_s_token_may_do_what_the_workflow_s_own_might_and_read_teams() -> None:
    app, inline = (jobs(written(choice)[FOLLOW_UP]) for choice in (OWN_APP, Choice(PINNED, inline=True)))
    for name, job in app.items():
        asked = {key.removeprefix("permission-"): value for key, value in job["steps"][0]["with"].items() if key.startswith("permission-")}
        assert (job["permissions"], asked) == ({}, {**inline[name]["permissions"], "members": "read"})


def test_its_key_is_an_environment_s() -> None:
    """Only the default branch reaches that one. No run of ours is a deployment, where the server knows how to say so."""
    for remote, environment in ((GITHUB, {"name": "readiness", "deployment": False}), (GHES, "readiness")):
        for job in jobs(written(OWN_APP, remote)[FOLLOW_UP]).values():
            given = job["steps"][0]["with"]
            assert job["environment"] == environment
            assert (given["client-id"], given["private-key"]) == ("${{ vars.READINESS_APP_CLIENT_ID }}", "${{ secrets.READINESS_APP_KEY }}")


def test_where_no_organisation_owns_it_one_line_goes() -> None:
    text = written(OWN_APP)[FOLLOW_UP]
    lines = [line for line in text.splitlines(keepends=True) if "permission-members" not in line]
    assert written(Choice(PINNED, app=App(teams=False)))[FOLLOW_UP] == "".join(lines)


def test_no_run_of_the_lines_cancels_another() -> None:
    """What is cancelled colours a pull request (docs/bot.md)."""
    assert "concurrency:" not in ours("lines.yml") + written(Choice(inline=True))["readiness.yml"]
    assert "closed" not in read(written(Choice())["readiness.yml"])["on"]["pull_request"]["types"]


def test_the_verdict_is_asked_for_whatever_the_first_run_was() -> None:
    """A fork's, a branch's, Dependabot's; of a pull request, a review or a merge queue; however it ended."""
    assert jobs(ours("follow-up.yml"))["verdict"]["if"] == "github.event_name == 'workflow_run'"
    assert read(written(Choice())["readiness-follow-up.yml"])["on"]["workflow_run"] == {"workflows": ["readiness"], "types": ["completed"]}


@pytest.mark.parametrize(
    ("runs_on", "called", "inline"),
    [
        ("", None, "ubuntu-latest"),
        ("gpu", "gpu", "gpu"),
        ("self-hosted", "self-hosted", "self-hosted"),
        ("self-hosted, linux,self-hosted", '["self-hosted", "linux"]', ["self-hosted", "linux"]),
        ("on,24.04", '["on", "24.04"]', ["on", "24.04"]),
    ],
)
def test_the_runner(runs_on: str, called: str | None, inline: str | list[str]) -> None:
    words = labels(runs_on) if runs_on else ()
    for name in CALLS:
        [call] = jobs(written(Choice(runs_on=words))[name]).values()
        assert call.get("with", {}).get("runs-on") == called
        assert {str(job["runs-on"]) for job in jobs(written(Choice(runs_on=words, inline=True))[name]).values()} == {str(inline)}


@pytest.mark.parametrize("text", ["", "a,", "a b", "${{ x }}", "a\nb", "'", "[a]", "-x", "x" * 101])
def test_no_label(text: str) -> None:
    with pytest.raises(Refused, match=r"^--runs-on is .*; write a runner's label, or several with commas: self-hosted,linux$"):
        labels(text)


# What fits the server that a clone comes from.


@pytest.mark.parametrize(
    ("remote", "fits"),
    [(GITHUB, Choice()), ("", Choice()), ("git@github-work:acme/churn.git", Choice()), (GHES, Choice(runs_on=("self-hosted",), inline=True)), (GITLAB, None)],
)
def test_what_fits_a_server(remote: str, fits: Choice | None) -> None:
    assert fitting(Choice(), remote)[0] == fits


@pytest.mark.parametrize(
    ("choice", "remote", "fits"),
    [
        (Choice(inline=True), GITHUB, Choice(inline=True)),
        (Choice(inline=True), GITLAB, Choice(inline=True)),
        (Choice(runs_on=("linux",)), GHES, Choice(runs_on=("linux",), inline=True)),
        (Choice(runs_on=("linux",), inline=True), GHES, Choice(runs_on=("linux",), inline=True)),
        (Choice(app=App()), GITHUB, Choice(app=App())),
        (Choice(app=App()), GHES, Choice(runs_on=("self-hosted",), inline=True, app=App(deploys=True))),
        (Choice(app=App()), GITLAB, None),
    ],
)
def test_what_was_asked_for_holds(choice: Choice, remote: str, fits: Choice) -> None:
    assert fitting(choice, remote)[0] == fits


def test_a_second_model_needs_no_workflow() -> None:
    there = frozenset(f".github/workflows/{name}" for name in CALLS)
    assert written(Choice(), GHES, prefix="models/b/", present=there) == {}


def test_a_repository_has_a_time_of_its_own() -> None:
    assert cron("acme/churn") == cron("acme/churn") == "36 6 * * 1-5"
    times = {cron(f"acme/model-{number}") for number in range(300)}
    assert len(times) > 100
    assert all(re.fullmatch(r"[1-9]\d? [3-6] \* \* 1-5", time) for time in times)
