"""Which of a repository's models has a name: found without parsing thousands of files, however it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from readiness_bot.demo.repository import Repository
from readiness_bot.reading.moved import models_at
from readiness_bot.reading.place import place_of

DAY = date(2026, 1, 1)
OTHER = "models/other/readiness/contract.yaml"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("model: churn-rate it's\n", True),
        ("model: 'Churn-rate it''s'\n", True),
        ('model: "churn\\x2drate it\'s"\n', True),
        ("model: churn-rate\n  it's\n", True),
        ("model: >-\n  churn-rate\n  it's\n", True),
        ("{stage: design, model: CHURN-RATE it's}\n", True),
        ("x: &m churn-rate it's\nmodel: *m\n", True),
        ("model: other  # churn-rate it's\n", False),
        ("model: churn-rate it's not\n", False),
        ("model: {churn-rate it's}\n", False),
        ("\tmodel: churn-rate it's", False),
        ("", False),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, found: bool, tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    repository.commit({OTHER: text, "readiness/contract.yaml": "model: none\n"}, "one", "ana-ruiz", DAY)
    place = place_of(repository.path)
    assert place
    assert models_at(place.git, "HEAD", "churn-rate it's") == {"models/other/": found, "": False}


def test_names_beyond_ascii(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "r")
    repository.commit({OTHER: "model: STRASSE-Ü\n", "readiness/contract.yaml": "model: straße-ü\n"}, "one", "ana-ruiz", DAY)
    place = place_of(repository.path)
    assert place
    assert models_at(place.git, "HEAD", "straße-ü") == {"models/other/": False, "": True}
    assert models_at(place.git, "HEAD", "strasse-ü") == {"models/other/": True, "": False}
    assert models_at(place.git, "HEAD", None) == {"models/other/": False, "": False}


def test_a_contract_that_is_no_file(tmp_path: Path) -> None:
    """A submodule's commit is no object of this repository."""
    repository = Repository.create(tmp_path / "r")
    repository.commit({"readiness/contract.yaml": "model: a\n"}, "one", "ana-ruiz", DAY)
    for number, mode in enumerate(("160000", "120000")):
        oid = "1" * 40 if mode == "160000" else repository.git("rev-parse", "HEAD:readiness/contract.yaml")
        repository.git("update-index", "--add", "--cacheinfo", f"{mode},{oid},m{number}/readiness/contract.yaml")
    repository.git("commit", "--quiet", "-m", "two")
    place = place_of(repository.path)
    assert place
    assert models_at(place.git, "HEAD", "a") == {"m0/": False, "m1/": False, "": True}
