"""No command starts a program that a repository names, whatever its git settings are; plain git, in the same place, does.

The exhibits hang in three places: in the repository's own settings, with the model at its root or in a sub-folder, and in the settings of a
model's folder that looks like a repository to git, which a pull request can bring.
"""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hostile.conftest import FORMS, TOKEN, Attacked, Form, Listener, Originals, attacked, every_command, one
from tests.hostile.gallery import EXHIBITS, hang

Tally = Callable[[str, int], None]
ALONE: tuple[tuple[str, ...], ...] = (("check", "MODEL", "--against", "HEAD~1"), ("audit", "MODEL", "--format", "json"))
SERVER = "GITHUB_SERVER_URL"


def started(place: Attacked, listener: Listener) -> list[str]:
    return place.site.started + [f"proxy: {asked}" for asked in listener.asked]


@pytest.mark.parametrize("name", [name for name, exhibit in EXHIBITS.items() if exhibit.canary])
def test_plain_git_obeys(originals: Originals, tmp_path: Path, name: str, listener: Listener, tally: Tally) -> None:
    """The canary: else the gallery would prove nothing."""
    exhibit = EXHIBITS[name]
    place = attacked(originals, tmp_path, "root", missing=exhibit.missing)
    if exhibit.prepare:
        exhibit.prepare(place.site)
    hang(place.site, name, listener.port)
    place.site.git(*exhibit.canary.replace("MISSING", originals.missing).split(), stdin=exhibit.stdin)
    assert started(place, listener)
    tally("hostile git settings that plain git obeys", 1)


def test_plain_git_obeys_a_folder_that_looks_like_a_repository(originals: Originals, tmp_path: Path, listener: Listener) -> None:
    place = attacked(originals, tmp_path, "bare folder", missing=True)
    hang(place.site, "remote.uploadpack", listener.port, place.hostile)
    place.site.git("cat-file", "-p", originals.missing)
    assert started(place, listener) == ["remote-uploadpack"]


@pytest.mark.turns(4)  # all of them hang together in the next test, in each place
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", EXHIBITS)
def test_alone(originals: Originals, tmp_path: Path, name: str, form: Form, listener: Listener, tally: Tally) -> None:
    place = attacked(originals, tmp_path, form, missing=EXHIBITS[name].missing)
    hang(place.site, name, listener.port, place.hostile)
    ran = [one(command, place, {SERVER: "https://git.acme.invalid"} if not EXHIBITS[name].missing else {}) for command in ALONE]
    expected = [3, 3] if EXHIBITS[name].missing and form != "bare folder" else [1, 0]
    assert [code for _, code, _ in ran] == expected, ran
    count(place, listener, len(ran), tally)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("missing", [False, True])
def test_all_together_in_every_command(originals: Originals, tmp_path: Path, missing: bool, form: Form, listener: Listener, tally: Tally) -> None:
    """Each does the same as without them. What a partial clone left out comes from the workflow's server, and from nowhere else."""
    given = {SERVER: f"file://{originals.full[True].parent.parent}", "GITHUB_REPOSITORY": f"acme/full-{form == 'root'}".lower()}
    calm = attacked(originals, folder(tmp_path, "calm"), form, missing=False)
    expected = every_command(calm, originals, given)
    place = attacked(originals, folder(tmp_path, "hostile"), form, missing=missing)
    for name, exhibit in EXHIBITS.items():
        if missing or not exhibit.missing:
            hang(place.site, name, listener.port, place.hostile)
    (place.site.repository / ".gitmodules").unlink()  # a file more, which the commands may tell
    assert every_command(place, originals, given) == expected
    assert {code for _, code, _ in expected} == {0, 1, 3}
    count(place, listener, len(expected), tally)


@pytest.mark.parametrize("form", ["root", "sub-folder"])
def test_where_there_is_no_server_nothing_is_fetched(originals: Originals, tmp_path: Path, form: Form, listener: Listener, tally: Tally) -> None:
    place = attacked(originals, tmp_path, form, missing=True)
    for name in EXHIBITS:
        hang(place.site, name, listener.port, place.hostile)
    ran = every_command(place, originals, {})
    assert {code for command, code, _ in ran if command != "init MODEL"} == {3}, ran
    count(place, listener, len(ran), tally)


def test_the_token_is_in_the_environment_of_the_fetch_alone(originals: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally) -> None:
    """The first git on the PATH notes what it was asked and given, and hands on to the real one. The token is told as git wants it too."""
    place, noted = attacked(originals, tmp_path, "root", missing=True), folder(tmp_path, "noted")
    program = folder(tmp_path, "bin") / "git"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" "$(env)" > {noted}/$$\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "http.extraHeader")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", TOKEN)
    given = {SERVER: f"file://{originals.full[True].parent.parent}", "GITHUB_REPOSITORY": "acme/full-true"}
    assert {code for _, code, _ in every_command(place, originals, given)} == {0, 1, 3}
    told = (TOKEN, base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode())
    notes = [path.read_text() for path in noted.iterdir()]
    having = [note.split("\n")[0] for note in notes if any(secret in note for secret in told)]
    assert having
    assert all(" fetch --quiet " in arguments for arguments in having)
    tally("git processes whose environment was looked at for the token", len(notes))


def folder(base: Path, name: str) -> Path:
    (base / name).mkdir()
    return base / name


def count(place: Attacked, listener: Listener, commands: int, tally: Tally) -> None:
    tally("hostile git configurations", 1)
    tally("commands run in hostile repositories", commands)
    tally("programs started by hostile repositories", len(started(place, listener)))
    assert started(place, listener) == []
    assert not any(TOKEN in path.read_text(errors="replace") for path in place.site.notes.iterdir())
