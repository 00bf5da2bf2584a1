"""A scan as the commands get it: from the environment, and from a file of names."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.github.fleet import CODE, model
from tests.github.organisation import Hosted, Organisation

from readiness_bot.forge.github.organisation.cache import default_folder
from readiness_bot.forge.scan import Limits, Wanted
from readiness_bot.runs.errors import CannotDo, WrongUsage
from readiness_bot.runs.forge import make_scan, repositories_in

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.e2e
def test_everything_comes_from_the_environment(organisation: Organisation, tmp_path: Path) -> None:
    organisation.world.repositories = [Hosted("churn", model(1)), Hosted("code", CODE)]
    environment = {"GITHUB_TOKEN": "ghs_x", "GITHUB_API_URL": organisation.url, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    told: list[str] = []
    scan = make_scan(Wanted(owner="acme"), Limits(), NOW, tmp_path / "state", told.append, environment=environment)
    assert {row.name: len(row.snapshots) for row in scan.found()} == {"acme/churn": 1, "acme/code": 0}
    assert (scan.spent.queries, len(told)) == (3, 1)
    assert (tmp_path / "cache" / "readiness-bot").stat().st_mode & 0o777 == 0o700


def test_without_a_token_it_says_so() -> None:
    with pytest.raises(CannotDo, match=r"^No token: set GITHUB_TOKEN"):
        make_scan(Wanted(owner="acme"), Limits(), NOW, None, print, environment={})


@pytest.mark.parametrize(("environment", "folder"), [({}, "/home/ana/.cache"), ({"XDG_CACHE_HOME": "/c"}, "/c"), ({"XDG_CACHE_HOME": "c"}, "/home/ana/.cache")])
def test_the_cache_is_where_caches_are(environment: dict[str, str], folder: str) -> None:
    assert default_folder(environment, Path("/home/ana")) == Path(folder) / "readiness-bot"


NAMES = {
    "acme/churn\n\n# price\n  acme/price.v2 \nacme/churn\n": ("acme/churn", "acme/price.v2"),
    "acme/churn\nhttps://github.com/acme/price\n": "names:2 is 'https://github.com/acme/price'; write a repository as owner/name.",
    "# nothing\n": "names names no repository; write each as owner/name on a line of its own.",
}


@pytest.mark.parametrize("text", NAMES)
def test_names_are_read_from_a_file(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("names").write_text(text)
    try:
        found: object = repositories_in(Path("names"))
    except WrongUsage as wrong:
        found = str(wrong)
    assert found == NAMES[text]


def test_a_file_of_names_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"none cannot be read: No such file or directory\.$"):
        repositories_in(tmp_path / "none")
