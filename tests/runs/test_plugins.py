"""Python plugins of a policy: only those that it names, only where packages are installed, and a failure is never a pass."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.models import EXAMPLES
from tests.policies import ACME, policy

from readiness_bot.convention.plugin import PluginFailed
from readiness_bot.runs.plugins import with_plugins

PLUGIN = textwrap.dedent(
    """
    from readiness_bot.convention.checks import required
    from readiness_bot.convention.fields import block, value
    from readiness_bot.convention.item import BLOCKS, Item
    from readiness_bot.vocabulary import Role, Stage


    def check(facts):
        yield from required(facts.infrastructure, "residency.region")


    KEYS = {"residency": block("where the data stays", region=value("text", "the region", "TEXT"))}
    ITEM = Item(
        id="acme.residency", title="Residency", what="Where the data stays.", why="Moving takes a quarter.", fix="residency: {region: TEXT}\\n",
        example="residency: {region: eu}\\n", due=Stage.DESIGN, severity=BLOCKS, role=Role.PLATFORM, fields=("residency",), check=check, keys=KEYS,
        answered_in="infrastructure.yaml",
    )


    def items():
        return [ITEM]
    """
)
Check = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter of its own, with our dependencies and ourselves, and room for plugins."""
    folder = tmp_path_factory.mktemp("plugins") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    ours = f"{sysconfig.get_path('purelib')}\n{EXAMPLES.parent / 'bot'}\n"
    (site(folder / "bin" / "python") / "ours.pth").write_text(ours)
    return folder / "bin" / "python"


def site(python: Path) -> Path:
    return next((python.parent.parent / "lib").glob("python3*")) / "site-packages"


def install(python: Path, name: str, text: str, module: str = "") -> None:
    """A distribution with one module, as an installer leaves it."""
    info = site(python) / f"{name}-1.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[readiness_bot.items]\n{name} = {module or name}:items\n")
    if not module:
        (site(python) / f"{name}.py").write_text(text)


@pytest.fixture
def check(python: Path, model: Path, tmp_path: Path) -> Check:
    """`readiness check` in the model's folder, with a policy that names these plugins: its exit code, and all that it says."""

    def run(*names: str, path: str = "") -> tuple[int, str]:
        policy = tmp_path / "p.yaml"
        policy.write_text(f"{ACME}plugins: [{', '.join(names)}]\n")
        command: list[str | Path] = [python, "-m", "readiness_bot", "check", ".", "--policy", policy, "--today", "2026-11-20"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "PYTHON"))}
        done = subprocess.run(command, cwd=model, env=environment | {"PYTHONPATH": path}, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def test_only_what_the_policy_names_is_asked(python: Path, check: Check) -> None:
    install(python, "acme_named", PLUGIN)
    assert check()[0] == 0
    code, said = check("acme_named")
    assert (code, "add   residency: {region: TEXT}   (where the data stays)" in said) == (1, True), said


def test_what_the_repository_brings_is_never_imported(python: Path, check: Check, model: Path) -> None:
    """Neither by its name, nor by a path, nor as a distribution."""
    for name in ("acme_gone", "acme_named"):
        (model / f"{name}.py").write_text("raise SystemExit(print('imported'))")
    info = model / "acme_gone-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[readiness_bot.items]\nacme_gone = acme_gone:items\n")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme_gone\nVersion: 1.0\n")
    code, said = check("acme_gone", path=str(model))
    assert (code, "The plugin acme_gone is not installed in" in said, "imported" in said) == (3, True, False), said
    install(python, "acme_named", PLUGIN)
    assert (check("acme_named", path=str(model))[0]) == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("acme_broken", "1 / 0", "The plugin acme_broken cannot be imported (ZeroDivisionError: division by zero). Nothing was judged."),
        ("acme_exits", "raise SystemExit(0)", "The plugin acme_exits cannot be imported (SystemExit: 0). Nothing was judged."),
        ("acme_fails", PLUGIN + "def check(facts):\n    1 / 0\nimport dataclasses\nITEM = dataclasses.replace(ITEM, check=check)\n",
         "The plugin acme_fails failed at acme.residency (ZeroDivisionError: division by zero). Nothing was judged."),
        ("acme_text", PLUGIN + "def items():\n    return 'all is well'\n", "The plugin acme_text hands over no list of up to 100 items."),
        ("acme_taken", PLUGIN.replace("acme.residency", "fallback.drill"), "The plugin acme_taken hands over 'fallback.drill', whose prefix is not its own"),
        ("acme_key", PLUGIN.replace('{"residency"', '{"dependencies"'), "The keys of acme.residency do not fit into infrastructure.yaml"),
    ],
)  # fmt: skip
def test_a_failure_is_no_pass(python: Path, check: Check, name: str, text: str, told: str) -> None:
    install(python, name, text)
    code, said = check(name)
    assert (code, told in said, "Traceback" in said) == (3, True, False), said


def test_an_editable_one_is_refused(python: Path, check: Check, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "acme_linked.py").write_text(PLUGIN)
    (site(python) / "linked.pth").write_text(f"{tmp_path / 'elsewhere'}\n")
    install(python, "acme_editable", "", module="acme_linked")
    code, said = check("acme_editable")
    assert (code, "The plugin acme_editable cannot be imported (ModuleNotFoundError" in said) == (3, True), said


def test_packages_inside_the_repository_are_refused() -> None:
    with pytest.raises(PluginFailed, match="which lies in the repository that is judged"):
        with_plugins(policy("plugins: [acme_named]"), Path(sys.prefix))
