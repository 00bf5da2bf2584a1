"""Whether a repository's readiness files are of an older convention: told from their texts, as `upgrade` tells it from a clone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.models import EXAMPLES

from readiness_bot.doctor.renew import Target
from readiness_bot.fleet.age import files_of, has_old_files
from readiness_bot.forge.fleet import Standing
from readiness_bot.plan.rollout import Candidate, What
from readiness_bot.runs.upgrade import plan_upgrade
from readiness_bot.scaffold.action import Action

TODAY = date(2026, 11, 26)
GOVERNANCE, FALLBACK = "readiness/governance.yaml", "readiness/fallback.yaml"


def example(name: str) -> dict[str, str | None]:
    folder = EXAMPLES / name
    return {path: (folder / path).read_text(encoding="utf-8") for path in files_of(Candidate("acme/x", What.UPGRADE, "", folders=("",)))}


def is_old(files: dict[str, str | None], folder: str = "") -> bool:
    there = {folder + path: text for path, text in files.items()}
    return has_old_files(Candidate("acme/x", What.UPGRADE, "", folders=(folder,)), Standing("acme/x", "main", files=there), TODAY)


def without(text: str | None, block: str) -> str:
    """A file before somebody asked for this block, which is not its first."""
    before, found, after = (text or "").partition(f"\n{block}:")
    assert found
    rest = after.split("\n")
    end = next((n for n, line in enumerate(rest) if n and line and not line[0].isspace()), len(rest))
    return "\n".join([before, *rest[end:]])


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_the_texts_tell_what_upgrade_does(name: str, tmp_path: Path) -> None:
    """Finished files, files without a block that their tier asks for, and files without one of them."""
    whole = example(name)
    kinds = (whole, {**whole, FALLBACK: without(whole[FALLBACK], "drill")}, {path: text for path, text in whole.items() if path != GOVERNANCE})
    for number, files in enumerate(kinds):
        folder = tmp_path / str(number)
        (folder / "readiness").mkdir(parents=True)
        for path, text in files.items():
            (folder / path).write_text(text or "", encoding="utf-8")
        upgrade = plan_upgrade(folder, Target(Action("acme/bot", "v1")), TODAY)
        assert is_old(files) is is_old(files, "models/a/") is bool(upgrade.files or upgrade.additions) is (number > 0)


def test_in_doubt_nobody_is_asked() -> None:
    """A file that is no text, one that cannot be parsed, and a model that stands elsewhere by now."""
    files = {**example("churn-propensity")}
    assert not is_old({**files, FALLBACK: None})
    assert not is_old({**files, FALLBACK: "a: ["})
    assert not is_old({path: text for path, text in files.items() if path != "readiness/contract.yaml"})
