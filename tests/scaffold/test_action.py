from __future__ import annotations

import json

import pytest

from readiness_bot.scaffold.action import ACTION, Action, own_action, parse_action

COMMIT = "08c6903cd8c0fde910a37f88322edcfb5dd907a8"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("acme/rb@v2", Action("acme/rb", "v2")),
        ("acme/rb@release/2", Action("acme/rb", "release/2")),
        (f"acme/rb@{COMMIT}", Action("acme/rb", COMMIT)),
        (f"acme/rb@{COMMIT} # v1.2.3", Action("acme/rb", COMMIT, "v1.2.3")),
        (f"acme/rb@{COMMIT}#v1.2.3", Action("acme/rb", COMMIT, "v1.2.3")),
    ],
)
def test_an_action(text: str, action: Action) -> None:
    assert parse_action(text) == action


def test_the_default_is_written_as_if_it_were_given() -> None:
    parsed = parse_action(str(ACTION))
    assert parsed
    assert parsed.use() == ACTION.use()


@pytest.mark.parametrize(
    "text", ["", "v2", "acme/rb", "acme/rb@", "@v1", "a/b/c@v1", "a/b@v1\n", "a/b@$(rm)", "a/b@v1 # x", "a/b@v1 # v1\n", f"a/b@{COMMIT} # v1.2.3 # x"]
)
def test_no_action(text: str) -> None:
    assert parse_action(text) is None


@pytest.mark.parametrize(
    ("action", "used"),
    [
        ("acme/rb@v1", "acme/rb@v1   # zizmor: ignore[unpinned-uses] its commit's 40 digits would pin it"),
        ("acme/rb@08c6903", "acme/rb@08c6903   # zizmor: ignore[unpinned-uses] its commit's 40 digits would pin it"),
        (f"acme/rb@{COMMIT}", f"acme/rb@{COMMIT}"),
        (f"acme/rb@{COMMIT} # v1.2.3", f"acme/rb@{COMMIT} # v1.2.3"),
    ],
)
def test_it_says_its_version_or_why_it_is_not_pinned(action: str, used: str) -> None:
    parsed = parse_action(action)
    assert parsed
    assert parsed.use() == used


def test_a_file_of_its_repository() -> None:
    assert Action("acme/rb", COMMIT).use("/.github/workflows/lines.yml") == f"acme/rb/.github/workflows/lines.yml@{COMMIT}"


TAGGED = Action("acme/rb", "v1.2.3", "v1.2.3")


def test_whoever_installed_the_tag_knows_its_commit() -> None:
    told = json.dumps({"url": "https://github.com/acme/rb", "vcs_info": {"vcs": "git", "requested_revision": "v1.2.3", "commit_id": COMMIT}})
    assert own_action(told, TAGGED) == Action("acme/rb", COMMIT, "v1.2.3")
    assert own_action(told, Action("acme/rb", "0" * 40, "v1.2.3")).ref == "0" * 40


@pytest.mark.parametrize(
    "told",
    [
        None, "", "{", "[]", "{}", '{"vcs_info": 1}', '{"vcs_info": {}}', '{"dir_info": {}}', '{"vcs_info": {"requested_revision": "v1.2.3"}}',
        '{"vcs_info": {"requested_revision": "v1.2.3", "commit_id": "08c6903"}}', f'{{"vcs_info": {{"commit_id": "{COMMIT}"}}}}',
        f'{{"vcs_info": {{"requested_revision": "main", "commit_id": "{COMMIT}"}}}}',
    ],
)  # fmt: skip
def test_whoever_installed_anything_else_does_not(told: str | None) -> None:
    assert own_action(told, TAGGED) == TAGGED
