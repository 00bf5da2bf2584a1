"""What ships: the wheel, its data however it is installed, and the lock."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from tests.models import EXAMPLES

from readiness_bot import __version__
from readiness_bot.convention.schema import NAMES, schema_file
from readiness_bot.demo.repository import read_files
from readiness_bot.demo.stories import STORIES
from readiness_bot.scaffold.action import ACTION
from readiness_bot.scaffold.templates import PARTS, TEMPLATES

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True)
    [path] = folder.glob("*.whl")
    return path


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_package_templates_and_examples(wheel: Path) -> None:
    found = names(wheel)
    assert {f"readiness_bot/_data/templates/{name}" for name in TEMPLATES} <= found
    assert {f"readiness_bot/_data/templates/workflows/parts/{name}.yml" for name in PARTS} <= found
    assert "readiness_bot/_data/templates/gitlab/readiness.gitlab-ci.yml" in found
    assert "readiness_bot/py.typed" in found
    assert {f"readiness_bot/_data/examples/{name}/{path}" for name in STORIES for path in read_files(EXAMPLES / name)} <= found


def test_and_nothing_else(wheel: Path) -> None:
    assert {name.partition("/")[0] for name in names(wheel)} == {"readiness_bot", f"readiness_bot-{__version__}.dist-info"}
    assert [name for name in names(wheel) if "__pycache__" in name or name.endswith((".pyc", ".orig"))] == []


@pytest.mark.parametrize("how", ["zipped", "unpacked", "checkout"])
def test_it_scaffolds_however_it_is_installed(wheel: Path, tmp_path: Path, how: str) -> None:
    if how == "unpacked":
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(tmp_path / "site")
    path = {"zipped": wheel, "unpacked": tmp_path / "site", "checkout": ROOT / "bot"}[how]
    (tmp_path / "model").mkdir()
    code = "import sys, readiness_bot; assert sys.argv.pop(1) in readiness_bot.__file__; from readiness_bot.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), "init", str(tmp_path / "model")],
        env=os.environ | {"PYTHONPATH": str(path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "model" / "readiness").iterdir())) == 6


@pytest.mark.parametrize("name", NAMES)
def test_the_wheel_writes_the_schemas_that_the_release_serves(wheel: Path, name: str) -> None:
    """`readiness schema` makes them from the checks, so that none has to ship."""
    asked = [sys.executable, "-c", "from readiness_bot.cli import main; main()", "schema", name]
    done = subprocess.run(asked, env=os.environ | {"PYTHONPATH": str(wheel)}, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == json.loads((ROOT / "docs" / "schema" / schema_file(name)).read_text(encoding="utf-8"))


def test_the_hook_names_a_command_that_ships(wheel: Path) -> None:
    [entry] = re.findall(r"^  entry: readiness (\w+)$", (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert f"readiness_bot/cli/{entry}.py" in names(wheel)


def test_a_checkout_whose_path_holds_a_space(tmp_path: Path) -> None:
    root = tmp_path / "my clone"
    for name in ("scripts/setup", "scripts/python", "pyproject.toml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "requirements").mkdir()
    (root / "requirements" / "runtime.txt").touch()  # the libraries are those of this test's Python
    (root / "bot").symlink_to(ROOT / "bot")
    subprocess.run([root / "scripts" / "setup", "runtime"], check=True, capture_output=True)
    (tmp_path / "click.py").write_text("raise SystemExit('imported from where people stand')")
    done = subprocess.run(
        [root / ".venv" / "bin" / "readiness", "--version"], cwd=tmp_path, env=os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, f"readiness {__version__}\n", "")


@pytest.mark.parametrize("name", ["runtime", "report", "parquet", "dev", "audit"])
def test_the_lock_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) <= text.count("--hash=sha256:")


def test_the_node_lock_has_hashes_and_no_address() -> None:
    text = (ROOT / "tests" / "github" / "node" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity"') > 100


@pytest.mark.parametrize(("name", "wanted"), [("runtime", PROJECT["project"]["dependencies"]), *PROJECT["dependency-groups"].items()])
def test_the_lock_satisfies_the_project(name: str, wanted: list[str]) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins = {canonicalize_name(match[0]): Version(match[1]) for match in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)}
    for requirement in map(Requirement, wanted):
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_the_documented_action_is_the_one_that_init_writes() -> None:
    """The README has the tag, which moves; `init` writes the commit of the release."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"uses: {ACTION.repository}/.github/workflows/follow-up.yml@v1\n" in readme
